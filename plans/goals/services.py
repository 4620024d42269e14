"""Goals, their indicators, and what was observed of these: a value a day, each with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.dates import short_date
from core.money import LARGEST, cents
from core.plain_text import quoted
from core.policy import allowed, require
from core.refusals import NotAllowed, Refusal
from people.models import User
from places.models import Participation
from plans.blockers import lock_plan, refuse_locked_plan
from plans.changes import (
    changed,
    length_of,
    lines,
    one_line,
    refuse_empty,
    refuse_future,
    refuse_longer,
    refuse_older,
    store,
)
from plans.goals.global_goals import GLOBAL_GOALS
from plans.goals.progress import number
from plans.models import Direction, Goal, Indicator, Observation

TITLE_LENGTH, TEXT_LENGTH = length_of(Goal, "title"), length_of(Goal, "description")
#: More goals than this are a list of wishes, and no page shows them well.
MOST_GOALS = 40
#: Titles of actions that a refusal names.
NAMED_ACTIONS = 5


@transaction.atomic
def add_goal(*, participation: Participation, by: User, **facts: Any) -> Goal:
    """Add a goal after the others; the facts are those of `checked_goal`.

    Refusals: plan_locked, too_many_goals and those of `checked_goal`.
    """
    require(by, "plans.edit", participation)
    participation = lock_plan(participation)
    refuse_locked_plan(participation)
    values = checked_goal(**facts)
    if participation.goals.count() >= MOST_GOALS:
        raise Refusal(
            "too_many_goals",
            _("There are %(most)d goals already. Choose the few that matter most.")
            % {"most": MOST_GOALS},
        )
    last = participation.goals.aggregate(last=Max("order"))["last"] or 0
    goal = Goal.objects.create(participation=participation, order=last + 1, **values)
    audit.record("goal.added", participation, by=by, title=goal.title)
    return goal


@transaction.atomic
def save_goal(*, goal: Goal, by: User, version: int, **facts: Any) -> Goal:
    """Change a goal. Refusals: plan_locked and those of `checked_goal`. Conflict: changed since."""
    goal, participation = locked_goal(goal, by)
    names = store(goal, version, checked_goal(**facts))
    if names:
        audit.record("goal.changed", participation, by=by, title=goal.title, fields=names)
    return goal


@transaction.atomic
def move_goal(*, goal: Goal, by: User, up: bool) -> bool:
    """Let a goal change places with the one above it, or below it; false at the end of the list.

    Refusal: plan_locked.
    """
    goal, participation = locked_goal(goal, by)
    listed = list(participation.goals.all())
    at = listed.index(goal)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(listed):
        return False
    listed[at], listed[to] = listed[to], listed[at]
    for order, one in enumerate(listed, start=1):
        one.order = order
    Goal.objects.bulk_update(listed, ["order"])
    audit.record("goal.moved", participation, by=by, title=goal.title)
    return True


@transaction.atomic
def remove_goal(*, goal: Goal, by: User) -> None:
    """Remove a goal with its indicators and their values.

    Refusals: plan_locked, goal_in_use (actions belong to it; `details` names the first ones).
    """
    goal, participation = locked_goal(goal, by)
    refuse_used(goal)
    audit.record("goal.removed", participation, by=by, title=goal.title)
    goal.delete()


def refuse_used(goal: Goal) -> None:
    """Refuse when actions belong to the goal, and say which. Refusal: goal_in_use."""
    titles = list(goal.actions.values_list("title", flat=True))
    if not titles:
        return
    named = [quoted(title) for title in titles[:NAMED_ACTIONS]]
    left = len(titles) - len(named)
    if left:
        more = ngettext("and %(count)d more", "and %(count)d more", left)
        named.append(more % {"count": left})
    said = ngettext(
        "%(count)d action belongs to this. Give it another goal or remove it first.",
        "%(count)d actions belong to this. Give them another goal or remove them first.",
        len(titles),
    )
    raise Refusal("goal_in_use", said % {"count": len(titles)}, details=named)


def checked_goal(
    *, title: str, description: str = "", findings: str = "", global_goals: Iterable[int] = ()
) -> dict[str, Any]:
    """The facts of a goal as they are stored; `global_goals` are numbers from 1 to 17.

    Refusals: title_missing, title_too_long, description_too_long, findings_too_long,
    unknown_global_goal.
    """
    name = one_line(title)
    refuse_empty(name, "title_missing", _("Write what is to be reached."), field="title")
    refuse_longer(name, TITLE_LENGTH, "title_too_long", field="title")
    means, found = lines(description), lines(findings)
    refuse_longer(means, TEXT_LENGTH, "description_too_long", field="description")
    refuse_longer(found, TEXT_LENGTH, "findings_too_long", field="findings")
    numbers = sorted(set(global_goals))
    if any(number not in GLOBAL_GOALS for number in numbers):
        raise Refusal(
            "unknown_global_goal",
            _("The global goals have the numbers 1 to 17."),
            field="global_goals",
        )
    return {"title": name, "description": means, "findings": found, "global_goals": numbers}


def locked_goal(goal: Goal, by: User) -> tuple[Goal, Participation]:
    """The goal read anew under the plan's lock, by somebody who may write the plan."""
    require(by, "plans.edit", goal.participation)
    participation = lock_plan(goal.participation)
    refuse_locked_plan(participation)
    return participation.goals.get(pk=goal.pk), participation


TITLE_LENGTH, UNIT_LENGTH, SOURCE_LENGTH = (
    length_of(Indicator, name) for name in ("title", "unit", "source")
)
#: A target further ahead of its baseline than this is a slip of the keyboard.
FARTHEST_YEARS = 50


@transaction.atomic
def add_indicator(*, goal: Goal, by: User, **facts: Any) -> Indicator:
    """Add what is measured; the facts are those of `checked_indicator`.

    Refusals: plan_locked and those of `checked_indicator`.
    """
    goal, participation = locked_goal(goal, by)
    indicator = Indicator.objects.create(goal=goal, **checked_indicator(**facts))
    audit.record("indicator.added", participation, by=by, title=indicator.title, goal=goal.title)
    return indicator


@transaction.atomic
def save_indicator(*, indicator: Indicator, by: User, version: int, **facts: Any) -> Indicator:
    """Change what is measured.

    Refusals: plan_locked, baseline_after_values and those of `checked_indicator`. Conflict.
    """
    indicator, participation = _locked(indicator, by)
    values = checked_indicator(**facts)
    if changed(indicator, values):
        refuse_older(indicator, version, values)
        _refuse_older_values(indicator, values["baseline_on"])
    names = store(indicator, version, values)
    if names:
        facts = {"title": indicator.title, "fields": names}
        audit.record("indicator.changed", participation, by=by, **facts)
    return indicator


def _refuse_older_values(indicator: Indicator, baseline_on: dt.date) -> None:
    first = indicator.observations.order_by("on").first()
    if first is not None and first.on <= baseline_on:
        raise Refusal(
            "baseline_after_values",
            _("There is a value of %(day)s. The baseline must be older.")
            % {"day": short_date(first.on)},
            field="baseline_on",
        )


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


def checked_indicator(
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
    refuse_empty(name, "title_missing", _("Write what is measured."), field="title")
    refuse_longer(name, TITLE_LENGTH, "title_too_long", field="title")
    refuse_longer(counted, UNIT_LENGTH, "unit_too_long", field="unit")
    refuse_longer(origin, SOURCE_LENGTH, "source_too_long", field="source")
    if direction not in Direction.values:
        raise Refusal("unknown_direction", _("Choose which way is good."), field="direction")
    refuse_future(
        baseline_on,
        "baseline_in_future",
        _("The baseline is measured today or earlier."),
        field="baseline_on",
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
    refuse_future(on, "value_in_future", _("A value is measured today or earlier."), field="on")
    if on <= indicator.baseline_on:
        raise Refusal(
            "value_before_baseline",
            _("The baseline is of %(day)s. Write a value that was measured after it.")
            % {"day": short_date(indicator.baseline_on)},
            field="on",
        )
    origin = one_line(source)
    refuse_empty(origin, "source_missing", _("Write where the value is from."), field="source")
    refuse_longer(origin, SOURCE_LENGTH, "source_too_long", field="source")
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
    goal, participation = locked_goal(indicator.goal, by)
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
