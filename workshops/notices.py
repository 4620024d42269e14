"""What of meetings stands in the bell: a task given, a guest of one's own who declines."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from notices import kinds
from notices.services import tell
from people.models import Duty, Task, User
from workshops.models import Invitation, Series, Workshop


def tell_duty(duty: Duty, by: User) -> None:
    """To whoever has got the task, if he or she has an account."""
    if duty.workshop is not None:
        address = reverse("workshops:workshop", args=[duty.workshop.pk])
        tell("duty_given", [duty.user_id], duty.workshop, address=address, by=by, task=duty.task)
    elif duty.series is not None:
        address = reverse("workshops:series", args=[duty.series.pk])
        tell("series_duty", [duty.user_id], duty.series, address=address, by=by, task=duty.task)


def tell_declined(guest: Invitation, by: User | None) -> None:
    """To whoever put the guest up, when somebody else should be asked instead.

    That is the owner of the guest's list; else, for a guest of a group that has to be there, those
    with an account whose task it is to organise or invite. No name: the bell is read aloud.
    """
    workshop = guest.workshop
    owner = guest.guest_list.owner_id if guest.guest_list else None
    if owner is not None:
        people = [owner]
    elif guest.party_id is not None:
        tasks = Q(workshop=workshop)
        if workshop.series_id is not None:
            tasks |= Q(series=workshop.series_id)
        inviting = Duty.objects.filter(tasks, task__in=(Task.ORGANISES, Task.INVITES))
        people = [*inviting.exclude(user=None).values_list("user_id", flat=True).distinct()]
    else:
        return
    tell(
        "guest_declined",
        people,
        workshop,
        address=reverse("workshops:guests", args=[workshop.pk]) + "?answer=no",
        by=by,
        group=guest.party.name if guest.party else "",
    )


def _declined(meeting: Workshop, facts: dict[str, Any]) -> str:
    if facts["group"]:
        return _("Somebody from “%(group)s” declined at “%(meeting)s”. Ask another.") % {
            "group": facts["group"],
            "meeting": meeting.title,
        }
    return _("Somebody on your list declined at “%(meeting)s”. Ask another.") % {
        "meeting": meeting.title
    }


def _at_meeting(meeting: Workshop, facts: dict[str, Any]) -> str:
    return _("You have a task at the meeting “%(meeting)s”: %(task)s.") % {
        "meeting": meeting.title,
        "task": str(Task(facts["task"]).label).lower(),
    }


def _in_series(series: Series, facts: dict[str, Any]) -> str:
    return _("You have a task in the series “%(series)s”: %(task)s.") % {
        "series": series.name,
        "task": str(Task(facts["task"]).label).lower(),
    }


kinds.register("guest_declined", Workshop, _declined, level="warn")
kinds.register("duty_given", Workshop, _at_meeting)
kinds.register("series_duty", Series, _in_series)
