"""What differs between two plans: added, removed and changed, field by field, money too.

Both come as frozen JSON (`plans.domain.frozen`); rows are matched by their id, so a renamed
action is a changed one. Everything is told in words of the active language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _

from plans.domain.comparing_fields import (
    GOAL,
    INDICATOR,
    PLEDGE,
    TARGET,
    Fields,
    Say,
    action_fields,
    funding_fields,
    source_of,
    sums_in,
    title_of,
    who_of,
)
from plans.reading import Json
from plans.words import words_of
from programmes.models import Programme

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """A field with what the first and the second plan say."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that was added, removed or changed, with what hangs on it."""

    kind: Kind
    title: str
    changes: list[Change] = field(default_factory=list)
    parts: list[Difference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the plan that differs, under its heading."""

    title: str
    differences: list[Difference]


def compare(old: Json, new: Json) -> list[Part]:
    """The parts that differ from the first to the second plan; empty when both say the same."""
    currency = new["programme"]["currency"]
    words = words_of(Programme(plan_form=new["programme"]["plan_form"]))
    titles = {goal["id"]: goal["title"] for plan in (old, new) for goal in plan["goals"]}
    names = {one["id"]: one["title"] for plan in (old, new) for one in plan["actions"]}
    sums = sums_in(currency)
    parts = [
        Part(words.target, list(_one(old["target"], new["target"], TARGET, words.target))),
        Part(
            _("Who stands behind it"), list(_rows(old["pledges"], new["pledges"], PLEDGE, who_of))
        ),
        Part(words.goals, list(_goals(old["goals"], new["goals"]))),
        Part(
            words.actions,
            list(
                _rows(
                    old["actions"],
                    new["actions"],
                    action_fields(words.goal, titles, names, currency),
                    title_of,
                    hanging=("funding", funding_fields(currency), source_of),
                )
            ),
        ),
        Part(
            _("Money in all"),
            list(_one(old["totals"], new["totals"], sums, _("The whole plan"))),
        ),
    ]
    return [part for part in parts if part.differences]


def _goals(old: list[Json], new: list[Json]) -> Iterator[Difference]:
    yield from _rows(old, new, GOAL, title_of, hanging=("indicators", INDICATOR, title_of))
    common = {goal["id"] for goal in old} & {goal["id"] for goal in new}
    before, after = (
        [goal["title"] for goal in plan if goal["id"] in common] for plan in (old, new)
    )
    orders = [[goal["id"] for goal in plan if goal["id"] in common] for plan in (old, new)]
    if orders[0] != orders[1]:
        change = Change(_("Order"), "; ".join(before), "; ".join(after))
        yield Difference("changed", _("The order"), [change])


def _one(old: Json | None, new: Json | None, fields: Fields, title: str) -> Iterator[Difference]:
    """A part that is there once."""
    if old is None or new is None:
        if old is not new:
            yield Difference("added" if old is None else "removed", title)
        return
    changes = _changes(old, new, fields)
    if changes:
        yield Difference("changed", title, changes)


def _rows(
    old: list[Json],
    new: list[Json],
    fields: Fields,
    called: Say,
    *,
    hanging: tuple[str, Fields, Say] | None = None,
    told: bool = False,
) -> Iterator[Difference]:
    """In the order of the second plan, removed ones last.

    With `told` a row that is new or gone says what it says: of a funding line the sums.
    """
    before = {row["id"]: row for row in old}
    after = {row["id"]: row for row in new}
    for pk, row in after.items():
        if pk not in before:
            yield Difference("added", called(row), _changes(None, row, fields) if told else [])
            continue
        changes = _changes(before[pk], row, fields)
        parts = []
        if hanging:
            name, inner, inner_called = hanging
            parts = list(_rows(before[pk][name], row[name], inner, inner_called, told=True))
        if changes or parts:
            yield Difference("changed", called(row), changes, parts)
    for pk, row in before.items():
        if pk not in after:
            yield Difference("removed", called(row), _changes(row, None, fields) if told else [])


def _changes(old: Json | None, new: Json | None, fields: Fields) -> list[Change]:
    """The fields that say something else; of a row that is new or gone those that say anything."""
    pairs = [
        Change(str(name), say(old[key]) if old else "", say(new[key]) if new else "")
        for key, name, say in fields
        if old is None or new is None or old[key] != new[key]
    ]
    return [one for one in pairs if one.old or one.new]
