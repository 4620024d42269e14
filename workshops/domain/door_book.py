"""The book of the door: writes acts as entries and derives from all entries who is here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.refusals import Refusal
from people.models import User
from workshops.domain.door_acts import Act, Outcome, Result, WalkIn
from workshops.domain.door_codes import is_code_of, number_of
from workshops.models import DoorAct, DoorEntry, HowInvited, Invitation, Workshop


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
            DoorEntry.objects.filter(workshop=workshop, key__in=named, act=DoorAct.WALK_IN)
            .order_by()
            .values_list("key", "invitation_id")
        )
        numbers = {number for act in acts if (number := _number(act)) is not None}
        self.guests = self._locked(numbers | set(walked_in.values()))
        # Read after the lock: who waited for it sees what the other one wrote.
        self.known = {
            entry.key: entry
            for entry in DoorEntry.objects.filter(key__in=[act.key for act in acts])
        }
        self.by_walk_in = {
            key: self.guests[pk] for key, pk in walked_in.items() if pk in self.guests
        }
        self.entries: list[DoorEntry] = []
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
            if act.act == DoorAct.WALK_IN:
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
        DoorEntry.objects.bulk_create(self.entries, ignore_conflicts=True)
        refresh(self.touched.values())

    def _again(self, act: Act, entry: DoorEntry) -> Outcome:
        if entry.workshop_id != self.workshop.pk:
            error = Refusal("key_used", _("This act belongs to another meeting."))
            return Outcome(act.key, Result.REFUSED, error=error)
        return Outcome(act.key, Result.AGAIN, entry.invitation_id)

    def _done(self, act: Act, guest: Invitation, entry: DoorEntry) -> Outcome:
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

    def _entry(self, act: Act, guest: Invitation) -> DoorEntry:
        return DoorEntry(
            workshop=self.workshop, invitation=guest, key=act.key, act=act.act,
            persons=act.persons, at=act.at, by=self.by,
        )  # fmt: skip

    def _walk_in(self, act: Act) -> Outcome:
        assert act.guest is not None  # noqa: S101 - tells mypy; `checked` has filled it
        try:
            with transaction.atomic():
                guest = self._with_address(act.guest.email) or self._new(act.guest, act.persons)
                entry = self._entry(act, guest)
                entry.save(force_insert=True)
        except IntegrityError:
            # The same act, or the same address, came in by another request at this moment.
            error = Refusal("try_again", _("This was just written elsewhere. It is sent again."))
            return Outcome(act.key, Result.WAIT, error=error)
        self.by_walk_in[act.key] = guest
        return self._done(act, guest, entry)

    def _with_address(self, email: str) -> Invitation | None:
        """The guest who is on the list with this address: then it is he or she who came."""
        if not email:
            return None
        rows = Invitation.objects.select_for_update(of=("self",))
        guest = rows.filter(workshop=self.workshop, email__iexact=email).first()
        return self.touched.get(guest.pk, guest) if guest else None

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
    found: dict[int, list[DoorEntry]] = defaultdict(list)
    for entry in DoorEntry.objects.filter(invitation__in=guests).order_by():
        found[entry.invitation_id].append(entry)
    now = timezone.now()
    for guest in guests:
        last = max(found[guest.pk], key=_order)
        here = last.act != DoorAct.UNDONE
        guest.attended_at = last.at if here else None
        guest.attended_persons = last.persons if here else 0
        if guest.how == HowInvited.WALKED_IN:
            guest.removed_at = None if here else now
        guest.updated_at = now
    fields = ["attended_at", "attended_persons", "removed_at", "updated_at"]
    Invitation.objects.bulk_update(guests, fields, batch_size=200)


def _order(entry: DoorEntry) -> tuple[object, ...]:
    """By time; nothing comes before walking in; of two at one moment the greater key holds."""
    return entry.at, entry.act != DoorAct.WALK_IN, entry.key


def _number(act: Act) -> int | None:
    number = number_of(act.code) if act.code else act.invitation_id
    # What no database can hold names nobody.
    return number if number is not None and 0 < number < 2**63 else None


def _is_named(guest: Invitation, by: User) -> bool:
    owner = guest.guest_list.owner_id if guest.guest_list else None
    return owner is None or owner == by.pk
