"""Writing a claim and a payment: the database is the last to say that there is one already."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.refusals import Refusal
from grants.models import Claim, Instalment, Payment
from people.models import User


def create_claim(instalment: Instalment, by: User, status_text: str) -> Claim:
    """Write an open claim. Refusal: already_claimed, where another one stands."""
    try:
        with transaction.atomic():
            return Claim.objects.create(
                instalment=instalment,
                number=next_number(instalment),
                status_text=status_text,
                claimed_by=by,
                claimed_at=timezone.now(),
            )
    except IntegrityError as error:
        # one_standing_claim_an_instalment: the database is the last to say so.
        raise Refusal(
            "already_claimed", _("Somebody else claimed this instalment just now.")
        ) from error


def next_number(instalment: Instalment) -> int:
    """The number of the instalment's next claim, those that were taken back counted."""
    return instalment.claims.count() + 1


def create_payment(claim: Claim, paid_on: dt.date, reference: str, by: User) -> Payment:
    """Write the payment, of the instalment's sum. Refusal: already_paid, where there is one."""
    try:
        with transaction.atomic():
            return Payment.objects.create(
                instalment=claim.instalment,
                claim=claim,
                amount=claim.instalment.amount,
                paid_on=paid_on,
                reference=reference,
                by=by,
            )
    except IntegrityError as error:
        # One payment an instalment and a claim: the database is the last to say so.
        raise Refusal("already_paid", _("Somebody else entered this payment just now.")) from error
