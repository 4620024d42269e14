"""What the meetings count: those held, who came, those ahead."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from places.figures import Counted, Extent, Figure, Group, counts, summed
from workshops.models import Workshop


def _meetings(programme: int | None) -> str:
    if programme is None:
        return reverse("workshops:list")
    return reverse("workshops:programme_meetings", args=[programme])


@counts(
    Figure(
        "meetings_held", _("Meetings held"), Group.WORK, order=10, of_period=True, leads=_meetings,
        meaning=_("Meetings that were announced and held in the period."),
    ),
    Figure(
        "people_met", _("Attendances"), Group.WORK, order=20, of_period=True, leads=_meetings,
        meaning=_("Who came to these meetings. Who came to two counts twice."),
    ),
    Figure(
        "meetings_ahead", _("Meetings ahead"), Group.WORK, order=30, leads=_meetings,
        meaning=_("Meetings that are announced and still to come."),
    ),
)  # fmt: skip
def meetings(extent: Extent) -> Counted:
    """Meetings and the people at them. One statement.

    By programme each meeting counts once, however many places it is for; by place it counts at
    each of them.
    """
    through = Workshop.participations.through
    first, last = extent.moments
    now = timezone.now()
    if extent.by == "programme":
        to, key = "", "programme_id"
        rows: QuerySet[Any] = Workshop.objects.counted().filter(programme__in=extent.at_programmes)
        if extent.participations and not extent.own:
            at_places = through.objects.filter(extent.at()).order_by().values("workshop")
            # A union of ids: with an OR over two tables no index would serve.
            ids = rows.order_by().values("pk").union(at_places)
            rows = Workshop.objects.filter(pk__in=ids)
    else:
        to, key = "workshop__", extent.key()
        rows = through.objects.filter(extent.at())
    held = Q(**{f"{to}starts_at__lte": min(last, now)})
    ahead = Q(**{f"{to}starts_at__gt": now})
    came = held & Q(**{f"{to}invitations__attended_at__isnull": False})
    counted = (
        rows.filter(**{f"{to}state": "announced", f"{to}starts_at__gte": first})
        .order_by()
        .values(key)
        .annotate(
            meetings_held=Count(f"{to}pk" if to else "pk", filter=held, distinct=True),
            meetings_ahead=Count(f"{to}pk" if to else "pk", filter=ahead, distinct=True),
            people_met=Sum(f"{to}invitations__attended_persons", filter=came, default=0),
        )
    )
    return summed(counted, key)
