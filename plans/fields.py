"""What forms of the plan are made of: a row with its version, a number, lines, a counted page."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from core.money import CENT, LARGEST, MoneyField
from plans.changes import lines
from plans.goals.progress import number

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’]+")
_MINUS = re.compile(r"^[-\N{MINUS SIGN}\N{EN DASH}]")
_NUMBER = re.compile(r"(-?[0-9]+)(?:[.,]([0-9]*))?")
_DECIMALS = 2


class VersionedForm(forms.Form):
    """A form for a new row, or for `row`: then it carries the version that its reader saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Model | None = None, **kwargs: Any) -> None:
        stored = {name: getattr(row, name, None) for name in self.base_fields}
        kwargs["initial"] = (kwargs.get("initial") or {}) | {
            name: value for name, value in stored.items() if value is not None
        }
        super().__init__(*args, **kwargs)
        if row is None:
            self.fields.pop("version", None)


def parse_number(text: str) -> Decimal:
    """Read a measured value: "42", "−7,5", "1 200.25". At most two decimals.

    A mark always starts the decimals, so "1.200" is refused and not guessed at. Raises
    ValidationError with a sentence for the person: not_a_number, too_fine or too_large.
    """
    bare = _MINUS.sub("-", _SPACES.sub("", text.strip()))
    found = _NUMBER.fullmatch(bare)
    if found is None:
        raise ValidationError(_("Write a number in figures, such as 12 or 7,5."), "not_a_number")
    if len(found[2] or "") > _DECIMALS:
        raise ValidationError(
            _("Write at most two decimals, and thousands without a mark: 1200 or 1 200."),
            "too_fine",
        )
    value = Decimal(bare.replace(",", ".").rstrip("."))
    if abs(value) > LARGEST:
        raise ValidationError(_("The number is too large."), "too_large")
    # Nobody means less than nothing by "-0".
    return value.quantize(CENT) + 0


class NumberField(MoneyField):
    """A form field for a measured value; takes what `parse_number` takes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=-LARGEST, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The value, or None when nothing is written."""
        text = forms.CharField.to_python(self, value) or ""
        return parse_number(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """Show a stored value so that it reads back as itself; what was typed stays."""
        return number(value, grouped=False) if isinstance(value, Decimal) else value


class LinesField(forms.CharField):
    """A text of several lines. Line breaks count once, as the writer sees them."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The text with one kind of line break."""
        return lines(super().to_python(value) or "")


class PageField(LinesField):
    """A text with a length that its page counts while one writes; see static/js/count.js.

    Too long a text is the verb's to refuse, so that nobody is stopped in the middle of a word.
    """

    def __init__(self, *, most: int, rows: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(rows=rows, **kwargs)
        self.widget.attrs["data-count-most"] = most
