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
    link = Workshop.participations.through.objects
    # A union of ids: with an OR over two tables the database would look at every place.
    places = places_to_plan_at(user, kept).order_by().values("pk")
    opened = Participation.objects.filter(pk__in=[at] if at else []).order_by().values("pk")
    held = link.filter(workshop=stored).values("participation_id")
    rows = Participation.objects.filter(pk__in=places.union(opened, held))
    return rows.select_related("place").order_by("place__name", "pk")


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


def _of_programme(_user: User, programme: int) -> QuerySet[Any]:
    return Workshop.objects.filter(programme=programme)


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
register(
    Source("programme_meetings", _of_programme, fields=("title",), order=("-starts_at",), note=_day)
)
