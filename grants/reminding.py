"""What is reminded of in the support: claims that wait, are returned, or wait to be paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import short_date
from core.money import money
from grants.models import Claim, ClaimState, InstalmentState
from places.models import ParticipationStatus
from reminders.kinds import At, Cause, Kind, Search, To, at_columns, register

_KIND_OF = {
    ClaimState.OPEN: "claim_waiting",
    ClaimState.APPROVED: "payment_waiting",
    ClaimState.RETURNED: "claim_returned",
}
_PLACE = "instalment__grant__participation"


def claims(search: Search) -> Iterator[Cause]:
    """Claims that somebody has to go on with, the last of each instalment. One question."""
    rows = Claim.objects.filter(
        Q(state=ClaimState.OPEN)
        | Q(state=ClaimState.APPROVED, payment__isnull=True)
        | Q(state=ClaimState.RETURNED, instalment__state=InstalmentState.RETURNED),
        **{
            f"{_PLACE}__in": search.places,
            f"{_PLACE}__status__in": [ParticipationStatus.ACTIVE, ParticipationStatus.ENDED],
        },
    )
    read = rows.order_by("instalment", "number").values_list(
        *at_columns(_PLACE), "instalment_id", "pk", "state", "claimed_at", "decided_at",
        "claimed_by_id", "decided_by_id", "instalment__amount", f"{_PLACE}__programme__currency",
    )  # fmt: skip
    # A returned instalment has a row for each time; the newest comes last.
    newest = {row[5]: row for row in read.iterator()}
    for (
        *columns,
        _instalment,
        pk,
        state,
        claimed,
        decided,
        by,
        decider,
        amount,
        unit,
    ) in newest.values():
        at = At._make(columns)
        day = timezone.localdate(claimed if state == ClaimState.OPEN else decided)
        yield Cause(
            kind=_KIND_OF[ClaimState(state)],
            at=at,
            thing=str(pk),
            day=day,
            words=partial(_said, state, amount, unit, day),
            path=reverse("grants:claim", args=[at.participation, pk]),
            # One's own claim somebody else decides, and what one has approved somebody else pays.
            but_not=frozenset({by if state == ClaimState.OPEN else decider}),
        )


def _said(state: str, amount: Decimal, currency: str, since: dt.date, _day: dt.date) -> str:
    words = {
        ClaimState.OPEN: _("A claim of %(sum)s waits for a decision since %(day)s"),
        ClaimState.APPROVED: _("An approved claim of %(sum)s waits to be paid since %(day)s"),
        ClaimState.RETURNED: _("The claim of %(sum)s was returned on %(day)s, to be put right"),
    }
    return words[ClaimState(state)] % {
        "sum": money(amount, currency), "day": short_date(since),
    }  # fmt: skip


register(
    Kind(
        "claim_waiting",
        gettext_lazy("A claim waits for a decision"),
        after=7,
        to=(To.DECIDERS,),
        ends=gettext_lazy("it is decided"),
    ),
    Kind(
        "payment_waiting",
        gettext_lazy("An approved claim waits to be paid"),
        after=7,
        to=(To.DECIDERS,),
        ends=gettext_lazy("it is paid"),
    ),
    Kind(
        "claim_returned",
        gettext_lazy("A claim was returned"),
        after=7,
        to=(To.LEADERS,),
        ends=gettext_lazy("it is handed in again"),
        chased=9,
    ),
    find=claims,
)
