"""The list of those who want to hear when the next course of a region opens.

An address counts when the link of its letter was answered; it is told once, and the same link
ends it. Asking again after that begins anew.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, retention
from core.addresses import normal_address
from core.refusals import Refusal
from outbox.adding.services import is_address
from people.models import Region, User
from workshops.courses import letters
from workshops.models import Course, CourseAudience, CourseReach, Interest, Workshop

#: An address that never answered the letter is forgotten; so is one that was told.
UNCONFIRMED_KEPT, TOLD_KEPT = dt.timedelta(days=14), dt.timedelta(days=90)


@transaction.atomic
def ask_to_be_told(
    *,
    region: Region,
    email: str,
    audience: str = "",
    language: str = "",
    came_from: Workshop | None = None,
) -> Interest:
    """Note an address that wants to hear of the next course, and write it the link to confirm.

    On the list already it gets the letter again, once an hour. Refusals: bad_address,
    unknown_audience.
    """
    address = normal_address(email)
    if not is_address(address):
        raise Refusal(
            "bad_address", _("This is no e-mail address that mail can be sent to."), field="email"
        )
    if audience and audience not in CourseAudience.values:
        raise Refusal("unknown_audience", _("Choose whom it is for."), field="audience")
    row, _new = Interest.objects.get_or_create(
        region=region, email=address, audience=audience,
        defaults={"language": language or region.language, "came_from": came_from},
    )  # fmt: skip
    letters.write_interest(row)
    return row


@transaction.atomic
def confirm_interest(*, interest: Interest) -> Interest:
    """Count the address from now on; told before, it is told of the next one again."""
    row: Interest = Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
    if row.confirmed_at is None or row.told_at is not None:
        row.confirmed_at, row.told_at, row.told_of = timezone.now(), None, None
        row.save()
        audit.record("interest.confirmed", row, by=None)
    return row


@transaction.atomic
def end_interest(*, interest: Interest) -> None:
    """Forget the address. Forgotten already: nothing."""
    if Interest.objects.filter(pk=interest.pk).exists():
        audit.record("interest.ended", interest, by=None)
        Interest.objects.filter(pk=interest.pk).delete()


def tell_opened(course: Course, by: User) -> int:
    """Write to all who wait for such a course; how many. In the transaction that opens it.

    Only of courses that everybody finds. Each address hears of it once, however often it stands
    on the list.
    """
    if course.reach != CourseReach.PUBLIC:
        return 0
    waiting = Interest.objects.filter(
        region=course.programme.region_id, confirmed_at__isnull=False, told_at__isnull=True
    )
    if course.audiences and CourseAudience.EVERYBODY not in course.audiences:
        waiting = waiting.filter(Q(audience="") | Q(audience__in=course.audiences))
    rows = list(waiting.select_for_update().order_by("pk"))
    letters.write_opened(course, list({one.email: one for one in rows}.values()), by=by)
    told = {"told_at": timezone.now(), "told_of": course}
    return Interest.objects.filter(pk__in=[one.pk for one in rows]).update(**told)


def interested(region: Region) -> dict[str, Any]:
    """How many wait, by whom the course is for; no addresses. One query."""
    counts: dict[str, int] = {}
    rows = Interest.objects.filter(region=region, confirmed_at__isnull=False, told_at__isnull=True)
    for audience in rows.values_list("audience", flat=True):
        counts[audience] = counts.get(audience, 0) + 1
    named = [(str(CourseAudience(key).label), number) for key, number in counts.items() if key]
    return {"count": sum(counts.values()), "any": counts.get("", 0), "named": sorted(named)}


def forget_interests(batch: int = retention.BATCH) -> int:
    """Take away addresses that never confirmed and those that were told; how many."""
    now = timezone.now()
    old = Interest.objects.filter(
        Q(confirmed_at__isnull=True, updated_at__lt=now - UNCONFIRMED_KEPT)
        | Q(told_at__lt=now - TOLD_KEPT)
    )
    some = list(old.values_list("pk", flat=True)[:batch])
    gone, _rows = Interest.objects.filter(pk__in=some).delete()
    return gone


#: Rule `interest` of core/fields.yaml.
retention.register("workshops.interests", forget_interests)
