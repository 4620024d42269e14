"""The rules of the one clock, without a database: whatever happens, they hold."""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from reminders.clock.rules import GAP, Standing, hour_has_come, leaves_on
from reminders.models import Rhythm
from tests.pace import examples

pytestmark = pytest.mark.day(dt.date(2026, 11, 16))

#: A Monday.
START = dt.date(2026, 11, 16)
DAY = dt.timedelta(days=1)


def moment(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))


def first(standing=None, on=START, today=START, **more):
    return leaves_on("late", "7", on, standing or Standing(), today=today, **more)


def test_a_cause_leaves_on_its_day_and_one_of_yesterday_today():
    assert first() == START
    assert first(on=START + 5 * DAY) == START + 5 * DAY
    assert first(on=START - 5 * DAY) == START


def test_after_a_letter_of_any_kind_comes_none_for_14_days():
    told = {("other", "1"): moment(START)}
    assert first(Standing(last_on=START, told=told)) == START + 14 * DAY


def test_what_was_told_is_told_again_only_when_it_began_anew_after_the_place_acted():
    told = {("late", "7"): moment(START - 20 * DAY)}
    assert first(Standing(told=told)) is None
    # It began anew, but nobody at the place did anything.
    assert first(Standing(told=told), on=START) is None
    acted = moment(START - 3 * DAY)
    # The place acted, and the thing is still the same.
    assert first(Standing(told=told, acted_at=acted), on=START - 30 * DAY) is None
    assert first(Standing(told=told, acted_at=acted)) == START
    before = moment(START - 25 * DAY)
    assert first(Standing(told=told, acted_at=before)) is None


def test_new_advice_has_its_day_and_the_next_for_itself():
    assert first(Standing(advised_on=START)) == START + 2 * DAY
    assert first(Standing(advised_on=START - DAY)) == START + DAY
    assert first(Standing(advised_on=START - 2 * DAY)) == START


def test_a_pause_holds_through_its_last_day_and_two_in_a_row_are_one():
    pauses = ((START - DAY, START + 3 * DAY), (START + 4 * DAY, START + 9 * DAY))
    assert first(Standing(pauses=pauses)) == START + 10 * DAY
    assert first(Standing(pauses=pauses[1:])) == START


@pytest.mark.parametrize(
    ("rhythm", "on", "day"),
    [
        (Rhythm.AT_ONCE, START + DAY, START + DAY),
        (Rhythm.EVENING, START + DAY, START + DAY),
        (Rhythm.MONDAY, START, START),
        (Rhythm.MONDAY, START + DAY, START + 7 * DAY),
        (Rhythm.NONE, START, None),
    ],
)
def test_the_rhythm_moves_the_day(rhythm, on, day):
    assert first(Standing(rhythm=rhythm), on=on) == day


def test_what_is_no_news_on_its_day_never_leaves():
    assert first(Standing(last_on=START), until=START + 13 * DAY) is None
    assert first(Standing(last_on=START), until=START + 14 * DAY) == START + 14 * DAY


@pytest.mark.parametrize(
    ("rhythm", "hour", "may"),
    [
        (Rhythm.AT_ONCE, 5, False),
        (Rhythm.AT_ONCE, 6, True),
        (Rhythm.MONDAY, 6, True),
        (Rhythm.EVENING, 16, False),
        (Rhythm.EVENING, 17, True),
    ],
)
def test_letters_wait_for_the_morning_or_the_evening(rhythm, hour, may):
    assert hour_has_come(rhythm, hour) is may


#: What may happen on a day: nothing, advice, an act of the place, the thing done or begun anew, a
#: pause of some days, another wish.
EVENTS = st.one_of(
    st.sampled_from(["", "advice", "act", "done", "anew", "other"]),
    st.tuples(st.just("pause"), st.integers(0, 20)),
    st.tuples(st.just("wish"), st.sampled_from(Rhythm.values)),
)


def check_day(today, standing):
    """Nothing of what speaks against a letter on this day is so."""
    assert standing.advised_on is None or today > standing.advised_on + DAY
    assert not any(begin <= today <= end for begin, end in standing.pauses)
    assert standing.rhythm != Rhythm.NONE
    assert standing.rhythm != Rhythm.MONDAY or today.weekday() == 0


@dataclass
class Months:
    """A place with two causes, and what has happened there."""

    causes: dict = field(default_factory=lambda: {("late", "7"): START, ("late", "8"): START + DAY})
    told: dict = field(default_factory=dict)
    letters: list = field(default_factory=list)
    advised_on: dt.date | None = None
    acted_at: dt.datetime | None = None
    pauses: tuple = ()
    rhythm: str = Rhythm.AT_ONCE

    def happen(self, event, today):
        match event:
            case "advice":
                self.advised_on = today
            case "act":
                self.acted_at = moment(today) - dt.timedelta(hours=1)
            case "done":
                self.causes.pop(("late", "7"), None)
            case "anew":
                self.causes["late", "7"] = today
            case "other":
                self.causes["late", today.isoformat()] = today
            case ("pause", length):
                self.pauses = (*self.pauses, (today, today + length * DAY))
            case ("wish", wish):
                self.rhythm = wish

    def standing(self):
        last = self.letters[-1] if self.letters else None
        return Standing(
            self.rhythm, last, dict(self.told), self.acted_at, self.advised_on, self.pauses
        )

    def is_right(self, one, today):
        """Whether the cause may be told: it has begun, and anew where it was told before."""
        on, told_at = self.causes[one], self.told.get(one)
        again = told_at is None or (self.acted_at > told_at and on > timezone.localdate(told_at))
        return on <= today and again


@settings(max_examples=examples(200))
@given(st.lists(EVENTS, min_size=30, max_size=120))
def test_whatever_happens_the_rules_hold(events):
    """Some months, a day at a time, as the clock goes."""
    months = Months()
    for number, event in enumerate(events):
        today = START + number * DAY
        months.happen(event, today)
        standing = months.standing()
        leaving = [
            one
            for one, on in months.causes.items()
            if leaves_on(*one, on, standing, today=today) == today
        ]
        if leaving:
            assert all(today - earlier >= GAP * DAY for earlier in months.letters)
            check_day(today, standing)
            assert all(months.is_right(one, today) for one in leaving)
            months.told |= dict.fromkeys(leaving, moment(today))
            months.letters.append(today)


def test_a_day_that_is_told_ahead_is_the_day_on_which_it_leaves():
    """What both sides read on the place's page is what the clock does."""
    standing = Standing(
        rhythm=Rhythm.MONDAY, last_on=START - 3 * DAY, advised_on=START,
        pauses=((START + 10 * DAY, START + 16 * DAY),),
    )  # fmt: skip
    ahead = first(standing)
    later = [first(standing, today=START + number * DAY) for number in range(40)]
    assert ahead == START + 21 * DAY
    assert later[:22] == [ahead] * 22
