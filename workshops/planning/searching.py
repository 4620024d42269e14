"""Meetings in the search of the head (core.search)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import whole_date
from core.search.finding import Kind, Source, register
from workshops.models import Workshop

MEETINGS = Kind("meetings", _("Meetings"), "calendar3", 30)


def _when_and_where(meeting: Any) -> str:
    return " · ".join(filter(None, (whole_date(meeting.local_start), meeting.hall)))


register(
    Source(
        MEETINGS,
        Workshop.objects.visible_to,
        names=("title", "hall"),
        texts=("title", "description"),
        note=_when_and_where,
        url=lambda row: reverse("workshops:workshop", args=[row.pk]),
    )
)
