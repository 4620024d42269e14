"""The agreement's verbs: make it, write it, sign it, change it with a reason, keep its paper.

Facts, budget, instalments and parties are one document with one `version`: who saves names the
version that he or she read. A draft may leave sums open; a signed agreement adds up, and what
is claimed or paid in it stays.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, uploads
from core.dates import short_date
from core.money import ZERO, share
from core.policy import require
from core.refusals import Refusal
from grants.agreement.content import (
    FACT_NAMES,
    Content,
    Facts,
    Line,
    Part,
    Party,
    changed_parts,
    check,
    conflict,
    content_of,
    fields_of,
    merged,
    refuse_unless_it_adds_up,
    sum_of,
    trimmed_facts,
)
from grants.claims import release
from grants.models import (
    IN_USE,
    BudgetLine,
    Claim,
    Grant,
    GrantParty,
    Instalment,
    Trigger,
)
from grants.queries import lock_grant
from people.models import User
from places.models import Participation
from programmes.models import Gate

REASON_LENGTH = 500


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
        raise Refusal("amount_needed", _("Enter the amount of the support."), field="amount")
    content = Content(facts=trimmed_facts(Facts(**wanted)))
    check(content, locked)
    grant = Grant.objects.create(participation=locked, **fields_of(content.facts))
    audit.record("grant.made", locked, by=by, amount=grant.in_currency(grant.amount))
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
        _write(grant, old, new)
        amount = grant.in_currency(grant.amount)
        audit.record("grant.written", grant.participation, by=by, amount=amount)
    return grant


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
        raise Refusal("not_agreed", _("The agreement is a draft and can still be edited freely."))
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
        raise Refusal("receiver_needed", _("Enter who receives the support."), field="payee")
    _refuse_below_what_is_claimed(grant, old, new)
    refuse_unless_it_adds_up(new, grant.participation)
    before = grant.amount
    _write(grant, old, new)
    audit.record(
        "grant.changed", grant.participation, by=by, reason=reason, parts=changed,
        before=grant.in_currency(before), after=grant.in_currency(grant.amount),
    )  # fmt: skip
    release.release_at_gate(grant=grant, by=by)
    return grant


@transaction.atomic
def write_agreement(
    *,
    participation: Participation,
    grant: Grant | None,
    by: User,
    version: int,
    reason: str = "",
    budget: Iterable[Line],
    instalments: Iterable[Part],
    parties: Iterable[Party],
    **facts: Any,
) -> Grant:
    """Begin the agreement, write its draft, or change the signed one, as it stands.

    Refusals and conflict are those of `make_grant`, `save_grant` and `change_agreement`.
    """
    rows: dict[str, Any] = {"budget": budget, "instalments": instalments, "parties": parties}
    if grant is None:
        grant = make_grant(participation=participation, by=by, **facts)
        return save_grant(grant=grant, by=by, version=grant.version, **rows)
    if grant.agreed_on is None:
        return save_grant(grant=grant, by=by, version=version, **rows, **facts)
    return change_agreement(grant=grant, by=by, version=version, reason=reason, **rows, **facts)


@transaction.atomic
def agree(
    *, grant: Grant, by: User, version: int, agreed_on: dt.date, file: UploadedFile | None = None
) -> Grant:
    """Close the draft: from now on instalments can be claimed. Twice is once.

    What the gate has released already is released now. `file` is the signed paper, if it is at
    hand. Refusals: not_ready (its details name what is missing), agreed_in_future,
    agreed_before_signed, those of `attach_agreement`. Conflict as in `save_grant`.
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
        raise Refusal(
            "agreed_in_future",
            _("The agreement cannot be signed on a future date."),
            field="agreed_on",
        )
    last = max(party.signed_on for party in content.parties if party.signed_on)
    if agreed_on < last:
        raise Refusal(
            "agreed_before_signed",
            _("The last party signed on %(day)s; the agreement holds from then at the earliest.")
            % {"day": short_date(last)},
            field="agreed_on",
        )
    grant.agreed_on = agreed_on
    grant.version += 1
    grant.save(update_fields=["agreed_on", "version", "updated_at"])
    audit.record(
        "grant.agreed", grant.participation, by=by,
        amount=grant.in_currency(grant.amount), on=agreed_on.isoformat(),
    )  # fmt: skip
    release.release_at_gate(grant=grant, by=by)
    return attach_agreement(grant=grant, file=file, by=by) if file else grant


def attach_agreement(*, grant: Grant, file: UploadedFile, by: User) -> Grant:
    """Keep the signed agreement, checked by its content; a new one takes the old one's place.

    Refusals: those of `core.uploads.check`. No file stays behind when the row is not written.
    """
    require(by, "grants.manage", grant.participation)
    checked = uploads.check(file, max_bytes=settings.UPLOAD_MAX_BYTES)
    extension = uploads.extension_of(checked.name)
    kept = ""
    with transaction.atomic():
        grant = lock_grant(grant)
        storage, old = grant.agreement.storage, grant.agreement.name
        # A random name: the given one is never used as a path.
        grant.agreement.save(f"{uuid.uuid4().hex}.{extension}", checked.file, save=False)
        kept = grant.agreement.name or ""
        try:
            grant.save(update_fields=["agreement", "updated_at"])
            audit.record("grant.document_added", grant.participation, by=by)
        except BaseException:
            storage.delete(kept)
            raise
        if old:
            transaction.on_commit(lambda: storage.delete(old))
    return grant


def missing(grant: Grant) -> list[str]:
    """What still stands between a draft and its signing, as sentences; empty when it is ready."""
    content = content_of(grant)
    lacking = []
    if not grant.receiver:
        lacking.append(_("The receiver of the support is missing."))
    budget = content.facts.amount - sum_of(content.budget)
    if budget:
        lacking.append(
            _("The budget lacks %(less)s to reach the support.")
            % {"less": grant.in_currency(budget)}
        )
    parts = content.facts.amount - grant.participation.paid_before - sum_of(content.instalments)
    if parts:
        lacking.append(
            _("The instalments lack %(less)s to reach the support.")
            % {"less": grant.in_currency(parts)}
        )
    if not content.parties:
        lacking.append(_("There is no party yet."))
    lacking += [
        _("%(who)s has not signed for %(party)s.")
        % {"who": party.person, "party": party.organisation.name}
        for party in content.parties
        if party.signed_on is None
    ]
    return lacking


def _refuse_below_what_is_claimed(grant: Grant, old: Content, new: Content) -> None:
    used = dict(grant.instalments.filter(state__in=IN_USE).values_list("pk", "number"))
    kept = {part.pk: (number, part) for number, part in enumerate(new.instalments, start=1)}
    for number, part in enumerate(old.instalments, start=1):
        if part.pk in used and kept.get(part.pk) != (number, part):
            raise Refusal(
                "instalment_in_use",
                _("Instalment %(number)s is claimed or paid, so it stays as it is.")
                % {"number": used[part.pk]},
                field="instalments",
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
                % {"sum": grant.in_currency(least)},
                field="budget",
            )


def _write(grant: Grant, old: Content, new: Content) -> None:
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
    _refuse_strangers("wrong_line", "budget", stored, [line.pk for line in wanted])
    gone = stored.keys() - {line.pk for line in wanted}
    spent = grant.costs.filter(line__in=gone).select_related("line").first()
    if spent is not None:
        raise Refusal(
            "line_has_costs",
            _("There are costs on “%(line)s”, so the budget line stays.") % {"line": spent.line},
            field="budget",
        )
    BudgetLine.objects.filter(pk__in=gone).delete()
    for line in wanted:
        row = stored.get(line.pk or 0) or BudgetLine(grant=grant)
        row.kind, row.title, row.amount = line.kind, line.title, line.amount
        row.save()


def _write_instalments(grant: Grant, parts: Iterable[Part]) -> None:
    stored = {row.pk: row for row in grant.instalments.all()}
    wanted = list(parts)
    _refuse_strangers("wrong_part", "instalments", stored, [part.pk for part in wanted])
    gone = stored.keys() - {part.pk for part in wanted}
    claimed = Claim.objects.filter(instalment__in=gone).select_related("instalment").first()
    if claimed is not None:
        raise Refusal(
            "instalment_has_claims",
            _("Instalment %(number)s has been claimed before, so it stays.")
            % {"number": claimed.instalment.number},
            field="instalments",
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


def _refuse_strangers(
    code: str, field: str, stored: dict[int, Any], named: Iterable[int | None]
) -> None:
    known = [pk for pk in named if pk is not None]
    if len(set(known)) != len(known) or not set(known) <= stored.keys():
        raise Refusal(
            code, _("A row is no longer part of the agreement. Reload the page."), field=field
        )
