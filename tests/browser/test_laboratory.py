"""A laboratory from an empty region, in Danish, by the interface alone.

Its leader and the facilitator work on a desktop, members of the teams have a phone. Nobody types
an address: people follow links, and letters. What another walk needs of a laboratory are the
functions below: `open_house`, `begin`, `join`, `take_in`, `plan_session`, `write_work`, `enter`,
`do_work`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.learning_year.people import Native, Year, mailers
from tests.clock import base_day, noon
from tests.house.installation import Sink
from tests.outbox.sink import serve

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(1500)]
OPERATOR = "drift@example.org"
NAME = "Laboratorium for lokal bærekraft"
SESSION = "Laboratoriemøde 1: Det vilde problem"
PROBLEM = (
    "Mange er ensomme, men ingen kommer til et tilbud, der hedder det. "
    "Hvor kan vi mødes uden at melde os til?"
)
#: A letter or a page may take so many milliseconds on a busy machine.
PATIENCE = 30_000

type Check = Callable[[Page], None]


class Learner(Native):
    """Somebody of the laboratory in Denmark."""

    language = "da"

    def programme(self) -> None:
        """The programme's home, from anywhere."""
        self.menu("Programmes")
        self.follow(re.compile(NAME))

    def laboratory(self) -> None:
        """The room that all teams share, from anywhere."""
        self.programme()
        self.follow("Open the laboratory")


@pytest.fixture
def year(settings, tmp_path, live_server) -> Iterator[Year]:
    """An empty installation with its operator."""
    sink = Sink()
    controller = serve(sink)
    settings.MAILERS = mailers(controller.port)
    settings.VAR_DIR = tmp_path
    settings.SITE_URL = live_server.url
    with time_machine.travel(noon(base_day()), tick=True) as travel:
        call_command("setup", operator=OPERATOR, language="da", verbosity=0)
        expect.set_options(timeout=PATIENCE)
        yield Year(travel, sink)
        expect.set_options(timeout=None)
    controller.stop()


@pytest.fixture
def person(year, new_context, watch):
    """Return a function that gives somebody a device: `person(address, **options)`."""
    complained = {}

    def come_in(address: str, **options) -> Learner:
        context = new_context(**({"locale": "da-DK", "viewport": DESKTOP} | options))
        context.set_default_timeout(PATIENCE)
        year.contexts.append(context)
        page, complained[address] = watch(context)
        return Learner(page, address, year.mailbox)

    yield come_in
    assert complained == {address: [] for address in complained}


# --- What other walks may call


def open_house(operator: Learner, leader: Learner) -> None:
    """The operator opens the region; its head gets a letter and takes the method over."""
    operator.come()
    operator.menu("Regions")
    operator.follow("Set up a region")
    operator.fill(name="SDG Aktionsuniversitetet", administrator="Mette Lund", email=leader.address)
    operator.choose(country="DK", language="da")
    operator.send()
    operator.told(re.compile("SDG Aktionsuniversitetet er oprettet"))
    leader.come(leader.letter("SDG Aktionsuniversitetet"))
    leader.menu("Overview")
    leader.guide("Method")
    leader.follow(re.compile(rf"^Overtag\s+{NAME}$"))
    leader.press("Take over")


def begin(leader: Learner, facilitator: Learner, check: Check) -> None:
    """The programme, its two municipalities, its facilitator, and the laboratory itself."""
    leader.menu("Overview")
    leader.guide("Programme")
    leader.fill(name=NAME, starts_on=base_day().isoformat())
    leader.page.locator("#id_method_version").select_option(index=1)
    leader.page.locator("#id_owner").select_option(index=1)
    leader.press("Create the programme")
    for kommune in ("Guldborgsund", "Ringkøbing-Skjern"):
        adding = leader.page.locator("form[action$='/partners/add/']")
        leader.unfold(adding.locator("#id_kind")).select_option("partner")
        leader.pick("organisation", f"{kommune} Kommune", new=True)
        leader.press("Add the partner")
        leader.told("The partner is added.")
    leader.follow("Laboratory")
    leader.follow("Set the laboratory up")
    leader.fill(
        welcome="Vi lærer ved at handle, og vi deler på tværs af de to kommuner.",
        eligibility="Ledere med strategisk ansvar for et sted, og deres organisation.",
    )
    check(leader.page)
    leader.press("Save")
    leader.told("The laboratory is saved.")
    leader.programme()
    leader.tab("People")
    leader.choose(role="facilitator")
    leader.fill(email=facilitator.address, name="Fie Holm")
    leader.press("Give the post")
    leader.told("Fie Holm")


def join(
    leader: Learner, name: str, area: str, municipality: str, problem: str, check: Check
) -> None:
    """A team joins with a new area; the page of its people stands open then."""
    leader.laboratory()
    leader.follow("A team joins")
    leader.told("Ledere med strategisk ansvar for et sted, og deres organisation.")
    leader.fill(name=name, place_name=area, problem=problem)
    leader.pick("municipality", municipality)
    check(leader.page)
    leader.press("Let the team join")
    leader.told(re.compile(f"{name} er med"))


def take_in(
    leader: Learner, organisation: str, responsibility: str, people: dict[str, tuple[str, str]]
) -> None:
    """An organisation with its people, each by name: address and discipline; the first leads.

    The page of the team's people stands open, before and after.
    """
    leader.follow("Take an organisation in")
    leader.pick("organisation", organisation, new=organisation != "Guldborgsund Kommune")
    leader.page.keyboard.press("Tab")  # the list of hits folds up
    leader.fill(responsibility=responsibility)
    leader.press("Let it take part")
    leader.told(organisation)
    for name, (address, discipline) in people.items():
        leader.follow("Invite a member")
        leader.fill(name=name, email=address, discipline=discipline)
        leader.page.locator("#id_organisation").select_option(label=organisation)
        leader.press("Take in and invite")
        leader.told(re.compile(f"{name} er med i teamet"))


def plan_session(leader: Learner, day: str, hall: str) -> None:
    """A lab meeting among the programme's meetings, announced."""
    leader.programme()
    leader.tab("Meetings")
    leader.follow("Plan a meeting")
    leader.choose(kind="lab")
    leader.fill(title=SESSION, starts_on=day, hall=hall)
    leader.press("Plan the meeting")
    leader.press("Announce the meeting")


def write_work(facilitator: Learner, text: str, due: str, check: Check) -> None:
    """What members do before the session; its page stands open then."""
    facilitator.laboratory()
    facilitator.follow(re.compile(SESSION))
    facilitator.follow("Write preparation and assignment")
    facilitator.fill(preparation=text, preparation_due=due, prompt="Hvem sagde noget uventet?")
    check(facilitator.page)
    facilitator.press("Save")
    facilitator.told("Members see it on their team's page.")


def enter(member: Learner, team: str, area: str) -> None:
    """A member comes by the letter, and opens the team's room from the start page."""
    member.come(member.letter(area))
    member.menu("What is next")
    member.follow(team)
    member.headed(team)


def do_work(member: Learner, words: str, check: Check) -> None:
    """What is next for a member: the preparation, done and shared. The team's room stands open."""
    member.open("Do what is next")
    check(member.page)
    member.fill(words=words)
    member.page.locator("#id_shared").check()
    member.press("I have done it")
    member.told("Done. Your team sees it.")


# --- The walk


def test_a_laboratory_from_an_empty_region(year, person, check_page):
    touch = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    operator, mette = person(OPERATOR), person("mette@aktionsuniversitet.example.org")
    fie = person("fie@aktionsuniversitet.example.org")
    karen = person("karen@guldborgsund.example.org", **touch)
    jens = person("jens@rksk.example.org", **touch)

    open_house(operator, mette)
    begin(mette, fie, check_page)
    join(mette, "Team Stubbekøbing", "Stubbekøbing", "Guldborgsund", PROBLEM, check_page)
    take_in(
        mette, "Guldborgsund Kommune", "Byens haller og biblioteker.",
        {"Karen Dahl": (karen.address, "Byplanlægning")},
    )  # fmt: skip
    take_in(
        mette, "Havnelauget", "Havnen og dens kaj.",
        {"Bo Friis": ("bo@havn.example.org", "Foreningsliv")},
    )  # fmt: skip
    check_page(mette.page)
    join(mette, "Team Skjern", "Skjern", "Ringkøbing-Skjern", "De unge flytter.", check_page)
    take_in(
        mette, "Skjern Bank", "Lån til lokale initiativer.",
        {"Jens Kjær": (jens.address, "Erhverv")},
    )  # fmt: skip

    days = [(base_day() + dt.timedelta(days=number)).isoformat() for number in (14, 10)]
    plan_session(mette, days[0], "Guldborgsund Rådhus")
    fie.come(fie.letter(NAME))
    write_work(fie, "Tal med fem, der selv kender til ensomhed.", days[1], check_page)
    fie.press("Propose groups")
    fie.told("The groups are made. Move people as you like.")
    check_page(fie.page)

    enter(karen, "Team Stubbekøbing", "Stubbekøbing")
    karen.told(PROBLEM)
    check_page(karen.page)
    do_work(karen, "Fem sagde det samme: ingen vil melde sig til.", check_page)
    karen.follow("Learning goals")
    karen.fill(text="At lytte længere, før jeg foreslår noget.")
    karen.page.locator("input[name=before][value='2']").check()
    check_page(karen.page)
    karen.press("Save")
    karen.told("Your learning goal is saved.")

    enter(jens, "Team Skjern", "Skjern")
    jens.follow("All teams of the laboratory")
    jens.told("Fem sagde det samme: ingen vil melde sig til.")
    jens.told(PROBLEM)
    assert jens.main("a").filter(has_text="Team Stubbekøbing").count() == 0
    check_page(jens.page)

    fie.laboratory()
    fie.follow("Who is quiet")
    row = fie.main("tr").filter(has_text="Karen Dahl")
    expect(row).to_contain_text(fie.said("With us"))
    check_page(fie.page)
