"""Where a lesson was written: a gate round, a meeting, a report, by number.

Apps above register theirs: a function of a participation and a number that answers the place
where it stands, or None when the thing is not of this participation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import short_date
from learning.models import Lesson, SourceKind
from places.models import GateReview, Participation
from workshops.models import Workshop


class Place(NamedTuple):
    """Where a lesson was written, in words, and the address of it."""

    label: str
    url: str


Finder = Callable[[Participation, int], Place | None]
_finders: dict[str, Finder] = {}


def register(kind: SourceKind, finder: Finder) -> None:
    """Say how things of a kind are found."""
    _finders[kind] = finder


def find(participation: Participation, kind: str, number: int | None) -> Place | None:
    """The thing of this participation, or None."""
    finder = _finders.get(kind)
    return finder(participation, number) if finder and number else None


def source_of(lesson: Lesson) -> Place:
    """Where the lesson was written. What is gone since leaves the step."""
    found = find(lesson.participation, lesson.source_kind, lesson.source)
    if found:
        return found
    pinned = lesson.step.version_id == lesson.participation.method_version_id
    where = (
        reverse("places:step", args=[lesson.participation_id, lesson.step.order])
        if pinned
        else reverse("programmes:method", args=[lesson.step.version_id])
    )
    return Place(lesson.step.title, where)


def _round(participation: Participation, number: int) -> Place | None:
    review = GateReview.objects.filter(participation=participation, pk=number).first()
    if review is None:
        return None
    label = _("Gate, round %(round)s") % {"round": review.round}
    return Place(label, reverse("places:gate_round", args=[participation.pk, review.round]))


def _meeting(participation: Participation, number: int) -> Place | None:
    meeting = Workshop.objects.filter(participations=participation, pk=number).first()
    if meeting is None:
        return None
    label = f"{meeting.title}, {short_date(meeting.local_start)}"
    return Place(label, meeting.get_absolute_url())


register(SourceKind.GATE, _round)
register(SourceKind.MEETING, _meeting)
