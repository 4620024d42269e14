"""E-mail addresses: the one form under which they are stored and compared, and their form field."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms

#: Categories of signs that nobody sees: format and control signs.
_UNSEEN = frozenset({"Cf", "Cc"})


def normal_address(address: str) -> str:
    """The one form under which an e-mail address is stored and compared.

    Lower case and NFC, without signs that nobody sees (a zero-width space from a web page, a soft
    hyphen from a PDF), the domain in letters and not in punycode.
    """
    if address.isascii():
        plain = address.strip().lower()
        return plain if "xn--" not in plain else _in_letters(plain)
    seen = (one for one in address if unicodedata.category(one) not in _UNSEEN)
    plain = unicodedata.normalize("NFC", "".join(seen)).strip().lower()
    return _in_letters(plain)


def _in_letters(address: str) -> str:
    """The address with the domain as people write it; what is no domain stays as it is."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{'.'.join(_label(label) for label in domain.split('.'))}"


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode().decode("idna")
    except UnicodeError:
        return label


class AddressField(forms.EmailField):
    """An address, brought into its one form before it is judged."""

    def to_python(self, value: Any) -> Any:
        """The address in its one form."""
        text = super().to_python(value)
        return normal_address(text) if isinstance(text, str) else text
