"""A survey from an empty programme: eight questions built, sent, answered on a phone, reminded."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.models import Letter
from surveys.answering.seats import personal_token
from surveys.models import Question, Recipient, Sitting, Survey
from tests.factories import world
from tests.surveys.samples import one_of_each, question, recipient, survey

pytestmark = pytest.mark.slow


def saved(page):
    """Wait until the page says that it is saved."""
    page.locator("[data-saved][data-state=saved]").wait_for()


def add(page, kind, text, choices=""):
    """One question at the end of the list, typed like anybody would."""
    page.get_by_label("Kind of answer").last.select_option(kind)
    page.get_by_role("button", name="Add a question").last.click()
    page.locator("html[data-survey-build=ready]").wait_for(state="attached")
    page.get_by_label("Swedish").first.fill(text)
    if choices:
        page.get_by_label("Swedish").nth(1).fill(choices)
    saved(page)


def build(page, check_page):
    """Eight questions of six kinds, and the last day; then the survey opens."""
    page.get_by_role("link", name="Surveys").first.click()
    check_page(page)
    page.get_by_role("link", name="New survey").first.click()
    page.get_by_label("Name").fill("Vad behöver vi?")
    check_page(page)
    page.get_by_role("button", name="Go on to the questions").click()
    for number, (kind, choices) in enumerate(
        [
            ("one", "Bra\nDåligt"), ("several", "A\nB\nC"), ("scale", ""), ("matrix", "Väg\nBuss"),
            ("ranking", "Först\nSedan"), ("number", ""), ("text", ""), ("one", "Ja\nNej"),
        ],
        start=1,
    ):  # fmt: skip
        add(page, kind, f"Fråga {number}", choices)
    check_page(page)
    assert Question.objects.count() == 8
    page.frame_locator("[data-phone]").get_by_role("heading", name="Fråga 8").wait_for()
    page.get_by_role("link", name="Make it ready to send").click()
    page.get_by_role("link", name="The last day to answer is missing.").click()
    last = timezone.localdate() + dt.timedelta(days=20)
    page.get_by_label("Last day to answer").fill(last.isoformat())
    page.get_by_role("button", name="Save").first.click()
    page.get_by_role("link", name="Questions").click()
    page.get_by_role("link", name="Make it ready to send").click()
    check_page(page)
    page.get_by_role("button", name="Open the survey").click()


def send(page, check_page):
    """Two people on a list, and the invitation to them."""
    page.get_by_label("Name of the list").fill("Lokalråd")
    check_page(page)
    page.get_by_role("button", name="Make the list").click()
    page.get_by_label("Paste names").fill("Anna <anna@example.org>\nBo <bo@example.org>")
    page.get_by_role("button", name="Add them").click()
    check_page(page)
    page.get_by_role("link", name="Invitation").click()
    page.get_by_role("button", name="Show the letter").click()
    letter = page.frame_locator(".letter-frame")
    letter.get_by_text("Vad behöver vi?").first.wait_for()
    check_page(page)
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_text("2 letters are on their way").wait_for()
    assert Letter.objects.filter(to_address="anna@example.org").count() == 1


def answer(phone, url, check_page):
    """Eight pages, three of them answered; then send."""
    phone.goto(url)
    check_page(phone)
    phone.get_by_role("button", name="Börja").click()
    for step in range(1, 9):
        phone.get_by_role("heading", name=f"Fråga {step}").wait_for()
        if step in {1, 3, 8}:
            phone.locator(".point").first.click()
            saved(phone)
        check_page(phone)
        phone.locator(".survey-foot .btn-primary").click()
        phone.wait_for_url(re.compile(rf"page={step + 1}$"))
    check_page(phone)
    phone.get_by_role("button", name="Skicka mina svar").click()
    phone.get_by_role("heading", name="Tack, svaren har kommit fram").wait_for()


def test_eight_questions_are_built_sent_answered_on_a_phone_and_reminded(
    page, phone, enter, live_server, check_page
):
    w = world()
    enter(page, w.users["manager"], reverse("programmes:programme", args=[w.programme.pk]))
    build(page, check_page)
    send(page, check_page)
    Recipient.objects.update(invited_at=timezone.now())
    anna = Recipient.objects.get(email="anna@example.org")
    path = reverse("surveys:answer", args=[personal_token(anna)])
    answer(phone, f"{live_server.url}{path}", check_page)
    assert phone.context.cookies() == []
    assert len(Sitting.objects.get(sent=True).values) == 3

    page.get_by_role("link", name="Answers").click()
    check_page(page)
    page.get_by_role("link", name="Remind").click()
    page.get_by_text("Lokalråd: 1 has not answered").wait_for()
    page.get_by_role("button", name="Send to those who have not answered").click()
    page.get_by_text("1 letter is on its way").wait_for()
    assert Letter.objects.filter(kind="reminder").get().to_address == "bo@example.org"


def test_a_lost_connection_loses_nothing(phone, live_server):
    made = survey(world(), groups=1)
    asked = question(made, "text", "Vad tycker du?")
    question(made)
    url = f"{live_server.url}{reverse('surveys:answer', args=[personal_token(recipient(made))])}"
    phone.goto(url)
    phone.locator(".survey-foot .btn-primary").click()
    phone.locator("html[data-survey-answer=ready]").wait_for(state="attached")
    phone.context.set_offline(offline=True)
    phone.get_by_role("textbox").fill("Det här får inte försvinna")
    phone.locator(".survey-foot .btn-primary").click()
    phone.get_by_text("Ingen uppkoppling").wait_for()
    assert phone.get_by_role("textbox").input_value() == "Det här får inte försvinna"
    phone.context.set_offline(offline=False)
    phone.wait_for_url(re.compile(r"page=2$"))
    kept = Sitting.objects.get().values[str(asked.pk)]
    assert kept == {"text": "Det här får inte försvinna"}


def test_every_kind_is_answered_by_keyboard_and_holds_on_a_phone(phone, live_server, check_page):
    made = survey(world(), groups=1)
    one_of_each(made)
    url = f"{live_server.url}{reverse('surveys:answer', args=[personal_token(recipient(made))])}"
    phone.goto(url)
    phone.locator(".survey-foot .btn-primary").press("Enter")
    for step in range(1, 10):
        phone.locator("html[data-survey-answer=ready]").wait_for(state="attached")
        check_page(phone)
        field = phone.locator("form :is(input:not([type=hidden]), select, textarea)").first
        field.focus()
        if field.get_attribute("type") in {"radio", "checkbox"}:
            phone.keyboard.press("Space")
        elif field.evaluate("one => one.tagName") == "SELECT":
            phone.keyboard.press("1")
        elif field.get_attribute("type") != "date":
            phone.keyboard.type("1")
        phone.locator(".survey-foot .btn-primary").press("Enter")
        phone.wait_for_url(re.compile(rf"page={step + 1}$"))
    check_page(phone)
    assert Survey.objects.get().sittings.get().values
