"""What meetings tell the rooms below: a held one ticks lines, and a plan may point to it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from places.checklist.ticks import Source, register_tick, sync, whole_date
from places.models import ItemState, Participation, StepItem
from plans.versions.meetings import HeldMeeting, offers_meetings
from workshops.models import Invitation, Workshop, WorkshopKind

MEETING_HELD = "meeting_held"
#: Held meetings that the adoption of a plan may point to.
MOST_OFFERED = 100


@register_tick(
    MEETING_HELD, gettext_lazy("A meeting with attendance has been held"), WorkshopKind.choices
)
def meeting_held(participation: Participation, argument: str) -> Source | None:
    """The place's first meeting, of the kind in question, to which somebody came."""
    came = Invitation.objects.filter(workshop=OuterRef("pk"), attended_persons__gt=0)
    held = Workshop.objects.filter(Exists(came), participations=participation).announced()
    if argument:
        held = held.filter(kind=argument)
    first = held.order_by("starts_at", "pk").first()
    if first is None:
        return None
    words = {"meeting": first.title, "day": whole_date(first.local_start.date())}
    return Source(_("%(meeting)s, %(day)s.") % words, first.get_absolute_url())


def sync_places(workshop: Workshop, by: User) -> None:
    """Let the lines at all places of a meeting follow what came of it."""
    for place in workshop.participations.select_related("programme"):
        sync(place, MEETING_HELD, by=by)


def follow_door(workshop: Workshop, by: User, *, undone: bool) -> None:
    """The same from the door. Only a line that is open, or an act taken back, can matter."""
    lines = StepItem.objects.filter(
        participation__workshops=workshop, item__ticked_by__startswith=MEETING_HELD
    )
    if not undone:
        lines = lines.filter(state=ItemState.OPEN)
    if lines.exists():
        sync_places(workshop, by)


@offers_meetings
def held_meetings(participation: Participation) -> list[HeldMeeting]:
    """The place's held meetings, for the adoption of a plan (`plans.versions.meetings`)."""
    came = Sum("invitations__attended_persons")
    held = Workshop.objects.filter(participations=participation).held().annotate(came=came)
    return [
        HeldMeeting(
            number=one.pk, title=one.title, day=one.local_start.date(), persons=one.came or None,
            url=one.get_absolute_url(),
        )
        for one in held[:MOST_OFFERED]
    ]  # fmt: skip
