"""The call: written, published, applied for on a phone, confirmed, assessed, decided."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.from_empty.people import LINK
from tests.browser.from_empty.region import Check
from tests.browser.know_the_place.people import CALL, Swede, day
from tests.browser.learning_year.people import Year

SECTORS = ("Municipality", "Business", "Association")


def write(manager: Swede, coach: Swede, other: Swede, check: Check) -> None:
    """From nothing to a published call with two assessors."""
    manager.programme("Calls")
    manager.follow("New call")
    manager.label("Title").fill(CALL)
    manager.press("Go on to the text")
    manager.label("In two sentences").fill("Vi söker två orter som vill mer.")
    manager.label("What it is, and for whom").fill("För orter på landsbygden.")
    manager.label("How places are chosen").fill("Två personer bedömer, två beslutar.")
    manager.fill(opens_on=day(-1), closes_on=day(20), contact_email="fraga@example.org")
    manager.press("Save")
    manager.tab("Rules")
    manager.label("Number of inhabitants").check()
    manager.label("Inhabitants at least").fill("400")
    manager.label("Inhabitants at most").fill("4000")
    manager.label("Three sectors confirm").check()
    manager.press("Save")
    manager.tab("Assessors")
    for one in (coach, other):
        manager.label("Person").select_option(label=one.name)
        manager.press("Add and tell")
    check(manager.page)
    manager.tab("Overview")
    manager.press("Publish")
    manager.told("The call is published.")
    check(manager.page)


def find(phone: Swede, check: Check) -> None:
    """Without an account, from the site's first page."""
    phone.page.goto("/")
    phone.follow(CALL)
    check(phone.page)
    phone.follow("Apply")


def apply(phone: Swede, place: str, check: Check, *, leader: Swede | None = None) -> None:
    """Begin, come back by the letter, pick the place, write, name three people."""
    phone.label("Your name").fill("Siv Sökande")
    phone.label("Your e-mail address").fill(phone.address)
    phone.press("Send me the link")
    phone.headed("Look into your mail")
    phone.open_link(CALL)
    phone.follow("Pick it from the register")
    phone.label("Name of the place").fill(place[:5])
    phone.press("Search")
    check(phone.page)
    phone.page.get_by_role("button", name=re.compile(f"{place}$")).click()
    phone.page.locator("html[data-application=ready]").wait_for(state="attached")
    for field in phone.page.locator("textarea").all():
        field.fill("Vi har en bygdegård, en affär som vacklar och många som vill.")
    phone.label("Who applies").fill(f"{place} byalag")
    phone.label("Your sector").select_option("association")
    if leader is not None:
        phone.label("Process leader, if you know one").fill(leader.name)
        phone.label("The process leader's e-mail").fill(leader.address)
    phone.page.locator("[data-saved][data-state=saved]").wait_for()
    check(phone.page)
    phone.press("Save and go on")
    for number, sector in enumerate(SECTORS):
        sheet = phone.page.locator(".sector-row").nth(number)
        sheet.locator("[name$=person]").fill(f"Person {sector}")
        sheet.locator("[name$=email]").fill(confirmer(place, sector))
        sheet.get_by_role("button", name=phone.said("Send the letter")).click()
        phone.told(re.compile(f"Person {sector}"))
    check(phone.page)


def confirmer(place: str, sector: str) -> str:
    """Where a confirmer gets letters."""
    return f"{sector.lower()}@{place[:4].lower()}.example.net"


def confirm(year: Year, helper: Swede, place: str, check: Check) -> None:
    """Each named person answers by the letter's link."""
    for sector in SECTORS:
        letters = year.mailbox(confirmer(place, sector))
        helper.page.goto(LINK.findall(letters[-1])[0])
        helper.label("Yes, we stand behind it").check()
        helper.label("In a sentence").fill(f"{sector} ställer upp.")
        check(helper.page)
        helper.press("Send my answer")


def hand_in(phone: Swede, check: Check) -> None:
    """The confirmations have come; the link of the first letter still leads in."""
    phone.open_link(CALL)
    phone.page.locator("main nav.rooms a").last.click()
    phone.press("Hand in the application")
    phone.headed("Handed in")
    check(phone.page)


def assess(assessor: Swede, points: dict[str, tuple[int, ...]], check: Check) -> None:
    """An own view of each application, reached from the assessor's start page."""
    assessor.come()
    for place, given in points.items():
        assessor.start()
        assessor.follow(re.compile(CALL))
        assessor.follow(place)
        for number, value in enumerate(given):
            row = assessor.page.locator(".criterion").nth(number)
            row.get_by_label(str(value), exact=True).check()
        assessor.label("In sum").fill("Alla tre sektorer står bakom.")
        check(assessor.page)
        assessor.press("Done: count it")
        assessor.told("Your view is done.")


def propose(manager: Swede, place: str, *, admit: bool, check: Check) -> None:
    """One person proposes, with reasons that a citizen understands."""
    manager.call("Decisions")
    manager.open(place)
    manager.label("Admitted" if admit else "Not admitted", exact=True).check()
    manager.label("Reasons").fill(
        "Alla tre sektorer är med." if admit else "Föreningslivet är starkt, men planen är vag."
    )
    if not admit:
        manager.label("What would help next time").fill("Berätta vad ni gör det första året.")
    manager.press("Propose")
    check(manager.page)


def second(manager: Swede, place: str, check: Check) -> None:
    """Another person confirms."""
    manager.call("Decisions")
    manager.open(place)
    manager.press("Confirm the decision")
    manager.told("The decision is confirmed. The letter has still to be sent.")
    check(manager.page)


def tell(year: Year, manager: Swede, check: Check) -> None:
    """The letters are read, and leave."""
    manager.call("Decisions")
    manager.page.get_by_role("link", name=re.compile("2 brev")).click()
    check(manager.page)
    manager.page.get_by_role("button", name=re.compile("2 brev")).click()
    year.wait(minutes=10)


def take_in(manager: Swede, place: str, check: Check) -> None:
    """The admitted place begins with its area, its number and its commitments."""
    manager.call("Decisions")
    manager.open(place)
    manager.fill(started_on=day(0))
    manager.press("Take it in")
    check(manager.page)
    manager.follow(re.compile(rf"^\s*{place} är intagen"))
    expect(manager.page.get_by_role("heading", level=1)).to_contain_text(place)
    manager.room("People and time")
    for sector in SECTORS:
        manager.told(f"{sector} ställer upp.")
    check(manager.page)
