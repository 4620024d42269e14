"""What of meetings stands in the bell: a task given, at a meeting or through a series."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from notices import kinds
from notices.services import tell
from people.models import Duty, Task, User
from workshops.models import Series, Workshop


def tell_duty(duty: Duty, by: User) -> None:
    """To whoever has got the task, if he or she has an account."""
    if duty.workshop is not None:
        address = reverse("workshops:workshop", args=[duty.workshop.pk])
        tell("duty_given", [duty.user_id], duty.workshop, address=address, by=by, task=duty.task)
    elif duty.series is not None:
        address = reverse("workshops:series", args=[duty.series.pk])
        tell("series_duty", [duty.user_id], duty.series, address=address, by=by, task=duty.task)


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


kinds.register("duty_given", Workshop, _at_meeting)
kinds.register("series_duty", Series, _in_series)
