"""What each coach of a programme has on the table: places, questions, advice, hours."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from learning.models import Advice, AdviceState, Question
from people.models import Assignment, Role, User
from people.models.period import holds_on
from places.models import CoachingEntry, Participation, ParticipationStatus
from programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Load:
    """One coach. `days` is since the contact that lies furthest back; None where there was none.

    `next` is the place whose next date comes first, of those with a date ahead.
    """

    coach: User
    places: list[Participation]
    stand_in: int
    questions: int
    unread: int
    days: int | None
    quietest: Participation | None
    hours: Decimal
    next: Participation | None


def caseload(programme: Programme) -> list[Load]:
    """The coaches of today, those with most places first. Four statements."""
    today = timezone.localdate()
    rows = Assignment.objects.filter(
        holds_on(today), role=Role.COACH, participation__programme=programme,
        participation__status=ParticipationStatus.ACTIVE,
    )  # fmt: skip
    held: dict[int, list[Assignment]] = defaultdict(list)
    shown = rows.select_related("user", "participation__place")
    for row in shown.order_by("participation__place__name", "pk"):
        held[row.user_id].append(row)
    questions = Counter(
        Question.objects.open()
        .filter(participation__programme=programme)
        .order_by()
        .values_list("participation_id", flat=True)
    )
    unread = Counter(
        Advice.objects.given()
        .filter(participation__programme=programme, read_at=None, state=AdviceState.PROPOSED)
        .order_by()
        .values_list("participation_id", flat=True)
    )
    minutes = _minutes(programme, held, today)
    loads = [_load(mine, questions, unread, minutes.get(pk, 0), today) for pk, mine in held.items()]
    return sorted(loads, key=lambda one: (-len(one.places), one.coach.get_full_name()))


def _minutes(programme: Programme, coaches: Iterable[int], today: dt.date) -> dict[int, int]:
    rows = CoachingEntry.objects.filter(
        participation__programme=programme, by__in=list(coaches),
        on__gte=today.replace(day=1), on__lte=today,
    )  # fmt: skip
    found = rows.order_by().values_list("by").annotate(sum=Sum("minutes"))
    return {by: minutes or 0 for by, minutes in found}


def _load(
    mine: list[Assignment],
    questions: Counter[int],
    unread: Counter[int],
    minutes: int,
    today: dt.date,
) -> Load:
    places = [row.participation for row in mine]
    met = [one for one in places if one.last_contact_on]
    never = [one for one in places if not one.last_contact_on]
    quietest = min(met, key=lambda one: one.last_contact_on or today, default=None)
    ahead = [one for one in places if one.next_on and one.next_on >= today]
    since = quietest.last_contact_on if quietest else None
    return Load(
        coach=mine[0].user,
        places=places,
        stand_in=sum(1 for row in mine if row.stand_in),
        questions=sum(questions[one.pk] for one in places),
        unread=sum(unread[one.pk] for one in places),
        days=None if never or since is None else (today - since).days,
        quietest=never[0] if never else quietest,
        hours=Decimal(minutes) / 60,
        next=min(ahead, key=lambda one: one.next_on or today, default=None),
    )
