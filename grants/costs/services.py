"""Costs: entering what is already paid, with its receipt; correcting; taking away.

Leader and the region pay for nothing that is not paid yet (domain notes 5.2), so a cost has a
day that has been. A cost that is claimed stands still until its claim is returned or taken back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, uploads
from core.dates import short_date
from core.money import ZERO, cents, money
from core.policy import require
from core.refusals import Conflict, Refusal
from grants.models import BudgetLine, Cost, Grant
from grants.queries import refuse_unagreed
from people.models import User
from places.models import Participation

TEXT_LENGTHS = {"payee": 150, "what": 240}
#: The same cost entered again by the same person within this time is a double click.
DOUBLE_CLICK = dt.timedelta(minutes=2)
#: What a receipt may be. A table or a letter is none.
RECEIPT_KINDS = ("pdf", "jpg", "jpeg", "png", "webp")
#: For the `accept` attribute: a phone then offers its camera and its files.
ACCEPT = ",".join(f".{kind}" for kind in RECEIPT_KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What a cost says; `amount` in the programme's currency."""

    line: BudgetLine
    paid_on: dt.date
    amount: Decimal
    payee: str
    what: str


def add_cost(
    *,
    grant: Grant,
    by: User,
    receipt: UploadedFile | None = None,
    same_receipt: bool = False,
    **spending: Any,
) -> Cost:
    """Enter a cost; the keyword arguments are the fields of `Spending`.

    `same_receipt` says that another cost rightly has the same receipt: one bill for two budget
    lines. Entered twice within two minutes by the same person, a cost is one cost.

    Refusals: not_agreed, wrong_line, not_positive, date_in_future, date_before_support,
    text_missing, too_long, and those of `receiving` and `refuse_known`.
    """
    participation = grant.participation
    require(by, "grants.enter_costs", participation)
    checked = _checked(Spending(**spending), grant)
    with receiving(receipt) as received, transaction.atomic():
        Grant.objects.select_for_update().get(pk=grant.pk)
        there = _just_entered(grant, checked, by)
        if there is not None and there.receipt_sha256 == received.sha256:
            return there
        refuse_known(received, grant, may_share=same_receipt)
        cost = Cost(grant=grant, entered_by=by, **_fields(checked))
        received.give_to(cost)
        cost.save()
        audit.record("cost.added", participation, by=by, **_facts(cost, participation))
    return cost


def save_cost(
    *,
    cost: Cost,
    by: User,
    version: int | None = None,
    receipt: UploadedFile | None = None,
    same_receipt: bool = False,
    **spending: Any,
) -> Cost:
    """Correct a cost that is not claimed; a new receipt takes the place of the old one.

    `version` is that of the cost as the user read it. Refusals: cost_claimed and those of
    `add_cost`. Conflict: somebody else changed the cost meanwhile.
    """
    participation = cost.grant.participation
    require(by, "grants.enter_costs", participation)
    checked = _checked(Spending(**spending), cost.grant)
    with receiving(receipt) as received, transaction.atomic():
        cost = _locked(cost)
        refuse_claimed(cost)
        before, after = _values(cost), _fields(checked)
        new_file = received.is_new_to(cost)
        if before == after and not new_file:
            return cost
        if version is not None and version != cost.version:
            raise Conflict(
                _("Somebody else changed the cost. Choose which values to keep."),
                theirs=before, yours=after, version=cost.version,
            )  # fmt: skip
        if new_file:
            refuse_known(received, cost.grant, may_share=same_receipt, but=cost.pk)
            forget_receipt(cost)
            received.give_to(cost)
        for name, value in after.items():
            setattr(cost, name, value)
        cost.version += 1
        cost.save()
        audit.record(
            "cost.corrected", participation, by=by, cost=cost.pk, new_receipt=new_file,
            before=money(before["amount"]), **_facts(cost, participation),
        )  # fmt: skip
    return cost


@transaction.atomic
def remove_cost(*, cost: Cost, by: User) -> None:
    """Take a cost away, with its receipt. Refusal: cost_claimed."""
    participation = cost.grant.participation
    require(by, "grants.enter_costs", participation)
    cost = _locked(cost)
    refuse_claimed(cost)
    forget_receipt(cost)
    audit.record("cost.removed", participation, by=by, **_facts(cost, participation))
    cost.delete()


def refuse_claimed(cost: Cost) -> None:
    """Refuse to touch a cost that hangs on a claim. Refusal: cost_claimed."""
    if cost.claim_id is not None:
        raise Refusal(
            "cost_claimed",
            _(
                "The cost is part of a claim. It can be changed when the claim is returned "
                "or taken back."
            ),
            field="costs",
        )


def warnings_about(cost: Cost) -> list[str]:
    """What is allowed and still worth a word: an overspent line, a late day, no receipt."""
    warnings = []
    grant, currency = cost.grant, cost.grant.participation.programme.currency
    spent = cents(cost.line.costs.aggregate(sum=Sum("amount"))["sum"] or ZERO)
    if spent > cost.line.amount:
        over = money(spent - cost.line.amount, currency)
        warnings.append(
            _("“%(line)s” is now overspent by %(sum)s.") % {"line": cost.line, "sum": over}
        )
    if cost.paid_on > grant.ends_on:
        warnings.append(
            _("The support ended on %(date)s. Ask whether a cost paid later is accepted.")
            % {"date": short_date(grant.ends_on)}
        )
    if not cost.receipt:
        warnings.append(_("The receipt is missing. Without it the cost cannot be approved."))
    return warnings


def _checked(spending: Spending, grant: Grant) -> Spending:
    """The cost with trimmed texts, or the first rule that it breaks as a Refusal."""
    refuse_unagreed(grant)
    spending = Spending(
        **_fields(spending) | {name: getattr(spending, name).strip() for name in TEXT_LENGTHS}
    )
    if spending.line.grant_id != grant.pk:
        raise Refusal("wrong_line", _("Choose a budget line of this support."), field="line")
    if spending.amount <= 0:
        raise Refusal("not_positive", _("Enter a sum greater than 0."), field="amount")
    for name, limit in TEXT_LENGTHS.items():
        if not getattr(spending, name):
            raise Refusal("text_missing", _("Enter who was paid, and for what."), field="what")
        if len(getattr(spending, name)) > limit:
            raise Refusal(
                "too_long",
                _("A text is longer than %(limit)d characters.") % {"limit": limit},
                field="what",
            )
    if spending.paid_on > timezone.localdate():
        raise Refusal(
            "date_in_future",
            _("The date is in the future. A cost is entered when it has been paid."),
            field="paid_on",
        )
    if spending.paid_on < grant.starts_on:
        raise Refusal(
            "date_before_support",
            _("The support runs from %(date)s. What was paid before that is not supported.")
            % {"date": short_date(grant.starts_on)},
            field="paid_on",
        )
    return spending


def _fields(spending: Spending) -> dict[str, Any]:
    return {name: getattr(spending, name) for name in Spending.__slots__}


def _values(cost: Cost) -> dict[str, Any]:
    return {name: getattr(cost, name) for name in Spending.__slots__}


def _facts(cost: Cost, participation: Participation) -> dict[str, str]:
    # No payee and no purpose: they may name people.
    return {
        "amount": money(cost.amount),
        "currency": participation.programme.currency,
        "line": str(cost.line),
    }


def _locked(cost: Cost) -> Cost:
    # The grant first, as a claim takes it: whoever claims sees the cost as it stands.
    grant = Grant.objects.select_for_update().get(pk=cost.grant_id)
    found = Cost.objects.select_related("line").get(pk=cost.pk)
    found.grant = grant
    return found


def _just_entered(grant: Grant, spending: Spending, by: User) -> Cost | None:
    since = timezone.now() - DOUBLE_CLICK
    return grant.costs.filter(entered_by=by, created_at__gte=since, **_fields(spending)).first()


@dataclass(slots=True)
class Received:
    """A stored file that no cost has yet; all empty when nothing was sent."""

    path: str = ""
    name: str = ""
    content_type: str = ""
    sha256: str = ""
    given: bool = False

    def is_new_to(self, cost: Cost) -> bool:
        """Whether there is a file, and another than the cost has."""
        return bool(self.path) and self.sha256 != cost.receipt_sha256

    def give_to(self, cost: Cost) -> None:
        """Make it the cost's receipt; the caller saves the cost."""
        if self.path:
            cost.receipt.name = self.path
            cost.receipt_name = self.name
            cost.receipt_type = self.content_type
            cost.receipt_sha256 = self.sha256
            self.given = True


@contextmanager
def receiving(upload: UploadedFile | None) -> Iterator[Received]:
    """Check and store what was sent. Refusals: receipt_kind and those of `core.uploads.check`."""
    received = _stored(upload) if upload is not None else Received()
    kept = False
    try:
        yield received
        kept = received.given
    finally:
        if received.path and not kept:
            _storage().delete(received.path)


def refuse_known(received: Received, grant: Grant, *, may_share: bool, but: int = 0) -> None:
    """Refuse a receipt that another cost of the grant has, and tell which. Refusal: receipt_twice.

    With `may_share` it is meant: one bill for two budget lines.
    """
    if may_share or not received.path:
        return
    known = grant.costs.filter(receipt_sha256=received.sha256).exclude(pk=but).first()
    if known is None:
        return
    raise Refusal(
        "receipt_twice",
        _(
            "The same receipt is already with %(payee)s, %(sum)s, paid %(date)s. If one bill "
            "belongs to two costs, choose the file again and tick that it is shared."
        )
        % {
            "payee": known.payee,
            "sum": grant.in_currency(known.amount),
            "date": short_date(known.paid_on),
        },
        field="receipt",
    )


def forget_receipt(cost: Cost) -> None:
    """Delete the cost's file when the transaction holds; a shared bill has a file for each."""
    path = cost.receipt.name
    if path:
        transaction.on_commit(lambda: _storage().delete(path))


def _stored(upload: UploadedFile) -> Received:
    if uploads.extension_of(upload.name or "") not in RECEIPT_KINDS:
        raise Refusal(
            "receipt_kind",
            _("A receipt is a photo (JPEG, PNG, WebP) or a PDF. Choose such a file."),
            field="receipt",
        )
    checked = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
    field = Cost._meta.get_field("receipt")
    path = _storage().save(field.generate_filename(Cost(), checked.name), checked.file)
    return Received(path, checked.name, checked.content_type, checked.sha256)


def _storage() -> Storage:
    return Cost._meta.get_field("receipt").storage
