"""From a message on a phone to an action, an answer by mail, and a good example on the open map."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from learning.models import Case, Message
from learning.stream.mail import Outcome, file_mail
from outbox.models import Letter
from tests.browser.test_advice import picture
from tests.factories import world


def _answer_by_mail(letter: Letter, sender: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = sender, letter.reply_to, "<1@x.example.org>"
    mail.set_content("The school has it.\n\nOn 30 Nov 2026 placedev wrote:\n> Who has the key?\n")
    mail.add_attachment(b"Anna: 12", maintype="text", subtype="plain", filename="keys.txt")
    assert file_mail(mail.as_bytes()) is Outcome.FILED


@pytest.mark.slow
def test_a_message_becomes_an_action_and_an_answer_by_mail_is_filed(
    phone, page, enter, settings, tmp_path, check_axe, check_width
):
    settings.LANGUAGE_CODE, settings.MEDIA_ROOT = "en", tmp_path
    settings.MAIL_REPLIES = "reply@example.org"
    made = world()
    place, name = made.participation, made.place.name

    enter(phone, made.leader, reverse("places:participation", args=[place.pk]))
    phone.get_by_role("link", name="Write and read").tap()
    expect(phone.get_by_text("Nothing is written here yet")).to_be_visible()
    phone.get_by_role("textbox", name="Message").fill("Who has the key to the hall?")
    phone.get_by_text("Tell somebody, or add a file").tap()
    phone.get_by_role("checkbox", name=made.coach.name, exact=True).check()
    check_axe(phone)
    check_width(phone)
    picture(phone, "stream-write-390")
    phone.get_by_role("button", name=f"Write to {name}").tap()
    expect(phone.locator(".message-text")).to_have_text("Who has the key to the hall?")

    enter(page, made.coach, reverse("places:participation", args=[place.pk]))
    page.get_by_role("link", name="1 new message").click()
    picture(page, "stream-1280")
    check_axe(page)
    page.get_by_role("link", name="Answer, or make something of it").click()
    check_axe(page)
    picture(page, "message-1280")
    page.get_by_role("button", name=f"Make it an action in {name}'s plan").click()
    expect(page.get_by_role("link", name="In the plan: Who has the key")).to_be_visible()
    page.get_by_role("link", name="Conversation").first.click()
    page.get_by_role("link", name="Coaches only").click()
    page.get_by_role("textbox", name="Message").fill("The hall board is divided.")
    page.get_by_role("button", name="Write to the coaches").click()
    check_axe(page)
    check_width(page)
    picture(page, "coaches-1280")

    _answer_by_mail(Letter.objects.get(), made.coach.email)
    phone.reload()
    expect(phone.get_by_text("The school has it.")).to_be_visible()
    expect(phone.get_by_text("The hall board is divided.")).to_have_count(0)
    expect(phone.get_by_role("link", name="Coaches only")).to_have_count(0)
    expect(phone.get_by_text("waits until a coach has looked at it")).to_be_visible()
    check_axe(phone)
    check_width(phone)
    picture(phone, "stream-390")
    page.get_by_role("link", name="Conversation").first.click()
    page.get_by_role("link", name="keys.txt").click()
    check_axe(page)
    picture(page, "held-1280")
    page.get_by_role("button", name="Release").click()
    phone.reload()
    expect(phone.get_by_role("link", name="keys.txt")).to_be_visible()
    assert Message.objects.get(by_mail=True).text == "The school has it."


@pytest.mark.slow
def test_a_good_example_is_found_on_the_map_and_gone_when_a_consent_ends(
    phone, page, new_context, enter, settings, tmp_path, check_axe, check_width
):
    settings.LANGUAGE_CODE, settings.MEDIA_ROOT = "en", tmp_path
    made = world()
    place = made.participation
    made.place.latitude, made.place.longitude = 56.1, 14.5
    made.place.save()

    enter(phone, made.leader, reverse("places:photos", args=[place.pk]))
    phone.get_by_role("link", name="Good examples").tap()
    phone.get_by_role("link", name="Write an example").tap()
    phone.get_by_role("textbox", name="Title").fill("The shop in the school")
    phone.get_by_role("textbox", name="What was done?").fill("We moved the shop into the school.")
    phone.get_by_role("textbox", name="What came of it?").fill("It is open on Sundays.")
    check_axe(phone)
    check_width(phone)
    phone.get_by_role("button", name="Save").tap()
    phone.get_by_role("textbox", name="Who agreed?").fill("Anna Ek")
    phone.get_by_role("textbox", name="When?").fill(timezone.localdate().isoformat())
    phone.get_by_role("textbox", name="How?").fill("By letter")
    check_axe(phone)
    check_width(phone)
    picture(phone, "case-390")
    phone.get_by_role("button", name="Note the consent").tap()
    phone.get_by_role("button", name="Hand in").tap()
    expect(phone.get_by_text("Waits for a second person").first).to_be_visible()

    enter(page, made.manager, reverse("notices:list"))
    page.get_by_role("button", name="A good example waits for you").click()
    picture(page, "case-1280")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Everybody can read it now.")).to_be_visible()
    check_axe(page)

    citizen = new_context().new_page()
    citizen.goto(reverse("home"))
    citizen.get_by_role("link", name="All good examples, on a map").click()
    check_axe(citizen)
    check_width(citizen)
    picture(citizen, "showcase-1280")
    citizen.get_by_role("link", name="The shop in the school", exact=True).last.click()
    expect(citizen.get_by_role("heading", name="The shop in the school")).to_be_visible()
    expect(citizen.get_by_text("Anna Ek")).to_have_count(0)
    check_axe(citizen)
    picture(citizen, "case-open-1280")

    phone.reload()
    phone.get_by_role("button", name="Consent withdrawn").tap()
    expect(phone.get_by_text("Nobody outside can read the example now.")).to_be_visible()
    assert citizen.goto(reverse("published:case", args=[Case.objects.get().slug])).status == 404
