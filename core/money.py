"""Money and hours: exact decimals in, people's notation out. Never floats.

People write sums as they are used to: "1 234,50", "1.234,50", "1,234.50", "1 234:-". A sum has
at most two decimals, so three digits after a lone mark are thousands: "150.000" and "150,000"
are a hundred and fifty thousand wherever they are written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

#: The smallest part of every currency here: one öre, øre or cent.
CENT = Decimal("0.01")
ZERO = Decimal("0.00")
#: Digits of the largest sum that is stored, decimals included.
DIGITS = 14
LARGEST = Decimal(10) ** (DIGITS - 2) - CENT

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’]+")
_UNIT = re.compile(r"(?i)^(?:sek|dkk|nok|eur|kr\.?|€)|(?:sek|dkk|nok|eur|kr\.?|€|:-|,-)$")
_MINUS = ("-", "\N{MINUS SIGN}", "\N{EN DASH}")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_PLAIN = re.compile(r"\d+(?:[.,](\d*))?")

#: Where a currency is at home, by the page's language; there it is called "kr".
_HOME = {"sv": "SEK", "da": "DKK"}

_NOT_A_SUM = _("Write a sum in figures, such as 1 500 or 1 500,50.")
_TOO_FINE = _("A sum has at most two decimals.")
_NEGATIVE = _("Write the sum without a minus.")
_TOO_LARGE = _("The sum is too large.")


def cents(value: Decimal) -> Decimal:
    """Round to whole öre, half up, as sums are rounded on paper."""
    return value.quantize(CENT, ROUND_HALF_UP)


def parse(text: str, *, negative: bool = False) -> Decimal:
    """Read a sum as people write it. Raises ValidationError with a sentence for the person.

    Spaces of every kind, a currency word before or after it, and both marks are understood.
    `negative` allows a minus.
    """
    bare = _SPACES.sub("", text.strip())
    minus = bare.startswith(_MINUS)
    bare = _UNIT.sub("", bare.lstrip("".join(_MINUS)))
    bare = _UNIT.sub("", bare)
    # The unit may stand before the minus too: "SEK -5".
    minus = minus or bare.startswith(_MINUS)
    bare = bare.lstrip("".join(_MINUS))
    if minus and not negative:
        raise ValidationError(_NEGATIVE, code="negative")
    value = _unsigned(bare)
    if value > LARGEST:
        raise ValidationError(_TOO_LARGE, code="too_large")
    return -value if minus else value


def _unsigned(bare: str) -> Decimal:
    if not bare.isascii():
        raise ValidationError(_NOT_A_SUM, code="not_a_sum")
    marks = {mark for mark in ".," if mark in bare}
    if len(marks) > 1:
        # The last mark is the decimal one: "1.234,50" and "1,234.50".
        decimal = max(marks, key=bare.rindex)
        whole, _mark, part = bare.rpartition(decimal)
        group = next(iter(marks - {decimal}))
        if not re.fullmatch(rf"\d{{1,3}}(?:\{group}\d{{3}})+", whole):
            raise ValidationError(_NOT_A_SUM, code="not_a_sum")
        bare = f"{whole.replace(group, '')}.{part}"
    elif _GROUPED.fullmatch(bare) and not bare.startswith("0"):
        return _exact(re.sub(r"[.,]", "", bare))
    found = _PLAIN.fullmatch(bare)
    if found is None:
        raise ValidationError(_NOT_A_SUM, code="not_a_sum")
    if len((found[1] or "").rstrip("0")) > 2:  # noqa: PLR2004 - öre
        raise ValidationError(_TOO_FINE, code="too_fine")
    return _exact(bare.replace(",", "."))


def _exact(figures: str) -> Decimal:
    """Figures with at most one point as a decimal; more than can be kept is refused."""
    if len(figures.partition(".")[0].lstrip("0")) > DIGITS:
        raise ValidationError(_TOO_LARGE, code="too_large")
    return Decimal(figures.rstrip(".")).quantize(CENT)


def parse_hours(text: str) -> Decimal:
    """Read hours or kilometres: "7,5", "7.5", "1 200". At most two decimals.

    Here a mark always starts the decimals, and three of them are refused: "1,500" might be
    meant as fifteen hundred.
    """
    bare = _SPACES.sub("", text.strip())
    found = _PLAIN.fullmatch(bare) if bare.isascii() else None
    if found is None or len(found[1] or "") > 2:  # noqa: PLR2004
        raise ValidationError(
            _("Write hours in figures, such as 2 or 7,5, with at most two decimals."),
            code="not_hours",
        )
    value = _exact(bare.replace(",", "."))
    if value > LARGEST:
        raise ValidationError(_TOO_LARGE, code="too_large")
    return value


def unit(currency: str) -> str:
    """A currency as people of the page's language say it: at home "kr", elsewhere its code.

    Without a full stop in Danish too: a sum often ends a sentence.
    """
    return "kr" if _HOME.get((get_language() or "")[:2]) == currency else currency


def money(value: Decimal | int | None, currency: str = "", *, formal: bool = False) -> str:
    """A sum for people: "150 000 kr", with öre only where there are any. Empty for none.

    `formal` writes the currency's code, as contracts, claims and files for programs do.
    """
    if value is None:
        return ""
    exact = Decimal(value)
    places = 0 if exact == exact.to_integral_value() else 2
    number = number_format(exact, places, use_l10n=True, force_grouping=True)
    number = number.replace("-", "\N{MINUS SIGN}", 1)
    said = currency if formal else unit(currency)
    return f"{number}\N{NO-BREAK SPACE}{said}" if said else number


def hours(value: Decimal | None, *, grouped: bool = True) -> str:
    """Hours or kilometres for people, without needless decimals: "7,5".

    Not `grouped` is for fields: `parse_hours` takes "1200" and not "1.200", which could be 1,2.
    """
    if value is None:
        return ""
    exact = value.normalize()
    decimals = max(0, -int(exact.as_tuple().exponent))
    return number_format(exact, decimals, use_l10n=True, force_grouping=grouped)


def share(whole: Decimal, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """Divide a sum by weights, in whole öre. The parts always add up to the whole.

    Each part is rounded down, and the öre left over go to those that lost most, the first
    first (the largest-remainder method). Weights that add up to nothing share evenly.
    """
    if not weights:
        return []
    total = sum(Decimal(weight) for weight in weights)
    even = [Decimal(weight) for weight in weights] if total else [Decimal(1)] * len(weights)
    total = total or Decimal(len(weights))
    exact = [whole * weight / total for weight in even]
    parts = [value.quantize(CENT, ROUND_DOWN) for value in exact]
    left = int((whole - sum(parts)) / CENT)
    step = CENT if left >= 0 else -CENT
    order = sorted(range(len(parts)), key=lambda n: (-abs(exact[n] - parts[n]), n))
    for n in order[: abs(left)]:
        parts[n] += step
    return parts


def percent(part: Decimal, whole: Decimal) -> int:
    """The share in whole per cent, rounded down so that 100 means all. 0 of nothing is 0."""
    return int(part * 100 / whole) if whole else 0


class MoneyField(forms.CharField):
    """A form field for a sum; takes what `parse` takes and gives a Decimal or None."""

    def __init__(self, *, currency: str = "", min_value: Decimal = ZERO, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        )
        self.currency = currency
        self.min_value = min_value
        super().__init__(max_length=40, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The sum, or None when nothing is written."""
        text = super().to_python(value)
        return parse(text) if text else None

    def validate(self, value: Any) -> None:
        """Refuse less than the least sum."""
        super().validate(value)
        if value is not None and value < self.min_value:
            raise ValidationError(
                _("Write at least %(least)s."),
                code="too_small",
                params={"least": money(self.min_value)},
            )

    def run_validators(self, value: Any) -> None:
        """The text's validators do not fit a Decimal; length is bounded by `parse`."""

    def prepare_value(self, value: Any) -> Any:
        """Show a stored sum as it is written in the language; what was typed stays."""
        return money(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare sums, not their spelling."""
        try:
            return bool(initial != self.to_python(data))
        except ValidationError:
            return True


class HoursField(MoneyField):
    """A form field for hours or kilometres; takes what `parse_hours` takes."""

    def to_python(self, value: Any) -> Any:
        """The hours, or None when nothing is written."""
        text = forms.CharField.to_python(self, value)
        return parse_hours(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """Show stored hours without needless decimals."""
        return hours(value, grouped=False) if isinstance(value, Decimal) else value


def money_column(verbose_name: Any, **kwargs: Any) -> models.DecimalField[Any, Any]:
    """A model field for a sum, hours or kilometres: two decimals, exact."""
    return models.DecimalField(verbose_name, max_digits=DIGITS, decimal_places=2, **kwargs)
