"""The two meetings: 9 July 16 to 17, and 27 August at 16, linked to each other."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import expect

from tests.browser.from_empty.region import Check
from tests.browser.pre_study.people import Swede

FIRST, SECOND = "Gemensamma intressen", "Om en möjlig pilot"


def plan_first(head: Swede, july: dt.date, check: Check) -> None:
    """9 July, 16 to 17, at Båstads Företagsby; the guest list from the register."""
    head.room("Meetings")
    head.follow("Plan a meeting")
    head.choose(kind="companies")
    head.fill(
        title=FIRST, starts_on=july.isoformat(), starts_time="16:00", ends_time="17:00",
        hall="Båstads Företagsby",
    )  # fmt: skip
    head.press("Plan the meeting")
    head.follow("Put companies on the guest list")
    check(head.page)
    head.send()
    head.told("Kontakt 10")
    head.tab("Overview")
    head.press("Announce the meeting")
    head.told("The meeting is announced.")


def meet(lead: Swede, check: Check) -> None:
    """At the door three come; the common interests become themes."""
    lead.meeting(FIRST)
    lead.tab("Check-in")
    expect(lead.page.locator("html")).to_have_attribute("data-ready", "door")
    for who in ("Kontakt 1", "Kontakt 2", "Kontakt 8"):
        came = re.compile(rf"^{lead.said('Came')}.*{who}\b", re.DOTALL)
        lead.page.get_by_role("button", name=came).first.click()
        expect(lead.page.locator("[data-state-text]")).to_have_text(lead.said("All is saved."))
    lead.tab("Overview")
    lead.follow("Common interests to themes")
    lead.fill(lines="En gemensam utbildning\nDelade maskiner")
    check(lead.page)
    lead.send()
    lead.told("En gemensam utbildning")
    lead.company("Exempelföretag 8")
    lead.told("Kom")


def follow_up(head: Swede, later: dt.date, check: Check) -> None:
    """27 August at 16, nobody knows the end; the same guests, and both pages say it."""
    head.meeting(FIRST)
    head.follow("Plan the next meeting")
    head.fill(title=SECOND, starts_on=later.isoformat(), starts_time="16:00", ends_time="")
    head.send()
    head.told(FIRST)
    check(head.page)
    head.picture("follow-up")
    head.tab("Guests")
    head.told("Kontakt 10")
    head.tab("Overview")
    head.follow(FIRST)
    head.told(SECOND)


def add_newcomer(head: Swede) -> None:
    """The register's newcomer stands on the second list beside those of the first."""
    head.meeting(SECOND)
    head.follow("Put companies on the guest list")
    head.send()
    head.told("Kontakt 11")
    head.told("Kontakt 10")
    head.tab("Overview")
    head.press("Announce the meeting")
    head.told("The meeting is announced.")
