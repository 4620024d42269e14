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
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from email.message import Message
from email.utils import getaddresses, parseaddr
from enum import Enum

from django.conf import settings
from django.utils.http import base36_to_int, int_to_base36
from flufl.bounce import all_failures

from core import tokens
from core.addresses import normal_address
from outbox.headers import one_line

logger = logging.getLogger("placedev.outbox")

#: Headers that can hold the address which a report came to, the letter's own return address.
_REACHED_BY = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
#: Parts of a report that are looked at. More is no mail server's doing.
_MOST_PARTS = 50
RETURN_PURPOSE = "outbox.return"
#: Octets of the signature that are kept: 120 bits, 24 letters; an address has room for 64.
_KEPT = 15
_LONGEST_NUMBER = 13
#: An enhanced status code (RFC 3463) that is no part of an IP address.
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
#: What a server says of an address that is none (RFC 3463): no mailbox, no domain, not well formed,
#: moved without a new address, no mail accepted there; mailbox closed. All other failures are of
#: the sender, the text, the system or the moment, and the next letter may arrive.
NO_SUCH_ADDRESS = re.compile(r"(?<![\d.])5\.(1\.([1236]|10)|2\.1)(?!\.?\d)")
#: Codes that only say that something was wrong: the words beside them may say more.
_VAGUE = re.compile(r"[245]\.0\.0|")
#: What a status says of one recipient (RFC 3464), by the first word of its action.
_ARRIVED = frozenset({"delivered", "relayed", "expanded"})
#: Who writes a report where no part of it is for programs, and under which subject.
_MACHINE = re.compile(
    r"(mailer|mail)[-_ ]?daemon|\bmdaemon|postmaster|mail (delivery|system)|system administrator"
)
_FAILED_SUBJECT = re.compile(
    r"(?i)undeliver|delivery (status|failure|has failed|report)|returned mail|mail delivery|"
    r"failure notice|non[- ]?delivery|could not be delivered|oleverera|kunde inte levereras|"
    r"kunne ikke leveres|ikke leveret|unzustellbar"
)
#: So much of a report in words is searched.
_LONGEST_WORDS = 64 * 1024


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
    """One report about one letter. `fingerprint` is the same whichever way the report came.

    `about` are the addresses that a report in words names; empty where a status part says it.
    """

    letter_id: int
    told: Told
    status: str
    detail: str
    fingerprint: str
    about: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Found:
    told: Told | None
    status: str = ""
    detail: str = ""
    about: frozenset[str] = frozenset()


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
    found = _complaint(parts) or _status(parts) or _in_words(message, parts)
    if found is None or found.told is None:
        return None
    mark = "\0".join(
        (
            str(letter_id),
            found.told.value,
            found.status,
            found.detail,
            _header(message, "Message-ID"),
        )
    ).encode("utf-8", "replace")
    return Report(
        letter_id,
        found.told,
        found.status,
        found.detail,
        hashlib.sha256(mark).hexdigest(),
        found.about,
    )


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


def _complaint(parts: list[Message]) -> _Found | None:
    found = None
    for part in _of_type(parts, "message/feedback-report"):
        fields = _fields(part)
        kind = fields.get("feedback-type", "").lower()
        if kind and kind != "not-spam":
            detail = one_line(f"{kind} {fields.get('user-agent', '')}", 300)
            return _Found(Told.COMPLAINT, "", detail)
        found = _Found(None)
    return found


def _status(parts: list[Message]) -> _Found | None:
    """What the delivery status says of all recipients; None where it says nothing readable.

    A list that reached some of its members and not others is an address that works.
    """
    blocks = [
        block for part in _of_type(parts, "message/delivery-status") for block in _blocks(part)
    ]
    told = [one for block in blocks if (one := _of_recipient(block)) is not None]
    if not told:
        return None
    failed = [one for one in told if one.told is not None]
    if not failed:
        return _Found(None)
    worst = min(failed, key=lambda one: _WORST.index(one.told))
    if len(failed) < len(told) or len({one.told for one in failed}) > 1:
        mildest = max(failed, key=lambda one: _WORST.index(one.told))
        some_arrived = len(failed) < len(told)
        return replace(worst, told=Told.NOTED if some_arrived else mildest.told)
    return worst


_WORST: list[Told | None] = [Told.ADDRESS_REFUSED, Told.NOT_DELIVERED, Told.NOTED]


def _of_recipient(fields: dict[str, str]) -> _Found | None:
    """What one block says; None for the block about the whole mail, and for an unknown language."""
    said = fields.get("diagnostic-code", "")
    codes = [
        *_STATUS.findall(fields.get("status", "")), *_STATUS.findall(said),
    ]  # fmt: skip
    status = next((code for code in codes if not _VAGUE.fullmatch(code)), codes[0] if codes else "")
    detail = one_line(said, 300)
    words = re.findall(r"[a-z]+", fields.get("action", "").lower())
    action = words[0] if words else ""
    if action in _ARRIVED:
        return _Found(None)
    if action == "delayed" or (action and action != "failed" and status.startswith("4")):
        return _Found(Told.NOTED, status, detail)
    if action == "failed" or (action and status.startswith("5")):
        return _Found(_failure(codes), status, detail)
    return None


def _failure(codes: list[str]) -> Told:
    """Whether a failure is of the address: all codes that are not vague must say so."""
    exact = [code for code in codes if not _VAGUE.fullmatch(code)]
    refused = exact and all(NO_SUCH_ADDRESS.fullmatch(code) for code in exact)
    return Told.ADDRESS_REFUSED if refused else Told.NOT_DELIVERED


def _in_words(message: Message, parts: list[Message]) -> _Found | None:
    """A report without a part for programs: what flufl.bounce reads, else noted for people.

    Whether a reader's own machine answers ("away until Monday") is told by who writes: such an
    answer comes from the reader and not from a mail server.
    """
    if _of_type(parts, "message/disposition-notification"):
        return None
    text = _text(parts)
    subject = one_line(_header(message, "Subject"), 300)
    passing, lasting = _addresses(message)
    if lasting:
        codes = _STATUS.findall(text)
        status = next((code for code in codes if code.startswith("5")), "")
        return _Found(_failure(codes), status, subject, lasting)
    sender = _header(message, "From").lower()
    by_machine = (
        passing
        or not sender
        or _MACHINE.search(sender)
        or message.get_content_type() == "multipart/report"
        or message.get("X-Failed-Recipients")
        or _FAILED_SUBJECT.search(subject)
    )
    return _Found(Told.NOTED, "", subject) if by_machine else None


def _addresses(message: Message) -> tuple[frozenset[str], frozenset[str]]:
    """The addresses that flufl.bounce finds: those it is tried again for, those that failed."""
    try:
        passing, lasting = all_failures(message)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        # A stranger's bytes: the package reads well-formed reports only. Noted for people.
        logger.info("flufl.bounce cannot read a report: %r", error)
        return frozenset(), frozenset()
    return _known_form(passing), _known_form(lasting)


def _known_form(addresses: Iterable[bytes]) -> frozenset[str]:
    written = (one.decode("utf-8", "replace").strip() for one in addresses)
    return frozenset(normal_address(one) for one in written if "@" in one)


def _text(parts: list[Message]) -> str:
    """The words of a report, without the letter that it sends back."""
    found = []
    for part in parts:
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            break
        if part.get_content_maintype() == "text":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                found.append(content[:_LONGEST_WORDS].decode("utf-8", "replace"))
    return "\n".join(found)[:_LONGEST_WORDS]


def _of_type(parts: list[Message], kind: str) -> list[Message]:
    return [part for part in parts if part.get_content_type() == kind]


def _blocks(part: Message) -> list[dict[str, str]]:
    """The blocks of a report, each with its fields by name in small letters."""
    payload = part.get_payload()
    if isinstance(payload, str):
        blocks = [email.message_from_string(text) for text in re.split(r"\r?\n\r?\n", payload)]
    else:
        blocks = [one for one in payload or [] if isinstance(one, Message)]
    found = []
    for block in blocks:
        fields: dict[str, str] = {}
        for name, value in block.items():
            fields.setdefault(name.lower(), one_line(value, 1000))
        found.append(fields)
    return found


def _fields(part: Message) -> dict[str, str]:
    """The fields of a report in all its blocks; the first one holds."""
    fields: dict[str, str] = {}
    for block in _blocks(part):
        for name, value in block.items():
            fields.setdefault(name, value)
    return fields


def _header(part: Message, name: str) -> str:
    # A header with bytes that are no ASCII is an object, and printing it may fail.
    return one_line(str(part.get(name, "") or ""), 1000)


def _signature(letter_id: int) -> str:
    return _short(tokens.token(RETURN_PURPOSE, letter_id))


def _short(token: str) -> str:
    whole = hashlib.sha256(token.encode()).digest()
    return base64.b32encode(whole[:_KEPT]).decode().lower()
