"""A plan's frozen JSON read for people: words for codes, dates and exact sums, one thing a place.

Pages, the public page, PDF and DOCX all draw this; so an adopted plan looks the same in each and
needs nothing but its own JSON. `public` leaves persons' names out and keeps organisations.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Choices
from django.utils.translation import get_language

from core.money import ZERO
from people.models import Sector
from plans.goals.progress import Progress, progress_of
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
from plans.words import Words, words_of
from programmes.models import Programme

Json = dict[str, Any]


def read(content: Json, *, public: bool = False) -> PlanText:
    """The plan that was collected by `plans.versions.frozen`, in the active language.

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


@dataclass(frozen=True, slots=True)
class Sums:
    """Money and hours of an action, a goal or the plan (plans.funding.gap says what each means)."""

    cost: Decimal
    granted: Decimal
    asked: Decimal
    paid: Decimal
    missing: Decimal
    over: Decimal
    hours_needed: Decimal
    hours_promised: Decimal
    hours_missing: Decimal
    hours_value: Decimal

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in Sums.__slots__)


@dataclass(frozen=True, slots=True)
class ReadPledge:
    """Who stands behind the target picture, and with what."""

    id: int
    who: str
    sector: str
    text: str
    given_on: dt.date | None
    due_on: dt.date | None
    state: str
    settled: bool
    note: str


@dataclass(slots=True)
class Value:
    """An observed value."""

    on: dt.date
    value: Decimal
    source: str


@dataclass(slots=True)
class ReadIndicator:
    """What is measured; `values` holds the baseline and the observations by date.

    Not frozen, like `Value`: `plans.goals.progress` reads rows of the database as well.
    """

    id: int
    title: str
    unit: str
    direction: str
    direction_label: str
    baseline: Decimal
    baseline_on: dt.date
    target: Decimal
    target_on: dt.date
    source: str
    values: list[Value]

    @property
    def last(self) -> Value:
        """The latest value known."""
        return self.values[-1]

    @property
    def observations(self) -> list[Value]:
        """What was observed since the baseline."""
        return self.values[1:]

    def progress(self, on: dt.date) -> Progress:
        """Where it stood on a day: the day of adopting, or today."""
        return progress_of(self, self.observations, on)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """Money for an action from one source."""

    source: str
    kind: str
    in_hours: bool
    state: str
    state_label: str
    hours: Decimal | None
    asked: Decimal
    granted: Decimal | None
    paid: Decimal
    deadline: dt.date | None
    conditions: str


@dataclass(frozen=True, slots=True)
class ReadAction:
    """An action. `who` is the person and the organisation, or the organisation alone."""

    id: int
    goal_id: int | None
    title: str
    description: str
    first_step: str
    state: str
    state_label: str
    state_reason: str
    done_on: dt.date | None
    responsible: str
    organisation: str
    partners: list[str]
    sector: str
    theme: str
    priority: str
    doer: str
    cost: Decimal | None
    volunteer_hours: Decimal | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    origin: str
    origin_text: str
    needs: list[str]
    needs_ids: tuple[int, ...]
    funding: list[ReadLine]
    sums: Sums

    @property
    def who(self) -> str:
        """Who is responsible, in one line."""
        return one_line(self.responsible, self.organisation)

    @property
    def tone(self) -> str:
        """The level of the state's flag."""
        return {"done": "ok", "under_way": "info", "paused": "warn", "dropped": "stop"}.get(
            self.state, "off"
        )


@dataclass(frozen=True, slots=True)
class ReadGoal:
    """A goal with what is measured and done for it."""

    id: int
    title: str
    description: str
    findings: str
    global_goals: list[int]
    indicators: list[ReadIndicator]
    actions: list[ReadAction]
    sums: Sums


@dataclass(frozen=True, slots=True)
class Target:
    """The target picture."""

    text: str
    horizon: int | None
    how_seen: str
    picture: str
    picture_text: str


@dataclass(frozen=True, slots=True)
class PlanText:
    """All that a plan says, ready to be drawn in the active language."""

    place: str
    municipality: str
    programme: str
    language: str
    currency: str
    words: Words
    target: Target | None
    pledges: list[ReadPledge]
    goals: list[ReadGoal]
    loose: list[ReadAction]
    totals: Sums
    public: bool = False

    @property
    def actions(self) -> list[ReadAction]:
        """All actions in the plan's order, those without a goal last."""
        return [*(one for goal in self.goals for one in goal.actions), *self.loose]

    @property
    def funded(self) -> list[tuple[ReadAction, ReadLine]]:
        """Every funding line with its action."""
        return [(action, line) for action in self.actions for line in action.funding]


def one_line(*names: str) -> str:
    """A person and an organisation, which is not said twice when the first names it."""
    said: list[str] = []
    for name in names:
        if name and not any(name in one for one in said):
            said.append(name)
    return ", ".join(said)
