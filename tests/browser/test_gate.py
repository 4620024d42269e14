"""A real browser at the gate: hand in, assess, decide with a condition, and step 4 opens."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from outbox.models import Letter
from people.models import Sector
from places.gate.services import assess, submit_gate
from places.models import GateAssessment, GateReview, GroupMember, Participation
from tests.factories import settle_steps, world


@pytest.fixture
def made(settings):
    settings.LANGUAGE_CODE = "en"
    made = world()
    for sector in (Sector.MUNICIPALITY, Sector.BUSINESS, Sector.ASSOCIATION):
        GroupMember.objects.create(participation=made.participation, name="N", sector=sector)
    settle_steps(made.participation, 1, 2, 3)
    return made


@pytest.fixture
def go(sign_in, live_server):
    """Sign in and open a page of the place, in English."""

    def open_page(page, user, made, name="gate", *args, wait="load"):
        page.context.clear_cookies()
        sign_in(page, user)
        page.context.add_cookies(
            [{"name": "django_language", "value": "en", "url": live_server.url}]
        )
        page.goto(reverse(f"places:{name}", args=[made.participation.pk, *args]), wait_until=wait)

    return open_page


def criterion(page, title):
    return page.locator("form.criterion", has=page.get_by_role("heading", name=title))


def verdict(page, title, word):
    criterion(page, title).locator("label", has_text=re.compile(f"^{word}$")).click()


def test_gate_from_handing_in_to_the_open_step(page, phone, go, made, check_axe, check_width):
    go(phone, made.leader, made)
    check_axe(phone)
    check_width(phone)
    phone.get_by_label("Message to those who decide").fill("Vi är klara.")
    phone.get_by_role("button", name="Hand in").click()
    expect(phone.get_by_text("Handed in. It is assessed first")).to_be_visible()
    expect(phone.get_by_role("button", name="Take back")).to_be_visible()

    go(page, made.coach, made)
    expect(page.get_by_text("Vi är klara.")).to_be_visible()
    verdict(page, "Working group", "Met")
    expect(criterion(page, "Working group").get_by_text("Saved")).to_be_visible()
    verdict(page, "Mapping done", "Partly")
    expect(criterion(page, "Mapping done").get_by_text("Write what is missing")).to_be_visible()
    criterion(page, "Mapping done").get_by_role("textbox").press_sequentially("Enkäten saknas")
    page.keyboard.press("Tab")
    expect(criterion(page, "Mapping done").get_by_text(re.compile("^Saved "))).to_be_visible()
    expect(page.get_by_role("heading", name="1 of 2 criteria met")).to_be_visible()
    assert list(GateAssessment.objects.values_list("verdict", "comment")) == [
        ("met", ""), ("partly", "Enkäten saknas"),
    ]  # fmt: skip
    check_axe(page)
    check_width(page)

    go(page, made.manager, made)
    check_axe(page)
    expect(page.get_by_label("At the latest").first).to_be_hidden()
    page.get_by_label("Continue with conditions").check()
    page.get_by_role("group", name="Condition 1").get_by_label("Condition").fill(
        "Öppet möte hållet"
    )
    due = (timezone.localdate() + dt.timedelta(days=20)).isoformat()
    page.get_by_role("group", name="Condition 1").get_by_label("At the latest").fill(due)
    page.get_by_label("Reasons").fill("Grunden är god.")
    check_axe(page)
    page.get_by_role("button", name="Decide and send the letter").click()
    expect(page.get_by_role("heading", name="Continue with conditions")).to_be_visible()
    expect(page.get_by_text("The letter goes to 3 people.")).to_be_visible()
    check_axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Decision letter (PDF)").click()
    assert download.value.suggested_filename == "kontrollstation-nasum-1.pdf"

    go(phone, made.leader, made)
    phone.get_by_role("link", name="Öppet möte hållet").click()
    expect(phone.get_by_role("heading", name="Målbild")).to_be_visible()
    expect(phone.get_by_text("Öppet möte hållet").first).to_be_visible()
    place = Participation.objects.get(pk=made.participation.pk)
    decisions = Letter.objects.filter(kind="gate_decision").count()
    assert (place.gate_state, place.progress, decisions) == ("conditions", "dddnaa", 3)


@pytest.mark.slow
def test_gate_decider_who_assesses_sees_the_button_open_by_itself(page, go, made):
    review = submit_gate(participation=made.participation, by=made.leader)
    first, _second = made.participation.method_version.gate.criteria.all()
    assess(review=review, criterion=first, verdict="met", by=made.coach)
    go(page, made.manager, made)
    button = page.get_by_role("button", name="Decide and send the letter")
    expect(button).to_be_disabled()
    verdict(page, "Mapping done", "Met")
    expect(button).to_be_enabled()
    page.get_by_role("radio", name=re.compile("^Continue (?!with)")).check()
    button.click()
    expect(page.get_by_role("heading", name="Continue", exact=True)).to_be_visible()


@pytest.mark.slow
def test_gate_two_coaches_on_one_criterion_choose_which_assessment_holds(page, go, made):
    review = submit_gate(participation=made.participation, by=made.leader)
    first, second = made.participation.method_version.gate.criteria.all()
    go(page, made.coach, made)
    assess(review=review, criterion=first, verdict="partly", comment="Deras", by=made.manager)
    assess(review=review, criterion=second, verdict="partly", comment="Deras", by=made.manager)
    for title in ("Working group", "Mapping done"):
        verdict(page, title, "Met")
        expect(criterion(page, title).get_by_text("Manager: Partly. Deras")).to_be_visible()
    criterion(page, "Working group").get_by_role("button", name="Keep that").click()
    expect(criterion(page, "Working group").get_by_role("textbox")).to_have_value("Deras")
    criterion(page, "Mapping done").get_by_role("button", name="Save mine").click()
    expect(criterion(page, "Mapping done").get_by_text(re.compile("^Saved "))).to_be_visible()
    assert list(
        GateAssessment.objects.order_by("criterion__order").values_list("verdict", flat=True)
    ) == [
        "partly",
        "met",
    ]


@pytest.mark.slow
def test_gate_assessment_without_connection_says_so_and_saves_later(page, go, made):
    submit_gate(participation=made.participation, by=made.leader)
    go(page, made.coach, made)
    page.context.set_offline(True)
    verdict(page, "Working group", "Met")
    expect(criterion(page, "Working group").get_by_text("Not saved. Trying again.")).to_be_visible()
    assert not GateAssessment.objects.exists()
    page.context.set_offline(False)
    expect(criterion(page, "Working group").get_by_text(re.compile("^Saved "))).to_be_visible()
    assert GateAssessment.objects.get().verdict == "met"


@pytest.mark.slow
def test_gate_condition_rows_grow_by_script(page, go, made):
    review = submit_gate(participation=made.participation, by=made.leader)
    for one in made.participation.method_version.gate.criteria.all():
        assess(review=review, criterion=one, verdict="met", by=made.coach)
    go(page, made.manager, made)
    page.get_by_label("Continue with conditions").check()
    page.get_by_role("button", name="One more condition").click()
    expect(page.locator('[name="conditions-3-text"]')).to_be_focused()
    page.keyboard.type("Fjärde raden")
    page.locator('[name="conditions-3-due_on"]').fill(
        (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    )
    page.get_by_role("button", name="Decide and send the letter").click()
    expect(page.get_by_role("heading", name="Continue with conditions")).to_be_visible()
    assert GateReview.objects.get().conditions.get().text == "Fjärde raden"


@pytest.mark.slow
def test_gate_without_script_hands_in_assesses_and_adds_rows(new_context, go, made):
    page = new_context(java_script_enabled=False).new_page()
    go(page, made.leader, made)
    page.get_by_role("button", name="Hand in").click()
    go(page, made.coach, made)
    for title in ("Working group", "Mapping done"):
        verdict(page, title, "Met")
        criterion(page, title).get_by_role("button", name="Save").click()
    go(page, made.manager, made)
    page.get_by_label("Continue with conditions").check()
    page.get_by_role("button", name="One more condition").click()
    page.locator('[name="conditions-3-text"]').fill("Fjärde raden")
    page.locator('[name="conditions-3-due_on"]').fill(
        (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    )
    page.get_by_role("button", name="Decide and send the letter").click()
    expect(page.get_by_role("heading", name="Continue with conditions")).to_be_visible()


def test_coaching_contact_logged_on_a_phone_shows_in_the_log(
    phone, go, made, check_axe, check_width
):
    go(phone, made.coach, made, "coaching")
    check_axe(phone)
    phone.get_by_role("link", name="Log a contact").click()
    check_axe(phone)
    check_width(phone)
    phone.get_by_role("textbox", name="Shared note").fill("Vi är överens")
    phone.get_by_role("textbox", name="Private note").fill("Trögt")
    phone.get_by_role("textbox", name="Agreed next step").fill("Stormöte")
    phone.get_by_label("Next date").fill((timezone.localdate() + dt.timedelta(days=9)).isoformat())
    phone.get_by_label("Send the shared note").check()
    phone.get_by_role("button", name="Log the contact").click()
    expect(phone.get_by_text("Logged and sent.")).to_be_visible()
    expect(phone.get_by_text("Trögt")).to_be_visible()
    check_axe(phone)
    check_width(phone)
    go(phone, made.leader, made, "coaching")
    expect(phone.get_by_text("Vi är överens")).to_be_visible()
    expect(phone.get_by_text("Trögt")).to_have_count(0)


@pytest.fixture
def held_back():
    """Return a function that keeps a script away from a page until its answer is called."""

    def hold(page, script):
        waiting = []
        page.route(f"**/js/{script}", lambda route: waiting.append(route))  # noqa: PLW0108 - Playwright marks the function

        def let_go():
            for route in waiting:
                route.continue_()

        return let_go

    return hold


@pytest.mark.slow
def test_choice_made_before_the_script_is_there_is_saved(page, go, made, held_back):
    submit_gate(participation=made.participation, by=made.leader)
    let_go = held_back(page, "gate.js")
    go(page, made.coach, made, wait="commit")
    verdict(page, "Working group", "Met")
    assert not GateAssessment.objects.exists()

    let_go()

    expect(criterion(page, "Working group").get_by_text(re.compile("^Saved "))).to_be_visible()
    assert GateAssessment.objects.get().verdict == "met"


def test_text_written_before_the_checklist_is_ready_is_saved(page, go, made, held_back):
    let_go = held_back(page, "checklist.js")
    go(page, made.leader, made, "step", 1, wait="commit")
    line = page.locator("[data-item]").first
    line.locator("summary").click()
    line.locator("textarea").fill("Affären har paketombud.")

    let_go()

    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    assert made.participation.items.filter(note="Affären har paketombud.").count() == 1
