"""The workbook of a plan: actions (the columns that the import reads), goals, funding.

An adopted plan is read from its JSON. The draft comes straight from the tables, since whoever
works in a spreadsheet fetches it again and again; a test holds the two to the same rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from django.db.models import Choices, F, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core.exports import Column, Sheet, xlsx
from core.money import ZERO
from people.models import Sector
from places.models import Participation
from plans.importing.columns import headings_for_export
from plans.models import (
    Action,
    ActionPartner,
    ActionState,
    Direction,
    Doer,
    FundingLine,
    Goal,
    LineState,
    Observation,
    Origin,
    PlanVersion,
    Priority,
    SourceKind,
    Theme,
)
from plans.versions.reading import PlanText, ReadIndicator, labels, read
from plans.words import Words, words_of

Row = tuple[Any, ...]


def book(source: Participation | PlanVersion) -> bytes:
    """The draft of a place, or an adopted plan, as a workbook."""
    if isinstance(source, PlanVersion):
        return xlsx(of_version(read(source.content)))
    return xlsx(of_draft(source))


def of_version(plan: PlanText) -> list[Sheet]:
    """The sheets of an adopted plan."""
    return _sheets(plan.words, _action_rows(plan), _goal_rows(plan), _funding_rows(plan))


def of_draft(participation: Participation) -> list[Sheet]:
    """The sheets of the draft as it is now. Five queries, however much it says."""
    titles: dict[int, str] = {}
    actions = list(_draft_actions(participation, titles))
    return _sheets(
        words_of(participation.programme),
        iter(actions),
        _draft_goals(participation),
        _draft_funding(participation, titles),
    )


def _sheets(
    words: Words, actions: Iterator[Row], goals: Iterator[Row], funding: Iterator[Row]
) -> list[Sheet]:
    return [
        Sheet(words.actions, headings_for_export(), actions),
        Sheet(_("Goals and indicators"), _goal_columns(words), goals),
        Sheet(pgettext("money for an action", "Funding"), _funding_columns(words), funding),
    ]


def _goal_columns(words: Words) -> list[Column]:
    return [
        Column(words.goal, width=36),
        Column(_("What it means"), width=40),
        Column(_("Results so far"), width=40),
        Column(_("What is measured"), width=36),
        Column(pgettext("of a measurement", "Unit")),
        Column(_("Direction"), width=24),
        Column(_("Baseline"), "figure"),
        Column(_("Baseline measured"), "date"),
        Column(pgettext("of a measurement", "Target"), "figure"),
        Column(_("To be reached by"), "date"),
        Column(_("Latest value"), "figure"),
        Column(_("Latest value measured"), "date"),
        Column(_("Source"), width=30),
    ]


def _goal_rows(plan: PlanText) -> Iterator[tuple[Any, ...]]:
    for goal in plan.goals:
        about = (goal.title, goal.description, goal.findings)
        if not goal.indicators:
            yield (*about, *[None] * 10)
        for one in goal.indicators:
            yield (*about, *_indicator_cells(one))


def _indicator_cells(one: ReadIndicator) -> tuple[Any, ...]:
    last = one.observations[-1] if one.observations else None
    return (
        one.title, one.unit, one.direction_label, one.baseline, one.baseline_on, one.target,
        one.target_on, last.value if last else None, last.on if last else None,
        last.source if last else one.source,
    )  # fmt: skip


def _funding_columns(words: Words) -> list[Column]:
    return [
        Column(words.action, width=36),
        Column(_("Source"), width=30),
        Column(_("Kind"), width=22),
        Column(_("State"), width=18),
        Column(_("Hours"), "money"),
        Column(_("Applied for"), "money"),
        Column(_("Granted"), "money"),
        Column(_("Paid"), "money"),
        Column(_("Last day to apply"), "date"),
        Column(_("Conditions"), width=40),
    ]


def _funding_rows(plan: PlanText) -> Iterator[tuple[Any, ...]]:
    for action, line in plan.funded:
        yield (
            action.title, line.source, line.kind, line.state_label, line.hours, line.asked,
            line.granted, line.paid, line.deadline, line.conditions,
        )  # fmt: skip


def _action_rows(plan: PlanText) -> Iterator[tuple[Any, ...]]:
    """A row an action, in the order of the import's columns."""
    goals = {goal.id: goal.title for goal in plan.goals}
    for one in plan.actions:
        yield (
            one.title,
            goals.get(one.goal_id, "") if one.goal_id is not None else "",
            one.description,
            one.first_step,
            one.state_label,
            one.state_reason,
            one.responsible,
            one.organisation,
            "; ".join(one.partners),
            one.sector,
            one.theme,
            one.priority,
            one.doer,
            one.cost,
            one.volunteer_hours,
            one.starts_on,
            one.ends_on,
            one.origin,
            one.origin_text,
        )


# --- The draft, straight from the tables


_FIELDS = (
    "title", "goal__title", "description", "first_step", "state", "state_reason", "responsible",
    "organisation__name", "pk", "sector", "theme", "priority", "doer", "cost", "volunteer_hours",
    "starts_on", "ends_on", "origin", "origin_text",
)  # fmt: skip
_PARTNERS = _FIELDS.index("pk")
_WORDS: dict[int, type[Choices]] = {
    _FIELDS.index("state"): ActionState,
    _FIELDS.index("sector"): Sector,
    _FIELDS.index("theme"): Theme,
    _FIELDS.index("priority"): Priority,
    _FIELDS.index("doer"): Doer,
    _FIELDS.index("origin"): Origin,
}


def _draft_actions(participation: Participation, titles: dict[int, str]) -> Iterator[Row]:
    """A row an action; `titles` is filled with what each is called, in the plan's order."""
    language = get_language() or "en"
    words = [(at, labels(choices, language)) for at, choices in _WORDS.items()]
    actions = Action.objects.filter(participation=participation).order_by(
        F("goal__order").asc(nulls_last=True), "goal_id", "order", "pk"
    )
    names_of_partners = _grouped(
        ActionPartner.objects.filter(action__participation=participation)
        .order_by("organisation__name")
        .values_list("action_id", "organisation__name")
    )
    for values in actions.values_list(*_FIELDS):
        row = list(values)
        titles[row[_PARTNERS]] = row[0]
        row[_PARTNERS] = "; ".join(map(itemgetter(0), names_of_partners[row[_PARTNERS]]))
        for at, names in words:
            row[at] = names.get(row[at], row[at])
        row[1], row[7] = row[1] or "", row[7] or ""
        yield tuple(row)


def _draft_goals(participation: Participation) -> Iterator[Row]:
    """A row an indicator; a goal without any has one all the same."""
    directions = labels(Direction, get_language() or "en")
    observations = (
        Observation.objects.filter(indicator__goal__participation=participation)
        .order_by("on")
        .values_list("indicator_id", "value", "on", "source")
    )
    last = {indicator: seen for indicator, *seen in observations}
    goals = Goal.objects.filter(participation=participation)
    rows = goals.order_by("order", "pk", "indicators__pk").values_list(
        "title", "description", "findings", "indicators__pk", "indicators__title",
        "indicators__unit", "indicators__direction", "indicators__baseline",
        "indicators__baseline_on", "indicators__target", "indicators__target_on",
        "indicators__source",
    )  # fmt: skip
    for *about, pk, title, unit, direction, baseline, since, target, by, source in rows:
        seen = last.get(pk, (None, None, source))
        yield (
            *about, title, unit, directions.get(direction, direction), baseline, since, target, by,
            *seen,
        )  # fmt: skip


def _draft_funding(participation: Participation, titles: dict[int, str]) -> Iterator[Row]:
    """Lines in the order of their actions."""
    language = get_language() or "en"
    kinds, states = labels(SourceKind, language), labels(LineState, language)
    lines = _grouped(
        FundingLine.objects.filter(action__participation=participation)
        .order_by("pk")
        .values_list(
            "action_id", "source__name", "source__kind", "state", "hours", "asked", "granted",
            Coalesce(Sum("payments__amount"), ZERO), "deadline", "conditions",
        )
    )  # fmt: skip
    for action, title in titles.items():
        for source, kind, state, *rest in lines.get(action, ()):
            yield (title, source, kinds.get(kind, kind), states.get(state, state), *rest)


def _grouped(rows: Iterable[Row]) -> dict[int, list[list[Any]]]:
    """Rows by their first value."""
    found: dict[int, list[list[Any]]] = defaultdict(list)
    for key, *rest in rows:
        found[key].append(rest)
    return found
