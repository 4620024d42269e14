"""The way of an invitation in a browser: paste, mend, look, send, undo."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from outbox.models import Letter, LetterState
from tests.factories import world
from tests.workshops.samples import guest, meeting
from workshops.guests.services import make_list
from workshops.models import MeetingCampaign

LIST = """Anna Ek <anna@example.org>
bo@example.org; Bo Åkesson; 070-123 45 67
Trasig Adress <trasig@>
Ingen Väg
Cilla Ö; 0708-11 22 33
Anna igen <ANNA@example.org>"""


def test_list_with_two_broken_rows_is_mended_written_to_and_undone(page, enter, check_page):
    w = world()
    workshop = meeting(w, language="en")
    enter(page, w.leader, reverse("workshops:guests", args=[workshop.pk]))
    check_page(page)
    page.get_by_role("link", name="Paste a list", exact=True).click()
    page.get_by_label("Paste the list").fill(LIST)
    page.get_by_label("Where do these addresses come from?").fill("The village's list")
    check_page(page)
    page.get_by_role("button", name="Look at the list").click()

    expect(page.locator(".lead")).to_contain_text("2 rows need correcting")
    expect(page.get_by_text("The same as row 1")).to_be_visible()
    check_page(page)
    page.get_by_role("group", name="Row 3").get_by_label("E-mail address").fill("hel@example.org")
    page.get_by_role("group", name="Row 4").get_by_label("Phone").fill("070-99 88 77")
    page.get_by_role("button", name="Save the corrections and add everyone").click()

    expect(page.get_by_role("row")).to_have_count(6)
    expect(page.get_by_text("3 guests have not been invited yet.")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Write the invitation").click()
    expect(page.locator("[data-count-said]")).to_have_text("3 letters")
    check_page(page)
    page.get_by_role("button", name="Preview the letter").click()

    letter = page.frame_locator("iframe[name=letter-frame]")
    expect(letter.get_by_role("link", name="Yes, I am coming")).to_be_visible()
    expect(letter.locator("body")).to_contain_text("Hello Anna Ek!")
    expect(letter.locator("body")).to_contain_text("The village's list")
    check_page(page)
    send = page.get_by_role("button", name="Send 3 letters")
    again = send.evaluate(
        "(button) => [button.form.action, `${new URLSearchParams(new FormData(button.form))}`]"
    )
    send.click()

    expect(page.get_by_text(re.compile("Leaves in [45] minutes"))).to_be_visible()
    assert Letter.objects.filter(state=LetterState.READY).count() == 3
    check_page(page)
    # A second click, or the way back and sending again: the page kept nothing but this form.
    answer = page.request.post(
        again[0],
        data=again[1],
        headers={"content-type": "application/x-www-form-urlencoded", "referer": page.url},
    )
    assert re.search(r"/letters/$", answer.url)
    assert MeetingCampaign.objects.count() == 1
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Undone: nobody got it")).to_be_visible()
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.DISCARDED}
    assert not workshop.invitations.filter(invited_at__isnull=False).exists()


@pytest.mark.slow
def test_guests_and_letters_hold_on_a_phone(phone, enter, check_page):
    w = world()
    workshop = meeting(w)
    own = make_list(workshop=workshop, by=w.member, name="Medlemmens lista")
    guest(workshop, 1, answer="no")
    guest(workshop, 2, answer="yes", seat="waiting", persons=3)
    guest(workshop, 3, email="", phone="070-1", invited_at=None)
    guest(workshop, 4, guest_list=own, name="Hemlig Person")
    workshop.reminders.create(hours_before=24)
    for name, args in (
        ("guests", []), ("guest_add", []), ("guests_group", []), ("guests_contacts", []),
        ("guests_earlier", []), ("guest_lists", []), ("letters", []), ("reminder_add", []),
    ):  # fmt: skip
        enter(phone, w.leader, reverse(f"workshops:{name}", args=[workshop.pk, *args]))
        check_page(phone)
        assert "Hemlig Person" not in phone.content()
    enter(phone, w.manager, reverse("workshops:letter_texts", args=[w.programme.pk]))
    check_page(phone)
    phone.get_by_role("link", name="English , Invitation", exact=True).click()
    check_page(phone)
    phone.get_by_role("button", name="Show the preview").click()
    letter = phone.frame_locator("iframe[name=letter-frame]")
    expect(letter.get_by_role("link", name="Yes, I am coming")).to_be_visible()
