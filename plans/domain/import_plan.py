"""What a list of actions would do to the plan: row by row, faults by cell. Nothing is written.

Worked out anew each time it is looked at, so that what others did to the plan meanwhile counts.
A fixed number of queries, however long the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from core.money import hours, money
from core.refusals import Refusal
from people.models import Organisation, Sector
from places.domain.import_cells import CellFault, fold
from places.domain.import_odd import FORMULA, MERGED_ACROSS, MERGED_DOWN
from places.models import Participation
from plans.domain import import_cells as cells
from plans.domain.action_rules import checked, values_of
from plans.domain.import_columns import BY_KEY
from plans.models import Action, ActionState, Doer, Goal, Origin, Priority, Theme
from plans.reading import label

Result = Literal["new", "changed", "same", "there"]
#: A merged cell of these counts for each row beside it; a sum would be counted twice.
_SPREADS = ("goal", "responsible", "organisation", "partners", "sector", "theme", "priority",
            "doer", "origin", "origin_text", "state")  # fmt: skip
#: Where a rule of actions belongs in the list.
_COLUMN_OF_CODE = {
    "title_missing": "title", "goal_missing": "goal", "reason_missing": "state_reason",
    "end_before_start": "ends_on", "date_far_off": "ends_on", "wrong_sum": "cost",
}  # fmt: skip
_CHOICES = {
    "state": ActionState, "sector": Sector, "theme": Theme, "priority": Priority, "doer": Doer,
    "origin": Origin,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to put right: in which row and column of the file, what stands there, and why."""

    row: int
    column: str
    heading: str
    found: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of an action that is there, before and after."""

    label: str
    old: str
    new: str


@dataclass(slots=True)
class PlannedAction:
    """What becomes of a row. `fields` are for the verb; `goal` is a title, since it may be new."""

    row: int
    title: str
    result: Result
    goal: str = ""
    action: Action | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    partners: list[Organisation] | None = None
    changes: list[FieldChange] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows, all faults, and the goals that would be made."""

    actions: list[PlannedAction]
    faults: list[Fault]
    new_goals: list[str]

    def of(self, result: Result) -> list[PlannedAction]:
        """The rows with one result."""
        return [one for one in self.actions if one.result == result]


class _Known:
    """What the plan and the region have already, by folded names."""

    def __init__(self, participation: Participation) -> None:
        self.participation = participation
        region = participation.programme.region_id
        self.goals = {fold(goal.title): goal for goal in participation.goals.all()}
        self.organisations = {
            fold(one.name): one for one in Organisation.objects.filter(region=region)
        }
        self.actions: dict[str, list[Action]] = {}
        found = Action.objects.filter(participation=participation).select_related(
            "goal", "organisation", "responsible_user"
        )
        for action in found.prefetch_related("partner_rows__organisation").order_by("pk"):
            self.actions.setdefault(fold(action.title), []).append(action)


def make_plan(
    participation: Participation,
    columns: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    *,
    odd: Iterable[tuple[int, int, str]] = (),
    update: bool = False,
) -> Plan:
    """What the rows would do. `odd` are cells by row (as numbered) and column from 0."""
    known = _Known(participation)
    strange = {(row, column): kind for row, column, kind in odd}
    faults: list[Fault] = []
    read = [
        one
        for one in (
            _read(row, columns, words, strange, faults)
            for row, words in _spread(columns, rows, strange)
        )
        if one is not None
    ]
    _refuse_twins(read, columns, faults)
    planned = [
        _planned(one, match, known, columns, faults, update=update)
        for one, match in _matched(read, known)
    ]
    made = {fold(one.goal): one.goal for one in planned if one.goal}
    new_goals = [title for key, title in made.items() if key not in known.goals]
    return Plan(planned, sorted(faults, key=lambda fault: fault.row), new_goals)


@dataclass(frozen=True, slots=True)
class _Read:
    """A row with its cells read: only those that say something."""

    row: int
    title: str
    values: dict[str, Any]
    faulty: bool


def _spread(
    columns: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    strange: dict[tuple[int, int], str],
) -> Iterable[tuple[int, list[str]]]:
    """Give each row the words of the merged cell that it shares with the row above."""
    above: dict[int, str] = {}
    for row, words in rows:
        cells_ = [*words, *[""] * (len(columns) - len(words))]
        for number, key in enumerate(columns):
            if strange.get((row, number)) == MERGED_DOWN and key in _SPREADS:
                cells_[number] = above.get(number, "")
            above[number] = cells_[number]
        yield row, cells_


def _read(
    row: int,
    columns: Sequence[str],
    words: Sequence[str],
    strange: dict[tuple[int, int], str],
    faults: list[Fault],
) -> _Read | None:
    values: dict[str, Any] = {}
    before = len(faults)
    for number, (key, cell) in enumerate(zip(columns, words, strict=False)):
        if not key:
            continue
        kind = strange.get((row, number), "")
        try:
            _refuse_odd(kind, key)
            if cell:
                values[key] = _READ[key](cell)
        except CellFault as fault:
            faults.append(_fault(row, columns, key, cell, str(fault)))
    title = values.get("title", "")
    if not title and len(faults) == before:
        if not values:
            return None
        faults.append(_fault(row, columns, "title", "", _("Say what is to be done.")))
    return _Read(row, title, values, faulty=len(faults) > before)


def _refuse_odd(kind: str, key: str) -> None:
    if kind == FORMULA:
        raise CellFault(
            _("The formula has no value. Open the file in a spreadsheet program and save it again.")
        )
    if kind == MERGED_ACROSS:
        raise CellFault(_("The cell is merged over several columns. Split it."))
    if kind == MERGED_DOWN and key not in _SPREADS:
        raise CellFault(_("The cell is merged with the one above. Give each row its own."))


def _refuse_twins(read: list[_Read], columns: Sequence[str], faults: list[Fault]) -> None:
    """The same action twice in the file: nobody knows which one holds."""
    first: dict[tuple[str, str], int] = {}
    for one in read:
        if not one.title:
            continue
        key = fold(one.title), fold(one.values.get("goal", ""))
        if key in first:
            said = _("The same action stands in row %(row)s already.") % {"row": first[key]}
            faults.append(_fault(one.row, columns, "title", one.title, said))
        first.setdefault(key, one.row)


def _matched(read: list[_Read], known: _Known) -> list[tuple[_Read, Action | None]]:
    """The action of each row: by title and goal first, then by title alone."""
    left = {title: list(actions) for title, actions in known.actions.items()}
    found: dict[int, Action] = {}
    for alone in (False, True):
        for one in read:
            if one.row in found:
                continue
            goal = fold(one.values.get("goal", ""))
            for action in left.get(fold(one.title), []):
                if alone or fold(action.goal.title if action.goal else "") == goal:
                    found[one.row] = action
                    left[fold(one.title)].remove(action)
                    break
    return [(one, found.get(one.row)) for one in read]


def _planned(
    one: _Read,
    action: Action | None,
    known: _Known,
    columns: Sequence[str],
    faults: list[Fault],
    *,
    update: bool,
) -> PlannedAction:
    planned = PlannedAction(one.row, one.title, "new", one.values.get("goal", ""), action)
    planned.fields = {
        name: value
        for name, value in one.values.items()
        if name not in {"goal", "organisation", "partners"}
    }
    _find_organisations(planned, one, known)
    if action is not None and not update:
        planned.result = "there"
        return planned
    if one.faulty:
        return planned
    empty = Action(participation=known.participation, state=ActionState.IDEA)
    before = values_of(action or empty)
    given = _given(planned, known, action)
    try:
        after = checked(known.participation, before, given)
    except Refusal as refusal:
        key = _COLUMN_OF_CODE.get(refusal.code, "title")
        faults.append(_fault(one.row, columns, key, _as_written(one, key), str(refusal)))
        return planned
    if action is not None:
        planned.changes = _changes(planned, before, after, known)
        planned.result = "changed" if planned.changes else "same"
    return planned


def _given(planned: PlannedAction, known: _Known, action: Action | None) -> dict[str, Any]:
    """The fields as the rules want them; a goal that is to be made stands in unsaved."""
    given = {name: value for name, value in planned.fields.items() if name != "responsible"}
    if planned.goal:
        given["goal"] = known.goals.get(fold(planned.goal)) or Goal(
            participation=known.participation, title=planned.goal
        )
    if action is None and "state" not in given:
        given["state"] = ActionState.PLANNED if planned.goal else ActionState.IDEA
    return given


def _find_organisations(planned: PlannedAction, one: _Read, known: _Known) -> None:
    missing: list[str] = []
    if name := one.values.get("organisation"):
        found = known.organisations.get(fold(name))
        if found is None:
            missing.append(name)
        else:
            planned.fields["organisation"] = found
    if names := one.values.get("partners"):
        planned.partners = []
        for name in _split(names, known):
            found = known.organisations.get(fold(name))
            if found is None:
                missing.append(name)
            elif found not in planned.partners:
                planned.partners.append(found)
        if missing and planned.action is not None:
            # What could not be found must not take away those that stand there.
            planned.partners += [
                row.organisation
                for row in planned.action.partner_rows.all()
                if row.organisation not in planned.partners
            ]
    if missing:
        said = ngettext(
            "%(names)s is not in the region's list of organisations and is left out.",
            "%(names)s are not in the region's list of organisations and are left out.",
            len(missing),
        )
        planned.notes.append(said % {"names": ", ".join(missing)})


def _split(names: str, known: _Known) -> list[str]:
    """Names with ; between them, or with commas where no name holds one."""
    if fold(names) in known.organisations:
        return [names]
    parts = names.replace("\n", ";").split(";")
    if len(parts) == 1:
        parts = names.split(",")
    return [part.strip() for part in parts if part.strip()]


def _changes(
    planned: PlannedAction, before: dict[str, Any], after: dict[str, Any], known: _Known
) -> list[FieldChange]:
    if "responsible" in planned.fields:
        after = after | {"responsible": " ".join(planned.fields["responsible"].split())}
    currency = known.participation.programme.currency
    names = [key for key in BY_KEY if key in before and before[key] != after[key]]
    changes = [
        FieldChange(
            str(BY_KEY[name].heading), _said(name, before[name], currency),
            _said(name, after[name], currency),
        )
        for name in names
    ]  # fmt: skip
    if planned.partners is not None and planned.action is not None:
        old = sorted(str(row.organisation) for row in planned.action.partner_rows.all())
        new = sorted(str(one) for one in planned.partners)
        if old != new:
            heading = str(BY_KEY["partners"].heading)
            changes.append(FieldChange(heading, ", ".join(old), ", ".join(new)))
    return changes


def _said(name: str, value: Any, currency: str) -> str:
    if value is None or value == "":
        return ""
    if name in _CHOICES:
        return label(_CHOICES[name], value)
    if name == "cost":
        return money(value, currency)
    if name == "volunteer_hours":
        return hours(value)
    if name in {"starts_on", "ends_on"}:
        return short_date(value)
    return str(value)


def _fault(row: int, columns: Sequence[str], key: str, found: str, said: str) -> Fault:
    column = _letter(columns.index(key)) if key in columns else ""
    return Fault(row, column, str(BY_KEY[key].heading), found[:80], said)


def _as_written(one: _Read, key: str) -> str:
    value = one.values.get(key, "")
    return _said(key, value, "")


def _letter(number: int) -> str:
    """The letters by which a spreadsheet calls a column."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _limited(name: str) -> Callable[[str], str]:
    most = Action._meta.get_field(name).max_length or 0
    return lambda cell: cells.text(cell, most=most)


def _choice(name: str) -> Callable[[str], str]:
    return lambda cell: cells.choice(_CHOICES[name], cell)


def _goal(cell: str) -> str:
    return " ".join(cells.text(cell, most=Goal._meta.get_field("title").max_length or 0).split())


_READ: dict[str, Callable[[str], Any]] = {
    **{
        name: _limited(name)
        for name in (
            "title", "description", "first_step", "state_reason", "responsible", "origin_text",
        )
    },
    **{name: _choice(name) for name in _CHOICES},
    "goal": _goal,
    "organisation": lambda cell: cells.text(cell, most=200),
    "partners": lambda cell: cells.text(cell, most=2000),
    "cost": cells.sum_of,
    "volunteer_hours": cells.hours_of,
    "starts_on": cells.date_of,
    "ends_on": cells.date_of,
}  # fmt: skip
