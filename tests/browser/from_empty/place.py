"""A place on its way to the gate: its leader's phone, and who decides."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.from_empty.people import Person, iso
from tests.browser.from_empty.region import Check


def accept(leader: Person, check: Check) -> None:
    """The leader comes by the letter, on a phone."""
    leader.come(leader.letter("Näsum"))
    expect(leader.page.get_by_role("heading", level=1, name="Näsum")).to_be_visible()
    check(leader.page)


def note_meetings(leader: Person) -> None:
    """One that was held before, and one for tomorrow."""
    leader.room("Meetings")
    leader.follow("Plan a meeting")
    leader.fill(starts_on=iso(-45))
    leader.press("Plan the meeting")
    leader.follow("Enter it with how many came")
    leader.fill(
        came_municipality="2", came_association="11", total="40",
        minutes="Vi bildar en arbetsgrupp.",
    )  # fmt: skip
    leader.page.locator("#id_approved").check()
    leader.press("Enter the meeting")
    leader.headed("40 persons were there")
    leader.room("Meetings")
    leader.follow("Plan a meeting")
    leader.fill(starts_on=iso(1))
    leader.press("Plan the meeting")
    leader.headed("Before you can announce it")


def name_organisation(leader: Person) -> None:
    """The village association is not in the register: its name is typed, three sectors join."""
    page = leader.page
    for name, sector in (("Eva", "association"), ("Bo", "business"), ("Ali", "municipality")):
        leader.room("People and time")
        form = page.locator("form", has=page.locator("#id_member-name"))
        leader.unfold(form.locator("#id_member-name")).fill(name)
        form.locator("#id_member-sector").select_option(sector)
        if sector == "association":
            page.locator("#id_member-organisation").fill("Näsums byalag")
            page.get_by_text("Add “Näsums byalag”").click()
        form.locator("button:visible").last.click()
        leader.told(f"{name} is in the working group.")


def tick_step(leader: Person) -> None:
    """What is left before the gate."""
    page = leader.page
    leader.menu("What is next")
    leader.follow(re.compile("^Continue with"))
    expect(page.locator("html")).to_have_attribute("data-checklist", "ready")
    boxes = leader.page.locator("main").get_by_role("checkbox", checked=False)
    while boxes.count():
        left = boxes.count()
        boxes.first.tap()
        expect(boxes).to_have_count(left - 1)
        expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")


def promise(leader: Person) -> None:
    """What the municipality commits itself to."""
    leader.room("People and time")
    form = leader.unfold(leader.page.locator("form[action$='/commitments/']"))
    form.locator("#id_commitment-sector").select_option("municipality")
    form.locator("#id_commitment-person").fill("Ali Ek")
    form.locator("#id_commitment-text").fill("Vi går med.")
    form.locator("button:visible").last.click()
    leader.told("The commitment is recorded.")


def hand_in(leader: Person) -> None:
    """To those who decide."""
    leader.menu("What is next")
    leader.follow("Go to the gate")
    leader.press("Hand in")
    leader.told("Handed in.")


def assess(coach: Person, check: Check) -> None:
    """The coach comes by the letter and assesses every criterion."""
    coach.come(coach.letter("Näsum"))
    coach.secure()
    coach.menu("My places")
    coach.follow("Näsum")
    coach.tab("Gate")
    for one in coach.page.locator("form.criterion").all():
        one.locator("label", has_text=re.compile(r"^\s*Met\s*$")).click()
        expect(one.get_by_text(re.compile("^Saved"))).to_be_visible()
    check(coach.page)


def decide(manager: Person) -> None:
    """A second person decides: not the administrator, who took the leader in."""
    manager.come(manager.letter("Levande orter"))
    manager.secure()
    manager.menu("Overview")
    manager.follow("Näsum")
    manager.tab("Gate")
    manager.page.get_by_role("radio", name=re.compile("^Continue (?!with)")).check()
    manager.press("Decide and send the letter")
    expect(manager.page.get_by_role("heading", name="Continue", exact=True)).to_be_visible()
