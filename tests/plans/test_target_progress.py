"""What was found of an indicator and what remains: never more than was measured."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.goals.progress import ARRIVED, State, number, progress_of, sentences, words

pytestmark = pytest.mark.day(dt.date(2026, 11, 16))

TODAY = dt.date(2026, 11, 22)


@dataclass
class Wanted:
    """An indicator without a database."""

    direction: str = "up"
    baseline: Decimal = Decimal(0)
    target: Decimal = Decimal(60)
    unit: str = "visitors"
    baseline_on: dt.date = dt.date(2025, 3, 3)
    target_on: dt.date = dt.date(2028, 12, 1)


@dataclass
class Seen:
    """An observation without a database."""

    value: Decimal
    on: dt.date = dt.date(2026, 3, 3)


def wanted(direction="up", baseline=0, target=60, **fields):
    return Wanted(direction, Decimal(str(baseline)), Decimal(str(target)), **fields)


def told(of, *values, today=TODAY):
    """State, per cent of the way, what remains, and the sentences after so many values."""
    found = [Seen(Decimal(str(v)), dt.date(2026, 3, n + 3)) for n, v in enumerate(values)]
    progress = progress_of(of, found, today)
    return (
        progress.state.value,
        progress.percent,
        progress.left,
        " ".join(sentences(of, progress)).replace("\N{NO-BREAK SPACE}", " "),
    )


DUE = "It is to be reached by 1 Dec 2028."


@pytest.mark.parametrize(
    ("of", "values", "expected"),
    [
        (wanted(), [], ("unmeasured", 0, 60,
            f"0 visitors on 3 Mar 2025, not measured since; the target is 60. {DUE}")),
        (wanted(), [42], ("on_the_way", 70, 18, f"42 of 60 visitors by 3 Mar; 18 remain. {DUE}")),
        (wanted(baseline=40), [42], ("on_the_way", 10, 18,
            f"From 40 up to 42 visitors by 3 Mar; the target is 60, 18 remain. {DUE}")),
        (wanted(), [59.99], ("on_the_way", 99, Decimal("0.01"),
            f"59.99 of 60 visitors by 3 Mar; 0.01 remain. {DUE}")),
        (wanted(), [60], ("reached", 100, 0,
            "60 visitors on 3 Mar; the target, 60, is reached.")),
        (wanted(), [75], ("reached", 100, 0,
            "75 visitors on 3 Mar; the target, 60, is reached.")),
        (wanted(), [60, 30], ("on_the_way", 50, 30,
            f"30 of 60 visitors by 4 Mar; 30 remain. {DUE}")),
        (wanted(baseline=40), [40], ("no_change", 0, 20,
            f"40 visitors on 3 Mar, as at the start; 20 remain to the target, 60. {DUE}")),
        (wanted(baseline=40), [38], ("wrong_way", 0, 22,
            f"From 40 down to 38 visitors by 3 Mar, away from the target, 60; 22 remain. {DUE}")),
        (wanted("down", 90, 60, unit="minutes"), [70], ("on_the_way", 66, 10,
            f"From 90 down to 70 minutes by 3 Mar; the target is 60, 10 remain. {DUE}")),
        (wanted("down", 90, 60, unit="minutes"), [95], ("wrong_way", 0, 35,
            f"From 90 up to 95 minutes by 3 Mar, away from the target, 60; 35 remain. {DUE}")),
        (wanted("down", 90, 60, unit=""), [55.5], ("reached", 100, 0,
            "55.5 on 3 Mar; the target, 60, is reached.")),
        (wanted("down", -1, -7.5, unit="°C"), [-2.25], ("on_the_way", 19, Decimal("5.25"),
            f"From −1 down to −2.25 °C by 3 Mar; the target is −7.5, 5.25 remain. {DUE}")),
    ],
)  # fmt: skip
def test_progress_towards_a_target_says_what_was_found_and_what_remains(of, values, expected):
    assert told(of, *values) == expected


HOLD = "It is to hold until 1 Dec 2028."


@pytest.mark.parametrize(
    ("of", "values", "expected"),
    [
        (wanted("keep", 2, 2, unit="shops"), [2], ("held", 100, 0,
            f"2 shops on 3 Mar; the level to hold, 2, holds. {HOLD}")),
        (wanted("keep", 2, 2, unit="shops"), [1], ("below", 0, 1,
            f"1 shops on 3 Mar, 1 below the level to hold, 2. {HOLD}")),
        (wanted("keep", 2, 2, unit="shops"), [3], ("above", 0, 1,
            f"3 shops on 3 Mar, 1 above the level to hold, 2. {HOLD}")),
        (wanted("keep", 2, 2, unit="shops"), [], ("unmeasured", 0, 0,
            f"2 shops on 3 Mar 2025, not measured since; the target is 2. {HOLD}")),
        (wanted("up", 60, 60), [61], ("held", 100, 0,
            f"61 visitors on 3 Mar; the level to hold, 60, holds. {HOLD}")),
        (wanted("up", 60, 60), [59], ("below", 0, 1,
            f"59 visitors on 3 Mar, 1 below the level to hold, 60. {HOLD}")),
        (wanted("down", 60, 60), [61], ("above", 0, 1,
            f"61 visitors on 3 Mar, 1 above the level to hold, 60. {HOLD}")),
    ],
)  # fmt: skip
def test_progress_of_a_level_to_hold_says_whether_it_holds(of, values, expected):
    assert told(of, *values) == expected


def test_progress_after_the_targets_day_says_that_it_has_passed():
    of = wanted(target_on=dt.date(2026, 5, 1))
    progress = progress_of(of, [Seen(Decimal(42))], TODAY)
    assert (progress.overdue, progress.level, words(progress)) == (
        True, "warn", "On the way, 70% of it, the day has passed",
    )  # fmt: skip
    assert sentences(of, progress)[1] == "It was to be reached by 1 May."


def test_progress_on_the_targets_day_is_not_late():
    assert progress_of(wanted(target_on=TODAY), [Seen(Decimal(42))], TODAY).overdue is False


def test_progress_measured_after_the_targets_day_is_reached_late():
    of = wanted(target_on=dt.date(2026, 2, 1))
    assert told(of, 61) == (
        "reached_late", 100, 0,
        "61 visitors on 3 Mar; the target, 60, is reached, after its day, 1 Feb.",
    )  # fmt: skip


def test_progress_reached_in_time_and_measured_again_later_stays_reached():
    of = wanted(target_on=dt.date(2026, 3, 3))
    assert told(of, 60, 61)[0] == "reached"


def test_number_is_written_without_needless_decimals():
    written = [number(Decimal(text)) for text in ("100.00", "-1250.50", "0.00", "0.10")]
    assert written == ["100", "−1,250.5", "0", "0.1"]


CENTS = st.integers(-(10**8), 10**8).map(lambda n: Decimal(n) / 100)
DAYS = st.integers(1, 600).map(lambda n: dt.date(2025, 3, 3) + dt.timedelta(days=n))
# A busy machine is no fault of these.
calmly = settings(suppress_health_check=[HealthCheck.too_slow])


@st.composite
def indicators(draw):
    """Any indicator that may be stored, its values, and one that may not be but is old data."""
    return Wanted(
        draw(st.sampled_from(["up", "down", "keep"])), draw(CENTS), draw(CENTS),
        target_on=draw(st.dates(dt.date(2025, 3, 4), dt.date(2040, 1, 1))),
    )  # fmt: skip


@calmly
@given(indicators(), st.dictionaries(DAYS, CENTS, max_size=6))
def test_progress_never_says_more_than_was_measured(of, values):
    found = [Seen(value, on) for on, value in values.items()]
    progress = progress_of(of, found, TODAY)
    newest = values[max(values)] if values else None
    better = {
        "up": lambda value: value >= of.target,
        "down": lambda value: value <= of.target,
        "keep": lambda value: value == of.target,
    }[of.direction]
    arrived = newest is not None and better(newest)
    assert (progress.state in ARRIVED) == arrived
    assert (progress.percent == 100) == arrived
    assert 0 <= progress.percent <= 100
    assert (progress.state == State.UNMEASURED) == (newest is None)
    assert progress.left == (0 if arrived else abs(of.target - progress.value))
    assert not (arrived and progress.overdue)
    if newest is not None and not arrived:
        assert progress.left > 0


@calmly
@given(indicators(), CENTS, CENTS)
def test_progress_of_a_value_nearer_to_the_target_is_never_less(of, one, other):
    """Between two values on the good side of the baseline, the better one is not behind."""
    if of.direction == "keep":
        return
    worse, better = sorted([one, other], reverse=of.direction == "down")
    less = progress_of(of, [Seen(worse)], TODAY)
    more = progress_of(of, [Seen(better)], TODAY)
    assert less.percent <= more.percent


@calmly
@given(indicators(), st.dictionaries(DAYS, CENTS, max_size=3))
def test_sentences_are_whole_whatever_was_measured(of, values):
    progress = progress_of(of, [Seen(value, on) for on, value in values.items()], TODAY)
    said = sentences(of, progress)
    assert all(one.endswith(".") and "%(" not in one for one in said)
    assert words(progress)
