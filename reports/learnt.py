"""Lessons that are written at a report."""

from __future__ import annotations

from django.urls import reverse

from core.policy import allowed
from learning.lessons.sources import Place, register
from learning.models import SourceKind
from people.models import User
from places.models import Participation
from reports.models import Report


def _report(participation: Participation, number: int) -> Place | None:
    report = Report.objects.filter(participation=participation, pk=number).first()
    return Place(report.name, report.get_absolute_url()) if report else None


def write_urls(user: User, report: Report) -> list[tuple[str, str]]:
    """Where a lesson from this report is written, by who works at its place."""
    one = report.participation
    if one is None or not allowed(user, "learning.write", one):
        return []
    return [(one.place.name, f"{reverse('learning:new', args=[one.pk])}?at=report&of={report.pk}")]


register(SourceKind.REPORT, _report)
