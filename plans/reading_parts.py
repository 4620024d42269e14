"""The parts of a plan as people read it: what `plans.reading` makes of the frozen JSON."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from plans.progress import Progress, progress_of
from plans.words import Words


@dataclass(frozen=True, slots=True)
class Sums:
    """Money and hours of an action, a goal or the plan (plans.gap says what each means)."""

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

    Not frozen, like `Value`: `plans.progress` reads rows of the database as well.
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
