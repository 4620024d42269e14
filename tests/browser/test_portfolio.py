"""A walk through the portfolio: filters change list and address, with and without script."""

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
    vik = participation(made.programme, PlaceFactory(region=made.region, name="Vik"))
    for one, days in ((made.participation, 3), (made.neighbour, 41), (vik, 2)):
        on = timezone.localdate() - dt.timedelta(days=days)
        CoachingEntry.objects.create(participation=one, kind="call", on=on, by=made.coach)
        summary.refresh(one)
    return made


def names(page):
    return page.locator(".portfolio tbody th a").all_inner_texts()


def test_filters_change_list_and_address_and_survive_a_reload(
    w, page, sign_in, check_axe, check_width
):
    sign_in(page, w.manager)
    page.goto("/places/")
    assert names(page) == ["Glimåkra", "Näsum", "Vik"]
    expect(page.locator(".todo-title")).to_have_text(["Glimåkra"])
    check_axe(page)
    check_width(page)

    page.locator("#filter-step").select_option("2")
    expect(page.locator(".portfolio tbody tr")).to_have_count(1)
    assert names(page) == ["Näsum"]
    expect(page).to_have_url(re.compile(r"/places/\?step=2$"))

    page.reload()
    assert names(page) == ["Näsum"]
    expect(page.locator("#filter-step")).to_have_value("2")

    page.locator("#filter-step").select_option("")
    page.locator("#filter-sort").select_option("name")
    page.locator("#filter-q").fill("i")
    expect(page.locator(".portfolio tbody tr")).to_have_count(2)
    assert names(page) == ["Glimåkra", "Vik"]
    expect(page.locator("#filter-q")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/places/\?q=i&sort=name$"))

    page.locator("#filter-q").fill("nowhere")
    expect(page.locator("#list .empty")).to_be_visible()
    check_axe(page)
    page.locator("#list .empty a").click()
    assert names(page) == ["Glimåkra", "Näsum", "Vik"]


def test_a_card_leads_to_the_place_that_needs_somebody(w, page, sign_in):
    sign_in(page, w.manager)
    page.goto("/places/")
    page.locator("a.todo-card").first.click()
    expect(page).to_have_url(re.compile(rf"/places/{w.neighbour.pk}/coaching/$"))


@pytest.mark.slow
def test_filters_work_without_script(w, new_context, sign_in):
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, w.manager)
    page.goto("/places/")
    page.locator("#filter-needs").select_option("quiet")
    page.locator("noscript button, form#filters button").first.click()
    assert names(page) == ["Glimåkra"]


def test_a_row_is_a_card_on_a_phone(w, phone, sign_in, check_axe, check_width):
    sign_in(phone, w.coach)
    phone.goto("/places/")
    assert names(phone) == ["Näsum"]
    row = phone.locator(".portfolio tbody tr").first.bounding_box()
    head = phone.locator(".portfolio tbody th a").first.bounding_box()
    flag = phone.locator(".portfolio tbody .flag").first.bounding_box()
    assert row["width"] <= 390
    assert flag["y"] > head["y"]
    check_axe(phone)
    check_width(phone)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["manager", "leader", "contact", "outsider"])
def test_each_start_page_is_sound_on_a_phone(w, phone, sign_in, check_axe, check_width, who):
    sign_in(phone, w.users[who])
    phone.goto("/")
    check_axe(phone)
    check_width(phone)
