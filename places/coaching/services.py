"""The coaching log's verbs: log a contact, correct one's own, settle the agreed next step.

A contact has a part that the place reads and a private part for coaches and those who run the
programme. The private part never leaves its column: the audit trail names it as changed and
holds no word of it, and no letter carries it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.dates import short_date
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import User
from places import summary
from places.coaching import letters
from places.models import CoachedParty, CoachingEntry, CoachingKind, Participation
from programmes.models import Step

#: Contacts before the start are logged too (recruiting a place), but not older than this.
DAYS_BEFORE_START = 90
#: One's own entry can be corrected for this long; then it is the record.
EDITABLE_DAYS = 30
#: The same contact logged again by the same person within this time is a double click.
DOUBLE_CLICK = dt.timedelta(minutes=2)
#: No contact is longer than a day.
MOST_MINUTES = 24 * 60
TEXT_LENGTHS = {"with_whom": 200, "next_text": 240}
#: Fields whose values the audit trail must not hold: notes, and names of people.
UNTOLD = ("with_whom", "shared", "private", "next_text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What is logged of one contact. `minutes` is its length, None where it has none (a letter)."""

    kind: str
    on: dt.date
    party: str = CoachedParty.PLACE
    minutes: int | None = None
    with_whom: str = ""
    step: Step | None = None
    shared: str = ""
    private: str = ""
    next_text: str = ""
    next_on: dt.date | None = None


def log_contact(
    *, participation: Participation, by: User, tell_leader: bool = False, **contact: Any
) -> CoachingEntry:
    """Log a contact; the keyword arguments are the fields of `Contact`.

    With `tell_leader` the shared note and the agreed next step go to the process leaders by
    mail. Logged twice within two minutes by the same person, a contact is one entry.

    Refusals: unknown_kind, unknown_party, date_in_future, date_before_start, wrong_length,
    wrong_step, next_needs_text, next_needs_date, next_too_early, too_long, nothing_to_tell.
    """
    require(by, "places.log_contact", participation)
    checked = _checked(Contact(**contact), participation)
    if tell_leader and not (checked.shared or checked.next_text):
        raise Refusal(
            "nothing_to_tell",
            _("There is no shared note and no next step to send."),
            field="tell_leader",
        )
    with transaction.atomic():
        participation = Participation.objects.select_for_update().get(pk=participation.pk)
        entry = _just_logged(participation, checked, by)
        if entry is not None:
            return entry
        entry = CoachingEntry.objects.create(
            participation=participation, by=by, **fields_of(checked)
        )
        audit.record(
            f"coaching.logged_{checked.party}",
            participation,
            by=by,
            kind=checked.kind,
            on=checked.on.isoformat(),
        )
        if tell_leader:
            letters.send(entry)
        summary.refresh(participation)
    return entry


@transaction.atomic
def edit_contact(
    *, entry: CoachingEntry, by: User, version: int | None = None, **contact: Any
) -> CoachingEntry:
    """Correct an entry of one's own, within 30 days of its making.

    `version` is the `entry_version` that the user read. Saving what is stored already changes
    nothing. Refusals: not_yours, too_old, and those of `log_contact`. Conflict: the entry was
    changed in another window.
    """
    require(by, "places.log_contact", entry.participation)
    participation = Participation.objects.select_for_update().get(pk=entry.participation_id)
    entry = CoachingEntry.objects.select_related("step").get(pk=entry.pk)
    check_editable(entry, by)
    checked = _checked(Contact(**contact), participation)
    before, after = fields_of(entry), fields_of(checked)
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return entry
    if version is not None and version != entry_version(entry):
        raise Conflict(
            _("The contact was changed in another window. Choose which text to keep."),
            theirs=before, yours=after, version=entry_version(entry),
        )  # fmt: skip
    for name in changed:
        setattr(entry, name, after[name])
    entry.save()
    audit.record(
        "coaching.corrected", participation, by=by, on=entry.on.isoformat(), fields=changed,
        before=_tellable(before, changed), after=_tellable(after, changed),
    )  # fmt: skip
    summary.refresh(participation)
    return entry


@transaction.atomic
def settle_next_step(*, entry: CoachingEntry, by: User, on: dt.date | None = None) -> CoachingEntry:
    """Mark the agreed next step as done on a day, today when none is given; once.

    Refusals: no_next_step, date_in_future, date_before_contact.
    """
    require(by, "places.log_contact", entry.participation)
    participation = Participation.objects.select_for_update().get(pk=entry.participation_id)
    entry = CoachingEntry.objects.get(pk=entry.pk)
    day = on or timezone.localdate()
    if entry.next_on is None:
        raise Refusal("no_next_step", _("No next step was agreed at this contact."))
    if entry.next_done_on is not None:
        return entry
    if day > timezone.localdate():
        raise Refusal("date_in_future", _("The date is in the future."), field="on")
    if day < entry.on:
        raise Refusal("date_before_contact", _("The step cannot be done before it was agreed."))
    entry.next_done_on = day
    entry.save(update_fields=["next_done_on", "updated_at"])
    audit.record("coaching.next_done", participation, by=by, on=entry.on.isoformat())
    summary.refresh(participation)
    return entry


def may_edit(entry: CoachingEntry, user: User) -> bool:
    """Whether the entry is the user's own and young enough to be corrected."""
    return entry.by_id == user.pk and timezone.now() - entry.created_at <= dt.timedelta(
        days=EDITABLE_DAYS
    )


def entry_version(entry: CoachingEntry) -> int:
    """A number that changes with each change of the entry: its last change in microseconds."""
    return round(entry.updated_at.timestamp() * 1_000_000)


def fields_of(contact: Contact | CoachingEntry) -> dict[str, Any]:
    """The fields of a contact by name, as they are or as they are stored."""
    return {name: getattr(contact, name) for name in Contact.__slots__}


def _tellable(values: dict[str, Any], changed: list[str]) -> dict[str, Any]:
    """The changed values that the trail may hold, as JSON."""
    checked = {name: values[name] for name in changed if name not in UNTOLD}
    return {
        name: value if isinstance(value, int | None) else str(value)
        for name, value in checked.items()
    }


def _just_logged(participation: Participation, checked: Contact, by: User) -> CoachingEntry | None:
    since = timezone.now() - DOUBLE_CLICK
    return participation.coaching.filter(by=by, created_at__gte=since, **fields_of(checked)).first()


def check_editable(entry: CoachingEntry, by: User) -> None:
    """Refuse somebody else's entry (not_yours) and an old one (too_old)."""
    if entry.by_id != by.pk:
        raise Refusal("not_yours", _("Only the person who logged the contact can correct it."))
    if not may_edit(entry, by):
        raise Refusal(
            "too_old",
            _("A contact can be corrected for %(days)d days. Log a new one instead.")
            % {"days": EDITABLE_DAYS},
        )


def _checked(contact: Contact, participation: Participation) -> Contact:
    """The contact with trimmed texts, or the first rule that it breaks as a Refusal."""
    texts = {name: getattr(contact, name).strip() for name in UNTOLD}
    checked = Contact(**fields_of(contact) | texts)
    if checked.kind not in CoachingKind.values:
        raise Refusal("unknown_kind", _("Choose how the contact was made."), field="kind")
    if checked.party not in CoachedParty.values:
        raise Refusal("unknown_party", _("Choose who was coached."), field="party")
    for name, limit in TEXT_LENGTHS.items():
        if len(getattr(checked, name)) > limit:
            raise Refusal(
                "too_long", _("A text is longer than %(limit)d characters.") % {"limit": limit}
            )
    if checked.minutes is not None and not 1 <= checked.minutes <= MOST_MINUTES:
        raise Refusal(
            "wrong_length",
            _("Give the length as 1 to %(most)d minutes.") % {"most": MOST_MINUTES},
            field="minutes",
        )
    if checked.step is not None and checked.step.version_id != participation.method_version_id:
        raise Refusal(
            "wrong_step", _("The step does not belong to the method of this place."), field="step"
        )
    _refuse_wrong_dates(checked, participation)
    return checked


def _refuse_wrong_dates(checked: Contact, participation: Participation) -> None:
    earliest = participation.started_on - dt.timedelta(days=DAYS_BEFORE_START)
    if checked.on > timezone.localdate():
        raise Refusal(
            "date_in_future",
            _("The date is in the future. Log a contact after it has taken place."),
            field="on",
        )
    if checked.on < earliest:
        raise Refusal(
            "date_before_start",
            _("The place started on %(start)s; contacts can be logged from %(earliest)s.")
            % {"start": short_date(participation.started_on), "earliest": short_date(earliest)},
            field="on",
        )
    if checked.next_on is not None and not checked.next_text:
        raise Refusal(
            "next_needs_text", _("Write what was agreed for the next date."), field="next_text"
        )
    if checked.next_text and checked.next_on is None:
        raise Refusal(
            "next_needs_date",
            _("Give the next step a date: what has no date is forgotten."),
            field="next_on",
        )
    if checked.next_on is not None and checked.next_on <= checked.on:
        raise Refusal(
            "next_too_early", _("The next date must come after the contact."), field="next_on"
        )
