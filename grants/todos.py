"""What the support needs of somebody today: to claim, to decide, to pay."""

from __future__ import annotations

from functools import cache

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import short_date
from core.money import money
from core.navigation import url_of
from core.policy import allowed
from core.prepared import Prepared, Slot
from grants.claims.release import claimable
from grants.models import Claim, ClaimState, Instalment, InstalmentState
from people.models import User
from people.scope import scope_of
from people.second_person import one_person
from places.attention import Urgency
from places.models import Participation
from places.todos import Todo, todos_at_place, todos_at_start
from programmes.models import Programme

#: Claims named on the start page of those who decide.
MOST_CLAIMS = 5
#: As many are looked at: some may be for a second person, and the user is the first one.
MOST_READ = 50
_WAITING = (InstalmentState.CLAIMED, InstalmentState.APPROVED)


@todos_at_place
def of_support(participation: Participation, user: User) -> list[Todo]:
    """The first instalment that waits for this user: to decide or pay, or to claim.

    One's own claim somebody else decides, and one that one has approved somebody else pays.
    """
    runs = allowed(user, "grants.decide", participation)
    if not runs and not allowed(user, "grants.claim", participation):
        return []
    for instalment in _instalments()(participation=participation.pk, user=user.pk):
        todo = _todo(instalment, participation, user, runs=runs)
        if todo is not None:
            return [todo]
    return []


@cache
def _instalments() -> Prepared:
    # For `place_page`, like the meetings' question.
    own = Claim.objects.filter(
        Q(state=ClaimState.OPEN, claimed_by=Slot("user"))
        | Q(state=ClaimState.APPROVED, decided_by=Slot("user")),
        instalment=OuterRef("pk"),
    )
    return Prepared(
        Instalment.objects.filter(grant__participation=Slot("participation"))
        .exclude(state=InstalmentState.PAID)
        .exclude(Exists(own))
        .select_related("grant", "step")
    )


def _todo(
    instalment: Instalment, participation: Participation, user: User, *, runs: bool
) -> Todo | None:
    sum_ = money(instalment.amount, participation.programme.currency)
    url = reverse("grants:grant", args=[participation.pk])
    if instalment.state in _WAITING:
        if not runs or _is_of_one(instalment, user):
            return None
        title = (
            _("A claim of %(sum)s waits for a decision")
            if instalment.state == InstalmentState.CLAIMED
            else _("An approved claim of %(sum)s waits to be paid")
        )
        return Todo("warn", _("Support"), title % {"sum": sum_}, "", url)
    answer = claimable(instalment, participation)
    if runs or not answer.may:
        return None
    title = _("%(sum)s can be claimed") % {"sum": sum_}
    return Todo("info", _("Support"), title, answer.why, url, Urgency.LATER)


def _is_of_one(instalment: Instalment, user: User) -> bool:
    """Whether who handed in or approved the waiting claim counts as one person with the user."""
    waiting = (
        instalment.claims.filter(state__in=[ClaimState.OPEN, ClaimState.APPROVED])
        .select_related("claimed_by", "decided_by")
        .first()
    )
    return waiting is not None and bool(one_person(user, [waiting.last_by]))


@todos_at_start
def claims_waiting(user: User) -> list[Todo]:
    """Claims to decide and to pay in the programmes that the user runs, the oldest first.

    One's own claim somebody else decides, and one that one has approved somebody else pays.
    """
    if not scope_of(user).runs:
        return []
    to_decide = Q(state=ClaimState.OPEN) & ~Q(claimed_by=user)
    to_pay = Q(state=ClaimState.APPROVED, payment__isnull=True) & ~Q(decided_by=user)
    claims = list(
        Claim.objects.filter(
            to_decide | to_pay,
            instalment__grant__participation__programme__in=Programme.objects.run_by(user),
        )
        .select_related("instalment__grant__participation__place", "claimed_by", "decided_by")
        .annotate(currency=F("instalment__grant__participation__programme__currency"))
        .order_by("claimed_at", "pk")[:MOST_READ]
    )
    same = one_person(user, (one.last_by for one in claims))
    found = [one for one in claims if getattr(one.last_by, "pk", None) not in same]
    todos = [_waiting(one) for one in found[:MOST_CLAIMS]]
    if len(found) > MOST_CLAIMS:
        text = _("The next ones come up here when these are done.")
        todos.append(Todo("info", _("Support"), _("More claims wait"), text, url_of("money")))
    return todos


def _waiting(claim: Claim) -> Todo:
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
    url = reverse("grants:claim", args=[participation.pk, claim.pk])
    return Todo("warn", _("Support"), title % words, short_date(claim.claimed_at), url)
