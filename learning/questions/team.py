"""Who of the region answers: the cross-sector team of a programme, and a place's coaches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from people.models import Assignment, ProgrammePost, ProgrammeRole, Role, Sector, User
from people.models.period import holds_on
from places.models import Participation
from programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Answerer:
    """Somebody who may be given a question, and as what."""

    user: User
    said: str
    sector: str = ""


@dataclass(slots=True)
class Seat:
    """A sector with who stands for it today, and who will. Without anybody it is a gap."""

    sector: Sector
    now: list[ProgrammeRole] = field(default_factory=list)
    later: list[ProgrammeRole] = field(default_factory=list)


def seats(programme: Programme, day: dt.date | None = None) -> list[Seat]:
    """Each sector with its team members of the day and to come. One statement."""
    on = day or timezone.localdate()
    rows = (
        ProgrammeRole.objects.filter(programme=programme, role=ProgrammePost.TEAM)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), user__is_active=True)
        .select_related("user")
        .order_by("starts_on", "user__name", "pk")
    )
    found = {sector.value: Seat(sector) for sector in Sector}
    for row in rows:
        if row.sector in found:
            seat = found[row.sector]
            (seat.now if row.starts_on <= on else seat.later).append(row)
    return list(found.values())


def stand_ins(programme: Programme) -> list[Assignment]:
    """Who covers for a coach today or later, by their days. One statement."""
    rows = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()),
        participation__programme=programme, role=Role.COACH, stand_in=True,
    )  # fmt: skip
    shown = rows.select_related("user", "participation__place")
    return list(shown.order_by("starts_on", "participation__place__name", "pk"))


def holders(participation: Participation, sector: str) -> list[int]:
    """Ids of those who hold the sector in the place's programme today."""
    if not sector:
        return []
    rows = ProgrammeRole.objects.active().filter(
        programme=participation.programme_id, role=ProgrammePost.TEAM, sector=sector
    )
    return list(rows.filter(user__is_active=True).values_list("user_id", flat=True))


def coaches(participation: Participation) -> list[int]:
    """Ids of the place's coaches today."""
    rows = Assignment.objects.filter(holds_on(), participation=participation, role=Role.COACH)
    return list(rows.filter(user__is_active=True).values_list("user_id", flat=True))


def answerers(participation: Participation, sector: str = "") -> list[Answerer]:
    """Who may be given a question of the place: first who holds the sector. Two statements."""
    posts = ProgrammeRole.objects.active().filter(
        programme=participation.programme_id, user__is_active=True,
        role__in=(ProgrammePost.TEAM, ProgrammePost.MANAGER),
    )  # fmt: skip
    found: dict[int, Answerer] = {}
    rows = list(posts.select_related("user", "municipality").order_by("user__name", "pk"))
    # Whoever has two posts stands there with the sector that was asked for.
    for row in sorted(rows, key=lambda row: (not sector or row.sector != sector, row.sector == "")):
        found.setdefault(row.user_id, Answerer(row.user, row.said, row.sector))
    coaching = Assignment.objects.filter(
        holds_on(), participation=participation, role=Role.COACH, user__is_active=True
    )
    for one in coaching.select_related("user").order_by("user__name", "pk"):
        found.setdefault(one.user_id, Answerer(one.user, str(one.get_role_display())))
    return list(found.values())
