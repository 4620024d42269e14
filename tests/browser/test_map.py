"""Walks through the maps: mouse, keyboard and finger; nothing is fetched from elsewhere."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mapping.models import MapPoint, Service
from places.models import Place
from tests.factories import world


@pytest.fixture
def w():
    made = world()
    for one, latitude, longitude in (
        (made.participation, "56.17260", "14.49880"),
        (made.neighbour, "56.30583", "14.13667"),
    ):
        Place.objects.filter(pk=one.place_id).update(latitude=latitude, longitude=longitude)
    Service.objects.create(
        participation=made.participation, kind="groceries", name="Matbutiken", state="at_risk",
        seen_on=timezone.localdate(), latitude=Decimal("56.17300"), longitude=Decimal("14.49900"),
    )  # fmt: skip
    return made


def strangers(page, site_url):
    """Return the list that fills with addresses of other servers that the page asks."""
    asked = []
    page.on(
        "request",
        lambda request: (
            asked.append(request.url)
            if not request.url.startswith((site_url, "data:", "blob:"))
            else None
        ),
    )
    return asked


def test_list_map_and_card_share_one_selection(w, page, sign_in, check_axe, check_width, site_url):
    sign_in(page, w.manager)
    asked = strangers(page, site_url)
    page.goto("/places/map/")
    expect(page.locator(".map-point")).to_have_count(2)
    expect(page.locator(".map-picture")).to_have_count(0)  # Leaflet's map has taken its place
    check_axe(page)
    check_width(page)

    page.locator(".map-row-name", has_text="Näsum").click()
    card = page.locator("[data-map-card]")
    expect(card).to_contain_text("Näsum")
    expect(card.locator("h2")).to_be_focused()
    expect(page.locator(".map-point.is-chosen")).to_have_count(1)
    expect(page.locator(".mp-chosen")).to_have_count(0)  # the test's municipality has no outline
    expect(page).to_have_url(re.compile(rf"place={w.participation.pk}$"))
    check_axe(page)

    page.locator(".map-point", has_text="Glimåkra").click()
    expect(card).to_contain_text("Glimåkra")
    expect(page.locator(".map-row.is-chosen")).to_contain_text("Glimåkra")
    page.reload()
    expect(card).to_contain_text("Glimåkra")
    assert asked == []


def test_the_map_goes_by_keyboard_alone(w, page, sign_in):
    sign_in(page, w.manager)
    page.goto("/places/map/")
    expect(page.locator(".map-point")).to_have_count(2)
    point = page.locator(".map-point").first
    point.focus()
    page.keyboard.press("Enter")
    card = page.locator("[data-map-card]")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(point).to_be_focused()
    before = point.bounding_box()["x"]
    page.locator("[data-map]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    assert point.bounding_box()["x"] < before - 20


def test_a_place_s_points_and_list_are_reached_and_filled_in_by_keyboard(w, page, sign_in):
    here = {"participation": w.participation, "latitude": Decimal("56.17100")}
    school = Service.objects.create(kind="school", longitude=Decimal("14.50500"), **here)
    sign_in(page, w.leader)
    page.goto(f"/places/{w.participation.pk}/map/")
    expect(page.locator(".map-point")).to_have_count(2)
    page.locator("[data-map]").focus()
    reached = []
    for _stop in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(
            "() => document.activeElement.matches('.map-point') ? 'point'"
            " : document.activeElement.matches('.map-row-name') ? 'row' : ''"
        ))  # fmt: skip
    assert [one for one in reached if one] == ["point", "point", "row", "row"]

    # A row opens the card; how it stands and why are said without a mouse.
    page.locator(".map-row-name", has_text="School").focus()
    page.keyboard.press("Enter")
    card = page.locator("[data-map-card]")
    expect(card.locator("h2")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(card.get_by_role("radio", checked=True)).to_have_value("at_risk")
    page.keyboard.press("Enter")
    expect(page.locator(".map-row.is-chosen")).to_contain_text("At risk")
    card.get_by_label("Why?").focus()
    page.keyboard.type("Two classes left")
    page.keyboard.press("Escape")  # what was written is kept before the card goes
    expect(page).to_have_url(re.compile(r"/map/\?place=$"))
    school.refresh_from_db()
    assert (school.state, school.note) == ("at_risk", "Two classes left")


def test_on_a_phone_the_card_is_a_sheet_that_makes_room(w, phone, sign_in, check_axe):
    page = phone
    Service.objects.create(
        participation=w.participation, kind="school", name="Skolan",
        latitude=Decimal("56.16000"), longitude=Decimal("14.49900"),
    )  # fmt: skip
    sign_in(page, w.leader)
    page.goto(f"/places/{w.participation.pk}/map/")
    page.locator(".map-row-name", has_text="Skolan").tap()
    card = page.locator("[data-map-card]")
    expect(card.get_by_role("button", name="Done, next point")).to_be_in_viewport(ratio=1)
    point = page.locator(".map-point.is-chosen")
    expect(point).to_be_in_viewport(ratio=1)
    page.wait_for_function(
        "() => document.querySelector('.map-point.is-chosen').getBoundingClientRect().bottom"
        " <= document.querySelector('[data-map-card]').getBoundingClientRect().top"
    )
    check_axe(page)
    card.locator("label", has_text="Gone").tap()
    expect(page.locator(".map-row.is-chosen")).to_contain_text("Gone")
    expect(card.get_by_role("button", name="Done, next point")).to_be_in_viewport(ratio=1)
    page.locator(".map-row-name").first.focus()  # the keyboard goes on to what lies under it
    expect(card).to_be_hidden()
    expect(page.locator(".map-row-name").first).to_be_focused()


def test_on_a_phone_the_list_comes_first_and_the_map_fills_the_screen(
    w, phone, sign_in, check_axe, check_width
):
    page = phone
    sign_in(page, w.manager)
    page.goto("/places/map/")
    expect(page.locator(".map-stage")).to_be_hidden()
    check_width(page)
    page.get_by_role("button", name="Open the map").click()
    expect(page.locator(".map-stage")).to_be_visible()
    page.locator(".map-point").first.tap()
    expect(page.locator("[data-map-card]")).to_be_visible()
    check_axe(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Open the map")).to_be_focused()


def test_a_point_is_set_by_a_tap_and_seen_on_the_map(w, phone, sign_in, check_axe, check_width):
    page = phone
    sign_in(page, w.leader)
    page.goto(f"/places/{w.participation.pk}/map/")
    expect(page.locator(".map-point")).to_have_count(1)
    check_width(page)
    check_axe(page)
    page.locator("[data-map]").tap(position={"x": 90, "y": 150})
    page.get_by_role("button", name="What people say").click()
    expect(page.locator("[data-pick='latitude']")).not_to_have_value("")
    page.get_by_label("Unsafe here").check()
    page.get_by_label("In a sentence").fill("No light along the path")
    check_axe(page)
    page.get_by_role("button", name="Put it on the map").click()
    expect(page.locator("[data-map-card]")).to_contain_text("No light along the path")
    point = MapPoint.objects.get()
    assert abs(point.latitude - Decimal("56.17")) < Decimal("0.1")


def test_a_tap_leads_to_a_service_with_its_spot_and_back_to_the_map(w, page, sign_in):
    sign_in(page, w.leader)
    page.goto(f"/places/{w.participation.pk}/map/")
    expect(page.locator(".map-point")).to_have_count(1)
    page.locator("[data-map]").click(position={"x": 150, "y": 150})
    page.get_by_role("button", name="A service").click()
    expect(page.locator("#id_latitude")).not_to_have_value("")
    page.locator("#id_kind").select_option("school")
    page.locator("#id_name").fill("Skolan")
    page.locator("main form[method='post'] button.btn-primary").click()
    expect(page).to_have_url(re.compile(rf"/places/{w.participation.pk}/map/"))
    expect(page.locator(".map-row-name", has_text="Skolan")).to_be_visible()


def test_the_phone_s_position_and_the_keyboard_set_a_point(w, new_context, sign_in):
    context = new_context(
        geolocation={"latitude": 56.1745, "longitude": 14.501}, permissions=["geolocation"]
    )
    page = context.new_page()
    sign_in(page, w.leader)
    page.goto(f"/places/{w.participation.pk}/map/points/add/")
    expect(page.locator(".leaflet-container")).to_be_visible()
    page.locator("[data-map]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-pick='latitude']")).to_have_value(re.compile(r"^56\.17"))
    page.get_by_role("button", name="Here I am").click()
    expect(page.locator("[data-pick='latitude']")).to_have_value("56.17450")


def test_without_a_script_the_list_stays_and_a_drawing_stands_there(w, new_context, sign_in):
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, w.manager)
    page.goto("/places/map/")
    expect(page.locator(".map-picture")).to_be_visible()
    page.locator(".map-row-name", has_text="Näsum").click()
    expect(page.locator("[data-map-card]")).to_contain_text("Näsum")
    page.locator("[data-card-close]").click()
    expect(page.locator("[data-map-card]")).to_be_hidden()
