"""The signed return address of a letter: where mail servers report that it did not arrive.

    bounces+3v-k7q…@example.org     for MAIL_RETURN=bounces@example.org

Number and signature are in small letters and digits: some mail servers change the case of an
address. Without MAIL_RETURN letters carry the sender's address, and reports name no letter.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from email.utils import parseaddr

from django.conf import settings
from django.utils.http import base36_to_int, int_to_base36

from core import tokens

PURPOSE = "outbox.return"
#: Octets of the signature that are kept: 120 bits, 24 letters; an address has room for 64.
_KEPT = 15
_LONGEST_NUMBER = 13


def address_for(letter_id: int) -> str:
    """The return address of a letter; "" when the installation has none."""
    local, _at, domain = settings.MAIL_RETURN.rpartition("@")
    if not local:
        return ""
    return f"{local}+{int_to_base36(letter_id)}-{_signature(letter_id)}@{domain}"


def letter_id_of(address: str) -> int | None:
    """The letter whose return address this is; None for any other, a forged one too."""
    if not address.isascii():
        return None
    local, _at, domain = parseaddr(address)[1].lower().rpartition("@")
    own_local, _at, own_domain = settings.MAIL_RETURN.lower().rpartition("@")
    name, _plus, mark = local.rpartition("+")
    number, _dash, signature = mark.partition("-")
    if not own_local or (name, domain) != (own_local, own_domain):
        return None
    if not number or len(number) > _LONGEST_NUMBER:
        return None
    try:
        letter_id = base36_to_int(number)
    except ValueError:
        return None
    expected = _signature(letter_id).encode()
    return (
        letter_id if hmac.compare_digest(expected, signature.encode("utf-8", "replace")) else None
    )


def _signature(letter_id: int) -> str:
    whole = hashlib.sha256(tokens.token(PURPOSE, letter_id).encode()).digest()
    return base64.b32encode(whole[:_KEPT]).decode().lower()
