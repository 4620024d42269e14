"""What was found of an indicator and what remains, in numbers and in sentences. Pure.

It never says more than was measured: per cent are rounded down, all of the way is said only of
a reached target, a value from after the target's day is not in time, and a value on the wrong
side of the baseline is no progress. An indicator without observations is not measured,
whatever its baseline.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.dates import short_date
from plans.models import Direction


class State(StrEnum):
    """Where an indicator stands by its newest value."""

    UNMEASURED = "unmeasured"
    REACHED = "reached"
    REACHED_LATE = "reached_late"
    HELD = "held"
    BELOW = "below"
    ABOVE = "above"
    ON_THE_WAY = "on_the_way"
    NO_CHANGE = "no_change"
    WRONG_WAY = "wrong_way"


#: States in which nothing remains.
ARRIVED = frozenset({State.REACHED, State.REACHED_LATE, State.HELD})

_LEVELS = {
    State.UNMEASURED: "off",
    State.NO_CHANGE: "off",
    State.ON_THE_WAY: "info",
    State.WRONG_WAY: "warn",
    State.BELOW: "warn",
    State.ABOVE: "warn",
}


class Wanted(Protocol):
    """What is read of an indicator."""

    direction: str
    unit: str
    baseline: Decimal
    baseline_on: dt.date
    target: Decimal
    target_on: dt.date


class Observed(Protocol):
    """What is read of an observation."""

    on: dt.date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an indicator stands.

    `percent` of the way is 0 to 100, and 100 only when the target is reached; `left` is what
    remains to it, 0 or more. `value` and `on` are the newest observation's, else the
    baseline's. `overdue`: the target's day has passed and it is not reached.
    """

    state: State
    value: Decimal
    on: dt.date
    left: Decimal
    percent: int
    overdue: bool

    @property
    def level(self) -> str:
        """The mark that stands beside the words: ok, info, warn or off."""
        if self.state in ARRIVED:
            return "ok"
        return "warn" if self.overdue else _LEVELS[self.state]


def number(value: Decimal, *, grouped: bool = True) -> str:
    """A value as people write it: "−1 250,5", without needless decimals.

    `grouped=False` for fields: some languages group thousands with another's decimal mark.
    """
    exact = value.normalize()
    decimals = max(0, -int(exact.as_tuple().exponent))
    text = number_format(exact, decimals, use_l10n=True, force_grouping=grouped)
    return text.replace("-", "\N{MINUS SIGN}", 1)


def quantity(value: Decimal, unit: str) -> str:
    """A value with its unit: "60 visitors"."""
    return f"{number(value)}\N{NO-BREAK SPACE}{unit}" if unit else number(value)


def progress_of(wanted: Wanted, observed: Sequence[Observed], today: dt.date) -> Progress:
    """Where the indicator stands today; observations may come in any order."""
    newest = max(observed, key=lambda one: one.on, default=None)
    value = wanted.baseline if newest is None else newest.value
    on = wanted.baseline_on if newest is None else newest.on
    state = _state(wanted, observed, newest)
    arrived = state in ARRIVED
    return Progress(
        state=state,
        value=value,
        on=on,
        left=Decimal(0) if arrived else abs(wanted.target - value),
        percent=100 if arrived else _percent(wanted, value),
        overdue=not arrived and wanted.target_on < today,
    )


def _to_hold(wanted: Wanted) -> bool:
    """Whether a level is to be held: there is no way to go from the baseline."""
    return wanted.direction == Direction.KEEP or wanted.baseline == wanted.target


def _reaches(wanted: Wanted, value: Decimal) -> bool:
    if wanted.direction == Direction.UP:
        return value >= wanted.target
    if wanted.direction == Direction.DOWN:
        return value <= wanted.target
    return value == wanted.target


def _state(wanted: Wanted, observed: Sequence[Observed], newest: Observed | None) -> State:
    if newest is None:
        return State.UNMEASURED
    holding = _to_hold(wanted)
    if _reaches(wanted, newest.value):
        if holding:
            return State.HELD
        in_time = any(_reaches(wanted, one.value) for one in observed if one.on <= wanted.target_on)
        return State.REACHED if in_time else State.REACHED_LATE
    if holding:
        return State.BELOW if newest.value < wanted.target else State.ABOVE
    if newest.value == wanted.baseline:
        return State.NO_CHANGE
    better = (newest.value > wanted.baseline) == (wanted.direction == Direction.UP)
    return State.ON_THE_WAY if better else State.WRONG_WAY


def _percent(wanted: Wanted, value: Decimal) -> int:
    """The share of the way from baseline to target that is gone, rounded down: 0 to 99."""
    way = wanted.target - wanted.baseline
    if wanted.direction == Direction.KEEP or not way:
        return 0
    share = (value - wanted.baseline) * 100 / way
    return int(max(Decimal(0), min(Decimal(99), share)).to_integral_value(ROUND_DOWN))


def words(progress: Progress) -> str:
    """The state in a word or two, for beside a mark."""
    said = {
        State.UNMEASURED: _("Not measured yet"),
        State.REACHED: _("Reached"),
        State.REACHED_LATE: _("Reached late"),
        State.HELD: _("Held"),
        State.BELOW: _("Below the level"),
        State.ABOVE: _("Above the level"),
        State.ON_THE_WAY: _("On the way, %(percent)d%% of it") % {"percent": progress.percent},
        State.NO_CHANGE: _("No change yet"),
        State.WRONG_WAY: _("The wrong way"),
    }[progress.state]
    return _("%(state)s, the day has passed") % {"state": said} if progress.overdue else said


def sentences(wanted: Wanted, progress: Progress) -> list[str]:
    """What was found and what remains, each a whole sentence."""
    told = {
        "value": number(progress.value),
        "quantity": quantity(progress.value, wanted.unit),
        "base": number(wanted.baseline),
        "target": number(wanted.target),
        "target_quantity": quantity(wanted.target, wanted.unit),
        "left": number(progress.left),
        "day": short_date(progress.on),
        "target_day": short_date(wanted.target_on),
    }
    return [said % told for said in (_found(wanted, progress), _due(wanted, progress)) if said]


def _found(wanted: Wanted, progress: Progress) -> str:
    if progress.state == State.ON_THE_WAY:
        return _on_the_way(wanted)
    if progress.state == State.WRONG_WAY:
        return _wrong_way(wanted)
    return {
        State.UNMEASURED: _(
            "%(quantity)s on %(day)s, not measured since; the target is %(target)s."
        ),
        State.REACHED: _("%(quantity)s on %(day)s; the target, %(target)s, is reached."),
        State.REACHED_LATE: _(
            "%(quantity)s on %(day)s; the target, %(target)s, is reached, after its day, "
            "%(target_day)s."
        ),
        State.HELD: _("%(quantity)s on %(day)s; the level to hold, %(target)s, holds."),
        State.BELOW: _("%(quantity)s on %(day)s, %(left)s below the level to hold, %(target)s."),
        State.ABOVE: _("%(quantity)s on %(day)s, %(left)s above the level to hold, %(target)s."),
        State.NO_CHANGE: _(
            "%(quantity)s on %(day)s, as at the start; %(left)s remain to the target, %(target)s."
        ),
    }[progress.state]


def _on_the_way(wanted: Wanted) -> str:
    if wanted.direction == Direction.DOWN:
        return _(
            "From %(base)s down to %(quantity)s by %(day)s; the target is %(target)s, "
            "%(left)s remain."
        )
    if wanted.baseline == 0:
        return _("%(value)s of %(target_quantity)s by %(day)s; %(left)s remain.")
    return _(
        "From %(base)s up to %(quantity)s by %(day)s; the target is %(target)s, %(left)s remain."
    )


def _wrong_way(wanted: Wanted) -> str:
    if wanted.direction == Direction.DOWN:
        return _(
            "From %(base)s up to %(quantity)s by %(day)s, away from the target, %(target)s; "
            "%(left)s remain."
        )
    return _(
        "From %(base)s down to %(quantity)s by %(day)s, away from the target, %(target)s; "
        "%(left)s remain."
    )


def _due(wanted: Wanted, progress: Progress) -> str:
    """By when; nothing for a target that is reached."""
    if _to_hold(wanted):
        return "" if progress.overdue else _("It is to hold until %(target_day)s.")
    if progress.state in ARRIVED:
        return ""
    if progress.overdue:
        return _("It was to be reached by %(target_day)s.")
    return _("It is to be reached by %(target_day)s.")
