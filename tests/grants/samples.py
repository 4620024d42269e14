"""Samples for the support: a grant with budget lines, costs, sheets, made without the verbs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from grants.models import BudgetKind, BudgetLine, Cost, Grant, MonthSheet, WorkEntry
from people.models import User
from places.models import Participation
from tests.factories import OrganisationFactory

#: Skåne's support in all, and a division of it.
AMOUNT = Decimal("150000.00")
BUDGET = (
    (BudgetKind.LEADER, Decimal("120000.00")),
    (BudgetKind.MEETINGS, Decimal("20000.00")),
    (BudgetKind.OTHER, Decimal("10000.00")),
)


def days_ago(days: int) -> dt.date:
    """A day before today."""
    return timezone.localdate() - dt.timedelta(days=days)


def grant_of(participation: Participation, **fields: Any) -> Grant:
    """A support agreed two months ago for 18 months, with three budget lines.

    The rates are 250 for the leader, 175 for volunteers, 2.50 a kilometre.
    """
    programme = participation.programme
    type(programme).objects.filter(pk=programme.pk).update(
        volunteer_rate=Decimal("175.00"), mileage_rate=Decimal("2.50")
    )
    programme.refresh_from_db(fields=["volunteer_rate", "mileage_rate"])
    usual = {
        "amount": AMOUNT,
        "payer": OrganisationFactory(region=programme.region),
        "payee_name": "Byalaget",
        "starts_on": days_ago(60),
        "ends_on": days_ago(-480),
        "leader_rate": Decimal("250.00"),
        "agreed_on": days_ago(60),
    }
    made = Grant.objects.create(participation=participation, **usual | fields)
    BudgetLine.objects.bulk_create(
        BudgetLine(grant=made, kind=kind, amount=amount) for kind, amount in BUDGET
    )
    return made


def line_of(grant: Grant, kind: str = BudgetKind.MEETINGS) -> BudgetLine:
    """The grant's budget line of a kind."""
    return grant.budget.get(kind=kind)


def cost_of(grant: Grant, amount: str = "1250.50", **fields: Any) -> Cost:
    """A cost paid ten days ago for a meeting."""
    usual = {
        "line": line_of(grant),
        "paid_on": days_ago(10),
        "amount": Decimal(amount),
        "payee": "ICA Näsum",
        "what": "Coffee for the large meeting",
    }
    return Cost.objects.create(grant=grant, **usual | fields)


def sheet_of(grant: Grant, user: User, month: dt.date | None = None, **fields: Any) -> MonthSheet:
    """A person's sheet of a month, of this month when none is given."""
    first = (month or timezone.localdate()).replace(day=1)
    return MonthSheet.objects.create(grant=grant, user=user, month=first, **fields)


def entry_of(
    sheet: MonthSheet, quantity: str = "3", kind: str = "leader", **fields: Any
) -> WorkEntry:
    """A line on the first day of the sheet's month."""
    usual = {"on": sheet.month, "quantity": Decimal(quantity), "what": "Meeting", "kind": kind}
    return WorkEntry.objects.create(sheet=sheet, **usual | fields)


def pdf_of(words: str, name: str = "receipt.pdf") -> SimpleUploadedFile:
    """A small PDF that somebody sends; other words make another file."""
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + words.encode() + b"\n%%EOF\n")
