"""What a programme without places has to report: activities, municipalities, meetings, decisions.

A programme that learns lives by what it does. Nothing is told here of places, of which there are
none. With a municipality the same is told of that one alone: the report of its coordinator.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from core.exports import Column, Sheet, csv_bytes, xlsx
from people.models import User
from programmes.activities import STATES, Activity, Asked, all_of
from programmes.home.drawing import told
from programmes.home.pages import Line, asked_by, grid
from programmes.models import Decision, Municipality, Programme
from workshops.models import Workshop


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting that was held, with who was asked and who came."""

    day: dt.date
    title: str
    kind: str
    held_with: str
    invited: int
    coming: int
    came: int


@dataclass(frozen=True)
class Learning:
    """The report's values on a day; `columns` are the heads of the grid's cells."""

    activities: Sequence[Activity]
    windows: Sequence[str]
    columns: Sequence[str]
    lines: Sequence[Line]
    meetings: Sequence[Met]
    decisions: Sequence[Decision]
    municipality: Municipality | None = None

    @property
    def rows(self) -> Iterator[tuple[Activity, str]]:
        """Activities with their window and state in words."""
        return zip(self.activities, self.windows, strict=True)

    @property
    def came(self) -> int:
        """How many persons came to the meetings, each meeting counted by itself."""
        return sum(one.came for one in self.meetings)


def collect(
    programme: Programme, user: User, *, on: dt.date, municipality: Municipality | None = None
) -> Learning:
    """Read all of it: a fixed number of questions."""
    asked = asked_by(user, programme, on)
    found = all_of(asked)
    drawn = grid(asked, found.columns)
    lines = drawn["lines"]
    decisions = Decision.objects.filter(programme=programme).select_related("municipality")
    if municipality is not None:
        lines = [one for one in lines if one.name == asked.municipalities.get(municipality.pk)]
        decisions = decisions.filter(Q(municipality=None) | Q(municipality=municipality))
    return Learning(
        activities=found.activities,
        windows=[told(one, on) for one in found.activities],
        columns=[_head(one.group, one.title) for one in found.columns],
        lines=lines,
        meetings=_meetings(asked, municipality),
        decisions=list(decisions),
        municipality=municipality,
    )


def _head(group: str, title: str) -> str:
    return title if group == title else f"{group}: {title}"


def _meetings(asked: Asked, municipality: Municipality | None) -> list[Met]:
    rows = held_in(asked.programme).select_related("host")
    if municipality is not None:
        of = asked.municipality_of.items()
        rows = rows.filter(host__in=[pk for pk, one in of if one == municipality.pk])
    standing = Q(invitations__removed_at__isnull=True, invitations__left_at__isnull=True)
    counted = rows.annotate(
        invited=Count("invitations", filter=standing & Q(invitations__invited_at__isnull=False)),
        coming=Count("invitations", filter=standing & Q(invitations__answer="yes")),
        came=Sum(
            "invitations__attended_persons",
            filter=Q(invitations__attended_at__isnull=False),
            default=0,
        ),
    )
    return [
        Met(
            one.local_start.date(),
            one.title,
            str(one.get_kind_display()),
            str(one.host or ""),
            one.invited,
            one.coming,
            one.came,
        )
        for one in counted
    ]


def held_in(programme: Programme) -> QuerySet[Any]:
    """The programme's meetings that were held, in time."""
    return Workshop.objects.counted().filter(programme=programme).held().order_by("starts_at", "pk")


# --- files ---


def meeting_columns() -> list[Column]:
    """The heads of the meetings."""
    return [
        Column(_("Day"), "date", 12),
        Column(_("Meeting"), width=40),
        Column(_("Kind"), width=22),
        Column(_("Held with"), width=28),
        Column(_("Invited"), "number", 10),
        Column(_("Said yes"), "number", 10),
        Column(_("Came"), "number", 10),
    ]


def meeting_rows(found: Learning) -> list[tuple[Any, ...]]:
    """A row a meeting."""
    return [
        (one.day, one.title, one.kind, one.held_with, one.invited, one.coming, one.came)
        for one in found.meetings
    ]


def workbook(found: Learning, on: dt.date) -> bytes:
    """Activities, municipalities, meetings and decisions, a sheet each."""
    activities = [
        (
            one.name, one.kind, one.first_on, one.last_on, str(STATES[one.state(on)]), one.owner,
            one.says,
        )
        for one in found.activities
    ]  # fmt: skip
    return xlsx(
        [
            Sheet(
                _("Activities"),
                [
                    Column(_("Activity"), width=36),
                    Column(_("Kind"), width=22),
                    Column(_("From"), "date", 12),
                    Column(_("Until"), "date", 12),
                    Column(_("State"), width=14),
                    Column(_("Who runs it"), width=24),
                    Column(_("How it stands"), width=36),
                ],
                activities,
            ),
            Sheet(
                _("Municipalities"),
                [
                    Column(_("Municipality"), width=22),
                    *(Column(one, width=30) for one in found.columns),
                ],
                [(line.name, *(_said(cell) for cell in line.cells)) for line in found.lines],
            ),
            Sheet(_("Meetings"), meeting_columns(), meeting_rows(found)),
            Sheet(
                _("Decisions"),
                [
                    Column(_("Day"), "date", 12),
                    Column(_("Decision"), width=70),
                    Column(_("By whom"), width=28),
                    Column(_("Municipality"), width=20),
                ],
                [
                    (one.decided_on, one.text, one.decided_by, str(one.municipality or ""))
                    for one in found.decisions
                ],
            ),
        ]
    )


def _said(cell: Any) -> str:
    return ", ".join(part for part in (cell.text, cell.more) if part and part != "–")


def csv(found: Learning) -> bytes:
    """The meetings as CSV."""
    return csv_bytes(meeting_columns(), meeting_rows(found))
