"""Pauses and extensions of the support."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import audit
from core.refusals import NotAllowed, Refusal
from places.models import ClockChange, Participation
from places.team.support import extend, pause
from tests.factories import PlaceFactory, participation, world

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]

START = dt.date(2026, 1, 15)


@pytest.fixture
def here():
    return world()


@pytest.fixture
def place(here):
    return participation(here.programme, PlaceFactory(region=here.region), started_on=START)


def code(verb, **values):
    with pytest.raises(Refusal) as caught:
        verb(**values)
    return caught.value.code


def test_pause_moves_the_end_by_its_days_and_tells_who_and_why(here, place):
    change = pause(
        participation=place,
        starts_on=dt.date(2026, 3, 1),
        ends_on=dt.date(2026, 3, 31),
        reason=" Leave ",
        by=here.manager,
    )
    place.refresh_from_db()
    line = audit.history(place).first()
    assert (place.support_ends_on, change.reason, change.by) == (
        dt.date(2027, 8, 14),
        "Leave",
        here.manager,
    )
    assert str(line) == "Support paused from 1 Mar 2026 to 31 Mar 2026; it now ends on 14 Aug 2027"


def test_extension_adds_whole_months(here, place):
    extend(participation=place, months=3, reason="The hall burned down", by=here.admin)
    place.refresh_from_db()
    assert (place.support_ends_on, place.clock_months) == (dt.date(2027, 10, 14), 21)


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (dt.date(2026, 1, 14), dt.date(2026, 2, 1), "pause_before_start"),
        (dt.date(2026, 3, 2), dt.date(2026, 3, 1), "end_before_start"),
        (dt.date(2026, 3, 1), dt.date(9999, 12, 31), "pause_too_long"),
        (dt.date(2027, 8, 15), dt.date(2027, 8, 20), "pause_after_end"),
        (dt.date(2026, 5, 31), dt.date(2026, 6, 3), "pauses_overlap"),
        (dt.date(2026, 4, 1), dt.date(2026, 7, 3), "pauses_overlap"),
    ],
)
def test_pause_on_impossible_days_is_refused(here, place, first, last, refusal):
    pause(
        participation=place,
        starts_on=dt.date(2026, 5, 1),
        ends_on=dt.date(2026, 5, 31),
        reason="Leave",
        by=here.manager,
    )
    assert (
        code(
            pause,
            participation=place,
            starts_on=first,
            ends_on=last,
            reason="More",
            by=here.manager,
        )
        == refusal
    )
    assert ClockChange.objects.count() == 1


def test_pause_on_the_first_day_and_beside_another_is_allowed(here, place):
    for first, last in ((START, START), (dt.date(2026, 1, 16), dt.date(2026, 1, 16))):
        pause(participation=place, starts_on=first, ends_on=last, reason="Leave", by=here.manager)
    assert place.support_ends_on == dt.date(2027, 7, 16)


@pytest.mark.parametrize("months", [0, -1, 25, 10**6])
def test_extension_out_of_range_is_refused(here, place, months):
    assert (
        code(extend, participation=place, months=months, reason="More", by=here.manager)
        == "months_out_of_range"
    )


def test_change_without_reason_is_refused(here, place):
    assert (
        code(extend, participation=place, months=1, reason=" ", by=here.manager) == "reason_missing"
    )


def test_change_after_the_support_ended_is_refused(here, place):
    Participation.objects.filter(pk=place.pk).update(status="ended")
    assert (
        code(extend, participation=place, months=1, reason="More", by=here.manager)
        == "not_under_way"
    )


@pytest.mark.parametrize(
    "who", ["coach", "leader", "member", "contact", "observer", "outsider", "other_manager"]
)
def test_clock_is_changed_by_those_who_run_the_programme_only(here, who):
    with pytest.raises(NotAllowed):
        extend(participation=here.participation, months=1, reason="More", by=here.users[who])
    with pytest.raises(NotAllowed):
        pause(
            participation=here.participation,
            starts_on=START,
            ends_on=START,
            reason="More",
            by=here.users[who],
        )


days = st.dates(dt.date(2025, 12, 1), dt.date(2029, 1, 1))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(days, days), max_size=5))
def test_any_pauses_move_the_end_by_exactly_their_days(here, place, periods):
    ClockChange.objects.filter(participation=place).delete()
    place.refresh_from_db()
    paused = 0
    for first, last in periods:
        try:
            pause(participation=place, starts_on=first, ends_on=last, reason="Any", by=here.manager)
        except Refusal:
            continue
        paused += (last - first).days + 1
    if paused:
        place.refresh_from_db()
        assert place.support_ends_on == dt.date(2027, 7, 14) + dt.timedelta(days=paused)
