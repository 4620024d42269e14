"""Following a meeting up: the next one with the same guests, and those who joined meanwhile."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import Duty, User
from people.scope import forget_scope
from workshops.domain.kinds import DEFAULTS
from workshops.domain.plan_rules import check, cleaned, values_of
from workshops.models import (
    AgendaItem,
    GuestList,
    HowInvited,
    Invitation,
    Party,
    Reminder,
    Workshop,
)

#: Of a guest, what goes along to the next meeting. Answers and needs do not.
_SAME = (
    "contact_id", "user_id", "source", "name", "email", "phone", "language", "organisation_id",
    "organisation_name", "sector",
)  # fmt: skip


def follow_up(
    *,
    workshop: Workshop,
    by: User,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None = None,
    title: str = "",
    with_agenda: bool = False,
) -> Workshop:
    """Plan the next meeting after this one: a draft in the same room, with the same guests.

    The guests stand on its list and have not been written to. Tasks go along, the agenda when
    `with_agenda`; the end may be open. Asked again for the same time, it is the meeting that is
    there. Refusals: those of `plan_rules.check`.
    """
    require(by, "workshops.edit", workshop)
    values = values_of(workshop) | {
        "starts_at": starts_at, "ends_at": ends_at, "answer_until": None, "part": None,
    }  # fmt: skip
    if title.strip():
        values["title"] = title
    values = cleaned(values)
    check(workshop.programme, {}, values)
    with transaction.atomic():
        earlier = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
        there = Workshop.objects.filter(follows=earlier, starts_at=starts_at).exclude(
            state="cancelled"
        )
        if (found := there.first()) is not None:
            return found
        if values["series"] is not None and workshop.part is not None:
            parts = Workshop.objects.filter(series=values["series"])
            values["part"] = (parts.aggregate(last=Max("part"))["last"] or 0) + 1
        made = Workshop.objects.create(programme=workshop.programme, follows=earlier, **values)
        made.participations.set(earlier.participations.all())
        _copy_around(earlier, made, with_agenda=with_agenda)
        count = _bring(earlier, made)
        audit.record("workshop.followed_up", made, by=by, earlier=earlier.title, guests=count)
    forget_scope(by)
    return made


def bring_newcomers(*, workshop: Workshop, by: User) -> int:
    """Put those on the list who came to the earlier meeting since; how many they are.

    Nobody who left this list or was taken off it comes back. Refusal: follows_nothing.
    """
    require(by, "workshops.invite", workshop)
    with transaction.atomic():
        workshop = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
        if workshop.follows_id is None:
            raise Refusal("follows_nothing", _("This meeting follows up no other."))
        earlier = Workshop.objects.get(pk=workshop.follows_id)
        count = _bring(earlier, workshop)
        if count:
            audit.record("workshop.newcomers", workshop, by=by, guests=count)
    return count


def _copy_around(earlier: Workshop, made: Workshop, *, with_agenda: bool) -> None:
    """Tasks, groups that must be present and reminders; the agenda without what was said."""
    Duty.objects.bulk_create(
        Duty(
            workshop=made, task=duty.task, name=duty.name, user_id=duty.user_id,
            contact_id=duty.contact_id,
        )
        for duty in earlier.duties.all()
    )  # fmt: skip
    Party.objects.bulk_create(
        Party(
            workshop=made, order=party.order, name=party.name, wanted=party.wanted,
            nominator=party.nominator,
        )
        for party in earlier.parties.all()
    )  # fmt: skip
    Reminder.objects.bulk_create(
        Reminder(workshop=made, hours_before=hours, audience=audience)
        for hours, audience in DEFAULTS[made.kind].reminders
    )
    if with_agenda:
        AgendaItem.objects.bulk_create(
            AgendaItem(
                workshop=made, order=item.order, title=item.title, minutes=item.minutes,
                responsible=item.responsible, note=item.note,
            )
            for item in earlier.agenda.all()
        )  # fmt: skip


def _bring(earlier: Workshop, made: Workshop) -> int:
    """Copy the guests of one list that the other lacks. The later meeting's row is ours."""
    there = made.invitations.values_list("email", "name", "phone")
    known = {_who(*row) for row in there}
    parties = {party.name: party for party in made.parties.all()}
    lists: dict[int, GuestList] = {}
    new = []
    for guest in earlier.invitations.on_list().select_related("guest_list", "party").order_by("pk"):
        who = _who(guest.email, guest.name, guest.phone)
        if who in known:
            continue
        known.add(who)
        row = Invitation(workshop=made, how=HowInvited.EARLIER)
        for name in _SAME:
            setattr(row, name, getattr(guest, name))
        if guest.party is not None:
            row.party = parties.get(guest.party.name)
        if guest.guest_list is not None:
            row.guest_list = _same_list(guest.guest_list, made, lists)
        new.append(row)
    Invitation.objects.bulk_create(new, batch_size=1000)
    return len(new)


def _who(email: str, name: str, phone: str) -> tuple[str, ...]:
    """One person: by the address, else by name and phone."""
    return (email.casefold(),) if email else (name.casefold(), phone)


def _same_list(old: GuestList, made: Workshop, kept: dict[int, GuestList]) -> GuestList:
    """The list of the same name and owner at the later meeting: an own list stays its owner's."""
    if old.pk not in kept:
        there = {one.name: one for one in made.guest_lists.all()}
        same = there.get(old.name)
        if same is not None and same.owner_id == old.owner_id:
            kept[old.pk] = same
        else:
            name = old.name if same is None else f"{old.name[:110]} {old.pk}"
            kept[old.pk] = GuestList.objects.create(workshop=made, name=name, owner_id=old.owner_id)
    return kept[old.pk]
