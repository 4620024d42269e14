"""Exact sums in the database.

SQLite keeps a decimal as a float, and a sum of floats is not a sum of money. A sum is therefore
taken over whole öre as integers, which both databases add exactly, and read back as a Decimal.
"""

from __future__ import annotations

from decimal import Decimal

from django.db.models import BigIntegerField, Expression, F, Q, Sum, Value
from django.db.models.functions import Cast, Coalesce, Round

from core.money import CENT

#: Öre in a krona, hundredths in an hour.
PARTS = 100


def cents_sum(path: str, *, when: Q | None = None) -> Expression:
    """The sum of a column in öre (or hundredths of an hour), 0 of nothing. Read it with `exact`."""
    whole = Cast(Round(F(path) * PARTS), BigIntegerField())
    return Coalesce(
        Sum(whole, filter=when, output_field=BigIntegerField()),
        Value(0, output_field=BigIntegerField()),
    )


def exact(parts: int) -> Decimal:
    """A sum that was taken in öre, as a Decimal with two decimals."""
    return (Decimal(parts) * CENT).quantize(CENT)
