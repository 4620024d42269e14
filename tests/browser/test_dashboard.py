"""Walks through figures, table and timeline; what a manager shares, a coach opens."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from places import summary
from places.models import CoachingEntry
from tests.factories import PlaceFactory, participation, settle_steps, world


@pytest.fixture
def w():
    made = world()
    settle_steps(made.participation, 1)
    participation(made.programme, PlaceFactory(region=made.region, name="Vik"))
    on = timezone.localdate() - dt.timedelta(days=41)
    CoachingEntry.objects.create(
        participation=made.participation, kind="call", on=on, by=made.coach
    )
    summary.refresh(made.participation)
    return made


def test_manager_saves_and_shares_a_view_and_the_coach_opens_it(
    w, page, sign_in, check_axe, check_width
):
    sign_in(page, w.manager)
    page.goto("/places/table/")
    expect(page.locator(".chips")).to_contain_text("3 of 3")
    page.locator("#filter-step").select_option("2")
    page.locator("#filter-group").select_option("municipality")
    page.locator(".column-choice summary").click()
    page.get_by_label("Inhabitants").check()
    page.locator(".tools button.btn").click()
    expect(page.locator(".chips")).to_contain_text("1 of 3")
    expect(page.locator(".group-head")).to_have_count(1)
    check_axe(page)
    check_width(page)

    page.locator(".export-menu summary").click()
    page.get_by_role("link", name="Save this view").click()
    check_axe(page)
    page.get_by_label("Name of the view").fill("Step two")
    page.get_by_label("Share it").select_option(label=w.programme.name)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_have_text("Step two")

    sign_in(page, w.coach)
    page.goto("/places/table/")
    page.locator(".export-menu summary").click()
    page.get_by_role("link", name=re.compile("Step two")).click()
    expect(page.locator("h1")).to_have_text("Step two")
    expect(page.locator(".places-table tbody th a")).to_have_text(["Näsum"])
    page.locator(".chip", has_text="Step 2").click()
    expect(page).to_have_url(re.compile(r"^(?!.*step=2)"))


def test_coach_puts_a_quiet_place_off(w, page, sign_in, check_axe):
    sign_in(page, w.coach)
    page.goto("/places/table/")
    page.get_by_role("link", name=re.compile("Put off")).click()
    check_axe(page)
    page.get_by_label("Why").fill("The leader is on leave")
    page.get_by_role("button", name="Put off").click()
    expect(page.locator(".portfolio .flag")).to_contain_text("put off until")
    page.goto("/places/?needs=put_off")
    expect(page.locator(".chips")).to_contain_text("1 of 1")


def test_chosen_places_are_compared(w, page, sign_in, check_axe, check_width):
    sign_in(page, w.manager)
    page.goto("/places/table/")
    for name in ("Näsum", "Vik"):
        page.locator(f'.places-table input[aria-label="{name}"]').check()
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".compare thead th")).to_have_count(2)
    expect(page.locator(".compare thead")).to_contain_text("Näsum")
    check_axe(page)
    check_width(page)


@pytest.mark.parametrize("url", ["/places/figures/", "/places/timeline/", "/places/table/"])
def test_each_face_is_sound_on_a_phone(w, phone, sign_in, check_axe, check_width, url):
    sign_in(phone, w.admin)
    phone.goto(url)
    check_axe(phone)
    check_width(phone)


def test_figure_leads_to_the_places_behind_it(w, page, sign_in, check_axe):
    sign_in(page, w.manager)
    page.goto("/places/figures/")
    check_axe(page)
    page.locator("a.tile", has_text="Quiet places").click()
    expect(page).to_have_url(re.compile(r"needs=quiet"))
    expect(page.locator(".chips")).to_contain_text("3 of 3")


def test_observer_reads_what_waits_on_a_phone(w, phone, sign_in, check_axe, check_width):
    sign_in(phone, w.observer)
    phone.goto("/")
    expect(phone.locator(".place-cards h2")).to_have_text(["Näsum"])
    check_axe(phone)
    check_width(phone)
