"""What the support needs of somebody today: to claim, to decide, to pay."""

from __future__ import annotations

from functools import cache

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.addresses import address
from core.money import money
from core.policy import allowed
from core.prepared import Prepared, Slot
from grants.domain.release import claimable
from grants.models import Claim, ClaimState, Instalment, InstalmentState
from people.models import User
from places.calls import Call, calls_at_place, calls_at_start
from places.models import Participation
from programmes.models import Programme

_WAITING = (InstalmentState.CLAIMED, InstalmentState.APPROVED)


@cache
def _instalments() -> Prepared:
    return Prepared(
        Instalment.objects.filter(grant__participation=Slot("participation"))
        .exclude(state=InstalmentState.PAID)
        .select_related("grant", "step")
    )


@calls_at_place
def of_support(participation: Participation, user: User) -> list[Call]:
    """The first instalment that waits for this user: to decide or pay, or to claim."""
    runs = allowed(user, "grants.decide", participation)
    if not runs and not allowed(user, "grants.claim", participation):
        return []
    for instalment in _instalments()(participation=participation.pk):
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
    """Claims of the programmes that the user runs: those to decide and those to pay."""
    programmes = Programme.objects.run_by(user)
    found = Claim.objects.filter(
        instalment__grant__participation__programme__in=programmes
    ).aggregate(
        open=Count("pk", filter=Q(state=ClaimState.OPEN) & ~Q(claimed_by=user)),
        approved=Count("pk", filter=Q(state=ClaimState.APPROVED, payment__isnull=True)),
    )
    url = address("reports:money")
    calls = []
    if found["open"]:
        title = ngettext(
            "%(count)d claim waits for a decision",
            "%(count)d claims wait for a decision",
            found["open"],
        )
        calls.append(
            Call("warn", _("Support"), title % {"count": found["open"]}, "", f"{url}?claims=open")
        )
    if found["approved"]:
        title = ngettext(
            "%(count)d approved claim waits to be paid",
            "%(count)d approved claims wait to be paid",
            found["approved"],
        )
        calls.append(
            Call(
                "warn",
                _("Support"),
                title % {"count": found["approved"]},
                "",
                f"{url}?claims=approved",
            )
        )
    return calls
