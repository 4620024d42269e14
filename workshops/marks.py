"""The meetings on the timeline of places."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from core.dates import local_day
from people.models import User
from places.timeline.marks import Mark, Span, marks
from workshops.models import Workshop


@marks
def meetings(span: Span, user: User) -> list[Mark]:
    """Meetings of these places, and of their programmes at no place. One statement."""
    zone = timezone.get_current_timezone()
    period = (
        dt.datetime.combine(span.first, dt.time.min, zone),
        dt.datetime.combine(span.last, dt.time.max, zone),
    )
    seen = Workshop.objects.visible_to(user).announced().filter(starts_at__range=period).order_by()
    fields = ("pk", "title", "starts_at", "programme_id", "participations")
    at_places = seen.filter(participations__in=span.participations).values_list(*fields)
    own = seen.filter(participations__isnull=True, programme__in=span.programmes)
    return [
        Mark(place, programme, local_day(at), title, reverse("workshops:workshop", args=[pk]))
        for pk, title, at, programme, place in at_places.union(own.values_list(*fields), all=True)
    ]
