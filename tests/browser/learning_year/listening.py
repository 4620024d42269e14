"""May and June: four focus groups of two and two, from one draft; what they say gets themes."""

from __future__ import annotations

import re

from tests.browser.from_empty.region import Check
from tests.browser.learning_year import meetings
from tests.browser.learning_year.people import Dane, Year

SERIES, TITLE = "Fokusgrupper", "Fokusgruppe om samarbejde"
GUIDE = ("Hvornår bliver I inddraget?", "Hvad skal der til, for at samarbejdet lykkes?")


def draft(leader: Dane, check: Check) -> None:
    """A series with its facilitator, a draft with rule and guide, one with each of four."""
    leader.come()
    leader.room("Series")
    leader.follow("Add a series")
    leader.fill(name=SERIES, starts_on="2027-05-01", ends_on="2027-06-30")  # any day
    leader.choose(kind="groups")
    leader.press("Add the series")
    page = leader.page
    leader.unfold(page.locator("#duty-task")).select_option("facilitates")
    page.locator("#duty-name").fill("Anne Tortzen")
    page.locator("#duty-email").fill("anne@dialog.dk")
    leader.press("Give the task")
    leader.follow("Plan a meeting")
    leader.fill(
        title=TITLE,
        starts_on="2027-05-20",  # any day
        online_url="https://meet.example.org/fokus",  # any day
    )  # any day
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
        row.locator("input[type=date]").fill(f"2027-05-{day}")  # any day
    check(page)
    leader.press("Make the meetings")
    leader.told("4 møder er oprettet.")
    check(page)


FAABORG = f"{TITLE}, Faaborg-Midtfyn"
COUNCIL = (("Ellen Lund", "ellen@raad.example.org"), ("Ole Friis", "ole@raad.example.org"))
STAFF = (("Mia Skov", "mia@kommune.example.org"), ("Jens Dam", "jens@kommune.example.org"))
LIS = ("Lis Toft", "lis@kommune.example.org")


def gather(year: Year, coordinator: Dane, phone: Dane, check: Check) -> None:
    """The coordinator names two and two; one cannot, another comes instead. Each agrees."""
    coordinator.come(coordinator.letter(TITLE))
    meetings.announce(coordinator)
    meetings.name(coordinator, COUNCIL, "Lokalråd")
    meetings.name(coordinator, STAFF, "Medarbejdere")
    meetings.invite(coordinator, year, check)
    for _who, address in (*COUNCIL, STAFF[0]):
        meetings.answer(phone, address, TITLE, agree=True)
        check(phone.page)
    meetings.answer(phone, STAFF[1][1], TITLE, no=True)
    coordinator.tab("Who must be present")
    check(coordinator.page)
    coordinator.follow(re.compile("Jens Dam$"))
    coordinator.fill(name=LIS[0], email=LIS[1])
    coordinator.press("Add in their place")
    meetings.invite(coordinator, year, check)
    meetings.answer(phone, LIS[1], TITLE, agree=True)


def interview(analyst: Dane, check: Check) -> None:
    """Four are there; what they say stands under its question, by group, and goes back to them."""
    analyst.come()
    meetings.open_of(analyst, SERIES, FAABORG)
    meetings.check_in(analyst, "Ellen Lund", "Ole Friis", "Mia Skov", "Lis Toft")
    check(analyst.page)
    analyst.tab("Interview")
    for question, words, group in (
        (1, "Vi hører først om planen, når den er færdig.", "Lokalråd"),
        (1, "Vi mangler tid til at svare ordentligt.", "Medarbejdere"),
        (2, "En fast kontakt i kommunen ville hjælpe.", "Lokalråd"),
    ):
        form = analyst.page.locator("form", has=analyst.page.locator(f"#q{question}-text"))
        form.locator("textarea").fill(words)
        form.locator("select").select_option(label=group)
        form.locator("button[type=submit], button:not([type])").first.click()
        analyst.told(words)
    analyst.told(re.compile("4 af 4 deltagere har givet samtykke"))
    analyst.fill(summary="I vil høres tidligere og have en fast kontakt.")
    analyst.page.locator("form", has=analyst.page.locator("#id_summary")).locator("button").click()
    analyst.press("Send the summary")
    check(analyst.page)


def sent_back(year: Year) -> None:
    """Those who came get the summary."""
    year.wait(minutes=6)
    for address in (COUNCIL[0][1], LIS[1]):
        assert "have en fast kontakt" in "".join(year.mailbox(address))


THEMES = {
    "kontakt": "En fast kontakt i kommunen",
    "ringe": "En fast kontakt i kommunen",
    "tid": "Tid til at mødes",
    "hører": "Høres i tide",
}
CONTACT = THEMES["kontakt"]


def code(analyst: Dane, check: Check) -> None:
    """Free answers are released; they and the notes get the same themes."""
    analyst.room("Surveys")
    analyst.follow("Hvad har I brug for?")
    analyst.tab("Results")
    analyst.follow("Read free text and release it")
    shown = analyst.page.get_by_role("button", name=analyst.said("Show"), exact=True)
    for at in range(shown.count()):
        shown.nth(at).click()
    check(analyst.page)
    analyst.room("Themes")
    analyst.main("form button").filter(has_text="Sortér").click()
    check(analyst.page)
    while analyst.page.get_by_role("button", name=analyst.said("Save and next")).count():
        words = analyst.main("q.said, blockquote").first.inner_text().casefold()
        theme = next(THEMES[one] for one in THEMES if one in words)
        known = analyst.page.get_by_role("checkbox", name=re.compile(theme))
        if known.count():
            known.first.check()
        else:
            analyst.fill(new_theme=theme)
        here = analyst.page.url
        analyst.press("Save and next")
        analyst.page.wait_for_url(lambda url, before=here: url != before)
    for theme in (CONTACT,):
        analyst.told(theme)
    check(analyst.page)
    analyst.open(CONTACT)
    analyst.told("Fokusgruppe")
    check(analyst.page)
