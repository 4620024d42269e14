"""All that a plan says, as plain JSON: what is adopted, exported and compared.

Sums are strings with two decimals, dates ISO text, choices their codes (the reader's language
is chosen when it is read, `plans.versions.reading`). Names of the responsible and of those who
promised are in it, since the place's own pages show them; a public page leaves them out. E-mail
addresses are never in it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum, Value
from django.utils import translation

from core.money import CENT, ZERO
from places.models import Participation
from plans.funding.gap import Gap, add_up, gap_of_actions, per_goal
from plans.models import (
    Action,
    ActionPartner,
    Dependency,
    FundingLine,
    Indicator,
    Observation,
    TargetPicture,
)
from plans.words import words_of

#: Raised when the shape changes; a reader of old versions looks at it.
FORMAT = 1

_ACTION = (
    "title", "description", "first_step", "state", "state_reason", "responsible", "sector",
    "theme", "priority", "doer", "origin", "origin_text",
    "order",
)  # fmt: skip
_GAP = (
    "cost", "granted", "asked", "paid", "missing", "over",
    "hours_needed", "hours_promised", "hours_missing", "hours_value",
)  # fmt: skip


def collect(participation: Participation) -> dict[str, Any]:
    """What the plan says now. A fixed number of queries, however much it says.

    `participation` comes with its place, municipality and programme.
    """
    programme, place = participation.programme, participation.place
    gaps = gap_of_actions(participation)
    goal_gaps = per_goal(gaps)
    with translation.override(programme.language):
        words = words_of(programme)
    return {
        "format": FORMAT,
        "place": {"name": place.name, "municipality": place.municipality.name},
        "programme": {
            "name": programme.name,
            "language": programme.language,
            "currency": programme.currency,
            "plan_form": programme.plan_form,
            "volunteer_rate": _sum(programme.volunteer_rate),
        },
        "words": {name: getattr(words, name) for name in words.__slots__},
        "target": _target(participation),
        "pledges": _pledges(participation),
        "goals": _goals(participation, goal_gaps),
        "actions": _actions(participation, gaps),
        "totals": _gap(add_up(gaps.values())),
        "loose": _gap(goal_gaps.get(None, Gap())),
    }


def _target(participation: Participation) -> dict[str, Any] | None:
    picture = TargetPicture.objects.filter(participation=participation).first()
    if picture is None:
        return None
    return {
        "text": picture.text,
        "horizon": picture.horizon,
        "how_seen": picture.how_seen,
        "picture": picture.picture.name,
        "picture_text": picture.picture_text,
    }


def _pledges(participation: Participation) -> list[dict[str, Any]]:
    return [
        {
            "id": pledge.pk,
            "sector": pledge.sector,
            "organisation": _name(pledge.organisation),
            "person": pledge.person,
            "text": pledge.text,
            "given_on": _day(pledge.given_on),
            "due_on": _day(pledge.due_on),
            "state": pledge.state,
            "settled_on": _day(pledge.settled_on),
            "note": pledge.note,
        }
        for pledge in participation.pledges.select_related("organisation")
    ]


def _goals(participation: Participation, gaps: dict[int | None, Gap]) -> list[dict[str, Any]]:
    observed = defaultdict(list)
    for seen in Observation.objects.filter(indicator__goal__participation=participation):
        observed[seen.indicator_id].append(
            {"on": _day(seen.on), "value": _sum(seen.value), "source": seen.source}
        )
    measured = defaultdict(list)
    for one in Indicator.objects.filter(goal__participation=participation):
        measured[one.goal_id].append(_indicator(one) | {"observations": observed[one.pk]})
    return [
        {
            "id": goal.pk,
            "title": goal.title,
            "order": goal.order,
            "description": goal.description,
            "findings": goal.findings,
            "global_goals": list(goal.global_goals),
            "indicators": measured[goal.pk],
            "gap": _gap(gaps.get(goal.pk, Gap())),
        }
        for goal in participation.goals.all()
    ]


def _indicator(one: Indicator) -> dict[str, Any]:
    return {
        "id": one.pk,
        "title": one.title,
        "unit": one.unit,
        "direction": one.direction,
        "baseline": _sum(one.baseline),
        "baseline_on": _day(one.baseline_on),
        "target": _sum(one.target),
        "target_on": _day(one.target_on),
        "source": one.source,
    }


def _actions(participation: Participation, gaps: dict[int, Gap]) -> list[dict[str, Any]]:
    actions = list(
        Action.objects.filter(participation=participation)
        .select_related("organisation")
        .order_by(F("goal__order").asc(nulls_last=True), "goal_id", "order", "pk")
    )
    partners, needs = _around(participation)
    funding = _funding(participation)
    return [
        {name: getattr(action, name) for name in _ACTION}
        | {
            "id": action.pk,
            "goal": action.goal_id,
            "done_on": _day(action.done_on),
            "organisation": _name(action.organisation),
            "partners": partners[action.pk],
            "cost": _sum(action.cost),
            "volunteer_hours": _sum(action.volunteer_hours),
            "starts_on": _day(action.starts_on),
            "ends_on": _day(action.ends_on),
            "needs": needs[action.pk],
            "funding": funding[action.pk],
            "gap": _gap(gaps.get(action.pk, Gap())),
        }
        for action in actions
    ]


def _around(
    participation: Participation,
) -> tuple[dict[int, list[str]], dict[int, list[int]]]:
    """Names of each action's partners, and the actions that it waits for. One query."""
    of_place = {"action__participation": participation}
    partners, needs = defaultdict(list), defaultdict(list)
    helping = ActionPartner.objects.filter(**of_place).order_by()
    waiting = Dependency.objects.filter(**of_place).order_by()
    rows = helping.values_list("action_id", "organisation__name", Value(0)).union(
        waiting.values_list("action_id", Value(""), "needs_id")
    )
    for action, name, needed in sorted(rows):
        if needed:
            needs[action].append(needed)
        else:
            partners[action].append(name)
    return partners, needs


def _funding(participation: Participation) -> dict[int, list[dict[str, Any]]]:
    funding = defaultdict(list)
    lines = FundingLine.objects.filter(action__participation=participation)
    paid = Sum("payments__amount", default=ZERO)
    for line in lines.select_related("source").annotate(paid=paid):
        funding[line.action_id].append(
            {
                "id": line.pk,
                "source": line.source.name,
                "kind": line.source.kind,
                "applicant": line.applicant,
                "state": line.state,
                "hours": _sum(line.hours),
                "asked": _sum(line.asked),
                "granted": _sum(line.granted),
                "paid": _sum(line.paid),
                "asked_on": _day(line.asked_on),
                "decided_on": _day(line.decided_on),
                "deadline": _day(line.deadline),
                "conditions": line.conditions,
                "reason": line.reason,
            }
        )
    return funding


def _gap(gap: Gap) -> dict[str, str | None]:
    return {name: _sum(getattr(gap, name)) for name in _GAP}


def _sum(value: Decimal | None) -> str | None:
    return None if value is None else str(value.quantize(CENT))


def _day(value: dt.date | None) -> str | None:
    return None if value is None else value.isoformat()


def _name(thing: object) -> str:
    return "" if thing is None else str(thing)
