"""The page of the support: what needs whom, what is paid and left, and what each part hangs on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import short_date
from core.money import ZERO, percent
from core.policy import allowed
from grants import totals
from grants.agreement.services import missing
from grants.claims.release import Answer, claimable
from grants.models import Claim, ClaimState, Grant, Instalment, InstalmentState, Payment
from grants.queries import grant_of
from people.models import User
from people.second_person import one_person
from places.models import Participation

#: The mark of an instalment: the level of its flag.
LEVELS = {
    InstalmentState.CLAIMED: "warn",
    InstalmentState.RETURNED: "stop",
    InstalmentState.APPROVED: "info",
    InstalmentState.PAID: "ok",
    InstalmentState.PLANNED: "off",
}
_SETTLED = (InstalmentState.PAID,)
_HANDED_IN = (InstalmentState.CLAIMED, InstalmentState.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An instalment as it is shown: `level` and `word` are its mark, `why` what it waits for."""

    instalment: Instalment
    answer: Answer
    level: str
    word: str
    why: str
    claims: list[Claim]
    payment: Payment | None

    @property
    def last(self) -> Claim | None:
        """Its newest claim that was not taken back."""
        kept = [one for one in self.claims if one.state != ClaimState.WITHDRAWN]
        return kept[0] if kept else None


@dataclass(frozen=True, slots=True)
class Need:
    """What needs somebody: a sentence, a second one, and the button for who may act."""

    title: str
    text: str = ""
    url: str = ""
    action: str = ""
    level: str = "warn"


@dataclass(frozen=True, slots=True)
class Bar:
    """The support as a bar, in whole hundredths: paid, on its way, and the rest."""

    paid: Decimal
    under_way: Decimal
    left: Decimal
    paid_share: int
    under_way_share: int


def rows_of(grant: Grant, participation: Participation) -> list[Row]:
    """The instalments with their claims and payments, in three queries."""
    instalments = (
        grant.instalments.select_related("step", "payment")
        .prefetch_related("claims__claimed_by", "claims__decided_by")
        .order_by("number")
    )
    return [_row(one, grant, participation) for one in instalments]


def _row(instalment: Instalment, grant: Grant, participation: Participation) -> Row:
    instalment.grant = grant
    answer = claimable(instalment, participation)
    claims = list(instalment.claims.all())
    for claim in claims:
        claim.instalment = instalment
    payment = getattr(instalment, "payment", None)
    state = InstalmentState(instalment.state)
    level, word = LEVELS[state], str(state.label)
    if answer.may and state == InstalmentState.PLANNED:
        level, word = "warn", _("Can be claimed")
    why = answer.why
    if payment is not None:
        why = _("Paid %(day)s, reference %(reference)s.") % {
            "day": short_date(payment.paid_on),
            "reference": payment.reference,
        }
    return Row(
        instalment=instalment, answer=answer, level=level, word=word, why=why,
        claims=claims, payment=payment,
    )  # fmt: skip


def bar_of(grant: Grant, rows: Iterable[Row]) -> Bar:
    """What is paid, what is claimed or approved, and what is left."""
    rows = list(rows)
    before = grant.participation.paid_before
    paid = sum((row.payment.amount for row in rows if row.payment), before)
    under_way = sum(
        (
            row.instalment.amount
            for row in rows
            if row.instalment.state in (InstalmentState.CLAIMED, InstalmentState.APPROVED)
        ),
        ZERO,
    )
    return Bar(
        paid,
        under_way,
        grant.amount - paid - under_way,
        percent(paid, grant.amount),
        percent(under_way, grant.amount),
    )


def needs(grant: Grant, rows: list[Row], user: User) -> list[Need]:
    """What needs somebody now, the most pressing first; never empty."""
    if grant.agreed_on is None:
        return [_draft_need(grant, user)]
    same = one_person(user, (row.last.last_by for row in rows if row.last is not None))
    waiting = [(row, need) for row in rows if (need := _need(row, grant, user, same)) is not None]
    # Somebody waits for what was handed in; what can be claimed can be claimed tomorrow too.
    waiting.sort(key=lambda pair: (not pair[1].url, pair[0].instalment.state not in _HANDED_IN))
    if waiting:
        return [need for _row, need in waiting]
    if rows and all(row.payment for row in rows):
        amount = grant.in_currency(grant.amount)
        return [Need(_("All of the support is paid: %(sum)s.") % {"sum": amount}, level="ok")]
    ahead = next((row for row in rows if row.instalment.state not in _SETTLED), None)
    text = ahead.why if ahead else ""
    return [Need(_("Nothing needs to be done with the support now."), text, level="ok")]


def _draft_need(grant: Grant, user: User) -> Need:
    pk = grant.participation.pk
    if not allowed(user, "grants.manage", grant.participation):
        return Need(
            _("The agreement is being written."),
            _("%(payer)s writes it. It can be claimed from when it is signed.")
            % {"payer": grant.payer},
            level="info",
        )
    lacking = missing(grant)
    if lacking:
        return Need(
            _("The agreement is a draft."), " ".join(lacking),
            reverse("grants:agreement", args=[pk]), _("Write the agreement"),
        )  # fmt: skip
    return Need(
        _("The agreement is complete and waits to be signed."), "",
        reverse("grants:agree", args=[pk]), _("Sign the agreement"),
    )  # fmt: skip


def _need(row: Row, grant: Grant, user: User, same: frozenset[int]) -> Need | None:
    """`same` are the accounts that count as one person with the user."""
    state = row.instalment.state
    if row.last is not None and state == InstalmentState.CLAIMED:
        return _decision_need(row, row.last, grant, user, same)
    if row.last is not None and state == InstalmentState.APPROVED:
        return _payment_need(row, row.last, grant, user, same)
    if row.answer.may:
        return _claim_need(row, grant, user)
    return None


def _decision_need(row: Row, claim: Claim, grant: Grant, user: User, same: frozenset[int]) -> Need:
    amount = grant.in_currency(row.instalment.amount)
    text = _("Claimed by %(who)s on %(day)s. Somebody else decides.") % {
        "who": claim.claimed_by,
        "day": short_date(claim.claimed_at),
    }
    url = reverse("grants:claim", args=[grant.participation.pk, claim.pk])
    if claim.claimed_by_id in same or not allowed(user, "grants.decide", grant.participation):
        title = _("%(payer)s decides on the claim of %(sum)s.")
        return Need(title % {"payer": grant.payer, "sum": amount}, text, level="info")
    title = _("A claim of %(sum)s waits for your decision.") % {"sum": amount}
    return Need(title, text, url, _("Read and decide"))


def _payment_need(row: Row, claim: Claim, grant: Grant, user: User, same: frozenset[int]) -> Need:
    words = {
        "sum": grant.in_currency(row.instalment.amount),
        "receiver": grant.receiver,
    }
    text = _("Approved by %(who)s on %(day)s.") % {
        "who": claim.decided_by,
        "day": short_date(claim.decided_at),
    }
    if claim.decided_by_id in same or not allowed(user, "grants.pay", grant.participation):
        return Need(
            _("%(sum)s is approved and will be paid to %(receiver)s.") % words, text, level="info"
        )
    url = reverse("grants:claim", args=[grant.participation.pk, claim.pk])
    title = _("%(sum)s waits to be paid to %(receiver)s.") % words
    return Need(title, text, url, _("Enter the payment"))


def _claim_need(row: Row, grant: Grant, user: User) -> Need:
    amount = grant.in_currency(row.instalment.amount)
    returned = row.instalment.state == InstalmentState.RETURNED and row.last is not None
    if returned and row.last is not None:
        title = _("The claim of %(sum)s was returned.") % {"sum": amount}
        text = row.last.reason
    else:
        title = _("%(sum)s can be claimed.") % {"sum": amount}
        text = row.answer.why
    if not allowed(user, "grants.claim", grant.participation):
        return Need(title, text, level="info")
    url = reverse("grants:claim_add", args=[grant.participation.pk, row.instalment.pk])
    action = _("Claim again") if returned else _("Claim %(sum)s") % {"sum": amount}
    return Need(title, text, url, action, "stop" if returned else "warn")


def context(participation: Participation, user: User) -> dict[str, Any]:
    """What the support's page shows."""
    rights = {
        "may_manage": allowed(user, "grants.manage", participation),
        "may_claim": allowed(user, "grants.claim", participation),
    }
    base: dict[str, Any] = {"currency": participation.programme.currency} | rights
    grant = grant_of(participation)
    if grant is None:
        return base | {"grant": None}
    rows = rows_of(grant, participation)
    lines = totals.costs_by_line(grant)
    waiting = needs(grant, rows, user)
    return base | {
        "grant": grant,
        "need": waiting[0],
        "more_needs": waiting[1:],
        "rows": rows,
        "bar": bar_of(grant, rows),
        "lines": lines,
        "line_sums": totals.all_lines(lines),
        "parties": list(grant.parties.select_related("organisation")),
    }
