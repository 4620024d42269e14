"""A pre-study in Båstad from empty, in Swedish, by the interface alone.

The region's administrator works on a desktop, the project leader on a phone; one company writes
its needs itself by its own link. Ten companies, two meetings, a decision and its pilot; a claim
that is paid, and the evidence for an education. The companies are made up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.learning_year.meetings import invite
from tests.browser.learning_year.people import Year, mailers
from tests.browser.pre_study import companies, house, meetings, project
from tests.browser.pre_study.people import Swede
from tests.clock import ZONE
from tests.house.installation import Sink
from tests.outbox.sink import serve

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(1800)]
OPERATOR = "drift@example.org"
PATIENCE = 20_000


@pytest.fixture
def july() -> dt.date:
    """The day of the first meeting: the next 9 July after today."""
    today = dt.datetime.now(ZONE).date()
    day = dt.date(today.year, 7, 9)
    return day if day > today else day.replace(year=today.year + 1)


@pytest.fixture
def year(settings, tmp_path, live_server, july) -> Iterator[Year]:
    """An empty installation with its operator, some weeks before the first meeting."""
    sink = Sink()
    controller = serve(sink)
    settings.MAILERS = mailers(controller.port)
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SITE_URL = live_server.url
    settings.JOBS_AT_ONCE = False
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
        context.set_default_timeout(PATIENCE)
        year.contexts.append(context)
        page, complained[address] = watch(context)
        return Swede(page, address, year.mailbox)

    yield come_in
    assert complained == {address: [] for address in complained}


def test_a_pre_study_from_empty_to_its_pilot_and_its_evidence(year, person, check_page, july):
    touch = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    operator, head = person(OPERATOR), person("astrid@example.org")
    treasurer = person("petra@example.org")
    lead, company = person("lars@example.org", **touch), person("kontakt7@example.org", **touch)
    august = july + dt.timedelta(days=49)

    house.open_house(operator, head)
    house.let_lead(head, lead, treasurer)
    companies.bring_in(head, check_page)
    companies.interview(lead, check_page)
    companies.write_oneself(head, company, check_page)
    companies.needs_by_theme(head, check_page)
    project.write_goal(lead, check_page)
    project.open_room(lead, check_page)
    project.map_processes(lead, check_page)
    project.agree(lead)
    meetings.plan_first(head, july, check_page)
    invite(head, year, check_page)

    year.go(dt.datetime.combine(july, dt.time(15, 45), ZONE))
    lead.come()
    meetings.meet(lead, check_page)
    head.come()
    meetings.follow_up(head, august, check_page)
    companies.newcomer(head)
    meetings.add_newcomer(head)

    year.go(dt.datetime.combine(august, dt.time(17, 30), ZONE))
    lead.come()
    head.come()
    treasurer.come()
    project.keep_profile(lead, check_page)
    project.claim(lead, check_page)
    project.pay(head, treasurer, lead, check_page)
    companies.letter_of_intent(head)
    house.decide(head, lead, check_page)
    house.begin_pilot(head, check_page)
    project.fetch_evidence(lead, check_page)
