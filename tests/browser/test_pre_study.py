"""A pre-study in Båstad from empty, in Swedish: companies, needs, meetings, decision, pilot.

The administrator works on a desktop, the project leader on a phone; one company writes its needs
itself by its own link. The companies are made up.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.from_empty.people import LINK
from tests.browser.learning_year import meetings
from tests.browser.learning_year.people import Native, Year, mailers
from tests.clock import ZONE
from tests.house.installation import Sink
from tests.outbox.sink import serve

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(1200)]
OPERATOR = "drift@example.org"
PATIENCE = 20_000
STUDY, PILOT = "Förstudie Båstad", "Pilot Båstad"
FIRST, SECOND = "Gemensamma intressen", "Om en möjlig pilot"
LISTED = "\n".join(
    ["Företag;Kontaktperson;E-post;Bransch;Anställda"]
    + [f"Exempelföretag {one};Kontakt {one};kontakt{one}@example.org;F;10" for one in range(1, 8)]
)


def next_july() -> dt.date:
    """The next 9 July after today."""
    today = dt.datetime.now(ZONE).date()
    day = dt.date(today.year, 7, 9)
    return day if day > today else day.replace(year=today.year + 1)


class Swede(Native):
    """Somebody of the pre-study."""

    language = "sv"

    def room(self, name: str, programme: str = STUDY) -> None:
        """A page of the programme, by its tabs."""
        self.menu("Programmes")
        self.follow(programme)
        self.tab(name)

    def menu(self, name: str) -> None:
        """Follow a link of the main menu, which is folded on a phone."""
        header = self.page.locator("header")
        link = header.get_by_role("link", name=self.said(name), exact=True).first
        folded = self.page.get_by_role("button", name=self.said("Menu"), exact=True)
        link.or_(folded).filter(visible=True).first.wait_for()
        if not link.is_visible():
            folded.click()
        link.click()

    def button(self, name: str) -> None:
        """Press a button that goes by another name elsewhere."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()


@pytest.fixture
def july() -> dt.date:
    """The day of the first meeting."""
    return next_july()


@pytest.fixture
def year(settings, tmp_path, live_server, july) -> Iterator[Year]:
    """An empty installation with its operator, some weeks before the first meeting."""
    sink = Sink()
    controller = serve(sink)
    settings.MAILERS = mailers(controller.port)
    settings.VAR_DIR = tmp_path
    settings.SITE_URL = live_server.url
    begin = dt.datetime.combine(july - dt.timedelta(days=38), dt.time(9), ZONE)
    with time_machine.travel(begin, tick=True) as travel:
        call_command("setup", operator=OPERATOR, language="sv", verbosity=0)
        expect.set_options(timeout=PATIENCE)
        yield Year(travel, sink)
        expect.set_options(timeout=None)
    controller.stop()


@pytest.fixture
def person(year, new_context, watch):
    """Return a function that gives somebody a device: `person(address, **options)`."""
    complained = {}

    def come_in(address: str, **options) -> Swede:
        context = new_context(**({"locale": "sv-SE", "viewport": DESKTOP} | options))
        year.contexts.append(context)
        page, complained[address] = watch(context)
        return Swede(page, address, year.mailbox)

    yield come_in
    assert complained == {address: [] for address in complained}


def test_a_pre_study_from_empty_to_the_next_programme(year, person, check_page, july):
    touch = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    operator, head = person(OPERATOR), person("astrid@example.org")
    lead, company = person("lars@example.org", **touch), person("kontakt7@example.org", **touch)

    open_house(operator, head, july)
    let_lead(head, lead)
    list_companies(head, check_page)
    interview(lead, check_page)
    write_oneself(head, company, check_page)
    needs_by_theme(head, check_page)
    plan_first(head, july, check_page)
    meetings.invite(head, year, check_page)
    year.go(dt.datetime.combine(july, dt.time(15, 45), ZONE))
    meet(lead, check_page)
    follow_up(head, july, check_page)
    year.go(dt.datetime.combine(july + dt.timedelta(days=49), dt.time(17, 30), ZONE))
    decide(head, lead, check_page)
    begin_pilot(head, check_page)


def open_house(operator: Swede, head: Swede, july: dt.date) -> None:
    """A region, its method for a pre-study, and a programme without places."""
    operator.come()
    operator.menu("Regions")
    operator.follow("Set up a region")
    operator.fill(name="Exempelregionen", administrator="Astrid Ek", email=head.address)
    operator.choose(country="SE", language="sv")
    operator.send()
    head.come(head.letter("Exempelregionen"))
    head.menu("Overview")
    head.guide("Method")
    taken = head.main("a").filter(has_text="Förstudie om kompetensbehov")
    taken.filter(has_text=re.compile("^Ta över|^Hämta|^Använd")).first.click()
    head.press("Take over")
    head.menu("Overview")
    head.guide("Programme")
    head.fill(
        name=STUDY, starts_on=(july - dt.timedelta(days=38)).isoformat(),
        ends_on=(july + dt.timedelta(days=120)).isoformat(),
    )  # fmt: skip
    head.page.locator("#id_method_version").select_option(index=1)
    head.page.locator("#id_owner").select_option(index=1)
    head.press("Create the programme")


def let_lead(head: Swede, lead: Swede) -> None:
    """The project leader runs the programme from a phone."""
    adding = head.page.locator("form[action$='/managers/add/']")
    head.unfold(adding.locator("input[type=email]")).fill(lead.address)
    adding.locator("input[name=name]").fill("Lars Lind")
    adding.locator("button").last.click()
    lead.come(lead.letter(STUDY))


def list_companies(head: Swede, check) -> None:
    """Ten companies: seven by a list, three one by one. Before that, the question."""
    head.room("Companies")
    check(head.page)
    head.follow("The question and the number")
    head.fill(question="Vilken kompetens behöver ni?", wanted="10")
    head.send()
    head.room("Companies")
    head.follow("Bring a list in")
    head.page.locator("#id_file").set_input_files(
        {"name": "foretag.csv", "mimeType": "text/csv", "buffer": LISTED.encode()}
    )
    head.send()
    head.told("Exempelföretag 7")
    check(head.page)
    head.send()
    head.follow("To the companies")
    head.follow("Add a company")
    for number in range(8, 11):
        head.fill(
            name=f"Exempelföretag {number}", person_name=f"Kontakt {number}",
            email=f"kontakt{number}@example.org",
        )  # fmt: skip
        if number < 10:
            head.press("Save and add another")
        else:
            check(head.page)
            head.send()
    head.room("Companies")
    head.told("0 av 10 företag hörda")
    check(head.page)


def interview(lead: Swede, check) -> None:
    """Six talks on the phone; what is written saves itself."""
    for number in range(1, 7):
        lead.room("Companies")
        lead.page.locator("#list").get_by_role(
            "link", name=f"Exempelföretag {number}", exact=True
        ).click()
        lead.press("Interview now")
        page = lead.page
        lead.fill(
            **{
                "needs-0-text": f"Någon som håller ihop bygget {number}",
                "needs-0-theme": "Processledning",
                "needs-0-quote": f"Vi står ensamma {number}",
            }
        )
        lead.choose(**{"needs-0-level": str(number % 5 + 1)})
        if number < 3:
            page.locator("#id_needs-0-may_quote").check()
        expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
        if number == 1:
            check(page)
            page.reload()
            expect(page.locator("#id_needs-0-theme")).to_have_value("Processledning")
            lead.fill(next_step="Bjud in till mötet")
        lead.button("Klar")
        lead.told("Processledning")
    check(lead.page)
    lead.room("Companies")
    lead.told("6 av 10 företag hörda")


def write_oneself(head: Swede, company: Swede, check) -> None:
    """One company writes by its own link, and nobody else's page opens by it."""
    head.room("Companies")
    head.page.locator("#list").get_by_role("link", name="Exempelföretag 7", exact=True).click()
    head.press("Send the link")
    letter = company.letter("Skriv våra behov")
    link = next(one for one in LINK.findall(letter) if "/company/" in one)
    company.page.goto(link)
    company.fill(**{"needs-0-text": "Snickare som kan återbruk", "needs-0-theme": "Återbruk"})
    expect(company.page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    check(company.page)
    company.button("Spara")
    head.room("Companies")
    head.told("7 av 10 företag hörda")
    head.page.locator("#list").get_by_role("link", name="Exempelföretag 7", exact=True).click()
    head.told("Snickare som kan återbruk")
    check(head.page)


def needs_by_theme(head: Swede, check) -> None:
    """Six of one theme are told with median and quotes; one alone is not told."""
    head.room("Companies")
    head.follow("Needs by theme")
    head.told("Vi står ensamma 1")
    expect(head.main("table")).not_to_contain_text("Vi står ensamma 3")
    head.told("färre än 5")
    check(head.page)
    head.press("Make themes of them")
    head.told("Processledning")


def plan_first(head: Swede, july: dt.date, check) -> None:
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


def meet(lead: Swede, check) -> None:
    """At the door three come; the common interests become themes."""
    lead.come()
    lead.room("Meetings")
    lead.follow(re.compile(f"^{FIRST}"))
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
    lead.room("Companies")
    lead.page.locator("#list").get_by_role("link", name="Exempelföretag 8", exact=True).click()
    lead.told("Kom")


def follow_up(head: Swede, july: dt.date, check) -> None:
    """27 August at 16, nobody knows the end; the same guests, and both pages say it."""
    head.come()
    head.room("Meetings")
    head.follow(re.compile(f"^{FIRST}"))
    head.follow("Plan the next meeting")
    later = july + dt.timedelta(days=49)
    head.fill(title=SECOND, starts_on=later.isoformat(), starts_time="16:00", ends_time="")
    head.send()
    head.told(FIRST)
    check(head.page)
    head.tab("Guests")
    head.told("Kontakt 10")
    head.tab("Overview")
    head.follow(FIRST)
    head.told(SECOND)


def decide(head: Swede, lead: Swede, check) -> None:
    """The project leader writes the decision, the head confirms it."""
    lead.come()
    lead.room("Going on")
    check(lead.page)
    lead.follow("Write a decision")
    lead.fill(
        question="Ska det bli en pilot?", reasons="Sex av sju företag behöver samma sak.",
        decided_by="Styrgruppen",
    )  # fmt: skip
    lead.page.locator("input[name=verdict][value=yes]").check()
    for number in (1, 2):
        lead.page.get_by_label(f"Exempelföretag {number}", exact=True).check()
    check(lead.page)
    lead.send()
    expect(lead.page.get_by_role("button", name=lead.said("Confirm"))).to_be_disabled()
    head.come()
    head.room("Going on")
    head.follow("Ska det bli en pilot?")
    head.press("Confirm")
    head.told("The decision is confirmed.")
    check(head.page)


def begin_pilot(head: Swede, check) -> None:
    """The pilot follows on the pre-study, with the two companies that join."""
    head.follow("Make the next programme")
    head.fill(name=PILOT)
    check(head.page)
    head.send()
    head.told(STUDY)
    check(head.page)
    head.tab("Companies")
    head.told("Exempelföretag 1")
    expect(head.main("table")).not_to_contain_text("Exempelföretag 3")
