"""What the support needs of somebody today: to claim, to decide, to pay."""

from __future__ import annotations

from functools import cache

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from core.addresses import address
from core.dates import short_date
from core.money import money
from core.navigation import url_of
from core.policy import allowed
from core.prepared import Prepared, Slot
from grants.domain.release import claimable
from grants.models import Claim, ClaimState, Instalment, InstalmentState
from people.models import User
from places.calls import Call, calls_at_place, calls_at_start
from places.models import Participation
from programmes.models import Programme

#: Claims named on the start page of those who decide.
MOST_CLAIMS = 5
_WAITING = (InstalmentState.CLAIMED, InstalmentState.APPROVED)


@cache
def _instalments() -> Prepared:
    waiting = Claim.objects.filter(instalment=OuterRef("pk"), state=ClaimState.OPEN)
    return Prepared(
        Instalment.objects.filter(grant__participation=Slot("participation"))
        .exclude(state=InstalmentState.PAID)
        .select_related("grant", "step")
        .annotate(claimer=Subquery(waiting.values("claimed_by")[:1]))
    )


@calls_at_place
def of_support(participation: Participation, user: User) -> list[Call]:
    """The first instalment that waits for this user: to decide or pay, or to claim.

    One's own claim somebody else decides.
    """
    runs = allowed(user, "grants.decide", participation)
    if not runs and not allowed(user, "grants.claim", participation):
        return []
    for instalment in _instalments()(participation=participation.pk):
        if instalment.claimer == user.pk:
            continue
        call = _call(instalment, participation, runs=runs)
        if call is not None:
            return [call]
    return []


def _call(instalment: Instalment, participation: Participation, *, runs: bool) -> Call | None:
    sum_ = money(instalment.amount, participation.programme.currency)
    url = address("grants:grant", participation.pk)
    if instalment.state in _WAITING:
        if not runs:
            return None
        title = (
            _("A claim of %(sum)s waits for a decision")
            if instalment.state == InstalmentState.CLAIMED
            else _("An approved claim of %(sum)s waits to be paid")
        )
        return Call("warn", _("Support"), title % {"sum": sum_}, "", url)
    answer = claimable(instalment, participation)
    if runs or not answer.may:
        return None
    return Call("info", _("Support"), _("%(sum)s can be claimed") % {"sum": sum_}, answer.why, url)


@calls_at_start
def claims_waiting(user: User) -> list[Call]:
    """Claims to decide and to pay in the programmes that the user runs, the oldest first.

    One's own claim somebody else decides.
    """
    to_decide = Q(state=ClaimState.OPEN) & ~Q(claimed_by=user)
    to_pay = Q(state=ClaimState.APPROVED, payment__isnull=True)
    found = list(
        Claim.objects.filter(
            to_decide | to_pay,
            instalment__grant__participation__programme__in=Programme.objects.run_by(user),
        )
        .select_related("instalment__grant__participation__place")
        .annotate(currency=F("instalment__grant__participation__programme__currency"))
        .order_by("claimed_at", "pk")[: MOST_CLAIMS + 1]
    )
    calls = [_waiting(one) for one in found[:MOST_CLAIMS]]
    if len(found) > MOST_CLAIMS:
        text = _("The next ones come up here when these are done.")
        calls.append(Call("info", _("Support"), _("More claims wait"), text, url_of("money")))
    return calls


def _waiting(claim: Claim) -> Call:
    participation = claim.instalment.grant.participation
    title = (
        _("%(place)s claims %(sum)s")
        if claim.state == ClaimState.OPEN
        else _("%(place)s: %(sum)s is approved and waits to be paid")
    )
    words = {
        "place": participation.place.name,
        "sum": money(claim.instalment.amount, claim.currency),  # type: ignore[attr-defined]
    }
    url = address("grants:claim", participation.pk, claim.pk)
    return Call("warn", _("Support"), title % words, short_date(claim.claimed_at), url)
