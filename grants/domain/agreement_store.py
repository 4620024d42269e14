"""Writing an agreement's rows: what is new, what changed, what goes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from core.refusals import Refusal
from grants.domain.agreement_rules import FACT_NAMES, Content, Line, Part
from grants.models import BudgetLine, Claim, Grant, GrantParty, Instalment


def lock_grant(grant: Grant) -> Grant:
    """The grant read anew under a lock, with what its verbs read.

    Every verb on the support takes it first, so that two people at once find what the other
    did.
    """
    return (
        Grant.objects.select_for_update(of=("self",))
        .select_related(
            "participation__programme__region", "participation__place", "payer", "payee"
        )
        .get(pk=grant.pk)
    )


def write(grant: Grant, old: Content, new: Content) -> None:
    """Store what differs and count the version up. The caller has checked `new`.

    Refusals: wrong_line, wrong_part (a row that is not of this agreement), line_has_costs,
    instalment_has_claims.
    """
    if old.facts != new.facts:
        for name in FACT_NAMES:
            setattr(grant, name, getattr(new.facts, name))
    if old.budget != new.budget:
        _write_budget(grant, new.budget)
    if old.instalments != new.instalments:
        _write_instalments(grant, new.instalments)
    if old.parties != new.parties:
        grant.parties.all().delete()
        GrantParty.objects.bulk_create(
            GrantParty(
                grant=grant,
                organisation=party.organisation,
                person=party.person,
                signed_on=party.signed_on,
            )
            for party in new.parties
        )
    grant.version += 1
    grant.save()


def _write_budget(grant: Grant, lines: Iterable[Line]) -> None:
    stored = {row.pk: row for row in grant.budget.all()}
    wanted = list(lines)
    _refuse_strangers("wrong_line", stored, [line.pk for line in wanted])
    gone = stored.keys() - {line.pk for line in wanted}
    spent = grant.costs.filter(line__in=gone).select_related("line").first()
    if spent is not None:
        raise Refusal(
            "line_has_costs",
            _("There are costs on “%(line)s”, so the budget line stays.") % {"line": spent.line},
        )
    BudgetLine.objects.filter(pk__in=gone).delete()
    for line in wanted:
        row = stored.get(line.pk or 0) or BudgetLine(grant=grant)
        row.kind, row.title, row.amount = line.kind, line.title, line.amount
        row.save()


def _write_instalments(grant: Grant, parts: Iterable[Part]) -> None:
    stored = {row.pk: row for row in grant.instalments.all()}
    wanted = list(parts)
    _refuse_strangers("wrong_part", stored, [part.pk for part in wanted])
    gone = stored.keys() - {part.pk for part in wanted}
    claimed = Claim.objects.filter(instalment__in=gone).select_related("instalment").first()
    if claimed is not None:
        raise Refusal(
            "instalment_has_claims",
            _("Instalment %(number)s has been claimed before, so it stays.")
            % {"number": claimed.instalment.number},
        )
    Instalment.objects.filter(pk__in=gone).delete()
    _make_room(grant, len(stored) + len(wanted))
    for number, part in enumerate(wanted, start=1):
        row = stored.get(part.pk or 0) or Instalment(grant=grant)
        if row.trigger != part.trigger or row.report != part.report:
            # What had happened for the old condition says nothing of the new one.
            row.released_on = row.report_received_on = None
        row.number, row.title, row.amount = number, part.title, part.amount
        row.trigger, row.due_on = part.trigger, part.due_on
        row.step, row.report = part.step, part.report
        row.version += 1
        row.save()


def _make_room(grant: Grant, shift: int) -> None:
    """Move the numbers out of the way: one number an instalment is a constraint at each row."""
    for row in grant.instalments.order_by("-number"):
        Instalment.objects.filter(pk=row.pk).update(number=row.number + shift)


def _refuse_strangers(code: str, stored: dict[int, Any], named: Iterable[int | None]) -> None:
    known = [pk for pk in named if pk is not None]
    if len(set(known)) != len(known) or not set(known) <= stored.keys():
        raise Refusal(code, _("A row is no longer part of the agreement. Read it again."))
