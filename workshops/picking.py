"""How places, partners and earlier meetings are found where a form asks (core.web.picker)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format

from core.web.picker import Source, register
from people.models import Organisation, User
from places.models import Participation
from programmes.models import Programme
from workshops.guests.many import earlier_meetings
from workshops.models import Workshop
from workshops.queries import places_to_plan_at


def meeting_places(
    user: User, programme: int, at: int | None = None, stored: int | None = None
) -> QuerySet[Any]:
    """Where the user may plan in a programme.

    The place whose page was open (`at`) and what the meeting holds already are always among it.
    """
    kept = Programme.objects.get(pk=programme)
    places = Q(pk__in=places_to_plan_at(user, kept).values("pk"))
    if at is not None:
        places |= Q(pk=at)
    if stored is not None:
        places |= Q(workshops=stored)
    rows = Participation.objects.filter(places).select_related("place").distinct()
    return rows.order_by("place__name", "pk")


def meeting_hosts(
    _user: User | None, programme: int, host: int | None = None
) -> QuerySet[Organisation]:
    """The programme's partners, and who hosts the meeting already."""
    partners = Q(partnerships__programme=programme)
    if host is not None:
        partners |= Q(pk=host)
    return Organisation.objects.filter(partners).distinct().order_by("name")


def _earlier(user: User, workshop: int) -> QuerySet[Any]:
    return earlier_meetings(user, Workshop.objects.get(pk=workshop))


def _day(workshop: Workshop) -> str:
    return date_format(workshop.local_start, "SHORT_DATE_FORMAT")


register(
    Source(
        "meeting_places",
        meeting_places,
        fields=("place__name",),
        label=lambda row: str(row.place.name),
    )
)
register(Source("meeting_hosts", meeting_hosts, fields=("name",)))
register(Source("earlier_meetings", _earlier, fields=("title",), order=("-starts_at",), note=_day))
