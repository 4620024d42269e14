"""What of meetings stands in the bell: a task given, a guest of one's own who declines."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from notices import kinds
from notices.services import tell
from people.models import Duty, ProgrammePost, ProgrammeRole, Task, User
from programmes.regions.letters import write_to_account
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

    No name: the bell is read aloud.
    """
    _tell_nominators("guest_declined", guest, by)


def tell_replaced(guest: Invitation, other: Invitation, by: User) -> None:
    """To whoever put the guest up: another one comes instead; in a letter, by name."""
    _tell_nominators("guest_replaced", guest, by)
    for user in User.objects.filter(pk__in=nominators(guest)).exclude(pk=by.pk):
        _write_replaced(user, guest, other, by)


def _write_replaced(user: User, guest: Invitation, other: Invitation, by: User) -> None:
    workshop = guest.workshop
    with translation.override(user.language):
        facts = {
            "by": by.get_full_name(),
            "meeting": workshop.title,
            "gone": guest.name,
            "name": other.name,
            "group": guest.party.name if guest.party else "",
        }
        said = _("%(by)s has put %(name)s in the place of %(gone)s at “%(meeting)s”.") % facts
        party = _("Both are there for “%(group)s”.") % facts if guest.party else ""
        write_to_account(
            user,
            by=by,
            region=workshop.programme.region,
            key=f"guest-replaced:{other.pk}:{user.pk}",
            subject=_("%(meeting)s: another guest instead") % facts,
            sentences=[said, party],
            page=reverse("workshops:guests", args=[workshop.pk]),
            action=_("See the guests"),
            about=workshop,
        )


def nominators(guest: Invitation) -> list[int]:
    """Who put the guest up: the owner of the guest's list.

    Else, for a guest of a group that has to be there, those with an account whose task it is to
    organise or invite, and who coordinates the municipality that holds the meeting.
    """
    workshop = guest.workshop
    owner = guest.guest_list.owner_id if guest.guest_list else None
    if owner is not None:
        return [owner]
    if guest.party_id is None:
        return []
    tasks = Q(workshop=workshop)
    if workshop.series_id is not None:
        tasks |= Q(series=workshop.series_id)
    inviting = Duty.objects.filter(tasks, task__in=(Task.ORGANISES, Task.INVITES))
    found = set(inviting.exclude(user=None).values_list("user_id", flat=True))
    if workshop.host_id is not None:
        coordinating = ProgrammeRole.objects.active().filter(
            role=ProgrammePost.COORDINATOR,
            programme=workshop.programme_id,
            municipality__partners__programme=workshop.programme_id,
            municipality__partners__organisation=workshop.host_id,
        )
        found.update(coordinating.values_list("user_id", flat=True))
    return sorted(found)


def _tell_nominators(kind: str, guest: Invitation, by: User | None) -> None:
    workshop, people = guest.workshop, nominators(guest)
    if not people:
        return
    tell(
        kind,
        people,
        workshop,
        address=reverse("workshops:guests", args=[workshop.pk])
        + ("?answer=no" if kind == "guest_declined" else ""),
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


def _replaced(meeting: Workshop, facts: dict[str, Any]) -> str:
    if facts["group"]:
        return _("Somebody else comes for “%(group)s” at “%(meeting)s”.") % {
            "group": facts["group"],
            "meeting": meeting.title,
        }
    return _("Somebody on your list at “%(meeting)s” has been replaced.") % {
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
kinds.register("guest_replaced", Workshop, _replaced)
kinds.register("duty_given", Workshop, _at_meeting)
kinds.register("series_duty", Series, _in_series)
