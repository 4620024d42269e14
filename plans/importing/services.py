"""Bringing a list of actions into the plan: upload, look, confirm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.dates import short_date
from core.exports import Sheet, xlsx
from core.money import hours, money
from core.policy import require
from core.refusals import Refusal
from core.sheets.cells import fold, nfc
from core.sheets.kept import Importer
from core.sheets.rows import Plan, Row, in_order
from people.models import Organisation, User
from places.models import Participation
from plans.actions.services import add_action, save_action
from plans.actions.values import checked, values_of
from plans.blockers import lock_plan, refuse_locked_plan
from plans.goals.services import add_goal
from plans.importing.columns import CHOICES, COLUMNS, headings_for_export
from plans.models import Action, ActionState, Goal, PlanImport
from plans.versions.reading import label

#: A plan with more actions is a register; the list is divided.
MOST_ROWS = 500


#: Rows under or between the actions that are none.
_TOTAL = re.compile(
    r"(del|slut|mellem|mellan|sub)?\s*"
    r"(sum|summa|summor|totalt?|i\s?alt|samlet|sammanlagt|tilsammans|tillsammans)"
    r"(\s+(sum|summa|totalt?|i\s?alt|kostnad|kostnader|kr|udgift|udgifter|cost|costs))*\s*[:.]?"
)
_SUMS = ("cost", "volunteer_hours")
_GOAL = re.compile(r"(?i)(del)?(mål|goal|indsatsområde|insatsområde|tema)\s*\d*\s*[:.–-]\s*")
_GOAL_LENGTH = Goal._meta.get_field("title").max_length


Result = Literal["new", "changed", "same", "there", "faulty"]


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
    participation: Participation,
    rows: Iterable[Row],
    *,
    update: bool = False,
    above: Sequence[str] = (),
) -> ActionPlan:
    """What the rows would do. Without `update`, actions that are there are left as they are."""
    known = _Known(participation)
    rows, told = _without_sums_and_headings(list(rows), above)
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
    return ActionPlan(planned, in_order(rows), told, new_goals)


def _without_sums_and_headings(
    rows: list[Row], above: Sequence[str]
) -> tuple[list[Row], list[str]]:
    """The rows that are actions, and what is told of the others. `above` stood over the headings.

    A row called "Total" that holds sums alone is left out. A title alone, in a list whose other
    rows say more or under an empty row, is the heading of the rows under it when it is called a
    goal; else it is a fault, since nobody but its writer knows whether it is an action or a note.
    """
    most_say_more = sum(len(row.values) > 1 for row in rows) * 2 > len(rows)
    kept, told, last, under_a_gap = [], list[str](), 0, False
    heading = next((h for one in reversed(above) if (h := _goal_of(one))), "")
    for row in rows:
        title = row.values.get("title", "")
        alone = set(row.values) == {"title"}
        under_a_gap = alone and (under_a_gap or 0 < last < row.number - 1)
        say_more, last = most_say_more or under_a_gap, row.number
        if _TOTAL.fullmatch(fold(title)) and set(row.values) <= {"title", *_SUMS}:
            told.append(_left_out(row, _("Row %(row)s, “%(title)s”, is a sum and is left out.")))
        elif say_more and alone and (found := _goal_of(title)):
            heading = found
            told.append(_left_out(row, _("Row %(row)s, “%(title)s”, is the heading of a goal.")))
        else:
            if say_more and alone:
                row.fault(
                    "title",
                    _(
                        "Only the title is filled in. If it is an action, fill in one more cell; "
                        "a heading or a note is left out."
                    ),
                )
            elif heading and row.values:
                row.values.setdefault("goal", heading)
            kept.append(row)
    return kept, told


def _goal_of(title: str) -> str:
    """The goal that a heading names ("Goal 2: Out into nature"); "" when it names none."""
    found = _GOAL.match(title)
    return (title[found.end() :].strip() or title)[:_GOAL_LENGTH] if found else ""


def _left_out(row: Row, sentence: str) -> str:
    return sentence % {"row": row.number, "title": row.values["title"]}


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
        column = refusal.field if refusal.field in COLUMNS.by_key else "title"
        row.fault(column, str(refusal))
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


class ActionImporter(Importer[PlanImport, ActionPlan]):
    """Lists of actions into a place's plan."""

    model = PlanImport
    columns = COLUMNS
    related = ("participation__place", "participation__programme")
    most_rows = MOST_ROWS

    def require(self, kept: PlanImport, by: User) -> None:
        """Whoever may write the plan."""
        require(by, "plans.edit", kept.participation)

    def refuse_closed(self, kept: PlanImport) -> None:
        """Refusal: plan_locked."""
        refuse_locked_plan(kept.participation)

    def lock(self, kept: PlanImport) -> None:
        """Everybody who writes the plan takes this lock."""
        lock_plan(kept.participation)

    def plan_of(self, kept: PlanImport) -> ActionPlan:
        """What the import would do to the plan as it is now."""
        return make_plan(
            kept.participation,
            self.rows_of(kept),
            update=kept.update_existing,
            above=kept.above,
        )

    def store(self, kept: PlanImport, plan: ActionPlan, by: User) -> None:
        """Make the goals and actions. Refusals: those of the verbs of goals and actions."""
        participation = kept.participation
        for title in plan.new_goals:
            add_goal(participation=participation, by=by, title=title)
        goals = {fold(goal.title): goal for goal in participation.goals.all()}
        new, changed = plan.of("new"), plan.of("changed")
        for one in new:
            fields = _fields(one, goals)
            add_action(participation=participation, by=by, partners=one.partners or (), **fields)
        for one in changed:
            assert one.action is not None  # noqa: S101 - a changed row has one
            save_action(
                action=one.action,
                by=by,
                version=one.action.version,
                partners=one.partners,
                **_fields(one, goals),
            )
        kept.goals_made = len(plan.new_goals)
        facts = {"file": kept.file_name, "made": len(new), "changed": len(changed)}
        audit.record("plan.imported", participation, by=by, **facts)


IMPORTER = ActionImporter()


def _fields(one: PlannedAction, goals: dict[str, Goal]) -> dict[str, Any]:
    return one.fields | ({"goal": goals[fold(one.goal)]} if one.goal else {})


def template_xlsx() -> bytes:
    """The columns with one example row in the active language, as a file to start from."""
    example = tuple(_typed(column.key, str(column.example)) for column in COLUMNS)
    return xlsx([Sheet(_("Actions"), headings_for_export(), [example])])


def _typed(key: str, example: str) -> object:
    column = COLUMNS.by_key[key]
    return column.read(example) if example and column.kind != "text" else example
