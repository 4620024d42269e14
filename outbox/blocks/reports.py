"""Reading what mail servers report: delivery status (RFC 3464) and complaints (RFC 5965).

A report is a stranger's bytes. It is taken apart without trusting any of it; what it says counts
only for the letter whose signed return address it carries:

    bounces+3v-k7q…@example.org     for MAIL_RETURN=bounces@example.org

Number and signature are in small letters and digits: some mail servers change the case of an
address. Without MAIL_RETURN letters carry the sender's address, and reports name no letter.
"""

from __future__ import annotations

import base64
import email
import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses, parseaddr
from enum import Enum

from django.conf import settings
from django.utils.http import base36_to_int, int_to_base36

from core import tokens
from outbox.headers import one_line

#: Headers that can hold the address which a report came to, the letter's own return address.
_REACHED_BY = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
#: Parts of a report that are looked at. More is no mail server's doing.
_MOST_PARTS = 50
RETURN_PURPOSE = "outbox.return"
#: Octets of the signature that are kept: 120 bits, 24 letters; an address has room for 64.
_KEPT = 15
_LONGEST_NUMBER = 13
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
#: Failures that say nothing about the address: full or switched off for a while (X.2.x), too
#: large (X.3.4), of the text (X.6.x), of policy or trust in the sender (X.7.x), RFC 3463.
_NOT_THE_ADDRESS = re.compile(r"5\.(2\.[234]|3\.4|4\.\d+|6\.\d+|7\.\d+)$")


class Told(Enum):
    """What a report says about a letter."""

    #: It will not arrive, and no other letter to this address will.
    ADDRESS_REFUSED = "address_refused"
    #: It will not arrive; the next one may.
    NOT_DELIVERED = "not_delivered"
    #: It is late, or something was said that no program understands.
    NOTED = "noted"
    #: The reader has reported it as unwanted.
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Report:
    """One report about one letter. `fingerprint` is the same whichever way the report came."""

    letter_id: int
    told: Told
    status: str
    detail: str
    fingerprint: str


def return_address(letter_id: int) -> str:
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
    given = signature.encode("utf-8", "replace")
    right = (_short(one).encode() for one in tokens.spellings(RETURN_PURPOSE, letter_id))
    return letter_id if any(hmac.compare_digest(one, given) for one in right) else None


def read(raw: bytes) -> Report | None:
    """The report in these bytes; None for what is none, or is about no letter of ours.

    Arrivals, out-of-office answers and other mail to the address are None. Never raises for
    what the bytes hold.
    """
    try:
        message = email.message_from_bytes(raw)
        parts = list(_parts(message))
    except RecursionError:  # parts within parts within parts
        return None
    letter_id = _letter_id(parts)
    if letter_id is None:
        return None
    found = _complaint(parts) or _status(parts) or _plain(message)
    if found is None:
        return None
    told, status, detail = found
    mark = "\0".join(
        (str(letter_id), told.value, status, detail, _header(message, "Message-ID"))
    ).encode("utf-8", "replace")
    return Report(letter_id, told, status, detail, hashlib.sha256(mark).hexdigest())


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            return
        yield part


def _letter_id(parts: list[Message]) -> int | None:
    """The letter whose signed return address stands in the report."""
    for part in parts:
        names = (*_REACHED_BY, "Return-Path", "Original-Mail-From")
        written = [_header(part, name) for name in names]
        for _name, address in getaddresses([text for text in written if text], strict=False):
            letter_id = letter_id_of(address)
            if letter_id is not None:
                return letter_id
    return None


def _complaint(parts: list[Message]) -> tuple[Told, str, str] | None:
    for part in _of_type(parts, "message/feedback-report"):
        fields = _fields(part)
        kind = fields.get("feedback-type", "").lower()
        if kind and kind != "not-spam":
            return Told.COMPLAINT, "", one_line(f"{kind} {fields.get('user-agent', '')}", 300)
    return None


def _status(parts: list[Message]) -> tuple[Told, str, str] | None:
    """The worst that a delivery status says."""
    for part in _of_type(parts, "message/delivery-status"):
        fields = _fields(part)
        action = fields.get("action", "").lower()
        found = _STATUS.search(fields.get("status", "")) or _STATUS.search(
            fields.get("diagnostic-code", "")
        )
        status = found[1] if found else ""
        detail = one_line(fields.get("diagnostic-code", ""), 300)
        if action == "failed":
            refused = status.startswith("5") and not _NOT_THE_ADDRESS.match(status)
            return Told.ADDRESS_REFUSED if refused else Told.NOT_DELIVERED, status, detail
        if action == "delayed":
            return Told.NOTED, status, detail
    return None


def _plain(message: Message) -> tuple[Told, str, str] | None:
    """A report in words alone, as old mail servers write them: noted, for people to judge."""
    if _header(message, "Auto-Submitted").lower().startswith("auto-replied"):
        return None
    sender = _header(message, "From").lower()
    if "mailer-daemon" not in sender and "postmaster" not in sender:
        return None
    if message.get_content_type() == "multipart/report":
        return None  # understood, and nothing that needs anybody
    return Told.NOTED, "", one_line(_header(message, "Subject"), 300)


def _of_type(parts: list[Message], kind: str) -> list[Message]:
    return [part for part in parts if part.get_content_type() == kind]


def _fields(part: Message) -> dict[str, str]:
    """The fields of a report in all its blocks, by name in small letters; the first one holds."""
    blocks = part.get_payload()
    fields: dict[str, str] = {}
    for block in blocks if isinstance(blocks, list) else []:
        for name, value in block.items() if isinstance(block, Message) else ():
            fields.setdefault(name.lower(), one_line(value, 1000))
    if not fields and isinstance(blocks, str):
        for name, value in email.message_from_string(blocks).items():
            fields.setdefault(name.lower(), one_line(value, 1000))
    return fields


def _header(part: Message, name: str) -> str:
    # A header with bytes that are no ASCII is an object, and printing it may fail.
    return one_line(str(part.get(name, "") or ""), 1000)


def _signature(letter_id: int) -> str:
    return _short(tokens.token(RETURN_PURPOSE, letter_id))


def _short(token: str) -> str:
    whole = hashlib.sha256(token.encode()).digest()
    return base64.b32encode(whole[:_KEPT]).decode().lower()
