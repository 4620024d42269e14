"""Goals as pages show them: rows with where each indicator stands, and the page of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from core.charts import Chart
from core.policy import allowed
from people.models import User
from places.models import Participation
from plans.blockers import lock_reason
from plans.goals.chart import indicator_chart
from plans.goals.global_goals import named
from plans.goals.progress import Progress, progress_of, quantity, sentences, words
from plans.goals.services import may_correct
from plans.models import Goal, Indicator, Observation
from plans.words import words_of


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with where it stands, in a mark's level, words and sentences."""

    indicator: Indicator
    progress: Progress
    words: str
    found: str


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal with its indicators, and whether it can move."""

    goal: Goal
    lines: list[IndicatorLine]
    global_goals: list[tuple[int, str]]
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value, and whether the reader may correct it."""

    observation: Observation
    value: str
    mine: bool


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """An indicator with its line, its chart and its values, the newest first."""

    line: IndicatorLine
    chart: Chart
    values: list[ValueRow]


def goal_rows(participation: Participation) -> list[GoalRow]:
    """The goals in order, each with its indicators and where they stand. Three queries."""
    goals = list(participation.goals.prefetch_related("indicators__observations"))
    last = len(goals) - 1
    return [
        GoalRow(
            goal=goal,
            lines=[indicator_line(one) for one in goal.indicators.all()],
            global_goals=named(goal.global_goals),
            first=n == 0,
            last=n == last,
        )
        for n, goal in enumerate(goals)
    ]


def indicator_line(indicator: Indicator) -> IndicatorLine:
    """Where an indicator stands today; its observations come prefetched."""
    progress = progress_of(indicator, list(indicator.observations.all()), timezone.localdate())
    return IndicatorLine(
        indicator=indicator,
        progress=progress,
        words=words(progress),
        found=" ".join(sentences(indicator, progress)),
    )


def context(participation: Participation, goal: Goal, user: User) -> dict[str, Any]:
    """The page for somebody who sees the place. A fixed number of queries."""
    editable = allowed(user, "plans.edit", participation) and not lock_reason(participation)
    today = timezone.localdate()
    parts = []
    for indicator in goal.indicators.prefetch_related("observations__by"):
        observed = list(indicator.observations.all())
        rows = [
            ValueRow(
                observation=one,
                value=quantity(one.value, indicator.unit),
                mine=editable and may_correct(one, user, participation),
            )
            for one in reversed(observed)
        ]
        chart = indicator_chart(indicator, observed, today)
        parts.append(IndicatorPart(indicator_line(indicator), chart, rows))
    return {
        "participation": participation,
        "words": words_of(participation.programme),
        "goal": goal,
        "global_goals": named(goal.global_goals),
        "parts": parts,
        "actions": list(goal.actions.all()),
        "editable": editable,
        "locked": lock_reason(participation),
    }
