"""Time sheets: lines of hours and kilometres, handing in, confirming by somebody else.

A person has one sheet a month. Open it is written, handed in it waits, confirmed it stands
still: the rates of the day are copied into its lines, so that later rates change no old month.
The audit trail names the month and no person's hours.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal
from grants.hours.work import (
    Work,
    checked_work,
    first_of,
    month_name,
    refuse_closed,
    refuse_confirming,
    refuse_overfull_day,
)
from grants.models import Grant, MonthSheet, SheetState, WorkEntry
from grants.totals import rates_of
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from outbox.words import written
from people.models import User

#: The same line written again within this time is a double click.
DOUBLE_CLICK = dt.timedelta(minutes=2)
NOTE_LENGTH = 240


@transaction.atomic
def add_entry(*, grant: Grant, by: User, month: dt.date | None = None, **work: Any) -> WorkEntry:
    """Write a line on one's own sheet; the keyword arguments are the fields of `Work`.

    The sheet is that of the date, made when it is the month's first line. `month` (any
    day of it) is the sheet in hand, if one is: the date must lie in it. Written twice within two
    minutes, a line is one line.

    Refusals: sheet_submitted, sheet_confirmed, and those of `sheet_rules.checked_work`.
    """
    participation = grant.participation
    require(by, "grants.enter_hours", participation)
    checked = checked_work(Work(**work), grant, by=by, month=first_of(month) if month else None)
    made, _new = MonthSheet.objects.get_or_create(grant=grant, user=by, month=first_of(checked.on))
    sheet = _locked(made)
    refuse_closed(sheet)
    entries = list(sheet.entries.all())
    there = _just_written(entries, checked)
    if there is not None:
        return there
    refuse_overfull_day(checked, entries)
    entry = WorkEntry.objects.create(sheet=sheet, **_fields(checked))
    _changed(sheet)
    _record("sheet.line_added", sheet, by, kind=entry.kind)
    return entry


@transaction.atomic
def save_entry(*, entry: WorkEntry, by: User, version: int | None = None, **work: Any) -> WorkEntry:
    """Correct a line of one's own open sheet. `version` is the `entry_version` that was read.

    Refusals: not_yours and those of `add_entry`. Conflict: changed in another window.
    """
    sheet = _own(entry.sheet, by)
    refuse_closed(sheet)
    checked = checked_work(Work(**work), sheet.grant, by=by, month=sheet.month)
    entry = sheet.entries.get(pk=entry.pk)
    before, after = {name: getattr(entry, name) for name in Work.__slots__}, _fields(checked)
    if before == after:
        return entry
    if version is not None and version != entry_version(entry):
        raise Conflict(
            _("The line was changed in another window. Choose which values to keep."),
            theirs=before, yours=after, version=entry_version(entry),
        )  # fmt: skip
    refuse_overfull_day(checked, sheet.entries.exclude(pk=entry.pk))
    for name, value in after.items():
        setattr(entry, name, value)
    entry.save()
    _changed(sheet)
    _record("sheet.line_corrected", sheet, by, kind=entry.kind)
    return entry


@transaction.atomic
def remove_entry(*, entry: WorkEntry, by: User) -> None:
    """Take a line off one's own open sheet.

    Refusals: not_yours, sheet_submitted, sheet_confirmed.
    """
    sheet = _own(entry.sheet, by)
    refuse_closed(sheet)
    removed, _what = sheet.entries.filter(pk=entry.pk).delete()
    if removed:
        _changed(sheet)
        _record("sheet.line_removed", sheet, by, kind=entry.kind)


@transaction.atomic
def submit_sheet(*, sheet: MonthSheet, by: User) -> MonthSheet:
    """Hand in one's own month. Handed in already, it stays so.

    Refusals: not_yours, sheet_confirmed, sheet_empty.
    """
    sheet = _own(sheet, by)
    if sheet.state == SheetState.SUBMITTED:
        return sheet
    refuse_closed(sheet)
    if not sheet.entries.exists():
        raise Refusal("sheet_empty", _("There is nothing on the sheet to hand in."))
    _changed(sheet, state=SheetState.SUBMITTED, submitted_at=timezone.now(), note="")
    _record("sheet.submitted", sheet, by)
    return sheet


@transaction.atomic
def reopen_sheet(*, sheet: MonthSheet, by: User) -> MonthSheet:
    """Take one's own sheet back before it is confirmed. Refusals: not_yours, sheet_confirmed."""
    sheet = _own(sheet, by)
    if sheet.state == SheetState.OPEN:
        return sheet
    if sheet.state == SheetState.CONFIRMED:
        refuse_closed(sheet)
    _changed(sheet, state=SheetState.OPEN, submitted_at=None)
    _record("sheet.reopened", sheet, by)
    return sheet


@transaction.atomic
def confirm_sheet(*, sheet: MonthSheet, by: User, version: int | None = None) -> MonthSheet:
    """Confirm somebody else's month and copy the rates of today into its lines.

    `version` is that of the sheet as it was read: what was not seen is not confirmed. Refusals:
    own_sheet, leaders_sheet, not_submitted, changed_meanwhile.
    """
    sheet = _for_decision(sheet, by, version)
    for kind, rate in rates_of(sheet.grant).items():
        sheet.entries.filter(kind=kind).update(rate=rate)
    _changed(sheet, state=SheetState.CONFIRMED, confirmed_by=by, confirmed_at=timezone.now())
    _record("sheet.confirmed", sheet, by, sheet=sheet.pk)
    return sheet


@transaction.atomic
def send_back(*, sheet: MonthSheet, by: User, note: str, version: int | None = None) -> MonthSheet:
    """Open somebody's sheet again with a note on why; the note goes to its owner by mail.

    Refusals: note_missing, too_long, and those of `confirm_sheet`.
    """
    sheet = _for_decision(sheet, by, version)
    note = note.strip()
    if not note:
        raise Refusal("note_missing", _("Write what should be changed."), field="note")
    if len(note) > NOTE_LENGTH:
        raise Refusal(
            "too_long",
            _("A text is longer than %(limit)d characters.") % {"limit": NOTE_LENGTH},
            field="note",
        )
    _changed(sheet, state=SheetState.OPEN, submitted_at=None, note=note)
    _record("sheet.sent_back", sheet, by, sheet=sheet.pk)
    _write_letter(sheet, by=by)
    return sheet


def entry_version(entry: WorkEntry) -> int:
    """A number that changes with each change of the line: its last change in microseconds."""
    return round(entry.updated_at.timestamp() * 1_000_000)


def _fields(work: Work) -> dict[str, Any]:
    return {name: getattr(work, name) for name in Work.__slots__}


def _just_written(entries: list[WorkEntry], work: Work) -> WorkEntry | None:
    since = timezone.now() - DOUBLE_CLICK
    same = (
        one
        for one in entries
        if one.created_at >= since
        and all(getattr(one, name) == value for name, value in _fields(work).items())
    )
    return next(same, None)


def _locked(sheet: MonthSheet) -> MonthSheet:
    return (
        MonthSheet.objects.select_for_update(of=("self",))
        .select_related("grant__participation__programme__region", "user")
        .get(pk=sheet.pk)
    )


def _own(sheet: MonthSheet, by: User) -> MonthSheet:
    """The sheet anew under a lock. Refusal: not_yours."""
    require(by, "grants.enter_hours", sheet.grant.participation)
    if sheet.user_id != by.pk:
        raise Refusal("not_yours", _("You can only write your own hours."))
    return _locked(sheet)


def _for_decision(sheet: MonthSheet, by: User, version: int | None) -> MonthSheet:
    """The sheet anew under a lock, for somebody who may decide on it."""
    participation = sheet.grant.participation
    require(by, "grants.confirm_hours", participation)
    sheet = _locked(sheet)
    refuse_confirming(sheet, by, participation)
    if version is not None and version != sheet.version:
        raise Conflict(
            _("The sheet has changed since you read it. Read it again."),
            theirs={}, yours={}, version=sheet.version,
        )  # fmt: skip
    return sheet


def _changed(sheet: MonthSheet, **values: Any) -> None:
    for name, value in values.items():
        setattr(sheet, name, value)
    sheet.version += 1
    sheet.save()


def _record(verb: str, sheet: MonthSheet, by: User, /, **facts: Any) -> None:
    month = f"{sheet.month:%Y-%m}"
    audit.record(verb, sheet.grant.participation, by=by, month=month, **facts)


def _write_letter(sheet: MonthSheet, *, by: User) -> None:
    """Write the mail to the sheet's owner, in his or her language; in the transaction."""
    owner, participation = sheet.user, sheet.grant.participation
    if not owner.is_active:
        return
    region = participation.programme.region
    with translation.override(owner.language):
        month = month_name(sheet.month)
        path = reverse("grants:sheet", args=[participation.pk, sheet.pk])
        context = {
            "region": region,
            "place": participation.place.name,
            "month": month,
            "by": by,
            "note": sheet.note,
            "url": settings.SITE_URL.rstrip("/") + path,
        }
        text, html = written("sheet_returned", context)
        add(
            [
                NewLetter(
                    to=owner.email,
                    subject=_("%(place)s: your hours for %(month)s need a change")
                    % {"place": participation.place.name, "month": month},
                    text=text,
                    html=html,
                    # The version tells one return of a sheet from the next.
                    key=f"sheet-returned:{sheet.pk}:{sheet.version}",
                    language=owner.language,
                    recipient_id=owner.pk,
                    about=participation,
                )
            ],
            by=by,
            region=region,
            kind=LetterKind.NOTICE,
        )
