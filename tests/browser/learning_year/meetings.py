"""What those who arrange a meeting do: announce, name, invite, check in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from playwright.sync_api import expect

from tests.browser.from_empty.people import LINK
from tests.browser.from_empty.region import Check
from tests.browser.learning_year.people import Dane, Year

type People = Iterable[tuple[str, str]]


def open_of(person: Dane, series: str, title: str) -> None:
    """A meeting of a series, from the programme's home."""
    person.programme()
    person.open(series)
    person.follow(re.compile(f"^{title}"))


def announce(person: Dane, hall: str = "Rådhuset") -> None:
    """Say where it is when that is missing, then announce it."""
    person.tab("Overview")
    missing = person.main("a").filter(has_text=person.said("Fill in what is missing"))
    if missing.count():
        missing.first.click()
        person.fill(hall=hall)
        person.main("form button.btn-primary").last.click()
    person.press("Announce the meeting")
    person.told("The meeting is announced.")


def name(person: Dane, people: People, party: str = "") -> None:
    """Paste names and addresses for a group that must be present."""
    person.tab("Guests")
    person.follow("Paste a list or choose a file")
    person.fill(
        text="\n".join(f"{who};{address}" for who, address in people), source="Kommunens liste"
    )
    if party:
        person.choose(party=party)
    person.press("Look at the list")
    person.send()


def invite(person: Dane, year: Year, check: Check) -> None:
    """Write to those who have had no letter; it leaves after the time to undo it."""
    person.tab("Guests")
    person.follow("Write the invitation")
    check(person.page)
    person.send()
    person.send()
    year.wait(minutes=6)


def answer(phone: Dane, address: str, words: str, *, no: bool = False, agree: bool = False) -> None:
    """Somebody presses a button of the newest letter with these words, and confirms."""
    phone.page.goto(link_of(phone, address, words, at=2 if no else 0))
    if agree:
        phone.told("Your consent")
        phone.page.locator("#id_consent").check()
    phone.send()
    phone.told("Thank you")


def link_of(phone: Dane, address: str, words: str, *, at: int = 0) -> str:
    """A link of the newest letter with these words to somebody's own pages: yes comes first."""
    letter = [text for text in phone.mailbox(address) if words in text][-1]
    return [link for link in LINK.findall(letter) if "/a/" in link][at]


def check_in(person: Dane, *names: str, companions: int = 0) -> None:
    """Press that they came, and wait until each is kept."""
    person.tab("Check-in")
    page = person.page
    expect(page.locator("html")).to_have_attribute("data-ready", "door")
    for here, who in enumerate(names, start=1 + companions):
        pressed = re.compile(rf"^{person.said('Came')}.*{who}", re.DOTALL)
        page.get_by_role("button", name=pressed).first.click()
        total = re.compile(rf"^{here} person(er)? er her")
        expect(page.locator("[data-total]")).to_have_text(total)
        expect(page.locator("[data-state-text]")).to_have_text(person.said("All is saved."))
