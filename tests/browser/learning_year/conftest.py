"""The frame of the walk: a mail server, a calendar that can be turned, a device each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command

from tests.browser.conftest import DESKTOP
from tests.browser.learning_year.people import Dane, Year, mailers
from tests.clock import ZONE
from tests.house.installation import Sink
from tests.outbox.sink import serve

OPERATOR = "drift@example.org"


@pytest.fixture
def year(settings, tmp_path, live_server) -> Iterator[Year]:
    """An empty installation with its operator, on a winter's morning."""
    sink = Sink()
    controller = serve(sink)
    settings.MAILERS = mailers(controller.port)
    settings.VAR_DIR = tmp_path
    settings.SITE_URL = live_server.url
    with time_machine.travel(dt.datetime(2027, 1, 11, 9, tzinfo=ZONE), tick=True) as travel:
        call_command("setup", operator=OPERATOR, language="da", verbosity=0)
        yield Year(travel, sink)
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
