"""A coach who looks after a silent place, and a leader who lets the letters rest."""

from __future__ import annotations

import re

from tests.browser.from_empty.people import Person, iso
from tests.browser.from_empty.region import Check


def chase(coach: Person, check: Check) -> None:
    """The coach finds the silent place in the menu's list, tries, and writes to it."""
    coach.come(coach.letter("Näsum"))
    coach.secure()
    coach.menu("To chase")
    coach.told(re.compile("No contact since the start"))
    check(coach.page)
    coach.main(".chase-tried button").first.click()
    coach.told("Näsum is quiet until")
    coach.told("Nobody to chase")
    check(coach.page)
    coach.page.get_by_role("button", name="Wake now").click()
    coach.follow("Write to the place")
    check(coach.page)
    coach.fill(text="Shall we meet on Tuesday?")
    coach.press("Send")
    coach.told("Näsum is quiet until")


def rest(leader: Person, check: Check) -> None:
    """On a phone: the coach's words, when the next reminder comes, and a pause."""
    assert leader.letter("Shall we meet on Tuesday?")
    leader.menu("What is next")
    leader.follow("The whole place")
    leader.told(re.compile("^Next one"))
    leader.follow("All reminders, and a pause")
    leader.told(re.compile("^The support ends"))
    check(leader.page)
    leader.choose(reason="away")
    leader.fill(until=iso(20))
    leader.press("Pause the reminders")
    leader.told(re.compile("^Reminders rest until"))


def see_the_pause(coach: Person) -> None:
    """The coach reads it on the place's page, and lets them go on."""
    coach.menu("My places")
    coach.follow("Näsum")
    coach.told(re.compile("^Reminders rest until"))
    coach.follow("All reminders, and a pause")
    coach.told("Holiday or leave")
    coach.press("Let them go on")
    coach.told("The reminders go on.")
