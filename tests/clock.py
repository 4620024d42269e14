"""The clock of a test run: one base day, whatever day it is outside.

Every test runs at noon of the base day and the minutes after it. `make test DAY=2027-03-28`
sets another day, `DAY=today` the real one: the suite is green on any of them.

- A test that names a fixed date pins its own day: `@pytest.mark.day(dt.date(2026, 9, 1))`, on
  the test or the whole module. `scripts/fixed_dates.py` finds those that forgot.
- A test that starts real processes is marked `live` and keeps the real clock: they read no other.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Generator
from zoneinfo import ZoneInfo

import pytest
import time_machine

#: The day on which tests run unless `DAY` names another: a Monday of winter time.
USUAL_DAY = dt.date(2026, 11, 16)
ZONE = ZoneInfo("Europe/Stockholm")


def real_now() -> dt.datetime:
    """What the clock outside says, with its zone."""
    if not time_machine.escape_hatch.is_travelling():  # the hatch is there on a journey only
        return dt.datetime.now(ZONE)
    return time_machine.escape_hatch.datetime.datetime.now(ZONE)


def base_day() -> dt.date:
    """The day named by DAY (a date, or "today"), else the usual one."""
    wanted = os.environ.get("DAY", "")
    if wanted == "today":
        return real_now().date()
    try:
        return dt.date.fromisoformat(wanted) if wanted else USUAL_DAY
    except ValueError:
        raise pytest.UsageError(f"DAY={wanted}: write a date as 2027-03-28, or today") from None


def noon(day: dt.date) -> dt.datetime:
    """Twelve o'clock of the day in Stockholm."""
    return dt.datetime.combine(day, dt.time(12), ZONE)


@pytest.hookimpl
def pytest_configure(config: pytest.Config) -> None:
    """Start the run's clock. It goes on from noon, so that what comes later is later."""
    travel = time_machine.travel(noon(base_day()), tick=True)
    travel.start()
    config.add_cleanup(travel.stop)


@pytest.fixture(autouse=True)
def _clock(request: pytest.FixtureRequest) -> Generator[None]:
    """Give a test the clock that its marks ask for, else the run's."""
    pinned = request.node.get_closest_marker("day")
    if request.node.get_closest_marker("live"):
        at = real_now()
    elif pinned:
        at = noon(*pinned.args)
    else:
        yield
        return
    with time_machine.travel(at, tick=True):
        time.time()  # the clock begins to tick when it is first asked, and setting up takes minutes
        yield


def pytest_report_header() -> str:
    """Say on which day the run takes place."""
    return f"base day {base_day()}"
