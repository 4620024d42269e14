"""Six workshops from one draft, all held; what was tried, and how it was for those who came."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.from_empty.people import LINK
from tests.browser.from_empty.region import Check
from tests.browser.learning_year import meetings
from tests.browser.learning_year.beginning import KOMMUNER
from tests.browser.learning_year.people import Dane, Year

SERIES, TITLE = "Samarbejdsworkshops", "Samarbejdsworkshop"
PARTIES = ("Lokalråd", "Politikere", "Medarbejdere")
TRIED = "Vi prøvede borgersamråd: hver part skrev først, så blev der talt."


def draft(leader: Dane, check: Check) -> None:
    """A draft with the rule of three parties, then one with each partner."""
    leader.come()
    leader.room("Series")
    leader.follow("Add a series")
    leader.fill(name=SERIES, starts_on="2027-05-01", ends_on="2027-09-30")  # any day
    leader.choose(kind="one_each")
    leader.press("Add the series")
    leader.follow("Plan a meeting")
    leader.fill(title=TITLE, starts_on="2027-06-08")  # any day
    leader.press("Plan the meeting")
    leader.tab("Who must be present")
    for party in PARTIES:
        leader.page.locator("#party-name").fill(party)
        leader.press("Add the group")
    leader.tab("Overview")
    leader.follow("Change the agenda")
    leader.page.locator("#id_title").fill("Eksperiment: en anden måde at mødes på")
    leader.main("form button.btn-primary").last.click()
    leader.main("a").filter(has_text=TITLE).first.click()
    leader.follow("One meeting with each partner")
    rows = leader.page.locator("fieldset.partner-row")
    expect(rows).to_have_count(len(KOMMUNER))
    for day, row in enumerate(rows.all(), start=8):
        row.locator("input[type=date]").fill(f"2027-06-{day:02}")  # any day
    leader.press("Make the meetings")
    leader.told("6 møder er oprettet.")
    check(leader.page)


def address(party: str, at: int) -> str:
    """Of whoever comes for a party in the municipality of this number."""
    return f"{party[:5].lower()}{at}@kommune.example.org".replace("å", "aa")


def hold_all(year: Year, leader: Dane, phone: Dane, check: Check) -> None:
    """Each is announced, one of each party named, and all of them come; the grid says so."""
    for at, kommune in enumerate(KOMMUNER):
        meetings.open_of(leader, SERIES, f"{TITLE}, {kommune}")
        meetings.announce(leader)
        for party in PARTIES:
            meetings.name(leader, [(f"{party} {kommune}", address(party, at))], party)
    year.day(6, 14, 15)
    leader.come()
    for kommune in KOMMUNER:
        meetings.open_of(leader, SERIES, f"{TITLE}, {kommune}")
        meetings.check_in(leader, *(f"{party} {kommune}" for party in PARTIES))
        leader.tab("Minutes")
        note = leader.main("textarea[name^=said]").last
        note.fill(TRIED)
        leader.fill(summary="Tre parter ved samme bord.")
        leader.press("Save the minutes")
        leader.told("Tre parter ved samme bord.")
    check(leader.page)
    leader.programme()
    for kommune in KOMMUNER:
        row = leader.main("table.home-grid tr").filter(has_text=kommune)
        expect(row).to_contain_text(leader.said("All were there"))
    check(leader.page)
    _ask_how_it_was(year, leader, phone, check)


def _ask_how_it_was(year: Year, leader: Dane, phone: Dane, check: Check) -> None:
    meetings.open_of(leader, SERIES, f"{TITLE}, {KOMMUNER[0]}")
    leader.tab("Minutes")
    leader.follow("Ask, and see the results")
    check(leader.page)
    leader.send()
    leader.send()
    year.wait(minutes=6)
    for number, party in enumerate(PARTIES):
        letter = phone.mailbox(address(party, 0))[-1]
        phone.page.goto(next(link for link in LINK.findall(letter) if "/f/" in link))
        phone.page.get_by_role("radio").nth(number + 2).check()
        check(phone.page)
        phone.send()
        phone.told("Thank you")
    leader.page.reload()
    leader.told(re.compile("3 "))
    check(leader.page)
