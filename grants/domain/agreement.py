"""The agreement's verbs: make it, write it, sign it, change it with a reason.

Facts, budget, instalments and parties are one document with one `version`: who saves names the
version that he or she read. A draft may leave sums open; a signed agreement adds up, and what
is claimed or paid in it stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.dates import short_date
from core.money import money, share
from core.policy import require
from core.refusals import Refusal
from grants.domain import release
from grants.domain.agreement_change import REASON_LENGTH, change_agreement
from grants.domain.agreement_merge import (
    changed_parts,
    conflict,
    fields_of,
    merged,
    said,
    trimmed_facts,
)
from grants.domain.agreement_rules import (
    Content,
    Facts,
    Line,
    Part,
    Party,
    check,
    content_of,
    sum_of,
)
from grants.domain.agreement_store import lock_grant, write
from grants.models import Grant, Trigger
from people.models import User
from places.models import Participation
from programmes.models import Gate

__all__ = [
    "REASON_LENGTH", "Facts", "Line", "Part", "Party", "agree", "change_agreement", "halves",
    "make_grant", "missing", "save_grant", "set_budget", "set_instalments",
    "set_parties", "usual_facts",
]  # fmt: skip


def usual_facts(participation: Participation) -> dict[str, Any]:
    """What a new agreement says: the programme's sum, its owner pays, while the support lasts."""
    return {
        "amount": participation.programme.sum_per_place,
        "payer": participation.programme.owner,
        "starts_on": participation.started_on,
        "ends_on": participation.support_ends_on,
    }


def halves(amount: Decimal, participation: Participation, on: dt.date) -> list[Part]:
    """Two instalments: half from a day on, half when the gate is passed (domain notes 1.3).

    Where the method has no gate the second waits for the final report. Öre that cannot be
    halved go to the first: the parts add up to the whole.
    """
    first, second = share(amount, [1, 1])
    has_gate = Gate.objects.filter(version=participation.method_version_id).exists()
    later = (
        Part(amount=second, trigger=Trigger.GATE)
        if has_gate
        else Part(amount=second, trigger=Trigger.REPORT, report=_("Final report"))
    )
    return [part for part in (Part(amount=first, trigger=Trigger.DATE, due_on=on), later)
            if part.amount > 0]  # fmt: skip


@transaction.atomic
def make_grant(*, participation: Participation, by: User, **facts: Any) -> Grant:
    """Begin the agreement as a draft; the keyword arguments are fields of `Facts`.

    What is not given is as in `usual_facts`. Refusals: grant_there (a place has one support),
    and those of `agreement_rules.check`.
    """
    require(by, "grants.manage", participation)
    locked = Participation.objects.select_for_update(of=("self",)).select_related(
        "programme__owner"
    ).get(pk=participation.pk)  # fmt: skip
    if Grant.objects.filter(participation=locked).exists():
        raise Refusal("grant_there", _("The place has an agreement already. Open that one."))
    wanted = usual_facts(locked) | facts
    if wanted["amount"] is None:
        raise Refusal("amount_needed", _("Write how large the support is."), field="amount")
    content = Content(facts=trimmed_facts(Facts(**wanted)))
    check(content, locked)
    grant = Grant.objects.create(participation=locked, **fields_of(content.facts))
    audit.record("grant.made", locked, by=by, amount=said(grant.amount, locked))
    return grant


@transaction.atomic
def save_grant(
    *,
    grant: Grant,
    by: User,
    version: int,
    budget: Iterable[Line] | None = None,
    instalments: Iterable[Part] | None = None,
    parties: Iterable[Party] | None = None,
    **facts: Any,
) -> Grant:
    """Write parts of a draft; None and what is not named stays as it is.

    Refusals: already_agreed, line_has_costs, wrong_line, wrong_part, and those of
    `agreement_rules.check`. Conflict: the agreement was changed since `version`.
    """
    require(by, "grants.manage", grant.participation)
    grant = lock_grant(grant)
    if grant.agreed_on is not None:
        raise Refusal(
            "already_agreed",
            _("The agreement was signed on %(day)s. Change it with a reason.")
            % {"day": short_date(grant.agreed_on)},
        )
    old = content_of(grant)
    new = merged(old, facts, budget, instalments, parties)
    changed = changed_parts(old, new, grant, version)
    if changed:
        check(new, grant.participation)
        write(grant, old, new)
        amount = said(grant.amount, grant.participation)
        audit.record("grant.written", grant.participation, by=by, amount=amount)
    return grant


def set_budget(*, grant: Grant, by: User, version: int, lines: Iterable[Line]) -> Grant:
    """Write a draft's budget lines; see `save_grant`."""
    return save_grant(grant=grant, by=by, version=version, budget=lines)


def set_instalments(*, grant: Grant, by: User, version: int, parts: Iterable[Part]) -> Grant:
    """Write a draft's instalments in their order; see `save_grant`."""
    return save_grant(grant=grant, by=by, version=version, instalments=parts)


def set_parties(*, grant: Grant, by: User, version: int, parties: Iterable[Party]) -> Grant:
    """Write who signs a draft; see `save_grant`."""
    return save_grant(grant=grant, by=by, version=version, parties=parties)


def missing(grant: Grant) -> list[str]:
    """What still stands between a draft and its signing, as sentences; empty when it is ready."""
    content = content_of(grant)
    currency = grant.participation.programme.currency
    found = []
    if not grant.receiver:
        found.append(_("Who receives the support is not written."))
    budget = content.facts.amount - sum_of(content.budget)
    if budget:
        found.append(
            _("The budget lacks %(less)s to reach the support.") % {"less": money(budget, currency)}
        )
    parts = content.facts.amount - sum_of(content.instalments)
    if parts:
        found.append(
            _("The instalments lack %(less)s to reach the support.")
            % {"less": money(parts, currency)}
        )
    if not content.parties:
        found.append(_("No party is written."))
    found += [
        _("%(who)s has not signed for %(party)s.")
        % {"who": party.person, "party": party.organisation.name}
        for party in content.parties
        if party.signed_on is None
    ]
    return found


@transaction.atomic
def agree(*, grant: Grant, by: User, version: int, agreed_on: dt.date) -> Grant:
    """Close the draft: from now on instalments can be claimed. Twice is once.

    What the gate has released already is released now. Refusals: not_ready (its details name
    what is missing), agreed_in_future, agreed_before_signed. Conflict as in `save_grant`.
    """
    require(by, "grants.manage", grant.participation)
    grant = lock_grant(grant)
    if grant.agreed_on is not None:
        return grant
    content = content_of(grant)
    if version != grant.version:
        raise conflict(grant, content, content)
    lacking = missing(grant)
    if lacking:
        raise Refusal(
            "not_ready", _("The agreement is not complete. Nothing was signed."), details=lacking
        )
    if agreed_on > timezone.localdate():
        raise Refusal("agreed_in_future", _("The agreement cannot be signed on a day to come."))
    last = max(party.signed_on for party in content.parties if party.signed_on)
    if agreed_on < last:
        raise Refusal(
            "agreed_before_signed",
            _("The last party signed on %(day)s; the agreement holds from then at the earliest.")
            % {"day": short_date(last)},
        )
    grant.agreed_on = agreed_on
    grant.version += 1
    grant.save(update_fields=["agreed_on", "version", "updated_at"])
    audit.record(
        "grant.agreed", grant.participation, by=by,
        amount=said(grant.amount, grant.participation), on=agreed_on.isoformat(),
    )  # fmt: skip
    release.release_at_gate(grant=grant, by=by)
    return grant
