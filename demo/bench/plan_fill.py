"""Plans for the scale data: actions and money at many places, and two full plans at two of them.

Made in bulk and never through the verbs, like the rest of the scale data; the sums are what the
verbs would have stored.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import batched

from django.db import transaction
from django.utils import timezone

from demo.bench.scale import BATCH, Scale
from grants.models import Claim, ClaimState, Grant, Instalment, InstalmentState, Payment, Trigger
from people.models import User
from places.models import GateState, Participation
from plans.models import (
    Action,
    ActionState,
    FundingLine,
    FundingPayment,
    FundingSource,
    Goal,
    LineState,
    PaymentKind,
    SourceKind,
    Theme,
)

#: Actions of a full plan, and funding lines of each of its actions at the second of the two.
FULL, MANY_LINES = 200, 6
_STATES = (
    ActionState.PLANNED,
    ActionState.UNDER_WAY,
    ActionState.DONE,
    ActionState.PLANNED,
    ActionState.PAUSED,
)
_WORK = ("Signs along the road", "A roof over the square", "Open workshop", "Path by the river")


@dataclass(frozen=True, slots=True)
class Plans:
    """Two places with a full plan: one funding line an action, and many."""

    few: Participation
    many: Participation


def fill_plans(scale: Scale, *, actions: int = 8) -> Plans:
    """Plans at every place of the scale region; made once, in one transaction."""
    passed = scale.participations.filter(gate_state=GateState.PASSED)
    few, many = passed.select_related("programme", "place")[:2]
    if not FundingSource.objects.filter(region=scale.region).exists():
        with transaction.atomic():
            _make(scale, few, many, actions)
    return Plans(few, many)


def _make(scale: Scale, few: Participation, many: Participation, actions: int) -> None:
    source = FundingSource.objects.create(
        region=scale.region, name="Leader", kind=SourceKind.LEADER, currency="SEK"
    )
    full = {few.pk, many.pk}
    others = [one for one in scale.participations if one.pk not in full]
    for one in (few, many):
        _plan(one, FULL)
    for some in batched(others, BATCH, strict=False):
        _plans(list(some), actions)
    _money(scale, source, many)
    _support(scale)


def _goals(places: list[Participation], number: int) -> list[Goal]:
    return Goal.objects.bulk_create(
        (
            Goal(participation=one, order=order, title=f"Goal {order}: people meet and stay")
            for one in places
            for order in range(1, number + 1)
        ),
        batch_size=BATCH,
    )


def _plan(one: Participation, number: int) -> None:
    _actions(_goals([one], 5), number // 5)


def _plans(places: list[Participation], number: int) -> None:
    _actions(_goals(places, 2), number // 2)


def _actions(goals: list[Goal], each: int) -> None:
    today = timezone.localdate()
    Action.objects.bulk_create(
        (_action(goal, order, today) for goal in goals for order in range(1, each + 1)),
        batch_size=BATCH,
    )


def _action(goal: Goal, order: int, today: dt.date) -> Action:
    state = _STATES[(order + goal.order) % len(_STATES)]
    starts = today + dt.timedelta(days=order * 7 - 120)
    done = state == ActionState.DONE
    return Action(
        participation_id=goal.participation_id,
        goal=goal,
        order=order,
        title=f"{_WORK[order % len(_WORK)]} {order}",
        first_step="Ask the owner of the land.",
        state=state,
        state_reason="Waits for the thaw." if state == ActionState.PAUSED else "",
        done_on=today if done else None,
        responsible=f"Group {order % 9 + 1}",
        theme=Theme.values[order % len(Theme.values)],
        cost=Decimal(5000 * (order % 17 + 1)),
        volunteer_hours=Decimal(10 * (order % 5)),
        starts_on=starts,
        ends_on=starts + dt.timedelta(days=30 + order % 90),
    )


def _money(scale: Scale, source: FundingSource, many: Participation) -> None:
    rows = Action.objects.filter(participation__programme__region=scale.region).order_by("pk")
    lines = FundingLine.objects.bulk_create(
        (
            _line(action, source, number)
            for action in rows.iterator(chunk_size=BATCH)
            for number in range(MANY_LINES if action.participation_id == many.pk else 1)
        ),
        batch_size=BATCH,
    )
    FundingPayment.objects.bulk_create(
        (
            FundingPayment(
                line=line,
                kind=PaymentKind.PART,
                on=timezone.localdate(),
                amount=Decimal(500),
                reference=f"S-{line.pk}",
            )
            for line in lines
            if line.state == LineState.GRANTED
        ),
        batch_size=BATCH,
    )


def _line(action: Action, source: FundingSource, number: int) -> FundingLine:
    granted = (action.order + number) % 3 == 0
    return FundingLine(
        action=action,
        source=source,
        state=LineState.GRANTED if granted else LineState.ASKED,
        asked=Decimal(2000),
        granted=Decimal(1500) if granted else None,
    )


def _support(scale: Scale) -> None:
    places = list(scale.participations.select_related("programme__owner"))
    grants = Grant.objects.bulk_create(
        (
            Grant(
                participation=one,
                amount=Decimal(150_000),
                payer=one.programme.owner,
                payee_name="Process leader",
                starts_on=one.started_on,
                ends_on=one.support_ends_on,
                agreed_on=one.started_on,
            )
            for one in places
        ),
        batch_size=BATCH,
    )
    instalments = Instalment.objects.bulk_create(
        (
            Instalment(
                grant=grant,
                number=number,
                amount=Decimal(75_000),
                trigger=Trigger.GATE if number == 2 else Trigger.DATE,  # noqa: PLR2004
                due_on=grant.starts_on if number == 1 else None,
                state=InstalmentState.PAID if number == 1 else InstalmentState.PLANNED,
            )
            for grant in grants
            for number in (1, 2)
        ),
        batch_size=BATCH,
    )
    _pay([one for one in instalments if one.number == 1], scale.admin)


def _pay(instalments: list[Instalment], admin: User) -> None:
    now = timezone.now()
    claims = Claim.objects.bulk_create(
        (
            Claim(
                instalment=one,
                number=1,
                state=ClaimState.APPROVED,
                status_text="Under way.",
                claimed_by=admin,
                claimed_at=now,
            )
            for one in instalments
        ),
        batch_size=BATCH,
    )
    Payment.objects.bulk_create(
        (
            Payment(
                instalment=claim.instalment,
                claim=claim,
                amount=claim.instalment.amount,
                paid_on=now.date(),
                reference=f"P-{claim.pk}",
                by=admin,
            )
            for claim in claims
        ),
        batch_size=BATCH,
    )
