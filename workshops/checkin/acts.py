"""What phones at the door say: each act is checked and written; all of them tell who came."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.addresses import normal_address
from core.plain_text import checked_name
from core.refusals import Refusal
from people.models import Sector, User
from workshops.checkin.codes import is_code_of, number_of
from workshops.guests.persons import another
from workshops.models import CheckinAct, CheckinEntry, HowInvited, Invitation, Workshop

#: More people behind one name are a slip of the finger.
MOST_PERSONS = 99
EMAIL_LENGTH = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkIn:
    """Who came without invitation: a name is enough."""

    name: str
    sector: str = ""
    email: str = ""

    def checked(self) -> WalkIn:
        """The same with trimmed texts.

        Refusals: name_missing, wrong_sector, wrong_email, those of `checked_name`.
        """
        name = checked_name(self.name)
        email = normal_address(self.email)
        if not name:
            raise Refusal("name_missing", _("Write a name."), field="name")
        if self.sector and self.sector not in Sector.values:
            raise Refusal(
                "wrong_sector", _("Choose a sector from the list, or none."), field="sector"
            )
        if email:
            try:
                validate_email(email)
            except ValidationError:
                email_ok = False
            else:
                email_ok = len(email) <= EMAIL_LENGTH
            if not email_ok:
                raise Refusal(
                    "wrong_email",
                    _("This is no e-mail address. Leave it out if unsure."),
                    field="email",
                )
        return WalkIn(name=name, sector=self.sector, email=email)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. The guest is named by number, by code, or by the key of his or her walk-in.

    A phone without connection cannot know the number of somebody it has just written down.
    """

    key: uuid.UUID
    act: CheckinAct
    at: dt.datetime
    persons: int = 1
    invitation_id: int | None = None
    code: str = ""
    walked_in: uuid.UUID | None = None
    guest: WalkIn | None = None
    error: Refusal | None = None

    def at_time(self, at: dt.datetime, error: Refusal | None) -> Act:
        """The same act at another time, or with what is wrong about its time."""
        return replace(self, at=at, error=error)

    def checked(self) -> Act:
        """The act with trimmed texts, or a Refusal: too_late, wrong_persons, those of `WalkIn`."""
        if self.error is not None:
            raise self.error
        if not 1 <= self.persons <= MOST_PERSONS:
            raise Refusal(
                "wrong_persons",
                _("Write 1 to %(most)d persons.") % {"most": MOST_PERSONS},
                field="persons",
            )
        if self.act == CheckinAct.WALK_IN:
            return replace(self, guest=(self.guest or WalkIn(name="")).checked())
        return self


class Result(StrEnum):
    """What became of an act. `WAIT`: send it again later, after the act that it hangs on."""

    DONE = "done"
    AGAIN = "again"
    WAIT = "wait"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One act's outcome. `invitation_id` is the guest's number, of a walk-in the new one."""

    key: uuid.UUID
    result: Result
    invitation_id: int | None = None
    error: Refusal | None = None

    def as_json(self) -> dict[str, Any]:
        """What the phone gets for its act."""
        told = {"key": str(self.key), "result": self.result.value, "guest": self.invitation_id}
        if self.error is not None:
            told |= {"code": self.error.code, "message": str(self.error)}
        return told


def write(workshop: Workshop, by: User, acts: Sequence[Act]) -> list[Outcome]:
    """Write the acts that are new and bring their guests' state up to date.

    Call it in a transaction. The guests' rows are locked first, by number, so that two phones
    that send at once do not wait for each other in a circle.
    """
    book = _Book(workshop, by, acts)
    outcomes = [book.take(act) for act in acts]
    book.close()
    return outcomes


class _Book:
    def __init__(self, workshop: Workshop, by: User, acts: Sequence[Act]) -> None:
        self.workshop, self.by = workshop, by
        named = {act.walked_in for act in acts if act.walked_in}
        walked_in = dict(
            CheckinEntry.objects.filter(workshop=workshop, key__in=named, act=CheckinAct.WALK_IN)
            .order_by()
            .values_list("key", "invitation_id")
        )
        numbers = {number for act in acts if (number := _number(act)) is not None}
        self.guests = self._locked(numbers | set(walked_in.values()))
        # Read after the lock: who waited for it sees what the other one wrote.
        self.known = {
            entry.key: entry
            for entry in CheckinEntry.objects.filter(key__in=[act.key for act in acts])
        }
        self.by_walk_in = {
            key: self.guests[pk] for key, pk in walked_in.items() if pk in self.guests
        }
        self.entries: list[CheckinEntry] = []
        self.touched: dict[int, Invitation] = {}

    def _locked(self, numbers: Collection[int]) -> dict[int, Invitation]:
        rows = (
            Invitation.objects.select_for_update(of=("self",))
            .filter(workshop=self.workshop, pk__in=numbers)
            .select_related("guest_list")
            .order_by("pk")
        )
        return {row.pk: row for row in rows} if numbers else {}

    def take(self, act: Act) -> Outcome:
        """Take one act, unless its key is known or a rule says no."""
        entry = self.known.get(act.key)
        if entry is not None:
            return self._again(act, entry)
        try:
            act = act.checked()
            if act.act == CheckinAct.WALK_IN:
                return self._walk_in(act)
            guest = self._guest(act)
        except Refusal as refusal:
            return Outcome(act.key, Result.REFUSED, error=refusal)
        if guest is None:
            error = Refusal("unknown_guest", _("This guest has not arrived here yet."))
            return Outcome(act.key, Result.WAIT, error=error)
        self.entries.append(self._entry(act, guest))
        return self._done(act, guest, self.entries[-1])

    def close(self) -> None:
        """Write the entries, then who is here, from all entries of those guests."""
        # Another request may write the same key under another guest; the first one holds.
        CheckinEntry.objects.bulk_create(self.entries, ignore_conflicts=True)
        refresh(self.touched.values())

    def _again(self, act: Act, entry: CheckinEntry) -> Outcome:
        if entry.workshop_id != self.workshop.pk:
            error = Refusal("key_used", _("This act belongs to another meeting."))
            return Outcome(act.key, Result.REFUSED, error=error)
        return Outcome(act.key, Result.AGAIN, entry.invitation_id)

    def _done(self, act: Act, guest: Invitation, entry: CheckinEntry) -> Outcome:
        self.known[act.key] = entry
        self.touched[guest.pk] = guest
        return Outcome(act.key, Result.DONE, guest.pk)

    def _guest(self, act: Act) -> Invitation | None:
        """The guest whom the act names; None when a walk-in that it names has not arrived yet.

        A guest of somebody else's list is known to its owner alone; but who shows a code has
        shown who he or she is. Refusals: wrong_code, unknown_guest.
        """
        if act.walked_in:
            return self.by_walk_in.get(act.walked_in)
        guest = self.guests.get(_number(act) or 0)
        if act.code:
            if guest is None or not is_code_of(guest, act.code):
                raise Refusal(
                    "wrong_code", _("This code belongs to no guest of this meeting."), field="code"
                )
            return guest
        if guest is None or not _is_named(guest, self.by):
            raise Refusal("unknown_guest", _("This guest is not on the list of this meeting."))
        return guest

    def _entry(self, act: Act, guest: Invitation) -> CheckinEntry:
        return CheckinEntry(
            workshop=self.workshop, invitation=guest, key=act.key, act=act.act,
            persons=act.persons, at=act.at, by=self.by,
        )  # fmt: skip

    def _walk_in(self, act: Act) -> Outcome:
        assert act.guest is not None  # noqa: S101 - tells mypy; `checked` has filled it
        try:
            with transaction.atomic():
                guest = self._known(act.guest) or self._new(act.guest, act.persons)
                entry = self._entry(act, guest)
                entry.save(force_insert=True)
        except IntegrityError:
            # The same act, or the same address, came in by another request at this moment.
            error = Refusal("try_again", _("This was just written elsewhere. It is sent again."))
            return Outcome(act.key, Result.WAIT, error=error)
        self.by_walk_in[act.key] = guest
        return self._done(act, guest, entry)

    def _known(self, told: WalkIn) -> Invitation | None:
        """The guest who is on the list with this address and name: then it is he or she who came.

        Somebody else of the same mailbox is a person of their own.
        """
        if not told.email:
            return None
        rows = Invitation.objects.select_for_update(of=("self",)).order_by("pk")
        for guest in rows.filter(workshop=self.workshop, email__iexact=told.email):
            if not another(guest.name, told.name, told.email):
                return self.touched.get(guest.pk, guest)
        return None

    def _new(self, told: WalkIn, persons: int) -> Invitation:
        with translation.override(self.workshop.language):
            source = _("Given at the door of the meeting") if told.email else ""
        return Invitation.objects.create(
            workshop=self.workshop, how=HowInvited.WALKED_IN, name=told.name, email=told.email,
            sector=told.sector, persons=persons, language=self.workshop.language, source=source,
        )  # fmt: skip


def refresh(guests: Iterable[Invitation]) -> None:
    """Derive from all entries of these guests whether they are here, and write it.

    The latest act by its own time holds (`_order`).
    """
    guests = list(guests)
    if not guests:
        return
    found: dict[int, list[CheckinEntry]] = defaultdict(list)
    for entry in CheckinEntry.objects.filter(invitation__in=guests).order_by():
        found[entry.invitation_id].append(entry)
    now = timezone.now()
    for guest in guests:
        last = max(found[guest.pk], key=_order)
        here = last.act != CheckinAct.UNDONE
        guest.attended_at = last.at if here else None
        guest.attended_persons = last.persons if here else 0
        if guest.how == HowInvited.WALKED_IN:
            guest.removed_at = None if here else now
        guest.updated_at = now
    fields = ["attended_at", "attended_persons", "removed_at", "updated_at"]
    Invitation.objects.bulk_update(guests, fields, batch_size=200)


def _order(entry: CheckinEntry) -> tuple[object, ...]:
    """By time; nothing comes before walking in; of two at one moment the greater key holds."""
    return entry.at, entry.act != CheckinAct.WALK_IN, entry.key


def _number(act: Act) -> int | None:
    number = number_of(act.code) if act.code else act.invitation_id
    # What no database can hold names nobody.
    return number if number is not None and 0 < number < 2**63 else None


def _is_named(guest: Invitation, by: User) -> bool:
    owner = guest.guest_list.owner_id if guest.guest_list else None
    return owner is None or owner == by.pk
