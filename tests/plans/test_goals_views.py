"""The pages of goals, indicators and observations."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from plans.goals.services import save_goal, save_indicator
from plans.models import Action, Goal, Indicator, Observation
from tests.plans.target_samples import READERS, day, goal, measure, planning, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return planning()


def address(made, name, *args):
    return reverse(f"plans:{name}", args=[made.participation.pk, *args])


def get(client, user, url):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.get(url)


def post(client, user, url, **data):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.post(url, data)


def words(response):
    return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def counted(**fields):
    """What the form of an indicator sends."""
    return {
        "title": "Besökare", "unit": "besökare", "direction": "up", "baseline": "0",
        "baseline_on": day(-100).isoformat(), "target": "1 200,5",
        "target_on": day(300).isoformat(), "source": "", "version": "",
    } | fields  # fmt: skip


# --- Goals ------------------------------------------------------------------------------


def test_goal_add_stores_it_with_its_global_goals(client, made):
    answer = post(
        client, made.member, address(made, "goal_add"), title="Fler möts",
        description="Vad", findings="", global_goals=["11", "3"], version="",
    )  # fmt: skip
    assert answer.url == f"{address(made, 'target')}#goals"
    assert Goal.objects.values_list("title", "description", "global_goals").get() == (
        "Fler möts", "Vad", [3, 11],
    )  # fmt: skip


def test_goal_edit_in_a_conflict_shows_both_and_names_the_global_goals(client, made):
    one = goal(made)
    save_goal(goal=one, by=made.coach, version=1, title="Hennes mål", global_goals=[11])
    answer = post(
        client, made.leader, address(made, "goal_edit", one.pk), title="Hans mål", version=1
    )
    page = words(answer)
    shown = [text in page for text in (
        "<dd>Hennes mål</dd>", 'value="Hans mål"', "<dd>11 Sustainable cities and communities</dd>",
    )]  # fmt: skip
    assert (answer.status_code, shown) == (409, [True] * 3)


def test_goal_move_by_its_buttons_changes_the_order(client, made):
    one, two = goal(made, "Ett"), goal(made, "Två")
    answer = post(client, made.leader, address(made, "goal_move", two.pk), to="up")
    assert answer.url == f"{address(made, 'target')}#goal-{two.pk}"
    assert list(made.participation.goals.values_list("title", flat=True)) == ["Två", "Ett"]
    post(client, made.leader, address(made, "goal_move", two.pk), to="down")
    assert list(made.participation.goals.all()) == [one, two]


def test_goal_remove_tells_what_goes_with_it(client, made):
    one = measure(made).goal
    url = address(made, "goal_remove", one.pk)
    assert "1 indicator goes with it, and all that was measured." in words(
        get(client, made.leader, url)
    )
    post(client, made.leader, url)
    assert Goal.objects.count() == 0


def test_goal_remove_of_one_in_use_says_where(client, made):
    one = goal(made)
    Action.objects.create(participation=made.participation, goal=one, title="Fler skyltar")
    answer = post(client, made.leader, address(made, "goal_remove", one.pk))
    page = words(answer)
    assert (answer.status_code, "“Fler skyltar”" in page, Goal.objects.count()) == (409, True, 1)


def test_goal_page_asks_the_same_number_of_queries_for_one_indicator_and_for_three(client, made):
    one = goal(made)

    def fill():
        of = measure(made, one)
        seen(made, of, 10)
        seen(made, of, 20, days=-4, by=made.member)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert get(client, made.leader, address(made, "goal", one.pk)).status_code == 200
        return len(asked)

    fill()
    queries()
    once = queries()
    fill(), fill()
    assert queries() == once


@pytest.mark.parametrize("name", ["coach", *READERS])
def test_goal_page_is_read_by_everybody_with_chart_and_table(client, made, name):
    of = measure(made)
    seen(made, of, "42.5")
    page = words(get(client, getattr(made, name), address(made, "goal", of.goal_id)))
    shown = [text in page for text in (
        "42.5 of 60 besökare by", "17.5 remain", 'role="img"', "The numbers as a table",
        "Räknat på plats",
    )]  # fmt: skip
    assert shown == [True] * 5
    assert ("Record a value" in page) == (name == "coach")


def test_goal_page_offers_to_correct_ones_own_values_only(client, made):
    of = measure(made)
    seen(made, of, 10, by=made.member)
    url = address(made, "goal", of.goal_id)
    offered = {
        name: "/plan/values/" in words(get(client, getattr(made, name), url))
        for name in ("member", "manager", "leader", "observer")
    }
    assert offered == {"member": True, "manager": True, "leader": False, "observer": False}


def test_things_of_another_place_are_not_found(client, made):
    theirs = Goal.objects.create(participation=made.neighbour, title="Deras")
    of = Indicator.objects.create(
        goal=theirs, title="X", baseline=0, baseline_on=day(-9), target=1, target_on=day(9)
    )
    value = Observation.objects.create(indicator=of, on=day(-1), value=1, source="x")
    asked = [
        *(("goal", theirs), ("goal_edit", theirs), ("goal_remove", theirs)),
        *(("indicator_add", theirs), ("indicator_edit", of), ("indicator_remove", of)),
        *(("observation_add", of), ("observation_edit", value), ("observation_remove", value)),
    ]
    found = {
        name: get(client, made.manager, address(made, name, one.pk)).status_code
        for name, one in asked
    }
    assert found == dict.fromkeys(found, 404)


# --- Indicators and values --------------------------------------------------------------


def test_indicator_add_reads_numbers_as_people_write_them(client, made):
    url = address(made, "indicator_add", goal(made).pk)
    assert post(client, made.leader, url, **counted()).status_code == 302
    assert Indicator.objects.get().target == Decimal("1200.5")


@pytest.mark.parametrize("language", ["en", "sv", "da"])
def test_indicator_edit_sent_as_it_is_shown_changes_nothing(client, made, language):
    """Danish groups thousands with a point, English with a comma: neither may become decimals."""
    of = measure(made, baseline=Decimal(1000), target=Decimal("2500.5"))
    client.force_login(made.leader)
    client.cookies["django_language"] = language
    with translation.override(language):
        page = client.get(address(made, "indicator_edit", of.pk))
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    shown = {name: form.fields[name].prepare_value(value) for name, value in data.items()}
    assert client.post(page.wsgi_request.path, shown).status_code == 302
    of.refresh_from_db()
    assert (of.baseline, of.target, of.version) == (Decimal(1000), Decimal("2500.5"), 1)


def test_indicator_edit_in_a_conflict_shows_both(client, made):
    of = measure(made)
    save_indicator(
        indicator=of, by=made.coach, version=1, title=of.title, unit=of.unit, direction="up",
        baseline=Decimal(0), baseline_on=day(-100), target=Decimal("77.5"), target_on=day(400),
    )  # fmt: skip
    data = counted(target="88", version=1)
    answer = post(client, made.leader, address(made, "indicator_edit", of.pk), **data)
    page = words(answer)
    assert (answer.status_code, "<dd>77.50</dd>" in page, 'value="88"' in page) == (409, True, True)


def test_indicator_remove_tells_how_many_values_go_with_it(client, made):
    of = measure(made)
    seen(made, of, 1), seen(made, of, 2, days=-4)
    url = address(made, "indicator_remove", of.pk)
    assert "2 values go with it." in words(get(client, made.leader, url))
    post(client, made.leader, url)
    assert Indicator.objects.count() == 0


def test_observation_add_stores_the_value_and_leads_to_its_indicator(client, made):
    of = measure(made)
    answer = post(
        client, made.member, address(made, "observation_add", of.pk), on=day(-1).isoformat(),
        value="42,5", source="Räknat",
    )  # fmt: skip
    assert answer.url == f"{address(made, 'goal', of.goal_id)}#indicator-{of.pk}"
    assert Observation.objects.values_list("value", "by").get() == (
        Decimal("42.5"), made.member.pk,
    )  # fmt: skip


def test_observation_of_somebody_else_is_forbidden_and_ones_own_is_corrected(client, made):
    one = seen(made, measure(made), 10, by=made.member)
    url = address(made, "observation_edit", one.pk)
    data = {"on": day(-5).isoformat(), "value": "12", "source": "Fel läst"}
    assert post(client, made.leader, url, **data).status_code == 403
    assert post(client, made.member, url, **data).status_code == 302
    assert Observation.objects.get().value == 12


def test_observation_remove_asks_and_then_removes(client, made):
    one = seen(made, measure(made), 10)
    url = address(made, "observation_remove", one.pk)
    assert "10 besökare on" in words(get(client, made.leader, url))
    post(client, made.leader, url)
    assert Observation.objects.count() == 0
