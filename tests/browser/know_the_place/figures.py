"""Figures of the place: a file, a correction by hand, what they mean, who reads them."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.from_empty.region import Check
from tests.browser.know_the_place.people import Swede, day

#: Made up for this walk. The locality was drawn wider in 2020.
POPULATION = "\r\n".join(
    [
        "Ort;2010;2015;2020;2021",
        *("Glimåkra;1 502;1 471;1 605;1 590", "Hanaskog;1 204;1 260;1 298;1 311"),
        *("Sibbhult;1 490;1 470;1 452;1 447", "Näsum;1 180;1 150;1 130;1 122"),
    ]
).encode()
NOTE = "Skolan stängde 2019. Sedan flyttar barnfamiljerna inte hit."


def bring_file(admin: Swede, check: Check) -> None:
    """From the fact sheet, which has one number of the register, to the figures of the file."""
    admin.place("Glimåkra", "Mapping")
    admin.tab("Fact sheet")
    check(admin.page)
    admin.main("#population").get_by_role("link", name=admin.said("More figures")).click()
    admin.follow("Bring in a file")
    admin.page.locator("#id_file").set_input_files(
        {"name": "folkmangd.csv", "mimeType": "text/csv", "buffer": POPULATION}
    )
    admin.fill(source="SCB, exempel")
    admin.page.locator("#id_indicator").select_option(label="Folkmängd i tätorten")
    check(admin.page)
    admin.press("Look at the list")
    check(admin.page)
    admin.press("Look at the figures")
    check(admin.page)
    admin.send()
    admin.headed("Import done")
    check(admin.page)


def mark_break(admin: Swede, check: Check) -> None:
    """The figure of 2020 is not comparable with earlier ones."""
    admin.follow("All figures")
    row = admin.page.get_by_role("row", name=re.compile("Glimåkra.*2020"))
    row.get_by_role("link").first.click()
    admin.follow("Mark a series break")
    admin.label("What changed").fill("Tätorten avgränsades vidare.")
    check(admin.page)
    admin.press("Mark")
    admin.told("The break is marked.")
    check(admin.page)


def plan_meeting(leader: Swede) -> None:
    """The open meeting at which the figures are shown."""
    leader.own("Meetings")
    leader.follow("Plan a meeting")
    leader.fill(starts_on=day(20))
    leader.press("Plan the meeting")


def read_together(leader: Swede, check: Check) -> None:
    """On the phone: the series with its break, peers, a note, ticked for the open meeting."""
    page = leader.page
    leader.own("Mapping")
    leader.tab("Fact sheet")
    topic = page.locator("#population")
    expect(topic).to_contain_text("2020")
    expect(topic.locator("svg.fc")).to_be_visible()
    check(page)
    topic.locator("summary.btn").tap()
    topic.get_by_role("textbox").fill(NOTE)
    topic.get_by_role("button", name=re.compile(leader.said("Done", "a note"))).tap()
    expect(topic.locator(".fact-said")).to_have_text(NOTE)
    topic.get_by_role("checkbox").tap()
    expect(topic.get_by_role("checkbox")).to_be_checked()
    check(page)
    leader.follow("Change them or see who they are")
    leader.told("Hanaskog")
    check(page)


def reach_from_gate(coach: Swede, check: Check) -> None:
    """The coach at the gate: its mapping criterion opens the fact sheet."""
    coach.start()
    coach.follow("Glimåkra")
    coach.room("Gate")
    check(coach.page)
    coach.open("Fact sheet")
    coach.told(NOTE)
