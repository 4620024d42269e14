"""Indicators and what was observed of them: a value a day, each with its source."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.dates import short_date
from core.money import LARGEST, cents
from core.policy import allowed, require
from core.refusals import NotAllowed, Refusal
from people.models import User
from places.models import Participation
from plans.domain.changes import (
    changed,
    one_line,
    refuse_empty,
    refuse_future,
    refuse_longer,
    refuse_older,
)
from plans.domain.goals import locked
from plans.domain.lengths import length_of
from plans.domain.lock import lock_plan, refuse_locked_plan
from plans.models import Direction, Goal, Indicator, Observation
from plans.progress import number

TITLE_LENGTH, UNIT_LENGTH, SOURCE_LENGTH = (
    length_of(Indicator, name) for name in ("title", "unit", "source")
)
#: A target further ahead of its baseline than this is a slip of the keyboard.
FARTHEST_YEARS = 50


@transaction.atomic
def add_indicator(*, goal: Goal, by: User, **facts: Any) -> Indicator:
    """Add what is measured; the facts are those of `checked`.

    Refusals: plan_locked and those of `checked`.
    """
    goal, participation = locked(goal, by)
    indicator = Indicator.objects.create(goal=goal, **checked(**facts))
    audit.record("indicator.added", participation, by=by, title=indicator.title, goal=goal.title)
    return indicator


@transaction.atomic
def save_indicator(*, indicator: Indicator, by: User, version: int, **facts: Any) -> Indicator:
    """Change what is measured. Refusals: plan_locked, baseline_after_values and those of `checked`.

    Conflict: changed since.
    """
    indicator, participation = _locked(indicator, by)
    values = checked(**facts)
    names = changed(indicator, values)
    if not names:
        return indicator
    refuse_older(indicator, version, values)
    first = indicator.observations.order_by("on").first()
    if first is not None and first.on <= values["baseline_on"]:
        raise Refusal(
            "baseline_after_values",
            _("There is a value of %(day)s. The baseline must be older.")
            % {"day": short_date(first.on)},
            field="baseline_on",
        )
    for name in names:
        setattr(indicator, name, values[name])
    indicator.version += 1
    indicator.save()
    audit.record("indicator.changed", participation, by=by, title=indicator.title, fields=names)
    return indicator


@transaction.atomic
def remove_indicator(*, indicator: Indicator, by: User) -> None:
    """Remove an indicator with its values. Refusal: plan_locked."""
    indicator, participation = _locked(indicator, by)
    audit.record("indicator.removed", participation, by=by, title=indicator.title)
    indicator.delete()


@transaction.atomic
def observe(
    *, indicator: Indicator, on: dt.date, value: Decimal, source: str, by: User
) -> Observation:
    """Write down a value that was observed on a day, and where it is from.

    The same value of the same day and source again is the one that is there. Refusals:
    plan_locked, already_measured (another value of that day) and those of `_checked_value`.
    """
    indicator, participation = _locked(indicator, by)
    values = _checked_value(indicator, on=on, value=value, source=source)
    there = indicator.observations.filter(on=on).first()
    if there is not None and not changed(there, values):
        return there
    _refuse_second(there)
    made = Observation.objects.create(indicator=indicator, by=by, **values)
    _record("observation.added", participation, made, by)
    return made


@transaction.atomic
def save_observation(
    *, observation: Observation, on: dt.date, value: Decimal, source: str, by: User
) -> Observation:
    """Correct a value of one's own; those who run the programme may correct any.

    Refusals: plan_locked, not_yours, already_measured and those of `_checked_value`.
    """
    observation, participation = _own(observation, by)
    indicator = observation.indicator
    values = _checked_value(indicator, on=on, value=value, source=source)
    if not changed(observation, values):
        return observation
    _refuse_second(indicator.observations.filter(on=on).exclude(pk=observation.pk).first())
    for name, one in values.items():
        setattr(observation, name, one)
    observation.save()
    _record("observation.corrected", participation, observation, by)
    return observation


@transaction.atomic
def remove_observation(*, observation: Observation, by: User) -> None:
    """Remove a value of one's own; those who run the programme may remove any.

    Refusals: plan_locked, not_yours.
    """
    observation, participation = _own(observation, by)
    _record("observation.removed", participation, observation, by)
    observation.delete()


def may_correct(observation: Observation, user: User, participation: Participation) -> bool:
    """Whether the value is the user's own to correct, or any is (`plans.correct_any`)."""
    if not allowed(user, "plans.edit", participation):
        return False
    return observation.by_id == user.pk or allowed(user, "plans.correct_any", participation)


def refuse_others(observation: Observation, user: User, participation: Participation) -> None:
    """Refuse a value that is somebody else's to correct. Refusal: not_yours."""
    if not may_correct(observation, user, participation):
        raise NotAllowed(
            "not_yours", _("Only the person who wrote the value can change it, or the programme.")
        )


def checked(
    *,
    title: str,
    direction: str,
    baseline: Decimal,
    baseline_on: dt.date,
    target: Decimal,
    target_on: dt.date,
    unit: str = "",
    source: str = "",
) -> dict[str, Any]:
    """The facts of an indicator as they are stored.

    `source` is where the baseline is from. Refusals: title_missing, title_too_long,
    unit_too_long, source_too_long, unknown_direction, baseline_in_future, target_too_early,
    target_too_far, not_a_value, target_other_way (it lies on the wrong side of the baseline).
    """
    name, counted, origin = one_line(title), one_line(unit), one_line(source)
    refuse_empty(name, "title_missing", _("Write what is measured."))
    refuse_longer(name, TITLE_LENGTH, "title_too_long")
    refuse_longer(counted, UNIT_LENGTH, "unit_too_long")
    refuse_longer(origin, SOURCE_LENGTH, "source_too_long")
    if direction not in Direction.values:
        raise Refusal("unknown_direction", _("Choose which way is good."), field="direction")
    refuse_future(
        baseline_on, "baseline_in_future", _("The baseline is measured today or earlier.")
    )
    if target_on <= baseline_on:
        raise Refusal(
            "target_too_early",
            _("The target's day must come after the baseline's."),
            field="target_on",
        )
    if target_on.year > baseline_on.year + FARTHEST_YEARS:
        raise Refusal(
            "target_too_far",
            _("The day is more than %(years)d years ahead. Check the year.")
            % {"years": FARTHEST_YEARS},
            field="target_on",
        )
    _refuse_inexact(baseline)
    _refuse_inexact(target)
    _refuse_other_way(direction, baseline, target)
    return {
        "title": name, "unit": counted, "direction": direction, "source": origin,
        "baseline": baseline, "baseline_on": baseline_on,
        "target": target, "target_on": target_on,
    }  # fmt: skip


def _refuse_other_way(direction: str, baseline: Decimal, target: Decimal) -> None:
    if direction == Direction.UP and target < baseline:
        message = _("The target is lower than the baseline, but higher is better. Change one.")
    elif direction == Direction.DOWN and target > baseline:
        message = _("The target is higher than the baseline, but lower is better. Change one.")
    elif direction == Direction.KEEP and target != baseline:
        message = _("What is kept as it is has the baseline as its target. Change one.")
    else:
        return
    raise Refusal("target_other_way", message, field="target")


def _refuse_inexact(value: Decimal) -> None:
    if not value.is_finite() or abs(value) > LARGEST or value != cents(value):
        raise Refusal("not_a_value", _("A value has at most twelve digits and two decimals."))


def _checked_value(
    indicator: Indicator, *, on: dt.date, value: Decimal, source: str
) -> dict[str, Any]:
    """The facts of an observation as they are stored.

    Refusals: value_in_future, value_before_baseline, source_missing, source_too_long,
    not_a_value.
    """
    refuse_future(on, "value_in_future", _("A value is measured today or earlier."))
    if on <= indicator.baseline_on:
        raise Refusal(
            "value_before_baseline",
            _("The baseline is of %(day)s. Write a value that was measured after it.")
            % {"day": short_date(indicator.baseline_on)},
            field="on",
        )
    origin = one_line(source)
    refuse_empty(origin, "source_missing", _("Write where the value is from."))
    refuse_longer(origin, SOURCE_LENGTH, "source_too_long")
    _refuse_inexact(value)
    return {"on": on, "value": value, "source": origin}


def _refuse_second(there: Observation | None) -> None:
    if there is not None:
        raise Refusal(
            "already_measured",
            _("There is a value of %(day)s already: %(value)s. Correct that one.")
            % {"day": short_date(there.on), "value": number(there.value)},
            field="on",
        )


def _locked(indicator: Indicator, by: User) -> tuple[Indicator, Participation]:
    goal, participation = locked(indicator.goal, by)
    return goal.indicators.get(pk=indicator.pk), participation


def _own(observation: Observation, by: User) -> tuple[Observation, Participation]:
    """The value read anew under the plan's lock, by somebody who may correct it."""
    participation = observation.indicator.goal.participation
    require(by, "plans.edit", participation)
    participation = lock_plan(participation)
    refuse_locked_plan(participation)
    found = Observation.objects.select_related("indicator").get(pk=observation.pk)
    refuse_others(found, by, participation)
    return found, participation


def _record(verb: str, participation: Participation, made: Observation, by: User) -> None:
    audit.record(
        verb, participation, by=by, title=made.indicator.title,
        on=made.on.isoformat(), value=str(made.value),
    )  # fmt: skip
