"""What a list of actions would do to the plan: row by row, faults by cell. Nothing is written.

Worked out anew each time it is looked at, so that what others did to the plan meanwhile counts.
A fixed number of queries, however long the list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from core.money import hours, money
from core.refusals import Refusal
from core.sheets.cells import fold, nfc
from core.sheets.rows import Plan, Row, in_order
from people.models import Organisation
from places.models import Participation
from plans.domain.action_rules import checked, values_of
from plans.domain.import_columns import CHOICES, COLUMNS
from plans.models import Action, ActionState, Goal
from plans.reading import label

Result = Literal["new", "changed", "same", "there", "faulty"]
#: Where a rule of actions belongs in the list.
_COLUMN_OF_CODE = {
    "title_missing": "title", "goal_missing": "goal", "reason_missing": "state_reason",
    "end_before_start": "ends_on", "date_far_off": "ends_on", "wrong_sum": "cost",
}  # fmt: skip


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


@dataclass(frozen=True)
class ActionPlan(Plan[PlannedAction]):
    """What becomes of all rows, and the goals that would be made."""

    new_goals: list[str] = field(default_factory=list)


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
    participation: Participation, rows: Iterable[Row], *, update: bool = False
) -> ActionPlan:
    """What the rows would do. Without `update`, actions that are there are left as they are."""
    known, rows = _Known(participation), list(rows)
    for row in rows:
        if "title" not in row.values and not row.faults:
            row.fault("title", _("Say what is to be done."))
    _refuse_twins(rows)
    planned = [_planned(row, match, known, update=update) for row, match in _matched(rows, known)]
    for row, one in zip(rows, planned, strict=True):
        if row.faults:
            one.result = "faulty"
    made = {fold(one.goal): one.goal for one in planned if one.goal}
    new_goals = [title for key, title in made.items() if key not in known.goals]
    return ActionPlan(planned, in_order(rows), new_goals)


def _refuse_twins(rows: Iterable[Row]) -> None:
    """The same action twice in the file: nobody knows which one holds."""
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        if title := row.values.get("title"):
            other = first.setdefault((fold(title), fold(row.values.get("goal", ""))), row.number)
            if other != row.number:
                said = _("The same action stands in row %(row)s already.") % {"row": other}
                row.fault("title", said)


def _matched(rows: list[Row], known: _Known) -> list[tuple[Row, Action | None]]:
    """The action of each row: by title and goal first, then by title alone."""
    left = {title: list(actions) for title, actions in known.actions.items()}
    found: dict[int, Action] = {}
    for alone in (False, True):
        for row in rows:
            if row.number in found:
                continue
            title, goal = fold(row.values.get("title", "")), fold(row.values.get("goal", ""))
            for action in left.get(title, []):
                if alone or fold(action.goal.title if action.goal else "") == goal:
                    found[row.number] = action
                    left[title].remove(action)
                    break
    return [(row, found.get(row.number)) for row in rows]


def _planned(row: Row, action: Action | None, known: _Known, *, update: bool) -> PlannedAction:
    title, goal = row.values.get("title", ""), row.values.get("goal", "")
    planned = PlannedAction(row.number, title, "new", goal, action)
    planned.fields = {
        name: value
        for name, value in row.values.items()
        if name not in {"goal", "organisation", "partners"}
    }
    _find_organisations(planned, row, known)
    if row.faults:
        return planned
    if action is not None and not update:
        planned.result = "there"
        return planned
    empty = Action(participation=known.participation, state=ActionState.IDEA)
    before = values_of(action or empty)
    try:
        after = checked(known.participation, before, _given(planned, known, action))
    except Refusal as refusal:
        row.fault(_COLUMN_OF_CODE.get(refusal.code, "title"), str(refusal))
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


def _find_organisations(planned: PlannedAction, row: Row, known: _Known) -> None:
    missing: list[str] = []
    if name := row.values.get("organisation"):
        found = known.organisations.get(fold(name))
        if found is None:
            missing.append(name)
        else:
            planned.fields["organisation"] = found
    if names := row.values.get("partners"):
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
                partner.organisation
                for partner in planned.action.partner_rows.all()
                if partner.organisation not in planned.partners
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
    names = [key for key in COLUMNS.by_key if key in before and nfc(before[key]) != nfc(after[key])]
    changes = [
        FieldChange(
            COLUMNS.by_key[name].name, _said(name, before[name], currency),
            _said(name, after[name], currency),
        )
        for name in names
    ]  # fmt: skip
    if planned.partners is not None and planned.action is not None:
        old = sorted(str(row.organisation) for row in planned.action.partner_rows.all())
        new = sorted(str(one) for one in planned.partners)
        if old != new:
            heading = COLUMNS.by_key["partners"].name
            changes.append(FieldChange(heading, ", ".join(old), ", ".join(new)))
    return changes


def _said(name: str, value: Any, currency: str) -> str:
    if value is None or value == "":
        return ""
    if name in CHOICES:
        return label(CHOICES[name], value)
    if name == "cost":
        return money(value, currency)
    if name == "volunteer_hours":
        return hours(value)
    if name in {"starts_on", "ends_on"}:
        return short_date(value)
    return str(value)
