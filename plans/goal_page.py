"""What the page of one goal shows: its words, and each indicator with chart and values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from core.charts import Chart
from core.policy import allowed
from people.models import User
from places.models import Participation
from plans.domain.indicators import may_correct
from plans.domain.lock import lock_reason
from plans.global_goals import named
from plans.indicator_chart import indicator_chart
from plans.models import Goal, Observation
from plans.progress import quantity
from plans.target_page import IndicatorLine, indicator_line
from plans.words import words_of


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
