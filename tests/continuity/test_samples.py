"""The sample that moves a support's end must reach every day."""

import datetime as dt

import pytest
import time_machine

from tests.continuity.samples import ends_in
from tests.factories import world

pytestmark = pytest.mark.day(dt.date(2026, 11, 16))


@pytest.mark.django_db
@pytest.mark.parametrize("day", [dt.date(2026, 3, 30), dt.date(2026, 2, 28), dt.date(2028, 2, 29)])
def test_ends_in_reaches_the_day(day):
    with time_machine.travel(dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC), tick=False):
        made = world().participation
        ends_in(made, (day - dt.date(2026, 1, 1)).days)
    assert made.support_ends_on == day
