"""What the pages of advice show: the list of a place, one of them with what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from core.money import ZERO
from core.policy import allowed
from core.prepared import Prepared, Slot
from learning.advice.reminding import ANSWER_DAYS, UNREAD_DAYS
from learning.models import Advice, AdviceState
from people.models import User
from people.scope import scope_of
from places.models import ItemState, Participation, ParticipationStatus, StepItem
from plans.goals.progress import Progress, progress_of, quantity, words
from plans.models import Action, Indicator, LineState, Origin, SourceKind

#: On the overview of a place.
NEWEST = 3
#: On the list of a place, and of a coach.
SHOWN, WAITING = 100, 12
#: The question takes longer to write than to answer.
_NEWEST = Prepared(
    Advice.objects.filter(participation=Slot("participation"), given_at__isnull=False)
    .select_related("by")
    .order_by("-given_at", "-pk")[:NEWEST]
)
_WAITING = Prepared(
    Advice.objects.filter(
        Q(read_at__isnull=True, given_at__lte=Slot("unread")) | Q(read_at__lte=Slot("unanswered")),
        Q(participation__programme__among=Slot("programmes"))
        | Q(participation__among=Slot("places")),
        given_at__isnull=False,
        state=AdviceState.PROPOSED,
        participation__status=ParticipationStatus.ACTIVE,
    )
    .select_related("participation__place")
    .only("text", "given_at", "read_at", "participation__place__name")
    .order_by("given_at", "pk")[: WAITING + 1]
)
#: How a state is marked.
LEVELS: dict[str, str] = {
    AdviceState.PROPOSED: "off", AdviceState.UNDER_WAY: "info", AdviceState.DONE: "ok",
    AdviceState.HAD_IT: "ok", AdviceState.NOT_FOR_US: "off",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """An advice as a list shows it."""

    advice: Advice
    level: str
    unread: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator of the goal that the action serves, and where it stands."""

    indicator: Indicator
    progress: Progress
    value: str
    says: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What came of an advice: its action, the money for it, the figure that it is to move."""

    action: Action
    granted: Decimal
    asked: Decimal
    currency: str
    measured: list[Measured]


def _row(advice: Advice) -> Row:
    unread = not advice.is_draft and advice.read_at is None
    return Row(advice, LEVELS[advice.state], unread and advice.state == AdviceState.PROPOSED)


def _seen(participation: Participation, user: User) -> QuerySet[Advice]:
    """What the user may read of the place's advice: drafts are for those who advise."""
    rows: QuerySet[Advice] = participation.advice.select_related("resource", "by", "action")
    if not allowed(user, "learning.give_advice", participation):
        rows = rows.filter(given_at__isnull=False)
    return rows


def newest(participation: Participation, user: User) -> dict[str, Any]:
    """The newest advice on the overview of a place. One statement."""
    return {
        "participation": participation,
        "advice": [_row(one) for one in _NEWEST(participation=participation.pk)],
        "may_read_advice": True,
        "gives": allowed(user, "learning.give_advice", participation),
    }


def listed(participation: Participation, user: User) -> dict[str, Any]:
    """All advice of a place, what waits for an answer first. Two statements."""
    rows = [_row(one) for one in _seen(participation, user).order_by("-given_at", "-pk")[:SHOWN]]
    return {
        "drafts": [row for row in rows if row.advice.is_draft],
        "open": [
            row for row in rows
            if not row.advice.is_draft and row.advice.state == AdviceState.PROPOSED
        ],
        "answered": [row for row in rows if row.advice.state != AdviceState.PROPOSED],
        "counts": participation.advice.filter(given_at__isnull=False).aggregate(
            given=Count("pk"),
            read=Count("pk", filter=Q(read_at__isnull=False)),
            done=Count("pk", filter=Q(state=AdviceState.DONE)),
        ),
        "gives": allowed(user, "learning.give_advice", participation),
    }  # fmt: skip


def one(advice: Advice, user: User) -> dict[str, Any]:
    """One advice and what came of it. At most four statements."""
    participation = advice.participation
    return {
        "advice": advice,
        "level": LEVELS[advice.state],
        "chain": chain(advice),
        "gives": allowed(user, "learning.give_advice", participation),
        "answers": not advice.is_draft and allowed(user, "learning.answer_advice", participation),
        "takes_up": not advice.is_draft and allowed(user, "learning.take_up_advice", participation),
        "untouched": advice.read_at is None and advice.state == AdviceState.PROPOSED,
    }


def chain(advice: Advice) -> Chain | None:
    """From the advice to the figure of the place; None while no action came of it."""
    return _followed(advice) if advice.action is not None else None


def chains(participation: Participation) -> dict[str, Any]:
    """Each advice of a place that became an action, followed to the money and the figure."""
    rows = participation.advice.filter(action__isnull=False).select_related("action__goal", "by")
    rows = rows.prefetch_related(
        "action__funding__source", "action__goal__indicators__observations"
    )
    listed = list(rows.order_by("-given_at", "-pk")[:SHOWN])
    for one in listed:
        one.participation = participation
    return {"chains": [(one, _followed(one)) for one in listed]}


def of_action(user: User, action: Action) -> dict[str, Any]:
    """The advice that an action of the plan came from. One statement, none for others."""
    if action.origin != Origin.OTHER:
        return {}
    rows = Advice.objects.visible_to(user).filter(action=action, participation=action.participation)
    return {
        "from_advice": list(rows.select_related("by")[:NEWEST]),
        "here": action.participation_id,
    }


def _followed(advice: Advice) -> Chain:
    """The chain of an advice whose action, money and indicators are in hand."""
    action, today = advice.action, timezone.localdate()
    assert action is not None  # noqa: S101 - that is what was asked for
    money = [one for one in action.funding.all() if one.source.kind != SourceKind.HOURS]
    measured = list(action.goal.indicators.all()) if action.goal else []
    return Chain(
        action=action,
        granted=sum((one.granted or ZERO for one in money if one.state == LineState.GRANTED), ZERO),
        asked=sum((one.asked or ZERO for one in money if one.state == LineState.ASKED), ZERO),
        currency=advice.participation.programme.currency,
        measured=[_measured(one, today) for one in measured],
    )


def _measured(indicator: Indicator, today: dt.date) -> Measured:
    progress = progress_of(indicator, list(indicator.observations.all()), today)
    value = quantity(progress.value, indicator.unit)
    return Measured(indicator, progress, value, words(progress))


def lines_of(participation: Participation) -> QuerySet[StepItem]:
    """Lines of the checklist that an advice may tick: those that are open."""
    rows = StepItem.objects.filter(participation=participation, state=ItemState.OPEN)
    return rows.select_related("step", "item").order_by("step__order", "order", "pk")


def waiting(user: User) -> dict[str, Any]:
    """Advice at the user's places that has lain unread or unanswered too long. One statement."""
    now, scope = timezone.now(), scope_of(user)
    unread, unanswered = (now - dt.timedelta(days=days) for days in (UNREAD_DAYS, ANSWER_DAYS))
    found = _WAITING(
        unread=unread, unanswered=unanswered,
        programmes=list(scope.run_programmes), places=list(scope.participations()),
    )  # fmt: skip
    return {"waiting_advice": found[:WAITING], "more_advice": len(found) > WAITING}
