"""Asking whoever comes: a survey with an open link, on posters with a code and in the shop."""

from __future__ import annotations

import re

from django.test import Client
from pypdf import PdfReader

from tests.browser.from_empty.region import Check
from tests.browser.learning_year.answering import answer_all, on_the_phone
from tests.browser.learning_year.people import Dane, Year

SURVEY = "Hvad skal vi lære af hinanden?"
MANY = 12
_GROUP = re.compile(r'name="group" value="(\d+)"')
_STAMP = re.compile(r'name="stamp" value="([^"]+)"')


def build(leader: Dane, check: Check) -> str:
    """From the template, for anybody who has the link; the address on the poster."""
    leader.room("Surveys")
    leader.follow("New survey")
    leader.page.locator("#id_start_1").check()
    leader.fill(name=SURVEY)
    leader.press("Go on to the questions")
    leader.tab("Settings")
    leader.fill(opens_on="2027-01-11", closes_on="2027-04-30")  # any day
    leader.page.locator("#id_open_link").check()
    leader.press("Save")
    leader.told("Saved.")
    leader.tab("Questions")
    leader.follow("Make it ready to send")
    leader.press("Open the survey")
    leader.tab("Recipients")
    check(leader.page)
    address = leader.page.locator("#open-address").input_value()
    with leader.page.expect_download() as waiting:
        leader.follow("Poster with the QR code (PDF)")
    poster = PdfReader(waiting.value.path())
    assert len(poster.pages) == 1
    assert SURVEY in " ".join(poster.pages[0].extract_text().split())
    return address


def answer(year: Year, phone: Dane, address: str, check: Check) -> None:
    """One on a telephone, the others at the tablet of the shop: each says as what."""
    phone.page.goto(address)
    check(phone.page)
    phone.main("label.point").first.tap()
    phone.page.wait_for_timeout(2_100)  # a person reads; a robot does not
    on_the_phone(phone, "Vi vil lære at få de unge med.")
    phone.told("Thank you")
    path = re.sub(r"^https?://[^/]+", "", address)
    client = Client()
    pages = [client.get(path).content.decode() for _one in range(MANY)]
    year.wait(seconds=10)
    for number, page in enumerate(pages):
        groups = _GROUP.findall(page)
        sent = client.post(
            path,
            {"act": "begin", "group": groups[number % 2], "stamp": _STAMP.findall(page)[0]},
        )
        assert sent.status_code == 302, sent.content.decode()[-900:]
        answer_all(client, sent.headers["Location"], choice=number, words="Mere om fonde.")


def compare(year: Year, leader: Dane, check: Check) -> None:
    """After the last day: how many came by the link, and the groups side by side."""
    year.day(5, 3)
    leader.come()
    leader.programme()
    leader.follow(SURVEY)
    leader.tab("Answers")
    leader.told(re.compile(f"{MANY + 1} "))
    leader.tab("Results")
    leader.told(f"{MANY + 1} svar.")
    check(leader.page)
