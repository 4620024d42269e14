"""January to April: three groups are asked, each coordinator from a list of one's own."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.from_empty.region import Check
from tests.browser.learning_year.answering import by_link, on_the_phone
from tests.browser.learning_year.people import Dane, Year

SURVEY = "Hvad har I brug for?"
GROUPS = {"Lokalråd": "raad", "Politikere": "politik", "Medarbejdere": "stab"}
EACH = 6  # of each group in each of the two municipalities
HEARD_LATE = "Vi hører for sent om planerne, og svaret kommer sjældent."


def build(leader: Dane, check: Check) -> None:
    """From the template: twelve questions, three groups, a window, open."""
    leader.room("Surveys")
    leader.follow("New survey")
    leader.page.locator("#id_start_1").check()
    leader.fill(name=SURVEY)
    check(leader.page)
    leader.press("Go on to the questions")
    check(leader.page)
    leader.tab("Settings")
    leader.fill(opens_on="2027-01-18", closes_on="2027-04-30")  # any day
    leader.press("Save")
    leader.told("Saved.")
    check(leader.page)
    leader.tab("Questions")
    leader.follow("Make it ready to send")
    check(leader.page)
    leader.press("Open the survey")
    leader.told("The survey is settled. Now add recipients and send the invitation.")


def send(coordinator: Dane, kommune: str, others: str, check: Check) -> None:
    """A list of one's own, which nobody else reads, and the invitation."""
    coordinator.programme()
    coordinator.follow(SURVEY)
    coordinator.tab("Recipients")
    assert coordinator.page.get_by_text(others).count() == 0
    coordinator.fill(name=f"Lokale kræfter i {kommune}")
    coordinator.press("Make the list")
    for group, name in GROUPS.items():
        rows = (f"{group} {at};{address(name, at, kommune)}" for at in range(1, EACH + 1))
        coordinator.choose(group=group)
        coordinator.fill(text="\n".join(rows))
        coordinator.press("Add them")
    check(coordinator.page)
    coordinator.tab("Invitation")
    check(coordinator.page)
    coordinator.press("Send the invitation")
    coordinator.told(re.compile(r"18\. jan kl\. 08\.00"))


def address(name: str, at: int, kommune: str) -> str:
    """Where one of those who are asked gets letters."""
    plain = f"{name}{at}@{kommune[:4]}.example.org".lower()
    return plain.replace("ø", "oe").replace("å", "aa")


def answer(year: Year, councillor: Dane, check: Check) -> None:
    """A councillor on a telephone; of the others one in each group is late."""
    councillor.open_letter(SURVEY)
    check(councillor.page)
    on_the_phone(councillor, HEARD_LATE)
    councillor.told("Thank you")
    check(councillor.page)
    for kommune in ("Faaborg-Midtfyn", "Sønderborg"):
        for number, name in enumerate(GROUPS.values()):
            for at in range(1, EACH):
                who = address(name, at, kommune)
                if who != councillor.address:
                    by_link(year, who, choice=number + at % 2, words="Vi savner tid til at mødes.")


def remind(year: Year, coordinator: Dane, kommune: str, check: Check) -> None:
    """Only those who have not answered get the second letter."""
    late = [address(name, EACH, kommune) for name in GROUPS.values()]
    done = address("raad", 1, kommune)
    before = len(year.mailbox(done))
    coordinator.come()
    coordinator.programme()
    coordinator.follow(SURVEY)
    coordinator.tab("Answers")
    check(coordinator.page)
    coordinator.follow("Remind")
    coordinator.press("Send to those who have not answered")
    year.wait(minutes=6)
    assert [len(year.mailbox(one)) for one in late] == [2, 2, 2]
    assert len(year.mailbox(done)) == before
    for one in late:
        by_link(year, one, choice=1, words="Der mangler en, man kan ringe til.")


def compare(analyst: Dane, check: Check) -> None:
    """After the last day the groups stand side by side, and free words are read first."""
    analyst.come()
    analyst.programme()
    analyst.follow(SURVEY)
    analyst.tab("Results")
    for group in GROUPS:
        expect(analyst.main("*").get_by_text(group).first).to_be_visible()
    check(analyst.page)
