"""The pages of the target picture and the pledges: read by all, written by some."""

from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import PAGE_LENGTH, Pledge, TargetPicture
from plans.target.services import save_target
from programmes.models import PlanForm
from tests.factories import OrganisationFactory
from tests.plans.target_samples import (
    READERS,
    WRITERS,
    day,
    goal,
    measure,
    planning,
    pledge,
    png,
    seen,
)

pytestmark = pytest.mark.django_db
YEAR = day(0).year + 8


@pytest.fixture
def made():
    return planning()


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        }
    }


def address(made, name="target", *args):
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
    return " ".join(response.content.decode().split())


def notices(response):
    return [(one.level_tag, str(one)) for one in get_messages(response.wsgi_request)]


def written(made, **fields):
    usual = {"version": 0, "text": "Lampor lyser", "horizon": YEAR, "how_seen": "Fler barn"}
    return save_target(participation=made.participation, by=made.leader, **usual | fields)


def sent(**fields):
    return {"version": 0, "text": "Ny text", "horizon": YEAR, "how_seen": ""} | fields


# --- Reading ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS + READERS)
def test_target_page_is_read_by_everybody_at_the_place(client, made, name):
    written(made)
    page = get(client, getattr(made, name), address(made))
    shown = [text in words(page) for text in ("Lampor lyser", "Fler barn", str(YEAR))]
    assert (page.status_code, shown) == (200, [True] * 3)
    assert ("Change the text" in words(page)) == (name in WRITERS)


def test_target_page_before_the_gate_says_why_it_is_closed_and_offers_nothing(client, made):
    made.participation.gate_state = "closed"
    made.participation.save()
    page = words(get(client, made.leader, address(made))).split("</main>")[0]
    assert ("The plan opens when the gate is passed" in page, "btn-primary" in page) == (
        True, False,
    )  # fmt: skip


def test_target_page_of_a_local_development_plan_speaks_of_vision_and_focus_areas(client, made):
    made.programme.plan_form = PlanForm.LOCAL_PLAN
    made.programme.save()
    page = words(get(client, made.leader, address(made)))
    assert 'class="head-section">Vision</span>' in page
    assert "Add focus area" in page
    assert "Target picture" not in page


def test_target_page_keeps_what_people_write_from_being_markup(client, made):
    written(made, text="<script>alert(1)</script>\n\nTvå")
    assert "&lt;script&gt;alert(1)" in words(get(client, made.leader, address(made)))


def test_target_page_says_who_is_missing(client, made):
    pledge(made, text="Två timmar")
    page = words(get(client, made.observer, address(made)))
    assert "No pledge yet from: Region, Association and Business." in page


def test_target_page_marks_a_pledge_whose_day_has_passed(client, made):
    pledge(made, given_on=day(-30), due_on=day(-1))
    assert "The day has passed" in words(get(client, made.observer, address(made)))


def test_target_page_asks_the_same_number_of_queries_for_one_goal_and_for_three(client, made):
    def fill(number):
        one = goal(made, f"Mål {number}")
        for of in (measure(made, one), measure(made, one, direction="keep", baseline=Decimal(60))):
            seen(made, of, 10)
            seen(made, of, 20, days=-4)
        pledge(made, organisation=OrganisationFactory(region=made.region), person=f"P{number}")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert get(client, made.leader, address(made)).status_code == 200
        return len(asked)

    written(made)
    fill(1)
    queries()
    once = queries()
    fill(2), fill(3)
    assert queries() == once


# --- Writing the text -------------------------------------------------------------------


def test_target_edit_stores_the_text_and_leads_back(client, made):
    answer = post(client, made.member, address(made, "target_edit"), **sent())
    assert (answer.status_code, answer.url) == (302, address(made))
    assert TargetPicture.objects.get().text == "Ny text"


def test_target_edit_shows_the_count_without_a_script(client, made):
    written(made, text="åäö")
    page = words(get(client, made.leader, address(made, "target_edit")))
    assert f"Characters used: 3 of {PAGE_LENGTH}" in page


def test_target_edit_with_a_far_year_warns_and_stores(client, made):
    answer = post(client, made.leader, address(made, "target_edit"), **sent(horizon=YEAR + 20))
    assert TargetPicture.objects.get().horizon == YEAR + 20
    assert [level for level, _text in notices(answer)] == ["success", "warning"]


def test_target_edit_in_a_conflict_shows_both_and_then_lets_the_own_text_hold(client, made):
    url = address(made, "target_edit")
    written(made, text="Hennes text")
    answer = post(client, made.member, url, **sent(text="Hans text"))
    page = words(answer)
    assert (answer.status_code, "Hennes text" in page, "Hans text" in page) == (409, True, True)
    assert 'name="version" value="1"' in page
    assert post(client, made.member, url, **sent(text="Hans text", version=1)).status_code == 302
    assert TargetPicture.objects.get().text == "Hans text"


@pytest.mark.parametrize("name", ["target_edit", "picture_edit", "picture_remove", "pledge_add"])
def test_forms_before_the_gate_answer_with_the_reason(client, made, name):
    made.participation.gate_state = "waiting"
    made.participation.save()
    answer = get(client, made.leader, address(made, name))
    assert (answer.status_code, "the gate is passed" in words(answer)) == (409, True)


# --- The picture ------------------------------------------------------------------------


def body(answer):
    """What is sent; reading it closes the file."""
    return b"".join(answer.streaming_content)


def with_picture(client, made):
    post(
        client, made.leader, address(made, "picture_edit"),
        upload=png(), picture_text="Torget", version=0,
    )  # fmt: skip


def test_picture_is_served_as_a_picture_and_nothing_else(client, made):
    with_picture(client, made)
    answer = get(client, made.observer, address(made, "picture"))
    assert body(answer).startswith(b"\x89PNG")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_picture_that_is_not_there_is_not_found(client, made):
    assert get(client, made.leader, address(made, "picture")).status_code == 404


def test_target_page_shows_the_picture_with_its_description(client, made):
    with_picture(client, made)
    page = words(get(client, made.observer, address(made)))
    assert f'<img src="{address(made, "picture")}?v=1" alt="Torget">' in page


def test_picture_that_is_none_is_refused_beside_the_field(client, made):
    answer = post(
        client, made.leader, address(made, "picture_edit"), upload=png(name="plan.docx"),
        picture_text="Torget", version=0,
    )  # fmt: skip
    assert (answer.status_code, "plan.docx is no picture" in words(answer)) == (409, True)


def test_picture_remove_asks_and_then_removes(client, made):
    with_picture(client, made)
    url = address(made, "picture_remove")
    assert "Torget" in words(get(client, made.leader, url))
    assert TargetPicture.objects.get().picture
    post(client, made.leader, url)
    assert not TargetPicture.objects.get().picture


# --- Pledges ----------------------------------------------------------------------------


def promised(**fields):
    return {
        "sector": "business", "person": "Kim Krog", "given_on": day(-1).isoformat(),
        "text": "En lokal på tisdagar", "due_on": "",
    } | fields  # fmt: skip


def test_pledge_add_stores_it_and_leads_to_the_list(client, made):
    answer = post(client, made.leader, address(made, "pledge_add"), **promised())
    assert answer.url == f"{address(made)}#pledges"
    assert Pledge.objects.values_list("sector", "person", "text").get() == (
        "business", "Kim Krog", "En lokal på tisdagar",
    )  # fmt: skip


def test_pledge_add_offers_and_takes_only_the_regions_organisations(client, made):
    ours = OrganisationFactory(region=made.region, name="Byalaget")
    theirs = OrganisationFactory(region=made.other_region, name="Främlingen")
    url = address(made, "pledge_add")
    asked = {"organisation_q": "a", "organisation_find": "1"}
    page = words(post(client, made.leader, url, **promised(organisation=""), **asked))
    assert ("Byalaget" in page, "Främlingen" in page) == (True, False)
    assert post(client, made.leader, url, **promised(organisation=theirs.pk)).status_code == 422
    assert post(client, made.leader, url, **promised(organisation=ours.pk)).status_code == 302


def test_a_pledge_names_an_organisation_that_the_register_lacks(client, made):
    url = address(made, "pledge_add")
    for name in ("new:Näsums byalag", "new:näsums byalag"):
        assert post(client, made.leader, url, **promised(organisation=name)).status_code == 302
    row = made.region.organisations.get(name="Näsums byalag")
    assert row.added_at == made.place.name
    assert made.participation.pledges.filter(organisation=row).count() == 2


def test_pledge_settle_says_what_came_of_it_on_the_page(client, made):
    one = pledge(made)
    url = address(made, "pledge_settle", one.pk)
    data = {"state": "broken", "settled_on": day(0).isoformat(), "version": 1}
    assert post(client, made.leader, url, **data, note="").status_code == 409
    assert post(client, made.leader, url, **data, note="Tjänsten drogs in").status_code == 302
    page = words(get(client, made.observer, address(made)))
    assert ("Not kept" in page, "Tjänsten drogs in" in page) == (True, True)


def test_pledge_of_another_place_is_not_found(client, made):
    made.neighbour.gate_state = "passed"
    made.neighbour.save()
    one = Pledge.objects.create(
        participation=made.neighbour, sector="region", person="X", given_on=day(0), text="Y"
    )
    found = {
        get(client, made.manager, address(made, name, one.pk)).status_code
        for name in ("pledge_edit", "pledge_settle", "pledge_remove")
    }
    assert found == {404}


def test_pledge_remove_asks_and_then_removes(client, made):
    url = address(made, "pledge_remove", pledge(made).pk)
    assert "Två timmar i veckan" in words(get(client, made.leader, url))
    assert Pledge.objects.count() == 1
    post(client, made.leader, url)
    assert Pledge.objects.count() == 0
