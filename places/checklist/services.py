"""Step work: saving a line of the checklist, ticking it off, adding an own line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

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
from places import summary
from places.lines import COLUMNS, Line, blocker_of, items_of, lines_from, read_lines
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
    def of(cls, line: Line | StepItem) -> LineValues:
        """The values that are stored."""
        return cls(line.state, line.note, line.responsible, line.due_on)


@dataclass(frozen=True)
class Saved:
    """A save: the line as it now is, and all lines of the participation for the page's counts."""

    line: Line
    lines: Sequence[Line]
    changed: bool


def save_line(
    *, participation: Participation, line_id: int, by: User, version: int, values: LineValues
) -> Saved:
    """Save all values of one line.

    `version` is the one that the user read. When somebody changed the line since, `Conflict`
    carries both values and nothing is written; a save that was already done (a double click,
    an answer that got lost) is not a conflict. Raises `Refusal` with the codes of
    `places.lines.blocker_of`, `comment_needed`, `due_before_start`, `due_too_far` and
    `condition_date_fixed`, and StepItem.DoesNotExist for a line of another participation.
    """
    require(by, "places.tick", participation)
    with transaction.atomic():
        lines = _locked_lines(participation)
        line = next((one for one in lines if one.pk == line_id), None)
        if line is None:
            raise StepItem.DoesNotExist
        refuse_blocked_step(participation, line.step.order)
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
    save_line(
        participation=item.participation, line_id=item.pk, by=by, version=version, values=values
    )
    item.refresh_from_db()
    return item


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

    Raises `Refusal` with the codes of `blocker_of`, `text_missing`, `other_method` and those of
    dates.
    """
    require(by, "places.tick", participation)
    text = " ".join(text.split())
    if not text:
        raise Refusal("text_missing", _("Write what is to be done."), field="text")
    if step.version_id != participation.method_version_id:
        raise Refusal("other_method", _("The step belongs to another method."))
    with transaction.atomic():
        lock_participation(participation)
        # The new stamp tells a save that waits for this one to read the lines again.
        Participation.objects.filter(pk=participation.pk).update(updated_at=timezone.now())
        refuse_blocked_step(participation, step.order)
        _check_due(participation, due_on)
        last = participation.items.filter(step=step).aggregate(last=Max("order"))["last"] or 0
        line = StepItem.objects.create(
            participation=participation, step=step, origin=ItemOrigin.OWN, order=last + 1,
            own_text=text[:240], required=False, due_on=due_on,
        )  # fmt: skip
        audit.record("item.added", participation, by=by, step=step.order, item=line.text)
        summary.refresh(participation)
    return line


def refuse_blocked_step(participation: Participation, step_order: int) -> None:
    """Raise the refusal of a step that may not be changed now; for evidence and its like."""
    blocker = blocker_of(participation, step_order)
    if blocker is not None:
        raise Refusal(blocker.code, blocker.text)


def lock_participation(participation: Participation) -> None:
    """Hold the participation's row until the transaction ends and read its state anew."""
    rows = Participation.objects.select_for_update(no_key=True)
    participation.refresh_from_db(fields=_OF_PARTICIPATION, from_queryset=rows)


def _locked_lines(participation: Participation) -> list[Line]:
    """All lines, in one read that holds them and the participation until the transaction ends.

    Two people who save at once wait for each other here, so that the later one counts the
    earlier one's line.
    """
    known = participation.updated_at, participation.gate_state
    items = list(
        items_of(participation)
        .select_related("participation", "step", "item")
        .only(*COLUMNS, *(f"participation__{name}" for name in _OF_PARTICIPATION))
        .select_for_update(no_key=True, of=("self", "participation"))
    )
    if items:
        for name in _OF_PARTICIPATION:
            setattr(participation, name, getattr(items[0].participation, name))
    if (participation.updated_at, participation.gate_state) != known:
        # Somebody else was here while we waited; lines added meanwhile are not in that read.
        return read_lines(participation)
    paths = [path.split("__") for path in (*COLUMNS, "file_count")]
    return lines_from(tuple(_value(item, path) for path in paths) for item in items)


def _value(item: Any, path: list[str]) -> Any:
    for name in path:
        item = getattr(item, name, None)
    return item


def _conflict(line: Line | StepItem, values: LineValues) -> Conflict:
    return Conflict(
        _("Somebody else has changed this line. Nothing is lost: choose which values to keep."),
        theirs=asdict(LineValues.of(line)),
        yours=asdict(values),
        version=line.version,
    )


def _check_values(participation: Participation, line: Line, values: LineValues) -> None:
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
        if line.is_condition:
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


def _write(line: Line, values: LineValues, *, by: User) -> None:
    """Change the row if it still has the version that was read, and the line in memory."""
    changes = asdict(values) | {"version": line.version + 1, "updated_at": timezone.now()}
    settled_on = line.settled_on
    if values.state != line.state:
        settled = values.state != ItemState.OPEN
        settled_on = timezone.localdate() if settled else None
        changes |= {"settled_on": settled_on, "settled_by": by if settled else None}
    written = StepItem.objects.filter(pk=line.pk, version=line.version).update(**changes)
    if not written:
        raise _conflict(StepItem.objects.get(pk=line.pk), values)
    line.state, line.note = values.state, values.note
    line.responsible, line.due_on = values.responsible, values.due_on
    line.settled_on, line.version = settled_on, line.version + 1


def _leave_trail(
    participation: Participation, line: Line, before: LineValues, after: LineValues, *, by: User
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
    participation: Participation, line: Line, lines: Sequence[Line], before: LineValues
) -> None:
    if line.state == before.state and line.due_on == before.due_on:
        return
    if line.is_condition:
        summary.refresh(participation)
    else:
        summary.refresh_steps(participation, lines)
