"""All of a coach's places handed to another person in one act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.policy import allowed, require
from core.refusals import Refusal
from people.account.services import invited_account
from people.models import Assignment, Region, Role, User
from places.models import ParticipationStatus
from places.team.events import handed_over
from places.team.letters import write_handed_over
from places.team.services import assign, end_assignment, refuse_backwards

#: Characters of an agreed next step: as many as a role's note holds.
STEP_LENGTH = 240


def coached(
    region: Region, coach: User, *, by: User, day: dt.date | None = None
) -> list[Assignment]:
    """The coach's roles at places under way in the region that `by` may hand over, by place."""
    first = day or timezone.localdate()
    rows = (
        Assignment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))
        .filter(
            user=coach,
            role=Role.COACH,
            participation__programme__region=region,
            participation__status=ParticipationStatus.ACTIVE,
        )
        .select_related("user", "participation__place__municipality", "participation__programme")
        .order_by("participation__place__name", "pk")
    )
    return [row for row in rows if allowed(by, "places.manage_roles", row.participation)]


@transaction.atomic
def hand_over(  # noqa: PLR0913 - keyword-only: each is a fact of the new roles
    *,
    region: Region,
    coach: User,
    by: User,
    email: str,
    starts_on: dt.date,
    until: dt.date | None = None,
    name: str = "",
    note: str = "",
    steps: Mapping[int, str] | None = None,
) -> list[Assignment]:
    """Let whoever has the address coach the places from `starts_on`; gives the new roles.

    The coach's last day is the day before; with a last day (`until`) the coach stays, and the
    other person is a stand-in from the first day to that one.

    `steps` gives the agreed next step of a place by the number of its participation: it stands
    with the new role, and in the one letter that tells it all. A stand-in stays one, until the
    same day. Where the other person coaches already, the role is only ended. Refusals:
    day_passed, end_before_start, same_person, nothing_to_hand_over, bad_address, account_closed.
    """
    require(by, "programmes.see_accounts", region)
    if starts_on < timezone.localdate():
        raise Refusal("day_passed", _("Choose today or a later day."), field="starts_on")
    if until is not None:
        refuse_backwards(starts_on, until)
    rows = coached(region, coach, by=by, day=starts_on)
    if not rows:
        raise Refusal(
            "nothing_to_hand_over",
            _("%(name)s coaches no place on that day.") % {"name": coach.get_full_name()},
        )
    user = invited_account(email=email, name=name, language=region.language)
    if user.pk == coach.pk:
        raise Refusal("same_person", _("Choose another person."), field="email")
    given = []
    for row in rows:
        step = (steps or {}).get(row.participation_id, "")
        made = _hand_on(row, user, by=by, starts_on=starts_on, until=until, step=step)
        handed_over(row, user, starts_on, by)
        if made is not None:
            given.append(made)
    audit.record(
        "coach.handed_over",
        region,
        by=by,
        coach=coach.get_full_name(),
        to=user.get_full_name(),
        places=len(rows),
        day=starts_on.isoformat(),
    )
    if given:
        write_handed_over(given, coach, region=region, note=note.strip(), by=by)
    return given


def _hand_on(
    row: Assignment, user: User, *, by: User, starts_on: dt.date, until: dt.date | None, step: str
) -> Assignment | None:
    covers = until is not None
    if until is None:
        until = row.ends_on
        last = max(starts_on - dt.timedelta(days=1), row.starts_on)
        end_assignment(assignment=row, ends_on=last, by=by)
    elif row.ends_on is not None:
        until = min(until, row.ends_on)
    held = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on),
        participation=row.participation,
        user=user,
        role=Role.COACH,
    )
    if until is not None:
        held = held.filter(starts_on__lte=until)
    if held.exists():
        return None
    return assign(
        participation=row.participation,
        user=user,
        role=Role.COACH,
        by=by,
        starts_on=starts_on,
        ends_on=until,
        stand_in=covers or row.stand_in,
        note=step[:STEP_LENGTH],
    )


def done(given: list[Assignment]) -> str:
    """What the page says after it."""
    return ngettext(
        "%(count)d place is handed over, and a letter tells it.",
        "%(count)d places are handed over, and a letter tells it.",
        len(given),
    ) % {"count": len(given)}
