"""Coach and process leader: whom to chase at a desk, when the next reminder comes on a phone."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from places import summary
from places.models import CoachingEntry
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import assign, world
from tests.plans.action_samples import action


@pytest.fixture
def w():
    made = world()
    assign(made.coach, made.neighbour, "coach")
    for one, days in ((made.participation, 41), (made.neighbour, 80)):
        on = timezone.localdate() - dt.timedelta(days=days)
        CoachingEntry.objects.create(participation=one, kind="call", on=on, by=made.coach)
        CoachingEntry.objects.update(created_at=timezone.now() - dt.timedelta(days=9))
        summary.refresh(one)
    return made


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_coach_goes_through_the_chase_list(w, page, sign_in, check_axe, check_width, viewport):
    page.set_viewport_size(viewport)
    sign_in(page, w.coach)
    page.goto("/chase/")
    rows = page.locator(".chase-row")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Glimåkra")
    check_axe(page)
    check_width(page)

    rows.first.get_by_role("button", name="No answer").click()
    expect(page.get_by_text("Glimåkra is quiet until")).to_be_visible()
    expect(rows).to_have_count(1)
    check_axe(page)
    check_width(page)
    page.get_by_role("button", name="Wake now").click()
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Tried, no answer")

    rows.last.get_by_role("link", name="Write to the place").click()
    check_axe(page)
    check_width(page)
    page.get_by_label("What the place reads").fill("Shall we meet on Tuesday?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Näsum is quiet until")).to_be_visible()


def test_a_leader_sees_the_next_reminder_and_lets_them_rest(
    w, page, sign_in, check_axe, check_width
):
    action(
        w.participation, responsible_user=w.leader,
        ends_on=timezone.localdate() + dt.timedelta(days=20),
    )  # fmt: skip
    page.set_viewport_size(PHONE)
    sign_in(page, w.leader)
    page.goto(f"/places/{w.participation.pk}/")
    expect(page.get_by_text("Next one", exact=False)).to_be_visible()
    check_axe(page)
    check_width(page)
    page.get_by_role("link", name="All reminders, and a pause").click()
    expect(page.get_by_text("“Open the shop” is to be done by")).to_be_visible()
    check_axe(page)
    check_width(page)
    page.get_by_label("Why").select_option("too_many")
    page.get_by_role("button", name="Pause the reminders").click()
    expect(page.get_by_text("Reminders rest until")).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name="Let them go on").click()
    expect(page.get_by_text("The reminders go on.")).to_be_visible()
