"""Open questions follow who coaches: at a hand-over, when a stand-in begins, when one ends.

Looked at by the hand-over for today, and by a clock once a day for what begins or ends later.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from core import audit
from learning.models import Question
from people.models import Assignment, ProgrammePost, ProgrammeRole, Role, User
from people.models.period import holds_on
from places.models import ParticipationStatus
from places.team.events import on_handed_over


@on_handed_over
def handed_over(role: Assignment, to: User, starts_on: dt.date, by: User) -> None:
    """What the coach was to answer is answered by whoever takes over today."""
    if starts_on > timezone.localdate():
        return
    rows = Question.objects.open().filter(
        participation=role.participation_id, assigned_to=role.user_id
    )
    _give(list(rows.select_related("participation__place", "assigned_to")), to, by=by)


@transaction.atomic
def follow(on: dt.date | None = None) -> int:
    """Give open questions of coaches who have none to do with the place any more to who coaches it.

    A stand-in who begins today takes over what the only other coach had. Returns how many moved.
    A fixed number of questions, and one for each that moves.
    """
    today = on or timezone.localdate()
    open_ones = (
        Question.objects.open()
        .filter(assigned_to__isnull=False, participation__status=ParticipationStatus.ACTIVE)
        .select_related("participation__place", "assigned_to")
        .order_by("pk")
    )
    waiting = list(open_ones)
    coaches = _coaches({one.participation_id for one in waiting}, today)
    posts = set(
        ProgrammeRole.objects.active(today)
        .filter(role__in=(ProgrammePost.TEAM, ProgrammePost.MANAGER))
        .values_list("programme_id", "user_id")
    )
    moved = 0
    for one in waiting:
        if (one.participation.programme_id, one.assigned_to_id) in posts:
            continue
        to = _next(coaches[one.participation_id], one, today)
        if to is not None:
            moved += _give([one], to, by=None)
    return moved


def _coaches(places: Iterable[int], today: dt.date) -> dict[int, list[Assignment]]:
    """The coaches of the day at each place; who began last stands first."""
    rows = Assignment.objects.filter(
        holds_on(today), role=Role.COACH, participation__in=places, user__is_active=True
    ).select_related("user")
    found: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows.order_by("-starts_on", "-pk"):
        found[row.participation_id].append(row)
    return found


def _next(coaching: list[Assignment], one: Question, today: dt.date) -> User | None:
    """Who is to have it instead of its holder; None where it stays.

    What somebody touched today stays with the coach whom he or she gave it to.
    """
    others = [row for row in coaching if row.user_id != one.assigned_to_id]
    if len(others) == len(coaching):
        return others[0].user if others else None
    begins = len(others) == 1 and others[0].stand_in and others[0].starts_on == today
    return others[0].user if begins and timezone.localdate(one.updated_at) < today else None


def _give(rows: list[Question], to: User, *, by: User | None) -> int:
    for one in rows:
        before = one.assigned_to
        one.assigned_to = to
        one.save(update_fields=["assigned_to", "updated_at"])
        audit.record(
            "question.handed_on",
            one.participation,
            by=by,
            coach=before.get_full_name() if before else "",
            to=to.get_full_name(),
        )
    return len(rows)
