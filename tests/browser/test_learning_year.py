"""A year of BLUP Akademiet, from an empty programme without places, in Danish, by the interface.

The project leader and two coordinators work on a desktop, the analyst too; a councillor answers
on a telephone. Nobody types an address: people follow links, and letters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.learning_year import (
    asking,
    beginning,
    gatherings,
    learning,
    listening,
    meeting_halfway,
    openly,
    related,
    six,
)
from tests.browser.learning_year.people import Dane, Year, mailers
from tests.clock import ZONE
from tests.house.installation import Sink
from tests.outbox.sink import serve

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(2400)]
OPERATOR = "drift@example.org"
#: A letter, a PDF or a page may take so many milliseconds on a busy machine.
PATIENCE = 20_000


@pytest.fixture
def year(settings, tmp_path, live_server) -> Iterator[Year]:
    """An empty installation with its operator, on a winter's morning."""
    sink = Sink()
    controller = serve(sink)
    settings.MAILERS = mailers(controller.port)
    settings.VAR_DIR = tmp_path
    settings.SITE_URL = live_server.url
    with time_machine.travel(
        dt.datetime(2027, 1, 11, 9, tzinfo=ZONE),  # any day
        tick=True,  # any day
    ) as travel:  # any day
        call_command("setup", operator=OPERATOR, language="da", verbosity=0)
        expect.set_options(timeout=PATIENCE)
        yield Year(travel, sink)
        expect.set_options(timeout=None)
    controller.stop()


@pytest.fixture
def person(year, new_context, watch):
    """Return a function that gives somebody a device: `person(address, **options)`."""
    complained = {}

    def come_in(address: str, **options) -> Dane:
        context = new_context(**({"locale": "da-DK", "viewport": DESKTOP} | options))
        year.contexts.append(context)
        page, complained[address] = watch(context)
        return Dane(page, address, year.mailbox)

    yield come_in
    assert complained == {address: [] for address in complained}


def test_a_learning_year_from_an_empty_programme(year, person, check_page):
    operator, tyge = person(OPERATOR), person("tyge@example.org")
    kirsten, soeren = person("kirsten@faaborgmidtfyn.dk"), person("soeren@sonderborg.dk")
    anne = person("anne@dialog.dk")
    touch = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    guest = person("guest@example.org", **touch)
    councillor = person(asking.address("politik", 1, "Faaborg-Midtfyn"), **touch)

    beginning.open_house(operator, tyge)
    beginning.begin_programme(tyge, check_page)
    beginning.keep_papers(tyge, check_page)
    beginning.give_posts(tyge, kirsten, soeren, anne, check_page)

    asking.build(tyge, check_page)
    asking.send(kirsten, "Faaborg-Midtfyn", "raad1@soend", check_page)
    asking.send(soeren, "Sønderborg", "raad1@faab", check_page)
    year.day(1, 18)
    asking.answer(year, councillor, check_page)
    year.day(3, 15)
    asking.remind(year, kirsten, "Faaborg-Midtfyn", check_page)
    year.day(5, 3)
    asking.compare(anne, check_page)

    listening.draft(tyge, check_page)
    listening.gather(year, kirsten, guest, check_page)
    year.day(5, 20, 15)
    listening.interview(anne, check_page)
    listening.sent_back(year)
    listening.code(anne, check_page)

    meeting_halfway.draft(tyge, check_page)
    meeting_halfway.hold(year, kirsten, "Faaborg-Midtfyn", guest, check_page)
    meeting_halfway.hold(year, soeren, "Sønderborg", guest, check_page)
    year.day(6, 8, 13)
    meeting_halfway.meet(kirsten, "Faaborg-Midtfyn", check_page)
    year.day(6, 13, 13)
    meeting_halfway.meet(soeren, "Sønderborg", check_page)

    year.day(8, 16)
    address = learning.plan_course(tyge, check_page)
    learning.sign_up(year, councillor, address, check_page)
    for number, (month, day) in enumerate(((9, 15), (10, 6)), start=1):
        year.day(month, day, 15)
        learning.hold_part(tyge, number)
    year.day(10, 28)
    learning.certify(year, tyge, councillor, check_page)
    year.day(11, 1)
    learning.plan_conference(year, tyge, councillor, check_page)
    learning.choose(year, councillor, check_page)
    year.day(12, 2, 15)
    learning.close(tyge, check_page)


def test_what_else_belongs_to_a_learning_year(year, person, check_page):
    """What the walk above leaves out of features such a year needs, from empty as well."""
    operator, tyge = person(OPERATOR), person("tyge@example.org")
    anne = person("anne@dialog.dk")
    touch = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    guest = person("guest@example.org", **touch)

    beginning.open_house(operator, tyge)
    beginning.begin_programme(tyge, check_page)
    related.place_among(tyge, check_page)
    related.change_method(tyge, check_page)
    related.give_teaching(tyge, anne, check_page)
    related.tell(tyge, anne, check_page)

    address = openly.build(tyge, check_page)
    openly.answer(year, guest, address, check_page)
    gatherings.record(year, tyge, guest, check_page)
    openly.compare(year, tyge, check_page)
    six.draft(tyge, check_page)
    six.hold_all(year, tyge, guest, check_page)
    year.day(8, 16)
    tyge.come()
    gatherings.teach(tyge, anne, guest, check_page)
    gatherings.confer(year, tyge, guest, check_page)
    related.on_paper(tyge, openly.SURVEY, six.SERIES, gatherings.COURSE, gatherings.CONFERENCE)
