"""The parts of readiness that meetings answer: anchoring in numbers.

A gate criterion names them: `open_meeting_held` (an open meeting with recorded attendance, and
who came), `meeting_minutes_approved` (its record is settled). One statement each.
"""

from __future__ import annotations

from collections import Counter

from django.db.models import F, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.dates import short_date
from people.models.organisation import THREE_SECTORS
from places.models import Participation
from places.readiness import Facts, Part, register_part, sector_names
from workshops.models import Invitation, Minutes, MinutesState, WorkshopKind, WorkshopState
from workshops.queries import SECTOR


@register_part("open_meeting_held", gettext_lazy("Open meeting with attendance"))
def open_meeting_held(facts: Facts, argument: str) -> Part:
    """An open meeting of the place has been held and its attendance is recorded.

    The text tells the latest: how many persons, from which sectors, and which of the three
    are missing. Whether it was broad enough is for those who assess the gate.
    """
    found = (
        Invitation.objects.filter(
            workshop__participations=facts.participation.pk,
            workshop__kind=WorkshopKind.OPEN_MEETING,
            workshop__state=WorkshopState.ANNOUNCED,
            # Those who come early are checked in before it begins.
            workshop__starts_at__lte=timezone.now(),
            attended_persons__gt=0,
        )
        .annotate(told_sector=SECTOR, begins=F("workshop__starts_at"))
        .values("workshop", "begins", "told_sector")
        .annotate(persons=Sum("attended_persons"))
        .order_by("-begins", "-workshop", "told_sector")
    )
    text, url = _("No open meeting with recorded attendance yet."), _url(facts.participation)
    if found:
        latest = found[0]["workshop"]
        url = reverse("workshops:attendance", args=[latest])
        persons: Counter[str] = Counter()
        for one in found:
            if one["workshop"] == latest:
                persons[one["told_sector"]] += one["persons"]
        text = _told(sum(persons.values()), set(persons) - {""}, short_date(found[0]["begins"]))
    title = _("Open meeting with attendance")
    return Part("open_meeting_held", title, bool(found), text, url)


@register_part("meeting_minutes_approved", gettext_lazy("Minutes of a meeting approved"))
def meeting_minutes_approved(facts: Facts, argument: str) -> Part:
    """The minutes of a meeting at the place are approved."""
    found = (
        Minutes.objects.filter(
            workshop__participations=facts.participation.pk,
            workshop__state=WorkshopState.ANNOUNCED,
        )
        .order_by("-workshop__starts_at", "-workshop")
        .values("state", "approved_at", "workshop", "workshop__title")
    )
    approved = next((one for one in found if one["state"] == MinutesState.APPROVED), None)
    url = _url(facts.participation)
    if approved:
        url = reverse("workshops:minutes", args=[approved["workshop"]])
        text = _("%(meeting)s, approved on %(date)s.") % {
            "meeting": approved["workshop__title"],
            "date": short_date(approved["approved_at"]),
        }
    elif any(one["state"] == MinutesState.SENT for one in found):
        text = _("Minutes are sent and wait to be approved.")
    else:
        text = _("No minutes are approved yet.")
    title = _("Minutes of a meeting approved")
    return Part("meeting_minutes_approved", title, approved is not None, text, url)


def _told(persons: int, sectors: set[str], day: str) -> str:
    came = ngettext("%(number)d person", "%(number)d persons", persons) % {"number": persons}
    missing = set[str](THREE_SECTORS) - sectors
    if not sectors:
        return _("%(came)s on %(date)s. Sectors are not recorded.") % {"came": came, "date": day}
    words = {
        "came": came,
        "date": day,
        "sectors": sector_names(sectors),
        "missing": sector_names(missing),
    }
    if missing:
        return _("%(came)s on %(date)s, from %(sectors)s. Nobody from %(missing)s.") % words
    return _("%(came)s on %(date)s, from %(sectors)s.") % words


def _url(participation: Participation) -> str:
    return reverse("workshops:place", args=[participation.pk])
