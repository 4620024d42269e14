"""The room that helps with a step: named by the method, led to from the step's page."""

import pytest
from django.urls import reverse

from places.models import Participation
from places.pages import register_tool, tool_of
from programmes.loading.services import export_method, load_method
from programmes.models import MethodVersion, PlanForm, Step, StepTool
from tests.factories import world

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
ROOMS = {
    StepTool.FACTS: "facts:sheet",
    StepTool.TARGET: "plans:target",
    StepTool.PLAN: "plans:actions",
    StepTool.FUNDING: "plans:funding",
    StepTool.CONTINUITY: "continuity:plan",
}


@pytest.fixture
def here():
    return world()


def step_with(here, tool: str) -> Step:
    """The first step, helped by this room."""
    step = Step.objects.get(version=here.participation.method_version_id, order=1)
    step.tool = tool
    step.save(update_fields=["tool"])
    return step


def page(client, here, person: str = "leader"):
    client.force_login(here.users[person], backend=BACKEND)
    return client.get(reverse("places:step", args=[here.participation.pk, 1]))


def test_each_tool_that_a_method_can_name_has_its_room(here):
    assert set(ROOMS) == set(StepTool) - {StepTool.NONE}
    for tool, url_name in ROOMS.items():
        assert tool_of(step_with(here, tool), here.participation) == (
            str(tool.label), reverse(url_name, args=[here.participation.pk]),
        )  # fmt: skip


def test_room_that_is_not_installed_or_not_named_is_none(here, monkeypatch):
    assert tool_of(step_with(here, StepTool.NONE), here.participation) is None
    monkeypatch.setattr("places.pages._rooms", {})
    step = step_with(here, StepTool.PLAN)
    assert tool_of(step, here.participation) is None
    register_tool(StepTool.PLAN, "plans:board")
    url = reverse("plans:board", args=[here.participation.pk])
    assert tool_of(step, here.participation) == (str(StepTool.PLAN.label), url)


@pytest.mark.parametrize("tool", ROOMS)
def test_step_page_leads_to_its_room_which_opens(here, client, tool):
    step_with(here, tool)
    url = reverse(ROOMS[tool], args=[here.participation.pk])
    for person in ("leader", "observer"):
        shown = page(client, here, person).content.decode()
        assert f'href="{url}">Open: {tool.label}</a>' in shown
        assert client.get(url).status_code == 200


def test_step_page_without_a_tool_has_no_such_button(here, client):
    step_with(here, StepTool.NONE)
    response = page(client, here)
    assert response.context["tool"] is None
    assert "step-tool" not in response.content.decode()


def test_tool_survives_the_methods_file(here):
    version = here.participation.method_version
    for order, tool in enumerate(StepTool.values, start=1):
        Step.objects.filter(version=version, order=order).update(tool=tool)
    text = export_method(MethodVersion.objects.get(pk=version.pk))
    assert text.count("tool:") == len(ROOMS)
    read = load_method(text, file_name="m.yaml", region=here.other_region, by=None)
    assert list(read.steps.order_by("order").values_list("tool", flat=True)) == [
        *StepTool.values, *[""] * (6 - len(StepTool)),
    ]  # fmt: skip
    assert export_method(MethodVersion.objects.get(pk=read.pk)) == text


def test_room_is_called_by_the_words_of_the_programme(here):
    here.programme.plan_form = PlanForm.LOCAL_PLAN
    here.programme.save(update_fields=["plan_form"])
    place = Participation.objects.select_related("programme").get(pk=here.participation.pk)
    said = [tool_of(step_with(here, tool), place)[0] for tool in (StepTool.TARGET, StepTool.PLAN)]
    assert said == ["Vision and focus areas", "Local development plan"]


def test_the_gate_leads_to_the_room_of_a_step_before_anything_is_handed_in(here, client):
    step = step_with(here, StepTool.FACTS)
    client.force_login(here.coach, backend=BACKEND)
    found = client.get(reverse("places:gate", args=[here.participation.pk]))
    rooms = {part.key: room for part, room in found.context["parts"] if room}
    url = reverse("facts:sheet", args=[here.participation.pk])
    assert rooms == {f"step_done:{step.key}": (str(StepTool.FACTS.label), url)}
    assert f'<a href="{url}">' in found.text
