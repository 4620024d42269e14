"""The main tasks with keys alone: no mouse, and the focus is never thrown away.

Setting up is done without the browser; what a person does is keys.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from outbox.models import Letter
from people.models import Sector
from places.checklist.services import save_item
from places.gate.services import assess, submit_gate
from places.models import Evidence, GateAssessment, GateReview, GroupMember, StepItem
from plans.models import Action
from tests.factories import UserFactory, settle_steps, world
from tests.plans.action_samples import action, open_world
from tests.workshops.samples import guest, meeting
from workshops.links import answer_token
from workshops.models import Outcome, Workshop

pytestmark = [pytest.mark.slow, pytest.mark.day(dt.date(2026, 11, 16))]

MOST_TABS = 250
LINE = 48  # px of a field in which the line that is written stands
#: What the focused element is called: its label, its words, or its name in the form.
NAME = """() => {
  const at = document.activeElement;
  if (at === document.body) return "";
  const label = at.labels?.[0]?.textContent ?? "";
  const own = at.getAttribute("aria-label") ?? "";
  return [own, label, at.textContent.slice(0, 200), at.name ?? "", at.id].join(" | ");
}"""


@pytest.fixture
def made(settings):
    settings.LANGUAGE_CODE = "en"
    return world()


@pytest.fixture
def with_plan(settings):
    settings.LANGUAGE_CODE = "en"
    return open_world()


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until something of that name has the focus."""
    for _tab in range(MOST_TABS):
        page.keyboard.press(key)
        if re.search(name, re.sub(r"\s+", " ", page.evaluate(NAME))):
            return
    pytest.fail(f"nothing called {name} is reached by {key} on {page.url}")


def focused(page: Page) -> str:
    return re.sub(r"\s+", " ", page.evaluate(NAME))


def posts(page: Page) -> list[str]:
    """The addresses to which the page posts from now on."""
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    return sent


# --- sign in ---


def test_sign_in_by_one_code_and_a_wrong_one_is_told_where_the_focus_is(page, settings):
    settings.MAILERS = {
        "default": {"BACKEND": "outbox.backends.OutboxBackend"},
        "delivery": {"BACKEND": "outbox.backends.KeepInOutbox"},
    }
    user = UserFactory(email="anna@example.org", language="en")
    user.emailaddress_set.create(email=user.email, primary=True, verified=False)
    page.goto("/accounts/login/code/")
    tab_to(page, "id_email")
    page.keyboard.type("anna@example.org")
    page.keyboard.press("Enter")
    page.wait_for_url("**/confirm/**")
    code = re.search(r"^([A-Z0-9-]{6,})$", Letter.objects.get().text, re.MULTILINE)[1]
    tab_to(page, "id_code")
    page.keyboard.type("WRONG-1")
    page.keyboard.press("Enter")
    expect(page.locator("#id_code")).to_be_focused()
    expect(page.locator("#id_code")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Control+A")
    page.keyboard.type(code.lower())
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    assert Letter.objects.count() == 1


# --- the checklist ---


def test_typed_date_is_saved_once_and_as_it_was_meant(page, made, enter):
    settle_steps(made.participation, 1)
    item: StepItem = made.participation.items.get(step__order=2, order=1)
    StepItem.objects.filter(pk=item.pk).update(due_on=dt.date(2026, 5, 25))  # any day
    item.refresh_from_db()
    enter(page, made.leader, f"/places/{made.participation.pk}/steps/2/?open={item.pk}")
    expect(page.locator("html")).to_have_attribute("data-checklist", "ready")
    sent = posts(page)
    tab_to(page, f"u{item.pk}$")
    for key in "01152027":
        page.keyboard.press(key)
        page.wait_for_timeout(120)
    page.keyboard.press("Enter")
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    version = item.version
    item.refresh_from_db()
    assert (item.due_on, item.version, len(sent)) == (dt.date(2027, 1, 15), version + 1, 1)


def test_half_a_year_of_a_date_is_never_saved(page, made, enter):
    settle_steps(made.participation, 1)
    item: StepItem = made.participation.items.get(step__order=2, order=1)
    enter(page, made.leader, f"/places/{made.participation.pk}/steps/2/?open={item.pk}")
    expect(page.locator("html")).to_have_attribute("data-checklist", "ready")
    sent = posts(page)
    tab_to(page, f"u{item.pk}$")
    page.keyboard.type("011520", delay=60)
    page.wait_for_timeout(2600)  # longer than the pause after which a whole date is saved
    assert sent == []
    page.keyboard.type("27", delay=60)
    tab_to(page, "evidence|photo")
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    item.refresh_from_db()
    assert (item.due_on, len(sent)) == (dt.date(2027, 1, 15), 1)


def test_note_in_the_last_line_is_seen_while_it_is_written(page, made, enter):
    settle_steps(made.participation, 1)
    items = list(made.participation.items.filter(step__order=2).order_by("order"))
    enter(page, made.leader, f"/places/{made.participation.pk}/steps/2/?open={items[-1].pk}")
    for height in (600, 664, 720, 800, 900):
        page.set_viewport_size({"width": 1280, "height": height})
        page.evaluate("window.scrollTo(0, 0); document.activeElement.blur()")
        tab_to(page, f"n{items[-1].pk}$")
        field = page.evaluate("document.activeElement.getBoundingClientRect().top")
        bar = page.evaluate("document.querySelector('.action-bar').getBoundingClientRect().top")
        assert field + LINE <= bar, height


def test_conflict_is_told_aloud_and_settled_without_leaving_the_line(page, made, enter):
    settle_steps(made.participation, 1)
    item: StepItem = made.participation.items.get(step__order=2, order=1)
    enter(page, made.leader, f"/places/{made.participation.pk}/steps/2/?open={item.pk}")
    expect(page.locator("html")).to_have_attribute("data-checklist", "ready")
    save_item(item=item, by=made.member, version=item.version, state="open", note="Theirs")
    tab_to(page, f"n{item.pk}$")
    page.keyboard.type("Mine")
    conflict = page.get_by_role("alert").filter(has_text="Somebody else has changed this line")
    expect(conflict).to_contain_text("Theirs")
    assert f"n{item.pk}" in focused(page)
    tab_to(page, "Keep mine", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    expect(conflict).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('[data-item]')?.id") == f"item-{item.pk}"
    item.refresh_from_db()
    assert item.note == "Mine"


def test_picture_is_described_where_it_stands(page, made, enter, tmp_path):
    item: StepItem = made.participation.items.get(step__order=1, order=1)
    file = tmp_path / "torget.png"
    Image.new("RGB", (60, 40), "green").save(file)
    enter(page, made.leader, f"/places/{made.participation.pk}/steps/1/?open={item.pk}")
    expect(page.locator("html")).to_have_attribute("data-checklist", "ready")
    page.locator(f"#item-{item.pk} input[type=file]").set_input_files(file)
    row = page.locator("[data-file]")
    expect(row.locator("[data-undescribed]")).to_be_visible()
    tab_to(page, r"fd\d+$")
    page.keyboard.type("Torget en lördag")
    page.keyboard.press("Tab")
    expect(page.locator("[data-files-said]")).to_have_text("What torget.png shows is saved.")
    expect(row.locator("[data-undescribed]")).to_have_count(0)
    expect(row.get_by_role("img")).to_have_attribute("alt", "Torget en lördag")
    assert Evidence.objects.get().description == "Torget en lördag"


# --- the gate ---


@pytest.fixture
def ready(made):
    for sector in (Sector.MUNICIPALITY, Sector.BUSINESS, Sector.ASSOCIATION):
        GroupMember.objects.create(participation=made.participation, name="N", sector=sector)
    settle_steps(made.participation, 1, 2, 3)
    return made


@pytest.fixture
def handed_in(ready):
    submit_gate(participation=ready.participation, by=ready.leader)
    return ready


def test_place_is_handed_in_and_the_page_says_so(page, ready, enter):
    enter(page, ready.leader, reverse("places:gate", args=[ready.participation.pk]))
    tab_to(page, "id_message")
    page.keyboard.type("Allt är på plats.")
    tab_to(page, r"^\s*\|\s*\|\s*Hand in")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="handed in")).to_be_visible()
    assert GateReview.objects.get().message == "Allt är på plats."


def test_arrow_keys_pass_by_a_verdict_and_keep_the_focus(page, handed_in, enter):
    enter(page, handed_in.coach, reverse("places:gate", args=[handed_in.participation.pk]))
    sent = posts(page)
    tab_to(page, "verdict")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.value") == "not_met"
    expect(page.get_by_text("Write what is missing").first).to_be_visible()
    assert page.evaluate("document.activeElement.type") == "radio"
    tab_to(page, r"\| comment \|")
    page.keyboard.type("Enkäten saknas")
    page.keyboard.press("Tab")
    expect(page.get_by_text(re.compile("^Saved ")).first).to_be_visible()
    assert list(GateAssessment.objects.values_list("verdict", "comment")) == [
        ("not_met", "Enkäten saknas")
    ]
    assert len(sent) == 1


def test_decision_without_conditions_leads_to_the_first_condition(page, handed_in, enter):
    review = GateReview.objects.get()
    for criterion in handed_in.participation.method_version.gate.criteria.all():
        assess(review=review, criterion=criterion, verdict="met", by=handed_in.coach)
    enter(page, handed_in.manager, reverse("places:gate", args=[handed_in.participation.pk]))
    tab_to(page, "decision")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "^.*Decide and send")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_conditions-0-text")).to_be_focused()
    expect(page.locator("#id_conditions-0-text")).to_have_attribute("aria-invalid", "true")
    described = page.locator("#id_conditions-0-text").get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_have_text(re.compile("at least one condition"))


# --- the plan ---


def test_second_error_is_told_as_the_first_was(page, with_plan, enter):
    enter(page, with_plan.leader, reverse("plans:action_add", args=[with_plan.participation.pk]))
    tab_to(page, "id_title")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_title")).to_be_focused()
    assert "#" not in page.url
    page.keyboard.type("Open the shop")
    tab_to(page, "id_starts_on")
    page.keyboard.type("06012027")
    tab_to(page, "id_ends_on")
    page.keyboard.type("05012027")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert not Action.objects.exists()


def test_error_is_told_although_the_address_names_a_place_of_the_page(page, with_plan, enter):
    address = reverse("plans:action_add", args=[with_plan.participation.pk])
    enter(page, with_plan.leader, f"{address}#main")
    tab_to(page, "id_title")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    page.wait_for_load_state()
    expect(page.locator("[data-error-summary]")).to_be_focused()


def test_arrow_keys_on_a_state_keep_the_focus_and_save_what_was_meant(page, with_plan, enter):
    one = action(with_plan.participation)
    enter(page, with_plan.leader, reverse("plans:actions", args=[with_plan.participation.pk]))
    expect(page.locator("html")).to_have_attribute("data-actions", "ready")
    sent = posts(page)
    tab_to(page, f"s{one.pk}$")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    state = page.evaluate("document.activeElement.value")
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    assert f"s{one.pk}" in focused(page)
    one.refresh_from_db()
    assert (one.state, len(sent)) == (state, 1)


def test_typed_dates_of_an_action_are_saved_once(page, with_plan, enter):
    one = action(with_plan.participation)
    enter(page, with_plan.leader, reverse("plans:actions", args=[with_plan.participation.pk]))
    expect(page.locator("html")).to_have_attribute("data-actions", "ready")
    sent = posts(page)
    tab_to(page, f"a{one.pk}$")
    page.keyboard.type("02012027", delay=80)
    page.keyboard.press("Tab")
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    one.refresh_from_db()
    assert (one.starts_on, len(sent)) == (dt.date(2027, 2, 1), 1)


def test_card_moves_on_the_board_and_keeps_the_focus(page, with_plan, enter):
    one = action(with_plan.participation)
    enter(page, with_plan.leader, reverse("plans:board", args=[with_plan.participation.pk]))
    tab_to(page, "Move “Open the shop”")
    page.keyboard.press("Enter")
    tab_to(page, f"to-{one.pk}$")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-live]")).not_to_be_empty()
    assert f"action-{one.pk}" in focused(page)
    one.refresh_from_db()
    assert one.state == "under_way"


# --- filters ---


def test_arrow_keys_on_a_filter_do_not_load_and_enter_does(page, made, enter):
    meeting(made)
    enter(page, made.manager, reverse("workshops:list"))
    before = page.url
    tab_to(page, "kind$")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(300)
    assert page.url == before
    chosen = page.evaluate("document.activeElement.value")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**kind={chosen}**")
    assert focused(page).endswith("kind")


def test_choice_with_the_mouse_is_sent_at_once(page, made, enter):
    meeting(made)
    enter(page, made.manager, reverse("workshops:list"))
    page.locator("#kind").hover()
    page.mouse.down()
    page.mouse.up()
    page.locator("#kind").select_option(index=1)
    page.wait_for_url("**kind=**")


def test_filter_of_the_portfolio_says_how_many_and_not_which(page, made, enter):
    enter(page, made.manager, reverse("places:portfolio"))
    tab_to(page, "filter-q")
    page.keyboard.type("Näsum")
    expect(page.locator("#list-said")).to_have_text("1 found")
    assert page.locator("#list").get_attribute("aria-live") is None
    assert "filter-q" in focused(page)


# --- meetings ---


def test_enter_plans_the_meeting_and_fills_in_nothing(page, made, enter):
    enter(page, made.leader, reverse("workshops:new_at_place", args=[made.participation.pk]))
    tab_to(page, "id_title")
    page.keyboard.type("Stormöte")
    tab_to(page, "id_starts_on")
    day = timezone.localdate() + dt.timedelta(days=30)
    page.keyboard.type(day.strftime("%m%d%Y"))
    tab_to(page, "id_hall")
    page.keyboard.type("Folkets hus")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    assert Workshop.objects.get().title == "Stormöte"


def test_door_that_is_closed_says_so_and_takes_nobody(page, made, enter):
    workshop = meeting(made)
    guest(workshop, name="Anders Åkesson")
    enter(page, made.leader, reverse("workshops:door", args=[workshop.pk]))
    expect(page.locator("html")).to_have_attribute("data-ready", "door")
    tab_to(page, "Came: Anders")
    page.keyboard.press("Enter")
    alert = page.get_by_role("alert").filter(has_text="The door opens two hours before")
    expect(alert).to_be_visible()
    expect(alert.get_by_role("link")).to_be_hidden()
    expect(page.locator("[data-state-text]")).not_to_contain_text("network")
    expect(page.locator("[data-total]")).to_contain_text("0 persons")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert "Came: Anders" in focused(page)


def test_page_that_was_open_before_the_door_opens_with_it(page, made, enter):
    workshop = meeting(made)
    guest(workshop, name="Anders Åkesson")
    enter(page, made.leader, reverse("workshops:door", args=[workshop.pk]))
    expect(page.locator("[data-closed]")).to_be_visible()
    page.wait_for_load_state("networkidle")  # while the page looks it begins no second look
    Workshop.objects.filter(pk=workshop.pk).update(
        starts_at=timezone.now() + dt.timedelta(hours=1), ends_at=None
    )
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-closed]")).to_be_hidden()
    tab_to(page, "Came: Anders")
    page.keyboard.press("Enter")
    expect(page.locator("[data-total]")).to_contain_text("1 person is here")


def test_empty_idea_leads_to_its_field_and_a_written_one_stands_there(page, made, enter):
    start = timezone.now() - dt.timedelta(hours=3)
    workshop = meeting(made, starts_at=start, ends_at=start + dt.timedelta(hours=2))
    enter(page, made.leader, reverse("workshops:minutes", args=[workshop.pk]))
    tab_to(page, "Add an idea")
    page.keyboard.press("Enter")
    tab_to(page, "Add an idea")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#idea-text")).to_be_focused()
    expect(page.locator("#idea-text")).to_have_attribute("aria-invalid", "true")
    page.keyboard.type("En bänk vid ån")
    tab_to(page, "Add an idea")
    page.keyboard.press("Enter")
    expect(page.get_by_text("En bänk vid ån").first).to_be_visible()
    assert Outcome.objects.get().text == "En bänk vid ån"


def test_guests_are_pasted_and_a_row_is_mended_where_it_is_told(page, made, enter):
    workshop = meeting(made)
    enter(page, made.leader, reverse("workshops:guests_import", args=[workshop.pk]))
    tab_to(page, "id_text$|id_lines$")
    page.keyboard.insert_text("Anna Ek <anna@example.org>\nTrasig Adress <trasig@>")
    tab_to(page, "id_source$")
    page.keyboard.type("Byns lista")
    tab_to(page, "Look at the list")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    tab_to(page, r"mend-\d+-email$")
    expect(page.locator("[aria-invalid]")).to_be_focused()
    page.keyboard.press("Enter")  # still wrong
    expect(page.locator("[data-error-summary]").first).to_be_focused()
    tab_to(page, r"mend-\d+-email$")
    page.keyboard.press("Control+A")
    page.keyboard.type("hel@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 guests have not been invited yet.")).to_be_visible()
    assert set(workshop.invitations.values_list("email", flat=True)) == {
        "anna@example.org",
        "hel@example.org",
    }


def test_letter_is_looked_at_sent_and_undone(page, made, enter):
    workshop = meeting(made, language="en")
    guest(workshop, language="en", invited_at=None)
    enter(page, made.leader, reverse("workshops:compose", args=[workshop.pk]))
    tab_to(page, "Preview the letter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/preview/")
    letter = page.frame_locator("iframe[name=letter-frame]")
    expect(letter.get_by_role("link", name="Yes, I am coming")).to_be_visible()
    tab_to(page, "letter-frame", "Tab")
    expect(page.locator("iframe.letter-frame")).to_have_css("outline-style", "solid")
    tab_to(page, "Send 1 letter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="minutes")).to_be_visible()
    tab_to(page, "Undo")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Undone: nobody got it")).to_be_visible()


def test_guest_answers_and_a_wrong_number_is_told_at_its_field(page, made, live_server):
    invitation = guest(meeting(made, language="en"), language="en")
    page.goto(f"{live_server.url}/a/{answer_token(invitation)}/?language=en")
    tab_to(page, "id_persons$")
    page.keyboard.press("Control+A")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_persons")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    tab_to(page, "Yes, I am coming")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You are coming")).to_be_visible()
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.persons) == ("yes", 2)


# --- the frame ---


def test_menu_closes_when_the_focus_leaves_it(page, made, enter):
    enter(page, made.manager, "/about/")
    menu = page.locator("details.menu").first
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    for _tab in range(20):
        page.keyboard.press("Tab")
        inside = menu.evaluate("(one) => one.contains(document.activeElement)")
        if not inside:
            break
    expect(menu).not_to_have_attribute("open", "")


def test_session_asks_before_it_ends_and_stays_by_a_key(page, made, enter, settings):
    settings.SESSION_IDLE_SECONDS = 3600
    page.clock.install(time=timezone.now())
    enter(page, made.manager, "/about/")
    page.clock.fast_forward("49:00")
    expect(page.locator("#session-warning")).to_be_hidden()
    page.clock.fast_forward("02:00")
    expect(page.locator("#session-warning")).to_be_visible()
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    with page.expect_response("**/stay/") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 204
    expect(page.locator("#session-warning")).to_be_hidden()
    page.clock.fast_forward("49:00")
    expect(page.locator("#session-warning")).to_be_hidden()
    page.clock.fast_forward("08:00")
    expect(page.get_by_text("You have been signed out.")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in in another tab")).to_be_focused()
