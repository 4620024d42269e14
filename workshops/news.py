"""What the meetings tell of a place: the next one."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from places.models import Participation
from places.news import News, tells_of_places
from workshops.models import Workshop
from workshops.templatetags.meetings import meeting_when


@tells_of_places(order=10)
def next_meeting(places: Sequence[Participation], user: User) -> dict[int, News]:
    """The next announced meeting at each place. One statement."""
    through = Workshop.participations.through
    rows = (
        through.objects.filter(
            participation__in=places,
            workshop__state="announced",
            workshop__starts_at__gte=timezone.now(),
        )
        .select_related("workshop")
        .order_by("participation", "-workshop__starts_at", "-pk")
    )
    return {  # later rows win: the last one of a place is the next meeting
        row.participation_id: News(
            _("Next meeting"),
            row.workshop.title,
            reverse("workshops:workshop", args=[row.workshop_id]),
            meeting_when(row.workshop),
        )
        for row in rows
    }
