"""Bringing a list of actions into the plan: upload, look, confirm. All rows or none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.exports import Sheet, xlsx
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.domain.import_cells import fold
from places.domain.import_table import read_table
from places.models import ImportState, Participation
from plans.blockers import lock_plan, refuse_locked_plan
from plans.domain.actions import add_action, save_action
from plans.domain.import_cells import date_of, hours_of, sum_of
from plans.domain.import_columns import COLUMNS, columns_of, count_known, headings_for_export
from plans.domain.import_plan import Plan, PlannedAction, make_plan
from plans.goals.services import add_goal
from plans.models import Goal, PlanImport

#: A preview can be confirmed for so long.
KEPT_FOR = timedelta(hours=24)
#: A plan with more actions is a register; the list is divided.
MOST_ROWS = 500


@transaction.atomic
def upload(
    *,
    participation: Participation,
    file_name: str,
    content: bytes,
    by: User,
    update_existing: bool = False,
) -> PlanImport:
    """Read a file and keep its words for the preview. The plan is not touched.

    Refusals: plan_locked, those of `read_table` about the file, wrong_columns, too_many_rows.
    """
    require(by, "plans.edit", participation)
    refuse_locked_plan(participation)
    table = read_table(content, count_known, look_at_cells=True)
    columns = columns_of(table.headings)
    if len(table.rows) > MOST_ROWS:
        raise Refusal(
            "too_many_rows",
            _("The list has more than %(most)s rows. Divide it.") % {"most": MOST_ROWS},
        )
    PlanImport.objects.filter(state=ImportState.PREVIEW, expires_at__lt=timezone.now()).delete()
    return PlanImport.objects.create(
        participation=participation,
        owner=by,
        file_name=_shown_name(file_name),
        columns=columns,
        rows=table.rows,
        # A row is numbered as a spreadsheet does, from 1.
        faults=[[row + 1, column, kind] for (row, column), kind in sorted(table.odd.items())],
        update_existing=update_existing,
        expires_at=timezone.now() + KEPT_FOR,
    )


def plan_of(plan_import: PlanImport) -> Plan:
    """What the import would do to the plan as it is now."""
    return make_plan(
        plan_import.participation,
        plan_import.columns,
        [(number, words) for number, words in plan_import.rows],
        odd=[(row, column, kind) for row, column, kind in plan_import.faults],
        update=plan_import.update_existing,
    )


@transaction.atomic
def set_update_existing(*, plan_import: PlanImport, update_existing: bool, by: User) -> PlanImport:
    """Say whether actions that the plan has already may be changed.

    Refusals: import_expired, import_done.
    """
    _lock(plan_import, by)
    if plan_import.state == ImportState.DONE:
        raise Refusal("import_done", _("The import is carried out already."))
    plan_import.update_existing = update_existing
    plan_import.save(update_fields=["update_existing", "updated_at"])
    return plan_import


@transaction.atomic
def confirm(*, plan_import: PlanImport, by: User) -> PlanImport:
    """Carry the import out, once: confirmed again, it changes nothing and gives the same answer.

    Refusals: plan_locked, import_expired, import_has_faults, and those of the verbs of goals
    and actions; then nothing is written.
    """
    _lock(plan_import, by)
    if plan_import.state == ImportState.PREVIEW:
        refuse_locked_plan(plan_import.participation)
        _carry_out(plan_import, by)
    return plan_import


@transaction.atomic
def discard(*, plan_import: PlanImport, by: User) -> None:
    """Throw a preview away. What was carried out stays."""
    require(by, "plans.edit", plan_import.participation)
    PlanImport.objects.filter(pk=plan_import.pk, state=ImportState.PREVIEW).delete()


def template_xlsx() -> bytes:
    """The columns with one example row in the active language, as a file to start from."""
    example = tuple(_typed(column.key, str(column.example)) for column in COLUMNS)
    return xlsx([Sheet(_("Actions"), headings_for_export(), [example])])


def _typed(key: str, example: str) -> object:
    readers = {
        "cost": sum_of, "volunteer_hours": hours_of, "starts_on": date_of, "ends_on": date_of,
    }  # fmt: skip
    return readers[key](example) if key in readers and example else example


def _lock(plan_import: PlanImport, by: User) -> None:
    require(by, "plans.edit", plan_import.participation)
    # Everybody who writes the plan takes this lock: the plan is worked out on what stands there.
    lock_plan(plan_import.participation)
    expired = Refusal("import_expired", _("This preview is no longer kept. Upload the file again."))
    try:
        plan_import.refresh_from_db(
            from_queryset=PlanImport.objects.select_related(
                "participation__place", "participation__programme"
            )
        )
    except PlanImport.DoesNotExist as error:
        raise expired from error
    if plan_import.state == ImportState.PREVIEW and plan_import.expires_at < timezone.now():
        raise expired


def _carry_out(plan_import: PlanImport, by: User) -> None:
    plan = plan_of(plan_import)
    if plan.faults:
        said = ngettext(
            "%(count)s thing in the file is to be put right. Nothing was imported.",
            "%(count)s things in the file are to be put right. Nothing was imported.",
            len(plan.faults),
        )
        raise Refusal("import_has_faults", said % {"count": len(plan.faults)})
    participation = plan_import.participation
    for title in plan.new_goals:
        add_goal(participation=participation, by=by, title=title)
    goals = {fold(goal.title): goal for goal in participation.goals.all()}
    new, changed = plan.of("new"), plan.of("changed")
    for one in new:
        add_action(
            participation=participation, by=by, partners=one.partners or (), **_fields(one, goals)
        )
    for one in changed:
        assert one.action is not None  # noqa: S101 - a changed row has one
        save_action(
            action=one.action,
            by=by,
            version=one.action.version,
            partners=one.partners,
            **_fields(one, goals),
        )
    plan_import.state = ImportState.DONE
    plan_import.made, plan_import.changed = len(new), len(changed)
    plan_import.goals_made = len(plan.new_goals)
    plan_import.rows, plan_import.faults = [], []
    plan_import.save()
    audit.record(
        "plan.imported",
        participation,
        by=by,
        file=plan_import.file_name,
        made=len(new),
        changed=len(changed),
    )


def _fields(one: PlannedAction, goals: dict[str, Goal]) -> dict[str, Any]:
    return one.fields | ({"goal": goals[fold(one.goal)]} if one.goal else {})


def _shown_name(file_name: str) -> str:
    """The file's own name, whatever path or signs it came with."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:200] or _("actions")
