"""Courses for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from tests.workshops.samples import meeting
from workshops.courses.services import open_course, save_course
from workshops.models import Course, Series, SeriesKind, Workshop


def course(w: Any, parts: int = 3, **fields: Any) -> tuple[Course, list[Workshop]]:
    """An open course with weekly parts ahead, made by the verbs; a certificate for two parts."""
    kind = SeriesKind.COURSE
    series = Series.objects.create(
        programme=w.programme, name=fields.pop("name", "Kurs i mod"), kind=kind,
        certificate=True, parts_needed=min(2, parts),
    )  # fmt: skip
    start = timezone.now() + dt.timedelta(days=14)
    held = [
        meeting(
            w, title=f"Del {n}", series=series, part=n, places=[], kind="webinar",
            starts_at=start + dt.timedelta(days=7 * n),
            ends_at=start + dt.timedelta(days=7 * n, hours=2), online_url="https://rum.example.org",
        )
        for n in range(1, parts + 1)
    ]  # fmt: skip
    opened = fields.pop("open", True)
    made = save_course(series=series, by=w.manager, **{"audiences": ["council"], **fields})
    if opened:
        made = open_course(course=made, by=w.manager)
    return made, held
