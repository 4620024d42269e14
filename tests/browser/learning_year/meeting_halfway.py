"""May to September: six workshops from one draft, one in each municipality, all three there."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.from_empty.region import Check
from tests.browser.learning_year import meetings
from tests.browser.learning_year.asking import address
from tests.browser.learning_year.beginning import KOMMUNER
from tests.browser.learning_year.listening import CONTACT
from tests.browser.learning_year.people import Dane, Year

SERIES, TITLE = "Samarbejdsworkshops", "Samarbejdsworkshop"
PARTIES = ("Lokalråd", "Politikere", "Medarbejdere")


def draft(leader: Dane, check: Check) -> None:
    """One draft with the rule of three parties; a theme becomes an item; then one with each."""
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
    leader.room("Themes")
    leader.open(CONTACT)
    leader.follow("Put on an agenda")
    leader.page.locator("#id_workshop").select_option(label=TITLE)
    leader.fill(minutes="30")
    check(leader.page)
    leader.press("Make it")
    leader.open(CONTACT)  # what it led to
    leader.told("Comes from what people said")
    check(leader.page)
    leader.follow("One meeting with each partner")
    rows = leader.page.locator("fieldset.partner-row")
    expect(rows).to_have_count(len(KOMMUNER))
    for day, row in enumerate(rows.all(), start=8):
        row.locator("input[type=date]").fill(f"2027-06-{day:02}")  # any day
    leader.press("Make the meetings")
    leader.told("6 møder er oprettet.")
    check(leader.page)


def hold(year: Year, coordinator: Dane, kommune: str, phone: Dane, check: Check) -> None:
    """The coordinator invites one of each party; all come."""
    people = {
        party: (f"{party} {kommune}", address(party.lower(), 0, kommune)) for party in PARTIES
    }
    coordinator.come()
    meetings.open_of(coordinator, SERIES, f"{TITLE}, {kommune}")
    meetings.announce(coordinator)
    for party, one in people.items():
        meetings.name(coordinator, [one], party)
    meetings.invite(coordinator, year, check)
    for _who, where in people.values():
        meetings.answer(phone, where, TITLE)


def meet(coordinator: Dane, kommune: str, check: Check) -> None:
    """On the day each is checked in; the programme's grid shows that all three were there."""
    coordinator.come()
    meetings.open_of(coordinator, SERIES, f"{TITLE}, {kommune}")
    meetings.check_in(coordinator, *(f"{party} {kommune}" for party in PARTIES))
    check(coordinator.page)
    coordinator.tab("Minutes")
    coordinator.fill(summary="Kommunen udpeger en fast kontakt inden sommer.")
    coordinator.press("Save the minutes")
    check(coordinator.page)
    coordinator.programme()
    row = coordinator.main("table.home-grid tr").filter(has_text=kommune)
    expect(row).to_contain_text(coordinator.said("All were there"))
    check(coordinator.page)
