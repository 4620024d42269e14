"""Volunteer hours of a meeting: each guest's, all at once, and handed over to the time sheets."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from grants.domain.sheets import add_entry
from grants.models import Grant, WorkEntry, WorkKind
from people.models import User
from places.models import Participation
from workshops.domain.attendance import figures
from workshops.models import Invitation, Workshop

#: Nobody gives more hours to one meeting.
MOST_HOURS = Decimal(24)


@transaction.atomic
def set_hours(*, workshop: Workshop, by: User, hours: Mapping[int, Decimal | None]) -> int:
    """Write the hours of guests (by the invitation's number), None for none. How many changed.

    The hours are those of each person of a household. Guests of other people's lists are left
    as they are. Refusals: wrong_hours, did_not_come.
    """
    require(by, "workshops.check_in", workshop)
    rows = (
        Invitation.objects.filter(workshop=workshop, pk__in=hours)
        .named_for(by)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    changed = [guest for guest in rows if guest.volunteer_hours != hours[guest.pk]]
    for guest in changed:
        given = hours[guest.pk]
        if given is not None and not 0 < given <= MOST_HOURS:
            raise Refusal(
                "wrong_hours",
                _("Write hours between 0 and 24, or leave them out."),
                field="hours_before",
            )
        if given is not None and not guest.attended_persons:
            raise Refusal("did_not_come", _("Hours are written for those who came."))
        guest.volunteer_hours, guest.updated_at = given, timezone.now()
    return _write(workshop, by, changed)


@transaction.atomic
def hours_for_all(*, workshop: Workshop, by: User) -> int:
    """Give all who came the meeting's length as hours, where none are written. How many.

    Guests of other people's lists too: no name is needed for it.
    Refusals: end_open, not_over, wrong_hours.
    """
    require(by, "workshops.check_in", workshop)
    if workshop.ends_at is None:
        raise Refusal("end_open", _("The meeting has no end. Set it, or write the hours by hand."))
    if timezone.now() < workshop.ends_at:
        raise Refusal("not_over", _("The meeting is not over yet."))
    length = Decimal((workshop.ends_at - workshop.starts_at).total_seconds()) / 3600
    length = length.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if length > MOST_HOURS:
        raise Refusal(
            "wrong_hours",
            _("The meeting is longer than a day. Write hours by hand."),
            field="hours_before",
        )
    rows = workshop.invitations.filter(attended_persons__gt=0, volunteer_hours__isnull=True)
    guests = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for guest in guests:
        guest.volunteer_hours, guest.updated_at = length, timezone.now()
    return _write(workshop, by, guests)


@transaction.atomic
def hand_over(*, workshop: Workshop, by: User, participation: Participation) -> WorkEntry:
    """Write the sum of the hours as one line, without names, on one's own time sheet. Once.

    It is the line for several people that the sheets know already; somebody else confirms it.
    Handed over already, the line that is there is given back.
    Refusals: no_hours, not_its_place, no_support, and those of `grants.domain.sheets.add_entry`.
    """
    require(by, "workshops.check_in", workshop)
    locked = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    if locked.hours_line is not None:
        return locked.hours_line
    if not locked.participations.filter(pk=participation.pk).exists():
        raise Refusal("not_its_place", _("The meeting is not held at this place."))
    grant = Grant.objects.filter(participation=participation).first()
    if grant is None:
        raise Refusal("no_support", _("The place has no support with time sheets yet."))
    found = figures(locked)
    if not found.hours:
        raise Refusal("no_hours", _("No volunteer hours are written yet."))
    line = add_entry(
        grant=grant, by=by, kind=WorkKind.VOLUNTEER, on=locked.local_start.date(),
        quantity=found.hours, people=found.hours_persons, what=locked.title,
    )  # fmt: skip
    locked.hours_line = line
    locked.save(update_fields=["hours_line", "updated_at"])
    audit.record("door.hours_handed_over", workshop, by=by, hours=str(found.hours))
    return line


def _write(workshop: Workshop, by: User, guests: list[Invitation]) -> int:
    if guests:
        Invitation.objects.bulk_update(guests, ["volunteer_hours", "updated_at"], batch_size=200)
        audit.record("door.hours_written", workshop, by=by, guests=len(guests))
    return len(guests)
