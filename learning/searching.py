"""Lessons in the search of the head (core.search)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.search.finding import Kind, Source, register
from learning.models import Lesson

LESSONS = Kind("lessons", _("Lessons"), icon="lightbulb", order=47)

register(
    Source(
        LESSONS,
        Lesson.objects.visible_to,
        names=("happened",),
        note=lambda row: str(row.participation),
        url=lambda row: reverse("learning:lesson", args=[row.pk]),
        shown=lambda rows, _user: rows.select_related("participation__place"),
    )
)
