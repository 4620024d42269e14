"""September to December: a course of mixed parts with certificates, the conference, the report."""

from __future__ import annotations

import io
import re

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.from_empty.people import LINK
from tests.browser.from_empty.region import Check
from tests.browser.learning_year import meetings
from tests.browser.learning_year.listening import CONTACT
from tests.browser.learning_year.people import Dane, Year

COURSE, CONFERENCE = "Samarbejde, der holder", "Lokal Strategisk Kapacitetskonference"


def plan_course(leader: Dane, check: Check) -> str:
    """A webinar, a network meeting, and a part that a theme became; the open page's address."""
    leader.come()
    leader.room("Series")
    leader.follow("Add a series")
    leader.fill(
        name=COURSE, purpose="Lær at samarbejde på tværs.", parts_needed="2",
        starts_on="2027-09-01", ends_on="2027-11-30",  # any day
    )  # fmt: skip
    leader.choose(kind="course")
    leader.page.locator("#id_certificate").check()
    leader.press("Add the series")
    for kind, title, day, where in (
        ("webinar", "Webinar: Tidlig inddragelse", "2027-09-15", "online_url"),  # any day
        ("network", "Netværksmøde på tværs", "2027-10-06", "hall"),  # any day
    ):
        leader.follow("Plan a meeting")
        leader.choose(kind=kind)
        place = "https://meet.example.org/kursus" if where == "online_url" else "Landsbyhøjskolen"
        leader.fill(title=title, starts_on=day, **{where: place})
        leader.press("Plan the meeting")
        leader.press("Announce the meeting")
        leader.room("Series")
        leader.open(COURSE)
    leader.room("Themes")
    leader.open(CONTACT)
    leader.follow("Lead on")
    check(leader.page)
    leader.follow("Course part")
    leader.page.locator("#id_series").select_option(label=COURSE)
    leader.fill(day="2027-10-27", time="13:00")  # any day
    leader.press("Make it")
    leader.room("Series")
    leader.open(COURSE)
    leader.follow(re.compile(CONTACT))
    meetings.announce(leader)
    leader.room("Series")
    leader.open(COURSE)
    check(leader.page)
    leader.follow("Course page and sign-up")
    for number in range(3):
        leader.page.locator(f"#id_audiences_{number}").check()
    leader.fill(capacity="20")
    leader.press("Save")
    leader.press("Open sign-up")
    check(leader.page)
    return leader.main("a").filter(has_text="/courses/open/").first.inner_text()


def sign_up(year: Year, phone: Dane, address: str, check: Check) -> None:
    """Once for all parts, on a telephone; the letter leads to one's own page."""
    phone.page.goto(address)  # the coordinator has passed it on in a letter
    check(phone.page)
    phone.fill(name="Bo Berg", email=phone.address, organisation_name="Byrådet")
    phone.press("Sign me up")
    year.wait(minutes=1)
    phone.open_letter("Din plads")
    phone.told("Du har en plads")
    check(phone.page)


def hold_part(leader: Dane, number: int) -> None:
    """One part: who took part."""
    leader.come()
    leader.room("Series")
    leader.open(COURSE)
    leader.follow(re.compile(f"^{number}\\."))
    meetings.check_in(leader, "Bo Berg")


def certify(year: Year, leader: Dane, phone: Dane, check: Check) -> None:
    """Two parts of three are enough; the letter's link opens the certificate."""
    leader.come()
    leader.room("Series")
    leader.open(COURSE)
    leader.follow("Attendance and certificates")
    check(leader.page)
    leader.press("Send the certificates by letter")
    year.wait(minutes=6)
    letter = phone.letter("Dit kursusbevis")
    link = next(one for one in LINK.findall(letter) if "certificate" in one)
    words = _text(phone.page.request.get(link).body())
    assert "Bo Berg" in words
    assert COURSE in words


def plan_conference(year: Year, leader: Dane, phone: Dane, check: Check) -> None:
    """Sessions with seats; those of the year are invited."""
    leader.come()
    leader.room("Meetings")
    leader.follow("Plan a meeting")
    leader.choose(kind="conference")
    leader.fill(title=CONFERENCE, starts_on="2027-12-02", hall="Landsbyhøjskolen")  # any day
    leader.press("Plan the meeting")
    leader.press("Announce the meeting")
    leader.tab("Sessions")
    for title, begins, ends, more in (
        ("Hvad vi fandt ud af", "09:30", "10:30", {"speakers": "Anne Tortzen"}),
        ("Borgere og byråd", "11:00", "12:00", {"track": "Samarbejde", "capacity": "20"}),
        ("Fonde og frivillige", "11:00", "12:00", {"track": "Penge", "capacity": "20"}),
    ):
        for field, value in {"title": title, "starts": begins, "ends": ends, **more}.items():
            leader.page.locator(f"#session-{field}").fill(value)
        if "speakers" in more:
            leader.page.locator("#session-for_all").check()
        leader.press("Add")
    check(leader.page)
    meetings.name(leader, [("Bo Berg", phone.address), ("Ellen Lund", "ellen@raad.example.org")])
    meetings.invite(leader, year, check)


def choose(year: Year, phone: Dane, check: Check) -> None:
    """On a telephone: with a companion, one session, and word of the next course."""
    phone.open_letter(CONFERENCE)
    phone.fill(organisation_name="Byrådet", companions="Rikke Berg")
    check(phone.page)
    phone.send()
    phone.follow("Choose your sessions")
    phone.page.get_by_label(re.compile("Borgere og byråd")).first.check()
    phone.press("Save my choice")
    check(phone.page)
    phone.follow(re.compile("Tilbage"))
    check(phone.page)
    phone.follow("Tell me when the next course starts")
    phone.fill(email=phone.address)
    phone.press("Tell me")
    check(phone.page)
    year.wait(minutes=1)
    phone.open_letter("Når næste kursus åbner")
    phone.send()
    check(phone.page)


def close(leader: Dane, check: Check) -> None:
    """The names on paper with the companion's, who came, who waits for more, and the report."""
    leader.come()
    leader.room("Meetings")
    leader.follow(CONFERENCE)
    leader.tab("Sessions")
    leader.told(re.compile(r"^\s*1 person"))
    with leader.page.expect_download() as waiting:
        leader.follow("List of names (PDF)")
    words = _text(waiting.value.path().read_bytes())
    assert "Bo Berg" in words
    assert "Rikke Berg" in words
    meetings.check_in(leader, "Bo Berg", companions=1)
    leader.room("Report")
    for row in ("Hvad har I brug for?", "Fokusgrupper", COURSE, CONFERENCE):
        expect(leader.main("table").first).to_contain_text(row)
    check(leader.page)
    with leader.page.expect_download() as waiting:
        leader.follow("Download as PDF")
    told = _text(waiting.value.path().read_bytes())
    assert "33 af 36 har svaret" in told
    assert "Alle var der" in told


def _text(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
