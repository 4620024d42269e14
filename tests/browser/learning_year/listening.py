"""May and June: four focus groups of two and two, from one draft; what they say gets themes."""

from __future__ import annotations

import re

from tests.browser.from_empty.region import Check
from tests.browser.learning_year.people import Dane, Year

SERIES, TITLE = "Fokusgrupper", "Fokusgruppe om samarbejde"
GUIDE = ("Hvornår bliver I inddraget?", "Hvad skal der til, for at samarbejdet lykkes?")


def draft(leader: Dane, check: Check) -> None:
    """A series with its facilitator, a draft with rule and guide, one with each of four."""
    leader.come()
    leader.room("Series")
    leader.follow("Add a series")
    leader.fill(name=SERIES, starts_on="2027-05-01", ends_on="2027-06-30")
    leader.choose(kind="groups")
    leader.press("Add the series")
    page = leader.page
    leader.unfold(page.locator("#duty-task")).select_option("facilitates")
    page.locator("#duty-name").fill("Anne Tortzen")
    page.locator("#duty-email").fill("anne@dialog.dk")
    leader.press("Give the task")
    leader.follow("Plan a meeting")
    leader.fill(title=TITLE, starts_on="2027-05-20", online_url="https://meet.example.org/fokus")
    check(page)
    leader.press("Plan the meeting")
    leader.tab("Who must be present")
    for group in ("Lokalråd", "Medarbejdere"):
        page.locator("#party-name").fill(group)
        page.locator("#party-wanted").fill("2")
        page.locator("#party-nominator").fill("Koordinatoren")
        leader.press("Add the group")
    check(page)
    leader.tab("Interview")
    for question in GUIDE:
        page.locator("#guide-text").fill(question)
        leader.press("Add to the guide")
    check(page)
    leader.tab("Overview")
    leader.follow("One meeting with each partner")
    for day, kommune in (
        (20, "Faaborg-Midtfyn"),
        (21, "Sønderborg"),
        (25, "Kerteminde"),
        (26, "Næstved"),
    ):
        row = page.locator("fieldset").filter(has_text=kommune)
        row.locator("input[type=date]").fill(f"2027-05-{day}")
    check(page)
    leader.press("Make the meetings")
    leader.told("4 møder er oprettet.")
    check(page)
