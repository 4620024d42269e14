"""A plan's frozen JSON read for people: words for codes, dates and exact sums, one thing a place.

Pages, the public page, PDF and DOCX all draw this; so an adopted plan looks the same in each and
needs nothing but its own JSON. `public` leaves persons' names out and keeps organisations.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Choices
from django.utils.translation import get_language

from core.money import ZERO
from people.models import Sector
from plans.models import (
    ActionState,
    Direction,
    Doer,
    LineState,
    Origin,
    PledgeState,
    Priority,
    SourceKind,
    Theme,
)
from plans.reading_parts import (
    PlanText,
    ReadAction,
    ReadGoal,
    ReadIndicator,
    ReadLine,
    ReadPledge,
    Sums,
    Target,
    Value,
    one_line,
)
from plans.words import words_of
from programmes.models import Programme

__all__ = [
    "Json",
    "PlanText",
    "ReadAction",
    "ReadGoal",
    "ReadIndicator",
    "ReadLine",
    "ReadPledge",
    "Sums",
    "label",
    "labels",
    "read",
]

Json = dict[str, Any]


def read(content: Json, *, public: bool = False) -> PlanText:
    """The plan that was collected by `plans.domain.frozen`, in the active language.

    Ideas belong to the workshop and not to the plan that a council reads: a public reading
    leaves them out with the names of persons, and so what waits for an idea does not name it.
    """
    told = [
        one
        for one in content["actions"]
        if not (public and one["state"] in {ActionState.IDEA, ActionState.DROPPED})
    ]
    titles = {one["id"]: one["title"] for one in told}
    shown = [_action(one, titles, public=public) for one in told]
    programme = content["programme"]
    known = {goal["id"] for goal in content["goals"]}
    return PlanText(
        place=content["place"]["name"],
        municipality=content["place"]["municipality"],
        programme=programme["name"],
        language=programme["language"],
        currency=programme["currency"],
        words=words_of(Programme(plan_form=programme["plan_form"])),
        target=Target(**content["target"]) if content["target"] else None,
        pledges=[_pledge(one, public=public) for one in content["pledges"]],
        goals=[
            _goal(goal, [one for one in shown if one.goal_id == goal["id"]])
            for goal in content["goals"]
        ],
        loose=[one for one in shown if one.goal_id not in known],
        totals=_sums(content["totals"]),
        public=public,
    )


def label(choices: type[Choices], value: str) -> str:
    """What a code is called; a code that is no longer known stays as it is."""
    return labels(choices, get_language() or "en").get(value, value) if value else ""


@lru_cache(maxsize=64)
def labels(choices: type[Choices], language: str) -> dict[str, str]:
    """What each code is called. `language` is the active one: it is here for the cache."""
    return {str(value): str(text) for value, text in choices.choices}


def day(text: str | None) -> dt.date | None:
    """A date from ISO text."""
    return dt.date.fromisoformat(text) if text else None


def amount(text: str | None) -> Decimal | None:
    """A sum from its text."""
    return None if text is None else Decimal(text)


def _sums(found: Json) -> Sums:
    return Sums(**{name: Decimal(found.get(name) or ZERO) for name in Sums.__slots__})


def _pledge(one: Json, *, public: bool) -> ReadPledge:
    sector = label(Sector, one["sector"])
    named = [one["organisation"]] if public else [one["person"], one["organisation"]]
    return ReadPledge(
        id=one["id"],
        who=one_line(*named) or sector,
        sector=sector,
        text=one["text"],
        given_on=day(one["given_on"]),
        due_on=day(one["due_on"]),
        state=label(PledgeState, one["state"]),
        settled=one["state"] != PledgeState.OPEN,
        note="" if public else one["note"],
    )


def _goal(one: Json, actions: list[ReadAction]) -> ReadGoal:
    return ReadGoal(
        id=one["id"],
        title=one["title"],
        description=one["description"],
        findings=one["findings"],
        global_goals=one["global_goals"],
        indicators=[_indicator(each) for each in one["indicators"]],
        actions=actions,
        sums=_sums(one["gap"]),
    )


def _indicator(one: Json) -> ReadIndicator:
    began = Value(
        dt.date.fromisoformat(one["baseline_on"]), Decimal(one["baseline"]), one["source"]
    )
    seen = [
        Value(dt.date.fromisoformat(each["on"]), Decimal(each["value"]), each["source"])
        for each in one["observations"]
    ]
    return ReadIndicator(
        id=one["id"],
        title=one["title"],
        unit=one["unit"],
        direction=one["direction"],
        direction_label=label(Direction, one["direction"]),
        baseline=began.value,
        baseline_on=began.on,
        target=Decimal(one["target"]),
        target_on=dt.date.fromisoformat(one["target_on"]),
        source=one["source"],
        values=[began, *sorted(seen, key=lambda value: value.on)],
    )


def _action(one: Json, titles: dict[int, str], *, public: bool) -> ReadAction:
    return ReadAction(
        id=one["id"],
        goal_id=one["goal"],
        title=one["title"],
        description=one["description"],
        first_step=one["first_step"],
        state=one["state"],
        state_label=label(ActionState, one["state"]),
        state_reason=one["state_reason"],
        done_on=day(one["done_on"]),
        responsible="" if public else one["responsible"],
        organisation=one["organisation"],
        partners=one["partners"],
        sector=label(Sector, one["sector"]),
        theme=label(Theme, one["theme"]),
        priority=label(Priority, one["priority"]),
        doer=label(Doer, one["doer"]),
        cost=amount(one["cost"]),
        volunteer_hours=amount(one["volunteer_hours"]),
        starts_on=day(one["starts_on"]),
        ends_on=day(one["ends_on"]),
        origin=label(Origin, one["origin"]),
        origin_text=one["origin_text"],
        needs=[titles[pk] for pk in one["needs"] if pk in titles],
        needs_ids=tuple(pk for pk in one["needs"] if pk in titles),
        # What is only hoped for, or was refused, is nobody's business outside the place.
        funding=[
            _line(each, public=public)
            for each in one["funding"]
            if not public or each["state"] == LineState.GRANTED
        ],
        sums=_sums(one["gap"]),
    )


def _line(one: Json, *, public: bool) -> ReadLine:
    return ReadLine(
        source=one["source"],
        kind=label(SourceKind, one["kind"]),
        in_hours=one["kind"] == SourceKind.HOURS,
        state=one["state"],
        state_label=label(LineState, one["state"]),
        hours=amount(one["hours"]),
        asked=Decimal(one["asked"]),
        granted=amount(one["granted"]),
        paid=Decimal(one["paid"]),
        deadline=day(one["deadline"]),
        conditions="" if public else one["conditions"],
    )
