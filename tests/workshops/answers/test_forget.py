"""Food and access needs are not kept for ever."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import world
from tests.workshops.samples import guest, meeting
from workshops.answers.services import forget_needs

pytestmark = pytest.mark.django_db


def _needs(days_ago: int) -> tuple[str, str]:
    held = timezone.now() - dt.timedelta(days=days_ago)
    workshop = meeting(world(), starts_at=held, ends_at=None)
    row = guest(workshop, access_needs="ramp", food_needs="no nuts")
    forget_needs()
    row.refresh_from_db()
    return row.access_needs, row.food_needs


def test_needs_a_month_after_the_meeting_are_emptied() -> None:
    assert _needs(31) == ("", "")


def test_needs_within_the_month_are_kept() -> None:
    assert _needs(29) == ("ramp", "no nuts")
