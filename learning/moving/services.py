"""Going over to a newer version of the method: proposed by one person, done by another."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from grants.models import Instalment
from learning.models import MethodMove, MoveState
from learning.moving.letters import write_moved
from learning.moving.merging import Merge, at_step, merge
from notices.services import tell
from people.models import Assignment, Role, User
from places import summary
from places.checklist.ticks import sync
from places.clock import month_end
from places.gate.letters import who_acts
from places.lines import read_lines
from places.models import (
    CoachingEntry,
    GateReview,
    ItemOrigin,
    Participation,
    ParticipationStatus,
    ReviewState,
    StepItem,
)
from programmes.models import MethodVersion, Step
from programmes.pace import due_month


def newer(participation: Participation) -> list[MethodVersion]:
    """The published versions of the place's method that are newer than its own."""
    own = participation.method_version
    rows = MethodVersion.objects.published().filter(method=own.method_id, number__gt=own.number)
    return list(rows.order_by("number"))


def refuse_impossible(participation: Participation, after: MethodVersion) -> None:
    """Raise Refusal over, gate_open, not_newer."""
    if participation.status not in (ParticipationStatus.ACTIVE, ParticipationStatus.CANDIDATE):
        raise Refusal("over", _("The place's support has ended. It keeps its version."))
    before = participation.method_version
    wrong = after.method_id != before.method_id or after.number <= before.number
    if wrong or after.is_draft or after.for_programme != before.for_programme:
        raise Refusal("not_newer", _("Choose a newer published version of the place's method."))
    waiting = GateReview.objects.filter(participation=participation, state=ReviewState.SUBMITTED)
    if waiting.exists():
        raise Refusal(
            "gate_open",
            _("A round at the gate waits for a decision. Go over when it is decided."),
        )


def propose(
    *, participation: Participation, after: MethodVersion, by: User, message: str = ""
) -> MethodMove:
    """Propose it; a second person looks at the same preview. Refusals: see above, has_move."""
    require(by, "learning.propose_move", participation)
    with transaction.atomic():
        participation.lock()
        refuse_impossible(participation, after)
        if participation.moves.filter(state=MoveState.PROPOSED).exists():
            raise Refusal("has_move", _("Going over is proposed already."))
        move = MethodMove.objects.create(
            participation=participation,
            before=participation.method_version,
            after=after,
            message=message.strip(),
            proposed_by=by,
        )
        audit.record(
            "move.proposed", participation, by=by, before=move.before.number, after=after.number
        )
        tell("move-proposed", who_acts(participation), move, address=_url(participation), by=by)
    return move


def _url(participation: Participation) -> str:
    return reverse("learning:method", args=[participation.pk])


def _waiting(move: MethodMove) -> MethodMove:
    rows = MethodMove.objects.select_for_update(of=("self",)).select_related("before", "after")
    row: MethodMove = rows.get(pk=move.pk)
    row.participation = move.participation
    if row.state != MoveState.PROPOSED:
        raise Refusal("decided", _("It is decided already."))
    return row


def _close(row: MethodMove, state: MoveState, *, by: User, reason: str = "") -> None:
    row.state, row.decided_by, row.decided_at, row.reason = state, by, timezone.now(), reason
    row.save()


@transaction.atomic
def withdraw(*, move: MethodMove, by: User) -> MethodMove:
    """Take one's own proposal back."""
    require(by, "learning.propose_move", move)
    row = _waiting(move)
    if row.proposed_by_id != by.pk:
        raise Refusal("not_yours", _("Only the one who proposed it takes it back."))
    _close(row, MoveState.WITHDRAWN, by=by)
    audit.record("move.withdrawn", row.participation, by=by, after=row.after.number)
    return row


def _refuse_same(row: MethodMove, by: User) -> None:
    if row.proposed_by_id == by.pk:
        raise Refusal("same_person", _("Somebody else than the one who proposed it decides."))


@transaction.atomic
def refuse(*, move: MethodMove, by: User, reason: str) -> MethodMove:
    """Say no, with a reason. Refusals: same_person, no_reason, decided."""
    require(by, "learning.decide_move", move)
    row = _waiting(move)
    _refuse_same(row, by)
    if not reason.strip():
        raise Refusal("no_reason", _("Write why not."), field="reason")
    _close(row, MoveState.REFUSED, by=by, reason=reason.strip())
    audit.record("move.refused", row.participation, by=by, after=row.after.number)
    _tell_decided(row, [row.proposed_by_id], by=by)
    return row


@transaction.atomic
def carry_out(*, move: MethodMove, by: User) -> MethodMove:
    """Go over, as the second person. Refusals: same_person, decided, and those of proposing."""
    require(by, "learning.decide_move", move)
    move.participation.lock()
    row = _waiting(move)
    _refuse_same(row, by)
    participation = row.participation
    if participation.method_version_id != row.before_id:
        raise Refusal("not_newer", _("The place works by another version meanwhile."))
    refuse_impossible(participation, row.after)
    row.snapshot_before = snapshot(participation)
    found = merge(participation, row.after)
    _rewrite(participation, row.after, found)
    participation.method_version = row.after
    participation.save(update_fields=["method_version", "updated_at"])
    summary.refresh(participation)
    sync(participation, by=by)
    row.snapshot_after = snapshot(participation)
    _close(row, MoveState.DONE, by=by)
    audit.record(
        "move.done", participation, by=by, before=row.before.number, after=row.after.number,
        kept=len(found.kept), new=len(found.new), gone=len(found.gone) + len(found.made_own),
    )  # fmt: skip
    leaders = _leaders(participation)
    _tell_decided(row, [row.proposed_by_id, *(one.pk for one in leaders)], by=by)
    for leader in leaders:
        write_moved(row, found, leader, by=by)
    return row


def _leaders(participation: Participation) -> list[User]:
    held = Assignment.objects.active().filter(participation=participation, role=Role.PROCESS_LEADER)
    return list(User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("pk"))


def _tell_decided(row: MethodMove, people: list[int], *, by: User) -> None:
    tell(
        "move-decided",
        people,
        row,
        address=_url(row.participation),
        by=by,
        done=row.state == MoveState.DONE,
    )


def snapshot(participation: Participation) -> dict[str, Any]:
    """The whole checklist as it is now, as values that JSON holds."""
    version = participation.method_version
    return {
        "version": version.number,
        "title": version.title,
        "lines": [
            {
                "step": line.step.title,
                "key": line.key,
                "text": line.text,
                "origin": line.origin,
                "state": line.state,
                "note": line.note,
                "responsible": line.responsible,
                "due_on": line.due_on.isoformat() if line.due_on else "",
                "settled_on": line.settled_on.isoformat() if line.settled_on else "",
                "files": line.file_count,
            }
            for line in read_lines(participation)
        ],
    }


def _rewrite(participation: Participation, after: MethodVersion, found: Merge) -> None:
    """Make the rows as the merge says. Each changed line counts a version, as a save does."""
    now = timezone.now()
    rows = {row.pk: row for row in StepItem.objects.filter(participation=participation)}
    for one in found.kept:
        row = rows[one.line.pk]
        row.item, row.step, row.order = one.item, one.item.step, one.item.order
        row.required, row.evidence_wanted = one.item.required, one.item.evidence_wanted
    for going in found.made_own:
        row = rows[going.line.pk]
        row.own_text, row.item, row.origin = going.line.text, None, ItemOrigin.OWN
        row.required = row.evidence_wanted = False
    for going in (*found.made_own, *found.carried):
        rows[going.line.pk].step = going.step
    StepItem.objects.filter(pk__in=[line.pk for line in found.gone]).delete()
    gone = {line.pk for line in found.gone}
    kept = [row for pk, row in rows.items() if pk not in gone]
    for row in kept:
        row.version, row.updated_at = row.version + 1, now
    StepItem.objects.bulk_update(
        kept,
        ["item", "step", "order", "required", "evidence_wanted", "own_text", "origin", "version",
         "updated_at"],
    )  # fmt: skip
    lengths = {"method_months": after.months, "support_months": participation.support_months}
    StepItem.objects.bulk_create(
        StepItem(
            participation=participation, step=item.step, item=item, order=item.order,
            required=item.required, evidence_wanted=item.evidence_wanted,
            due_on=month_end(participation.started_on, due_month(item.step.month_to, **lengths)),
        )
        for item in found.new
    )  # fmt: skip
    _repoint(participation, after)


def _repoint(participation: Participation, after: MethodVersion) -> None:
    """What else names a step of the place: contacts with the coach, instalments of the support."""
    steps = list(Step.objects.filter(version=after))
    told: list[CoachingEntry | Instalment] = [
        *participation.coaching.filter(step__isnull=False).select_related("step"),
        *Instalment.objects.filter(
            grant__participation=participation, step__isnull=False
        ).select_related("step"),
    ]
    for one in told:
        if one.step is not None:
            one.step = at_step(one.step.order, one.step.key, steps)
            one.save(update_fields=["step"])
