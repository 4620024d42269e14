"""Filters of the list of actions: read from the address, counted, offered as choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plans.models import Action, ActionState, Doer, Goal, Priority, Theme

#: Stands in the address for "the person who reads".
MINE = "me"
#: Stands in the address for actions without a goal.
NO_GOAL = "none"
#: Stands in the address for all that is neither done nor dropped.
OPEN = "open"
_LONGEST = 150


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the plan is shown. Unknown values in the address filter nothing."""

    state: str = ""
    goal: str = ""
    responsible: str = ""
    theme: str = ""
    priority: str = ""
    doer: str = ""
    overdue: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], goals: Iterable[Goal]) -> Filters:
        """From an address."""
        known = {
            "state": {OPEN, *ActionState.values},
            "goal": {NO_GOAL, *(str(goal.pk) for goal in goals)},
            "theme": set(Theme.values),
            "priority": set(Priority.values),
            "doer": set(Doer.values),
            "overdue": {"1"},
        }
        read = {name: query.get(name, "") for name in known}
        chosen = {name: value for name, value in read.items() if value in known[name]}
        return cls(responsible=query.get("responsible", "")[:_LONGEST].strip(), **chosen)

    @property
    def query(self) -> str:
        """As it stands in an address, with its question mark; empty when nothing is chosen."""
        chosen = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""

    def passes(self, reader: int) -> Callable[[Action], bool]:
        """The test for a row; `reader` is the account's id. Every filter that is set must hold."""
        tests = _tests(self, reader)
        return lambda row: all(test(row) for test in tests)


def _tests(filters: Filters, reader: int) -> list[Callable[[Action], bool]]:
    tests: list[Callable[[Action], bool]] = []
    if filters.state == OPEN:
        tests.append(lambda row: not row.is_closed)
    elif filters.state:
        tests.append(lambda row: row.state == filters.state)
    if filters.goal:
        goal = None if filters.goal == NO_GOAL else int(filters.goal)
        tests.append(lambda row: row.goal_id == goal)
    if filters.responsible == MINE:
        tests.append(lambda row: row.responsible_user_id == reader)
    elif filters.responsible:
        tests.append(lambda row: row.responsible == filters.responsible)
    if filters.theme:
        tests.append(lambda row: row.theme == filters.theme)
    if filters.priority:
        tests.append(lambda row: row.priority == filters.priority)
    if filters.doer:
        tests.append(lambda row: row.doer == filters.doer)
    if filters.overdue:
        tests.append(lambda row: row.is_late)
    return tests


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer of a filter with the number of actions that it would show."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    """A filter as a field."""

    name: str
    label: str
    every: str
    choices: list[Choice]


def selects(
    rows: Sequence[Action], filters: Filters, goals: Sequence[Goal], goal_word: str
) -> list[Select]:
    """The filters that have more than one answer here; answers without an action are left out."""
    titles = {str(goal.pk): goal.title for goal in goals} | {NO_GOAL: _("Not placed yet")}
    names = sorted({row.responsible for row in rows if row.responsible}, key=str.casefold)
    made = [
        _select("state", _("State"), _("Every state"), ActionState.choices, rows, filters),
        _select("goal", goal_word, _("All"), titles.items(), rows, filters, _goal),
        _select(
            "responsible", _("Responsible"), _("Everybody"), [(n, n) for n in names], rows, filters
        ),
        _select("theme", _("Theme"), _("Every theme"), Theme.choices, rows, filters),
        _select("priority", _("Priority"), _("All"), Priority.choices, rows, filters),
        _select("doer", _("Who can do it"), _("All"), Doer.choices, rows, filters),
    ]
    return [one for one in made if one.choices]


def _goal(row: Action) -> str:
    return NO_GOAL if row.goal_id is None else str(row.goal_id)


def _select(
    name: str,
    label: str,
    every: str,
    answers: Iterable[tuple[Any, Any]],
    rows: Sequence[Action],
    filters: Filters,
    value_of: Callable[[Action], str] | None = None,
) -> Select:
    if value_of is None:
        counts = Counter(getattr(row, name) for row in rows)
    else:
        counts = Counter(value_of(row) for row in rows)
    chosen = getattr(filters, name)
    choices = [
        Choice(value, str(text), counts[value], value == chosen)
        for value, text in answers
        if counts[value] or value == chosen
    ]
    return Select(name, label, every, choices)


def quick_links(
    rows: Sequence[Action], filters: Filters, reader: int, address: str
) -> list[dict[str, Any]]:
    """The views that people ask for most, each with its number; the other filters stay."""
    bare = replace(filters, state="", responsible="", overdue="")
    views = [
        (_("All"), bare),
        (pgettext("rows of a plan", "Open"), replace(bare, state=OPEN)),
        (_("Mine"), replace(bare, responsible=MINE)),
        (_("Overdue"), replace(bare, overdue="1")),
    ]
    links = []
    for label, view in views:
        count = sum(map(view.passes(reader), rows))
        links.append({
            "label": _("%(view)s %(count)d") % {"view": label, "count": count},
            "url": address + view.query,
            "current": view == filters,
        })  # fmt: skip
    return links
