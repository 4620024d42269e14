"""What differs between two plans: added, removed and changed, field by field, money too.

Both come as frozen JSON (`plans.versions.frozen`); rows are matched by their id, so a renamed
action is a changed one. Everything is told in words of the active language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Choices
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.dates import short_date
from core.money import hours, money
from people.models import Sector
from plans.models import (
    ActionState,
    Applicant,
    Direction,
    Doer,
    LineState,
    Origin,
    PledgeState,
    Priority,
    SourceKind,
    Theme,
)
from plans.versions.reading import Json, label
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


Say = Callable[[Any], str]
#: A field's name, what it is called, and how its value is said.
Fields = tuple[tuple[str, str | Promise, Say], ...]


def title_of(row: Json) -> str:
    """A goal, an indicator or an action by its title."""
    return str(row["title"])


def source_of(row: Json) -> str:
    """A funding line by its source."""
    return str(row["source"])


def who_of(row: Json) -> str:
    """A pledge by who gave it."""
    named = ", ".join(filter(None, [row["person"], row["organisation"]]))
    return f"{label(Sector, row['sector'])}: {named}"


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _date(value: str | None) -> str:
    return short_date(dt.date.fromisoformat(value)) if value else ""


def _number(value: str | None) -> str:
    if value is None:
        return ""
    exact = Decimal(value)
    whole = exact == exact.to_integral_value()
    return number_format(exact, 0 if whole else 2, use_l10n=True, force_grouping=True)


def _hours(value: str | None) -> str:
    return hours(Decimal(value)) if value else ""


def _listed(value: list[Any]) -> str:
    return ", ".join(map(str, value))


def _observed(value: list[Json]) -> str:
    return "; ".join(f"{_date(one['on'])}: {_number(one['value'])}" for one in value)


def _word(choices: type[Choices]) -> Say:
    return lambda value: label(choices, value)


def _money(currency: str) -> Say:
    return lambda value: money(Decimal(value), currency) if value is not None else ""


def _named(titles: dict[int, str]) -> Say:
    return lambda pk: titles.get(pk, "") if pk is not None else ""


def _all_named(titles: dict[int, str]) -> Say:
    return lambda pks: ", ".join(titles.get(pk, "") for pk in pks)


TARGET: Fields = (
    ("text", gettext_lazy("What it says"), _text),
    ("horizon", gettext_lazy("The year it shows"), _text),
    ("how_seen", gettext_lazy("How one will see that it works"), _text),
    ("picture", gettext_lazy("Picture"), _text),
    ("picture_text", gettext_lazy("What the picture shows"), _text),
)
PLEDGE: Fields = (
    ("sector", gettext_lazy("Sector"), _word(Sector)),
    ("organisation", gettext_lazy("Organisation"), _text),
    ("person", gettext_lazy("Person who promises"), _text),
    ("text", gettext_lazy("What is promised"), _text),
    ("given_on", gettext_lazy("Date"), _date),
    ("due_on", pgettext_lazy("a date", "By"), _date),
    ("state", gettext_lazy("State"), _word(PledgeState)),
    ("note", gettext_lazy("Outcome"), _text),
)
GOAL: Fields = (
    ("title", gettext_lazy("Name"), _text),
    ("description", gettext_lazy("What it means"), _text),
    ("findings", gettext_lazy("Results so far"), _text),
    ("global_goals", gettext_lazy("UN global goals"), _listed),
)
INDICATOR: Fields = (
    ("title", gettext_lazy("What is measured"), _text),
    ("unit", pgettext_lazy("of a measurement", "Unit"), _text),
    ("direction", gettext_lazy("Direction"), _word(Direction)),
    ("baseline", gettext_lazy("Baseline"), _number),
    ("baseline_on", gettext_lazy("Baseline measured"), _date),
    ("target", pgettext_lazy("of a measurement", "Target"), _number),
    ("target_on", gettext_lazy("To be reached by"), _date),
    ("source", gettext_lazy("Source of the baseline"), _text),
    ("observations", gettext_lazy("Observations"), _observed),
)


def action_fields(
    goal: str, titles: dict[int, str], names: dict[int, str], currency: str
) -> Fields:
    """The fields of an action; the titles are those of goals and of actions in either plan."""
    return (
        ("title", _("Name"), _text),
        ("goal", goal, _named(titles)),
        ("description", _("What is to be done"), _text),
        ("first_step", _("First step"), _text),
        ("state", _("State"), _word(ActionState)),
        ("state_reason", _("Why dropped or paused"), _text),
        ("done_on", _("Done on"), _date),
        ("responsible", _("Responsible person"), _text),
        ("organisation", _("Responsible organisation"), _text),
        ("partners", _("Partners"), _listed),
        ("sector", _("Sector"), _word(Sector)),
        ("theme", _("Theme"), _word(Theme)),
        ("priority", _("Priority"), _word(Priority)),
        ("doer", _("Who can do it"), _word(Doer)),
        ("cost", _("Cost"), _money(currency)),
        ("volunteer_hours", _("Volunteer hours"), _hours),
        ("starts_on", _("Starts"), _date),
        ("ends_on", _("Ends"), _date),
        ("origin", _("Comes from"), _word(Origin)),
        ("origin_text", _("Which meeting or theme"), _text),
        ("needs", _("Waits for"), _all_named(names)),
    )


def funding_fields(currency: str) -> Fields:
    """The fields of a funding line."""
    return (
        ("source", _("Source"), _text),
        ("kind", _("Kind"), _word(SourceKind)),
        ("applicant", _("Who applies"), _word(Applicant)),
        ("state", _("State"), _word(LineState)),
        ("hours", _("Hours"), _hours),
        ("asked", _("Sum applied for"), _money(currency)),
        ("granted", _("Sum granted"), _money(currency)),
        ("paid", _("Paid"), _money(currency)),
        ("decided_on", _("Decided"), _date),
        ("deadline", _("Last day to apply"), _date),
        ("conditions", _("Conditions"), _text),
        ("reason", _("Why refused"), _text),
    )


def sums_in(currency: str) -> Fields:
    """The sums of the whole plan."""
    return (
        ("cost", _("Cost"), _money(currency)),
        ("granted", _("Granted"), _money(currency)),
        ("asked", _("Applied for"), _money(currency)),
        ("paid", _("Paid"), _money(currency)),
        ("missing", _("Missing"), _money(currency)),
        ("hours_needed", _("Volunteer hours needed"), _hours),
        ("hours_promised", _("Volunteer hours promised"), _hours),
    )
