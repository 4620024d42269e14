"""Step work: saving a line of the checklist, ticking it off, adding an own line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit
from core.models import AuditEvent
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import User
from places.checklist import lock_of
from places.domain import summary
from places.domain.summary import ItemFact
from places.lines import LINE_FIELDS, AnyLine, lines_of
from places.models import ItemOrigin, ItemState, Participation, StepItem
from programmes.models import Step

#: "Not relevant" on a required line needs a reason of at least this many characters.
COMMENT_LENGTH = 10
#: A due date further away than this from the start is a slip of the keyboard.
DUE_YEARS = 10
#: While one person writes on, his or her saves within this time share one line of the trail.
WRITING_MINUTES = 10

_OF_PARTICIPATION = ("status", "gate_state", "gate_after", "progress", "current_step", "updated_at")


@dataclass(frozen=True)
class LineValues:
    """What a person can set on a line."""

    state: str
    note: str
    responsible: str
    due_on: dt.date | None

    @classmethod
    def of(cls, line: AnyLine) -> LineValues:
        """The values that are stored."""
        return cls(line.state, line.note, line.responsible, line.due_on)


@dataclass(frozen=True)
class Saved:
    """A save: the line as it now is, and all lines of the participation for the page's counts."""

    line: StepItem
    lines: Sequence[StepItem]
    changed: bool


def save_line(
    *, participation: Participation, line_id: int, by: User, version: int, values: LineValues
) -> Saved:
    """Save all values of one line.

    `version` is the one that the user read. When somebody changed the line since, `Conflict`
    carries both values and nothing is written; a save that was already done (a double click,
    an answer that got lost) is not a conflict. Raises `Refusal` with the codes of
    `places.checklist.lock_of`, `comment_needed`, `due_before_start`, `due_too_far` and
    `condition_date_fixed`, and StepItem.DoesNotExist for a line of another participation.
    """
    require(by, "places.tick", participation)
    with transaction.atomic():
        lines = _read_locked(participation)
        line = next((one for one in lines if one.pk == line_id), None)
        if line is None:
            raise StepItem.DoesNotExist
        refuse_locked_step(participation, line.step.order)
        before = LineValues.of(line)
        if values == before:
            return Saved(line, lines, changed=False)
        if version != line.version:
            raise _conflict(line, values)
        _check_values(participation, line, values)
        _write(line, values, by=by)
        _leave_trail(participation, line, before, values, by=by)
        _refresh(participation, line, lines, before)
    return Saved(line, lines, changed=True)


def save_item(
    *,
    item: StepItem,
    by: User,
    version: int,
    state: str,
    note: str = "",
    responsible: str = "",
    due_on: dt.date | None = None,
) -> StepItem:
    """`save_line` for callers that hold the line. Answers the line as it now is."""
    values = LineValues(state, note, responsible, due_on)
    saved = save_line(
        participation=item.participation, line_id=item.pk, by=by, version=version, values=values
    )
    return saved.line


def tick(*, item: StepItem, by: User, done: bool = True) -> StepItem:
    """Mark a line as done or open again and leave its other values as they are."""
    state = ItemState.DONE if done else ItemState.OPEN
    return save_item(
        item=item, by=by, version=item.version, state=state,
        note=item.note, responsible=item.responsible, due_on=item.due_on,
    )  # fmt: skip


def add_own_item(
    *, participation: Participation, step: Step, text: str, by: User, due_on: dt.date | None = None
) -> StepItem:
    """Add a voluntary line of the place's own to a step of its method.

    Raises `Refusal` with the codes of `lock_of`, `text_missing`, `other_method` and those of dates.
    """
    require(by, "places.tick", participation)
    text = " ".join(text.split())
    if not text:
        raise Refusal("text_missing", _("Write what is to be done."), field="text")
    if step.version_id != participation.method_version_id:
        raise Refusal("other_method", _("The step belongs to another method."))
    with transaction.atomic():
        # The new stamp tells a save that waits for this one to read the lines again.
        Participation.objects.filter(pk=participation.pk).update(updated_at=timezone.now())
        participation.refresh_from_db(fields=_OF_PARTICIPATION)
        refuse_locked_step(participation, step.order)
        _check_due(participation, due_on)
        last = participation.items.filter(step=step).aggregate(last=Max("order"))["last"] or 0
        line = StepItem.objects.create(
            participation=participation, step=step, origin=ItemOrigin.OWN, order=last + 1,
            own_text=text[:240], required=False, due_on=due_on,
        )  # fmt: skip
        audit.record("item.added", participation, by=by, step=step.order, item=line.text)
        summary.refresh(participation)
    return line


def refuse_locked_step(participation: Participation, step_order: int) -> None:
    """Raise the refusal of a step that may not be changed now; for evidence and its like."""
    lock = lock_of(participation, step_order)
    if lock is not None:
        raise Refusal(*lock)


def lock_participation(participation: Participation) -> None:
    """Hold the participation's row until the transaction ends and read its state anew."""
    row = (
        Participation.objects.select_for_update(no_key=True)
        .only(*_OF_PARTICIPATION)
        .get(pk=participation.pk)
    )
    _take_over(participation, row)


def _take_over(participation: Participation, row: Participation) -> None:
    for name in _OF_PARTICIPATION:
        setattr(participation, name, getattr(row, name))


def _read_locked(participation: Participation) -> list[StepItem]:
    """All lines, with them and the participation held until the transaction ends.

    One read serves the values before, the conflict and the summary. Two people who save at
    once wait for each other here, so that the later one counts the earlier one's line.
    """
    known = participation.updated_at, participation.gate_state
    lines = list(_locking(participation))
    if not lines:
        return lines
    _take_over(participation, lines[0].participation)
    if (participation.updated_at, participation.gate_state) != known:
        # Somebody else was here while we waited; rows added meanwhile are not in that read.
        lines = list(_locking(participation))
    for line in lines:
        line.participation = participation
    return lines


def _locking(participation: Participation) -> list[StepItem]:
    fields = [f"participation__{name}" for name in _OF_PARTICIPATION]
    return list(
        lines_of(participation)
        .select_related("participation", "step", "item")
        .only(*LINE_FIELDS, *fields)
        .select_for_update(no_key=True, of=("self", "participation"))
    )


def _conflict(line: StepItem, values: LineValues) -> Conflict:
    return Conflict(
        _("Somebody else has changed this line. Nothing is lost: choose which values to keep."),
        theirs=asdict(LineValues.of(line)),
        yours=asdict(values),
        version=line.version,
    )


def _check_values(participation: Participation, line: StepItem, values: LineValues) -> None:
    if values.state not in ItemState.values:
        raise Refusal("unknown_state", _("Choose open, done or not relevant."), field="state")
    bare = line.required and values.state == ItemState.NOT_RELEVANT
    if bare and len(values.note.strip()) < COMMENT_LENGTH:
        raise Refusal(
            "comment_needed",
            _(
                "This line is required. "
                "Write in the note why it is not relevant, at least ten characters."
            ),
            field="note",
        )
    if values.due_on != line.due_on:
        if line.origin == ItemOrigin.CONDITION:
            raise Refusal(
                "condition_date_fixed",
                _("The date of a condition is set by the gate decision."),
                field="due_on",
            )
        _check_due(participation, values.due_on)


def _check_due(participation: Participation, due_on: dt.date | None) -> None:
    if due_on is None:
        return
    if due_on < participation.started_on:
        raise Refusal(
            "due_before_start",
            _("The due date is before the place started. Choose a later day."),
            field="due_on",
        )
    if due_on > participation.started_on + relativedelta(years=DUE_YEARS):
        raise Refusal(
            "due_too_far",
            _("The due date is more than ten years ahead. Check the year."),
            field="due_on",
        )


def _write(line: StepItem, values: LineValues, *, by: User) -> None:
    """Change the row if it still has the version that was read, and the line in memory."""
    changes: dict[str, object] = asdict(values) | {
        "version": line.version + 1,
        "updated_at": timezone.now(),
    }
    if values.state != line.state:
        settled = values.state != ItemState.OPEN
        changes["settled_on"] = timezone.localdate() if settled else None
        changes["settled_by_id"] = by.pk if settled else None
    written = StepItem.objects.filter(pk=line.pk, version=line.version).update(**changes)
    if not written:
        line.refresh_from_db(fields=["state", "note", "responsible", "due_on", "version"])
        raise _conflict(line, values)
    for name, value in changes.items():
        setattr(line, name, value)


def _leave_trail(
    participation: Participation, line: StepItem, before: LineValues, after: LineValues, *, by: User
) -> None:
    """One line in the trail. Notes and names stay out of it: only that they changed."""
    facts: dict[str, object] = {"step": line.step.order, "item": line.text, "line": line.pk}
    if before.due_on != after.due_on:
        facts["due"] = [day.isoformat() if day else "" for day in (before.due_on, after.due_on)]
    facts["fields"] = [
        name for name in ("note", "responsible") if getattr(before, name) != getattr(after, name)
    ]
    if before.state != after.state:
        facts["state"] = [before.state, after.state]
        audit.record(f"item.{after.state}", participation, by=by, **facts)
    elif not _still_writing(participation, facts, by=by):
        audit.record("item.changed", participation, by=by, **facts)


def _still_writing(participation: Participation, facts: dict[str, object], *, by: User) -> bool:
    """Whether the newest line of the trail already says that this person is changing this line."""
    newest: AuditEvent | None = audit.history(participation).first()
    since = timezone.now() - dt.timedelta(minutes=WRITING_MINUTES)
    return (
        newest is not None
        and newest.verb == "item.changed"
        and newest.actor_id == by.pk
        and newest.at > since
        and newest.facts == facts
    )


def _refresh(
    participation: Participation, line: StepItem, lines: Sequence[StepItem], before: LineValues
) -> None:
    if line.state == before.state and line.due_on == before.due_on:
        return
    if line.origin == ItemOrigin.CONDITION:
        summary.refresh(participation)
        return
    summary.refresh_steps(participation, [fact_of(one) for one in lines])


def fact_of(line: StepItem) -> ItemFact:
    """What the summary needs of a line."""
    return ItemFact(
        line.pk, line.step.order, line.state, line.required,
        line.origin == ItemOrigin.CONDITION, line.own_text, line.due_on,
    )  # fmt: skip
