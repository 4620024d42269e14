"""The door on a phone: a queue of people, a bad network, two phones, a reload at the wrong time."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.collation import normalise
from tests.browser.conftest import PHONE
from tests.factories import world
from tests.workshops.samples import guest, meeting
from workshops.checkin.codes import checkin_token, short_code
from workshops.models import CheckinEntry, HowInvited, Invitation

NAMES = ["Anders Åkesson", "Birgitta Öberg", "Pernille Ærøe", "Søren Kjær"]


@pytest.fixture
def place():
    return world()


@pytest.fixture
def evening(place):
    """A meeting that began half an hour ago, with four guests."""
    start = timezone.now() - dt.timedelta(minutes=30)
    workshop = meeting(place, starts_at=start, ends_at=start + dt.timedelta(hours=2))
    for number, name in enumerate(NAMES):
        guest(workshop, number, name=name, sector="business", persons=1 + number % 2)
    return workshop


@pytest.fixture
def at_door(enter):
    def open_door(page: Page, person, workshop) -> None:
        enter(page, person, f"/meetings/{workshop.pk}/door/")
        expect(page.locator("html")).to_have_attribute("data-ready", "door")

    return open_door


def row(page: Page, name: str):
    return page.locator("[data-list] > [data-guest]").filter(has_text=name)


def came(page: Page, name: str) -> None:
    row(page, name).get_by_role("button", name="Came").click()


def walk_in(page: Page, name: str, **fields: str) -> None:
    page.get_by_text("Came without invitation", exact=True).first.click()
    form = page.locator("[data-walk-in-form]")
    form.get_by_label("Name").fill(name)
    for label, value in fields.items():
        form.locator(f"[name={label}]").fill(value)
    form.get_by_role("button", name="Write down").click()


def expect_saved(page: Page) -> None:
    expect(page.locator("[data-state-text]")).to_have_text("All is saved.", timeout=20_000)


def unsent(page: Page) -> list[dict[str, object]]:
    return page.evaluate("Object.values({...localStorage}).map((one) => JSON.parse(one))")


def here() -> dict[str, int]:
    rows = Invitation.objects.filter(attended_persons__gt=0)
    return dict(rows.values_list("name", "attended_persons"))


def test_guest_is_in_with_one_tap_and_out_with_another(phone, place, evening, at_door, check_page):
    at_door(phone, place.leader, evening)
    row(phone, "Birgitta").get_by_role("button", name="One person more").tap()
    row(phone, "Birgitta").get_by_role("button", name="Came").tap()
    expect(row(phone, "Birgitta")).to_contain_text("Here, 3 persons")
    expect(phone.locator("[data-total]")).to_have_text("3 persons are here")
    expect(phone.locator('[data-sectors] [data-sector="business"]')).to_have_text("Business 3")
    expect_saved(phone)
    assert here() == {"Birgitta Öberg": 3}
    check_page(phone)
    row(phone, "Birgitta").get_by_role("button", name="Undo").tap()
    expect_saved(phone)
    expect(phone.locator("[data-total]")).to_have_text("0 persons are here")
    assert here() == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "name"),
    [("akes", NAMES[0]), ("oberg", NAMES[1]), ("AERO", NAMES[2]), ("soren kj", NAMES[3])],
)
def test_name_is_found_as_it_is_typed(page, place, evening, at_door, typed, name):
    at_door(page, place.leader, evening)
    page.get_by_role("searchbox").fill(typed)
    expect(page.locator("[data-list] > [data-guest]:visible .door-name")).to_have_text([name])


def test_browser_folds_names_as_the_server_does(page, place, evening, at_door):
    at_door(page, place.leader, evening)
    texts = [*NAMES, "  ÅÄÖ  æøå ", "Aage Kjaer", "Þór Łuczak", "ÉMILE", "Straße", "Ḍ̣ạ", ""]
    script = (
        "async ([url, texts]) => { const m = await import(url); return texts.map(m.normalise) }"
    )
    assert page.evaluate(script, ["/static/js/checkin-normalise.js", texts]) == [
        normalise(t) for t in texts
    ]


def test_connection_cut_for_a_while_loses_nobody_and_counts_nobody_twice(
    phone, place, evening, at_door
):
    at_door(phone, place.leader, evening)
    phone.context.set_offline(True)
    came(phone, "Anders")
    came(phone, "Birgitta")
    walk_in(phone, "Åsa Berg", email="asa@example.org", persons="2")
    expect(phone.locator("[data-state-text]")).to_have_text(
        "3 entries are saved here and wait for the network."
    )
    expect(phone.locator("[data-total]")).to_have_text("5 persons are here")
    row(phone, "Åsa Berg").get_by_role("button", name="Undo").click()
    came(phone, "Åsa Berg")
    assert here() == {}
    phone.context.set_offline(False)
    expect_saved(phone)
    assert here() == {"Anders Åkesson": 1, "Birgitta Öberg": 2, "Åsa Berg": 2}
    assert Invitation.objects.get(name="Åsa Berg").how == HowInvited.WALKED_IN
    assert CheckinEntry.objects.count() == 5
    assert phone.evaluate("localStorage.length") == 0
    expect(row(phone, "Åsa Berg")).to_have_count(1)
    expect(phone.locator("[data-total]")).to_have_text("5 persons are here")


@pytest.mark.slow
def test_reload_during_the_cut_keeps_what_was_not_sent(page, place, evening, at_door):
    at_door(page, place.leader, evening)
    page.context.set_offline(True)
    came(page, "Pernille")
    walk_in(page, "Carl Lind")
    kept = unsent(page)
    assert [set(act) for act in sorted(kept, key=lambda act: act["n"])] == [
        {"key", "at", "n", "act", "persons", "guest"},
        {"key", "at", "n", "act", "persons", "name", "sector", "email"},
    ]
    assert "Pernille" not in json.dumps(kept)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()
    page.context.set_offline(False)
    page.goto(f"/meetings/{evening.pk}/door/")
    expect_saved(page)
    expect(row(page, "Carl Lind")).to_contain_text("Here, 1 person")
    assert here() == {"Pernille Ærøe": 1, "Carl Lind": 1}
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.slow
def test_answer_lost_on_the_way_makes_no_double(page, place, evening, at_door):
    at_door(page, place.leader, evening)
    lost = []

    def lose_first(route):
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/door/entries/", lose_first)
    with page.expect_event("requestfailed", lambda request: "/door/entries/" in request.url):
        walk_in(page, "Carl Lind")
    expect(page.locator("[data-state-text]")).to_have_text(
        "1 entry is saved here and waits for the network."
    )
    assert (lost, here()) == ([200], {"Carl Lind": 1})
    page.get_by_role("button", name="Send now").click()
    expect_saved(page)
    assert (here(), CheckinEntry.objects.count()) == ({"Carl Lind": 1}, 1)
    expect(row(page, "Carl Lind")).to_have_count(1)


def test_two_phones_see_each_others_guests(new_context, place, evening, at_door):
    first, second = (new_context(viewport=PHONE).new_page() for _ in range(2))
    at_door(first, place.leader, evening)
    at_door(second, place.member, evening)
    came(first, "Anders")
    walk_in(first, "Bo Ek")
    expect_saved(first)
    second.evaluate("window.dispatchEvent(new Event('online'))")
    expect(row(second, "Anders")).to_contain_text("Here, 1 person")
    expect(row(second, "Bo Ek")).to_contain_text("Here, 1 person")
    names = second.locator("[data-list] .door-name").all_inner_texts()
    assert names == ["Anders Åkesson", "Birgitta Öberg", "Bo Ek", "Pernille Ærøe", "Søren Kjær"]


@pytest.mark.slow
def test_session_over_keeps_the_acts_until_one_has_signed_in_again(
    page, place, evening, at_door, sign_in
):
    at_door(page, place.leader, evening)
    page.context.clear_cookies(name="sessionid")
    came(page, "Anders")
    expect(page.locator("[data-trouble]")).to_contain_text("You have been signed out.")
    assert (len(unsent(page)), here()) == (1, {})
    sign_in(page, place.leader)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect_saved(page)
    assert here() == {"Anders Åkesson": 1}


@pytest.mark.slow
def test_somebody_else_signed_in_meanwhile_does_not_send_them(
    page, place, evening, at_door, sign_in
):
    at_door(page, place.leader, evening)
    sign_in(page, place.member)
    came(page, "Anders")
    expect(page.locator("[data-trouble]")).to_contain_text("Somebody else is signed in")
    assert (len(unsent(page)), here()) == (1, {})


@pytest.mark.slow
def test_signing_out_asks_and_leaves_nothing_in_the_browser(page, place, evening, at_door):
    at_door(page, place.leader, evening)
    page.route("**/door/entries/", lambda route: route.abort())
    walk_in(page, "Carl Lind")
    expect(page.get_by_role("button", name="Send now")).to_be_visible()
    answers = ["dismiss", "accept"]
    page.on("dialog", lambda dialog: getattr(dialog, answers.pop(0))())
    menu = page.locator("details.menu", has=page.locator("[data-sign-out]")).last
    menu.locator("summary").click()
    menu.get_by_role("button", name="Sign out").click()
    assert len(unsent(page)) == 1
    menu.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    assert (answers, page.evaluate("localStorage.length")) == ([], 0)


@pytest.mark.slow
def test_refused_act_is_told_and_stops_no_other(page, place, evening, at_door):
    at_door(page, place.leader, evening)
    Invitation.objects.filter(name="Anders Åkesson").delete()
    page.context.set_offline(True)
    came(page, "Anders")
    came(page, "Birgitta")
    page.context.set_offline(False)
    expect_saved(page)
    expect(page.locator("[data-refused]")).to_contain_text(
        "Not taken: Anders Åkesson This guest is not on the list of this meeting."
    )
    assert here() == {"Birgitta Öberg": 2}


@pytest.mark.slow
def test_short_code_typed_lets_the_guest_in(page, place, evening, at_door):
    at_door(page, place.leader, evening)
    one = Invitation.objects.get(name="Søren Kjær")
    page.get_by_text("A guest shows a code").click()
    page.get_by_label("Code", exact=False).last.fill(short_code(one))
    page.get_by_role("button", name="Check in by code").click()
    expect_saved(page)
    expect(row(page, "Søren")).to_contain_text("Here")


CAMERA = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return [{ rawValue: "CODE" }]; }
};
Object.defineProperty(navigator, "mediaDevices", { value: {
  getUserMedia: async () => {
    const canvas = document.createElement("canvas");
    canvas.getContext("2d").fillRect(0, 0, 9, 9);
    window.setInterval(() => canvas.getContext("2d").fillRect(0, 0, 9, 9), 50);
    return canvas.captureStream(20);
  },
} });
"""


def test_qr_code_before_the_camera_lets_the_guest_in_once(page, place, evening, at_door):
    one = Invitation.objects.get(name="Birgitta Öberg")
    page.add_init_script(CAMERA.replace("CODE", checkin_token(one)))
    at_door(page, place.leader, evening)
    page.get_by_text("A guest shows a code").click()
    page.get_by_role("button", name="Read QR codes with the camera").click()
    expect(row(page, "Birgitta")).to_contain_text("Here, 2 persons")
    page.wait_for_timeout(700)
    expect_saved(page)
    assert (here(), CheckinEntry.objects.count()) == ({"Birgitta Öberg": 2}, 1)
    page.get_by_role("button", name="Stop the camera").click()


@pytest.mark.slow
def test_without_script_each_row_is_a_form(new_context, place, evening, enter):
    page = new_context(java_script_enabled=False, viewport=PHONE).new_page()
    enter(page, place.leader, f"/meetings/{evening.pk}/door/?q=oberg")
    expect(page.locator("[data-list] > [data-guest]:visible")).to_have_count(1)
    came(page, "Birgitta")
    expect(row(page, "Birgitta")).to_contain_text("Here, 2 persons")
    row(page, "Birgitta").get_by_role("button", name="Undo").click()
    assert here() == {}
    page.get_by_text("Came without invitation", exact=True).first.click()
    page.get_by_label("Name").last.fill("Bo Ek")
    page.get_by_role("button", name="Write down").click()
    expect(row(page, "Bo Ek")).to_contain_text("Here, 1 person")


@pytest.mark.slow  # tests/browser/test_every_page.py walks them, too
@pytest.mark.parametrize("path", ["door", "attendance", "attendance/paper"])
def test_pages_of_the_door_are_accessible_and_narrow(
    phone, place, evening, enter, check_page, path
):
    for one in evening.invitations.all():
        one.attended_persons, one.attended_at = 2, timezone.now()
        one.save()
    enter(phone, place.leader, f"/meetings/{evening.pk}/{path}/")
    for summary in phone.locator("main summary").all():
        summary.click()
    check_page(phone)
