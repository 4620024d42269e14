"""What the reports tell of a place: the latest that was approved."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import span
from people.models import User
from places.models import Participation
from places.news import News, tells_of_places
from reports.models import Report, ReportState


@tells_of_places(order=20)
def latest_report(places: Sequence[Participation], user: User) -> dict[int, News]:
    """The place's own where the user may read it, else the programme's. One statement."""
    rows = (
        Report.objects.visible_to(user)
        .newest()
        .filter(
            Q(participation__in=places)
            | Q(participation__isnull=True, programme__in={one.programme_id for one in places}),
            state=ReportState.APPROVED,
        )
        .select_related("programme", "participation__place")
        .order_by("ends_on", "pk")
    )
    of_place: dict[int, Report] = {}
    of_programme: dict[int, Report] = {}
    for one in rows:
        if one.participation_id is None:
            of_programme[one.programme_id] = one
        else:
            of_place[one.participation_id] = one
    found = {one.pk: of_place.get(one.pk) or of_programme.get(one.programme_id) for one in places}
    return {
        pk: News(
            _("Latest report"),
            f"{one.subject}, {one.name}",
            reverse("reports:report", args=[one.pk]),
            span(one.starts_on, one.ends_on),
        )
        for pk, one in found.items()
        if one is not None
    }
