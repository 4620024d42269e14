"""A programme's timeline: what its picture and its table are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.models import Duty, Task, User
from programmes.models import Programme
from workshops import timeline
from workshops.models import Series, Workshop, WorkshopKind, WorkshopState
from workshops.programme_filters import meetings_of

#: What fits on the first printed sheet under the page's heading, in units of the picture.
FIRST_SHEET = 476


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: the same as a line of the picture, with its meetings."""

    name: str
    kind: str
    window: str
    duties: list[tuple[str, str]]
    meetings: list[Workshop]
    series: Series | None = None


def context(programme: Programme, user: User) -> dict[str, Any]:
    """What templates/workshops/calendar/timeline.html needs. Three questions."""
    today = timezone.localdate()
    by_series: dict[int, list[Workshop]] = {}
    others: dict[str, list[Workshop]] = {}
    for one in meetings_of(programme, user):
        if one.series_id is None:
            others.setdefault(one.kind, []).append(one)
        else:
            by_series.setdefault(one.series_id, []).append(one)
    duties = Prefetch("duties", Duty.objects.order_by("pk"))
    all_series = (
        Series.objects.visible_to(user)
        .filter(programme=programme)
        .order_by("order", "pk")
        .prefetch_related(duties)
    )
    rows, lines = [], []
    for series in all_series:
        found = by_series.get(series.pk, [])
        given = _duties(series)
        row = _row(series.name, found, series=series, duties=given)
        rows.append(row)
        lines.append(_line(row, series.get_kind_display(), found, given, series))
    heading = pgettext("meetings without a series", "Other meetings") if rows else ""
    labels = dict(WorkshopKind.choices)
    for kind, found in sorted(others.items(), key=lambda item: item[1][0].starts_at):
        row = _row(str(labels[kind]), found, group=heading)
        rows.append(row)
        lines.append(_line(row, _("Single meetings"), found, [], None))
    return {
        "svg": timeline.svg(rows, today=today, title=_("Timeline of the programme")),
        "summary": timeline.describe([row for row in rows if row.days]),
        "is_long": timeline.height_of(rows) > FIRST_SHEET,
        "lines": lines,
        "undated": [line for row, line in zip(rows, lines, strict=True) if not row.days],
        "cancelled": WorkshopState.CANCELLED,
    }


def _row(
    name: str,
    meetings: list[Workshop],
    *,
    series: Series | None = None,
    duties: list[tuple[str, str]] | None = None,
    group: str = "",
) -> timeline.Row:
    return timeline.Row(
        name=name,
        group=group,
        who=" · ".join(f"{task}: {names}" for task, names in duties or []),
        starts_on=series.starts_on if series else None,
        ends_on=series.ends_on if series else None,
        marks=[timeline.Mark(one.local_start.date(), one.title, one.state) for one in meetings],
    )


def _line(
    row: timeline.Row,
    kind: str,
    meetings: list[Workshop],
    duties: list[tuple[str, str]],
    series: Series | None,
) -> Line:
    window = timeline.window_words(row.first_on, row.last_on)
    return Line(row.name, kind, window, duties, meetings, series)


def _duties(series: Series) -> list[tuple[str, str]]:
    """Each task of a series with the names of those who do it, in the order of the tasks."""
    by_task: dict[str, list[str]] = {}
    for duty in series.duties.all():
        by_task.setdefault(duty.task, []).append(duty.name)
    return [(str(task.label), ", ".join(by_task[task.value])) for task in Task if task in by_task]
