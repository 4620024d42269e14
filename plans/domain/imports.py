"""Bringing a list of actions into the plan: upload, look, confirm. All rows or none."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core import audit
from core.exports import Sheet, xlsx
from core.policy import require
from core.sheets.cells import fold
from core.sheets.kept import Importer
from people.models import User
from plans.domain.actions import add_action, save_action
from plans.domain.goals import add_goal
from plans.domain.import_columns import COLUMNS, headings_for_export
from plans.domain.import_plan import ActionPlan, PlannedAction, make_plan
from plans.domain.lock import lock_plan, refuse_locked_plan
from plans.models import Goal, PlanImport

#: A plan with more actions is a register; the list is divided.
MOST_ROWS = 500


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
        return make_plan(kept.participation, self.rows_of(kept), update=kept.update_existing)

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
