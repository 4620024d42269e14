"""Things that happened before today.

The verbs stamp what they write with the present. The demo's past is made by calling the same
verbs and then moving what they stamped back, so that no rule is gone around.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import F, Max, QuerySet
from django.utils import timezone

from continuity.models import ContinuityPlan, FollowUp
from core.models import AuditEvent
from grants.models import Claim, Instalment
from learning.models import Advice, Concept, Experiment, Lesson, Message, Question
from outbox.models import Letter
from places.models import Evidence, GateReview, Participation, StepItem
from plans.models import Action, PlanVersion

_Mover = Callable[[Participation, dt.datetime, int], None]


def day(days_ago: int) -> dt.date:
    """The date so many days before today; negative is ahead."""
    return timezone.localdate() - dt.timedelta(days=days_ago)


@contextmanager
def past(participation: Participation, days: int) -> Iterator[dt.datetime]:
    """What the block writes about the participation happened so many days ago, at noon-ish."""
    before = AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    letters = Letter.objects.aggregate(last=Max("pk"))["last"] or 0
    started = timezone.now()
    back = dt.timedelta(days=days)
    yield started - back
    # What was written says which rows have a day: most blocks touch one kind of them.
    written = AuditEvent.objects.filter(pk__gt=before)
    kinds = {verb.partition(".")[0] for verb in written.values_list("verb", flat=True)}
    if kinds:
        written.update(at=F("at") - back)
    if Letter.objects.filter(pk__gt=letters).exists():
        Letter.objects.filter(pk__gt=letters).update(
            created_at=F("created_at") - back, not_before=F("not_before") - back
        )
    for kind in kinds & _MOVED.keys():
        _MOVED[kind](participation, started, days)


def _move(rows: QuerySet[Any], started: dt.datetime, days: int, *fields: str) -> None:
    """Move the moments that lie in the block."""
    back = dt.timedelta(days=days)
    for field in fields:
        rows.filter(**{f"{field}__gte": started}).update(**{field: F(field) - back})


def _items(one: Participation, started: dt.datetime, days: int) -> None:
    rows = StepItem.objects.filter(participation=one, updated_at__gte=started)
    rows.filter(settled_on__gte=started.date()).update(
        settled_on=day(days), updated_at=F("updated_at") - dt.timedelta(days=days)
    )


def _money(one: Participation, started: dt.datetime, days: int) -> None:
    claims = Claim.objects.filter(instalment__grant__participation=one)
    _move(claims, started, days, "claimed_at", "decided_at")
    Instalment.objects.filter(grant__participation=one, released_on__gte=started.date()).update(
        released_on=day(days)
    )


def _of(model: Any, *fields: str, path: str = "participation") -> _Mover:
    def move(one: Participation, started: dt.datetime, days: int) -> None:
        _move(model.objects.filter(**{path: one}), started, days, *fields)

    return move


def _on_day(model: Any, field: str) -> _Mover:
    def move(one: Participation, started: dt.datetime, days: int) -> None:
        rows = model.objects.filter(participation=one)
        rows.filter(**{f"{field}__gte": started.date()}).update(**{field: day(days)})

    return move


#: By the first word of a line in the audit trail: what is moved to the day of its block.
_MOVED: dict[str, _Mover] = {
    "item": _items,
    "evidence": _of(Evidence, "uploaded_at", path="item__participation"),
    "gate": _of(GateReview, "submitted_at", "decided_at"),
    "plan": _of(PlanVersion, "recorded_at"),
    "follow_up": _of(FollowUp, "sent_at", "answered_at"),
    "grant": _money,
    "action": _on_day(Action, "done_on"),
    "advice": _of(Advice, "given_at", "read_at", "answered_at", "created_at"),
    "lesson": _of(Lesson, "created_at"),
    "question": _of(Question, "created_at", "waiting_since", "answered_at"),
    "experiment": _of(Experiment, "created_at", "updated_at"),
    "concept": _of(Concept, "created_at", "updated_at", "published_at"),
    "message": _of(Message, "created_at"),
    "continuity": _on_day(ContinuityPlan, "settled_on"),
}
