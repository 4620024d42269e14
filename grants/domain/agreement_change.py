"""Changing a signed agreement: with a reason, and never below what is claimed or paid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from core import audit
from core.money import ZERO
from core.policy import require
from core.refusals import Refusal
from grants.domain import release
from grants.domain.agreement_merge import changed_parts, merged, said
from grants.domain.agreement_rules import (
    IN_USE,
    Content,
    Line,
    Part,
    Party,
    check,
    content_of,
    refuse_unless_it_adds_up,
)
from grants.domain.agreement_store import lock_grant, write
from grants.models import Grant
from people.models import User

REASON_LENGTH = 500


@transaction.atomic
def change_agreement(
    *,
    grant: Grant,
    by: User,
    version: int,
    reason: str,
    budget: Iterable[Line] | None = None,
    instalments: Iterable[Part] | None = None,
    parties: Iterable[Party] | None = None,
    **facts: Any,
) -> Grant:
    """Change a signed agreement, all parts at once, since they must add up again.

    Refusals: not_agreed, reason_needed, reason_too_long, instalment_in_use (claimed, approved
    or paid ones stay as they are), below_claimed, line_has_costs, receiver_needed,
    budget_short, instalments_short, and those of `save_grant`. Conflict as there.
    """
    require(by, "grants.manage", grant.participation)
    grant = lock_grant(grant)
    reason = reason.strip()
    if grant.agreed_on is None:
        raise Refusal("not_agreed", _("The agreement is a draft and can be written freely."))
    old = content_of(grant)
    new = merged(old, facts, budget, instalments, parties)
    changed = changed_parts(old, new, grant, version)
    if not changed:
        return grant
    if not reason:
        raise Refusal("reason_needed", _("Write why the agreement changes."), field="reason")
    if len(reason) > REASON_LENGTH:
        raise Refusal(
            "reason_too_long",
            _("Keep the reason within %(limit)d characters.") % {"limit": REASON_LENGTH},
            field="reason",
        )
    check(new, grant.participation)
    if not (new.facts.payee or new.facts.payee_name):
        raise Refusal("receiver_needed", _("Write who receives the support."), field="payee")
    _refuse_below_what_is_claimed(grant, old, new)
    refuse_unless_it_adds_up(new, grant.participation)
    before = grant.amount
    write(grant, old, new)
    audit.record(
        "grant.changed", grant.participation, by=by, reason=reason, parts=changed,
        before=said(before, grant.participation), after=said(grant.amount, grant.participation),
    )  # fmt: skip
    release.release_at_gate(grant=grant, by=by)
    return grant


def _refuse_below_what_is_claimed(grant: Grant, old: Content, new: Content) -> None:
    used = dict(grant.instalments.filter(state__in=IN_USE).values_list("pk", "number"))
    kept = {part.pk: (number, part) for number, part in enumerate(new.instalments, start=1)}
    for number, part in enumerate(old.instalments, start=1):
        if part.pk in used and kept.get(part.pk) != (number, part):
            raise Refusal(
                "instalment_in_use",
                _("Instalment %(number)s is claimed or paid, so it stays as it is.")
                % {"number": used[part.pk]},
            )
    claimed = dict(
        grant.costs.filter(claim__isnull=False)
        .order_by()
        .values_list("line_id")
        .annotate(claimed=Sum("amount"))
    )
    before = {line.pk: line.amount for line in old.budget}
    for line in new.budget:
        least = claimed.get(line.pk or 0, ZERO)
        if line.amount < min(least, before.get(line.pk, ZERO)):
            raise Refusal(
                "below_claimed",
                _("%(sum)s is claimed on this budget line; it cannot be less.")
                % {"sum": said(least, grant.participation)},
            )
