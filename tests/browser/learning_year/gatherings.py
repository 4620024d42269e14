"""A focus group that is recorded, a course with a teacher in the catalogue, a full conference."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.from_empty.region import Check
from tests.browser.learning_year import meetings
from tests.browser.learning_year.people import Dane, Year

TALK, COURSE, CONFERENCE = "Samtale om unge", "Fonde for landsbyer", "Kapacitet på tværs"
GUESTS = (("Bo Berg", "bo@byraad.example.org"), ("Ida Lund", "ida@raad.example.org"))


def record(year: Year, leader: Dane, phone: Dane, check: Check) -> None:
    """Sound is kept for so many days; whoever is asked reads that before agreeing."""
    leader.room("Meetings")
    leader.follow("Plan a meeting")
    leader.choose(kind="focus_group")
    leader.fill(title=TALK, starts_on="2027-02-10", hall="Biblioteket")  # any day
    leader.press("Plan the meeting")
    leader.tab("Interview")
    leader.follow("Consent and recording")
    leader.page.locator("input[name=recording][value=sound]").check()
    leader.fill(delete_after="30")
    check(leader.page)
    leader.press("Save")
    leader.told(re.compile("Lyden optages"))
    meetings.announce(leader)
    meetings.name(leader, GUESTS[:1])
    meetings.invite(leader, year, check)
    phone.page.goto(meetings.link_of(phone, GUESTS[0][1], TALK))
    phone.told(re.compile("Lyden optages"))
    phone.told(re.compile("30 dage"))
    phone.page.locator("#id_consent").check()
    check(phone.page)
    phone.send()
    phone.told("Thank you")


def teach(leader: Dane, teacher: Dane, phone: Dane, check: Check) -> None:
    """A course with its teacher, found in the catalogue by whom it is for."""
    leader.room("Series")
    leader.follow("Add a series")
    leader.fill(name=COURSE, purpose="Hvor pengene er.", starts_on="2027-09-01")  # any day
    leader.choose(kind="course")
    leader.press("Add the series")
    page = leader.page
    leader.unfold(page.locator("#duty-task")).select_option("teaches")
    page.locator("#duty-name").fill("Anne Tortzen")
    page.locator("#duty-email").fill(teacher.address)
    leader.press("Give the task")
    leader.follow("Plan a meeting")
    leader.choose(kind="webinar")
    room = "https://meet.example.org/fonde"
    leader.fill(title="Webinar om fonde", starts_on="2027-09-15", online_url=room)  # any day
    leader.press("Plan the meeting")
    leader.press("Announce the meeting")
    leader.room("Series")
    leader.open(COURSE)
    leader.follow("Course page and sign-up")
    leader.page.locator("#id_audiences_0").check()
    audience = leader.page.locator("label[for=id_audiences_0]").inner_text()
    leader.press("Save")
    leader.press("Open sign-up")
    teacher.come()
    teacher.programme()
    teacher.open(COURSE)
    teacher.follow(re.compile("Webinar om fonde"))
    teacher.told("Webinar om fonde")
    check(teacher.page)
    catalogue = leader.main("a").filter(has_text=leader.said("The region's course catalogue"))
    phone.page.goto(catalogue.get_attribute("href"))
    check(phone.page)
    phone.follow(audience)
    phone.told(COURSE)
    expect(phone.main("nav [aria-current]")).to_have_text(audience)
    check(phone.page)
    phone.follow(COURSE)
    phone.told("Anne Tortzen")


def confer(year: Year, leader: Dane, phone: Dane, check: Check) -> None:
    """One seat: the second waits, and has it when the first gives it back; badges on paper."""
    leader.room("Meetings")
    leader.follow("Plan a meeting")
    leader.choose(kind="conference")
    leader.fill(title=CONFERENCE, starts_on="2027-12-02", hall="Højskolen")  # any day
    leader.unfold(leader.page.locator("#id_capacity")).fill("1")
    leader.press("Plan the meeting")
    leader.press("Announce the meeting")
    meetings.name(leader, GUESTS)
    meetings.invite(leader, year, check)
    for _who, address in GUESTS:
        phone.page.goto(meetings.link_of(phone, address, CONFERENCE))
        phone.send()
        check(phone.page)
    phone.told(re.compile("nummer 1 på ventelisten"))
    (_first, gives), (waits, hers) = GUESTS
    phone.page.goto(meetings.link_of(phone, gives, CONFERENCE))
    phone.page.get_by_role("button", name=phone.said("No"), exact=True).click()
    phone.told(re.compile("Tak"))
    year.wait(minutes=6)
    phone.page.goto(meetings.link_of(phone, hers, "plads"))
    check(phone.page)
    phone.press("Take the seat")
    phone.told("Thank you")
    leader.tab("Sessions")
    with leader.page.expect_download() as waiting:
        leader.follow("Badges (PDF)")
    words = " ".join(
        " ".join(page.extract_text() for page in PdfReader(waiting.value.path()).pages).split()
    )
    assert waits in words
    assert GUESTS[0][0] not in words
