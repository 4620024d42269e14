"""Rows that are put back are those that were built, and belong to one test alone."""

import datetime as dt

import pytest
from django.apps import apps
from django.core import serializers
from django.db import transaction

from tests import kept_rows
from tests.factories import RegionFactory, world

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(kept_rows, "_kept", {})


def everything() -> str:
    """All rows of all our tables, in the order of their keys."""
    models = [model for model in apps.get_models() if model._meta.app_label != "contenttypes"]
    return serializers.serialize(
        "json", [row for model in models for row in model._base_manager.order_by("pk")]
    )


def rolled_back(build):
    """What `build` leaves in the database, and its answer; afterwards the rows are gone."""
    with transaction.atomic():
        answer = build()
        rows = everything()
        transaction.set_rollback(True)
    return answer, rows


def test_rows_put_back_are_the_rows_that_were_built():
    empty = everything()
    rolled_back(world)  # the first time it is only built
    built, rows = rolled_back(world)
    again, same = rolled_back(world)

    assert same == rows
    assert everything() == empty
    assert again == built
    assert again is not built
    assert again.coach is not built.coach


def test_a_change_in_one_test_does_not_reach_the_next():
    rolled_back(world)
    rolled_back(world)

    def spoil():
        w = world()
        w.coach.name = "Changed"
        w.coach.save()
        w.users.pop("leader")
        return w

    rolled_back(spoil)

    again, _rows = rolled_back(world)
    assert again.coach.name == "Coach"
    assert "leader" in again.users


@pytest.mark.day(dt.date(2026, 11, 16))
def test_another_day_or_an_earlier_clock_builds_anew(time_machine):
    now = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
    time_machine.move_to(now, tick=False)
    rolled_back(world)
    kept, _rows = rolled_back(world)

    time_machine.move_to(now - dt.timedelta(hours=3), tick=False)
    earlier, _rows = rolled_back(world)
    time_machine.move_to(now + dt.timedelta(days=1), tick=False)
    later, _rows = rolled_back(world)

    assert earlier.region.name != kept.region.name
    assert later.participation.started_on == kept.participation.started_on + dt.timedelta(days=1)


def test_rows_of_the_tests_own_are_no_hindrance():
    rolled_back(world)
    rolled_back(world)
    own = [RegionFactory() for _n in range(3)]

    w = world()

    assert len({one.pk for one in own} | {w.region.pk, w.other_region.pk}) == 5
