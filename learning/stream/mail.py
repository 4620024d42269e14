"""An answer that came by mail: what of it is taken, and by whom.

A mail is a stranger's bytes. It counts only when it came to an address that we gave one person
(`letters.address_for`), from that person's own address, within its days, and written by hand.
Everything else is left, with the reason told to whoever runs the mail server, and nothing is
sent back: an answer to a forged sender would go to a third person.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from enum import Enum
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from core import throttle
from core.addresses import normal_address
from core.refusals import NotAllowed, Refusal
from learning.models import AnswerAddress, Message
from learning.models.stream import MESSAGE_LENGTH
from learning.stream.letters import number_of
from learning.stream.services import hold_file, write_message
from people.models import User

#: Bytes of a mail, its files included: 20 MB of files are 28 MB on the way.
MOST_BYTES = 28 * 1024 * 1024
#: Parts that are looked at, and files that are kept.
_MOST_PARTS, _MOST_FILES = 50, 5
#: Characters of a text that are read before quoted words are cut away.
_LONGEST = 200_000
#: Answers to one message by one person in an hour: two programs that answer each other.
_MOST_ANSWERS, _HOUR = 6, 3600
_REACHED_BY = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")


class Outcome(Enum):
    """What became of a mail."""

    FILED = "filed"
    TWICE = "came before"
    TOO_LARGE = "larger than 28 MB"
    UNREADABLE = "cannot be read"
    NO_ADDRESS = "not sent to an address that we gave"
    EXPIRED = "the address is no longer good"
    OTHER_SENDER = "not from the person whom the address was given"
    AUTOMATIC = "an automatic answer or a report"
    EMPTY = "holds no text of its own"
    LOOP = "too many in an hour"
    REFUSED = "the person may not write there"


def file_mail(raw: bytes) -> Outcome:
    """File one mail. Never raises for what the bytes hold."""
    if len(raw) > MOST_BYTES:
        return Outcome.TOO_LARGE
    try:
        read = _read(email.message_from_bytes(raw, policy=email.policy.default))
    except (MessageError, LookupError, ValueError, RecursionError, AttributeError, TypeError):
        # The email package raises all of these for mails that are none.
        return Outcome.UNREADABLE
    row = _row(read.addresses)
    fault = _fault(read, row)
    if fault is not None or row is None:
        return fault or Outcome.NO_ADDRESS
    key = hashlib.sha256(f"{row.pk}\0{read.mark}".encode("utf-8", "replace"))
    if not read.mark:
        key.update(raw)
    return _file(row.message, row.person, read, key.hexdigest())


def _fault(read: Read, row: AnswerAddress | None) -> Outcome | None:
    """Why a mail is left; None for one that may be filed."""
    if read.automatic:
        return Outcome.AUTOMATIC
    if row is None:
        return Outcome.NO_ADDRESS
    if row.until < timezone.localdate():
        return Outcome.EXPIRED
    if not row.person.is_active or read.senders != {normal_address(row.person.email)}:
        return Outcome.OTHER_SENDER
    return None if read.text or read.files else Outcome.EMPTY


def _row(addresses: list[str]) -> AnswerAddress | None:
    numbers = [pk for one in addresses if (pk := number_of(one)) is not None]
    rows = AnswerAddress.objects.select_related(
        "person", "message__participation__programme__region", "message__participation__place"
    )
    return rows.filter(pk=numbers[0]).first() if numbers else None


def _file(message: Message, person: User, read: Read, key: str) -> Outcome:
    if Message.objects.filter(mail_key=key).exists():
        return Outcome.TWICE
    who = f"{message.pk}:{person.pk}"
    if not throttle.within("stream.mail", who, limit=_MOST_ANSWERS, seconds=_HOUR):
        return Outcome.LOOP
    asker = message.by if message.by_id != person.pk else None
    with translation.override(person.language):
        text = read.text[:MESSAGE_LENGTH] or ", ".join(name for name, _data in read.files)
        try:
            with transaction.atomic():
                made = _write(message, person, text, key, asker)
                for name, data in read.files[:_MOST_FILES]:
                    hold_file(made, SimpleUploadedFile(name, data))
        except (Refusal, NotAllowed):
            return Outcome.REFUSED
        except IntegrityError:  # the same mail, delivered twice at once
            return Outcome.TWICE
    return Outcome.FILED


def _write(message: Message, person: User, text: str, key: str, asker: User | None) -> Message:
    about: dict[str, Any] = {
        "participation": message.participation, "by": person, "text": text, "room": message.room,
        "answers": message, "mail_key": key,
    }  # fmt: skip
    try:
        return write_message(**about, mentioned=[asker] if asker else [])
    except Refusal as refusal:
        if refusal.code != "not_here":
            raise
        # Who asked has left the place: the answer is filed all the same.
        return write_message(**about)


# --- Reading


@dataclass(slots=True)
class Read:
    """What a mail holds."""

    addresses: list[str]
    senders: set[str]
    mark: str
    automatic: bool
    text: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)


def _read(mail: EmailMessage) -> Read:
    written = [str(value) for name in _REACHED_BY for value in mail.get_all(name, [])]
    froms = [str(value) for value in mail.get_all("From", [])]
    found = Read(
        addresses=[address for _name, address in getaddresses(written, strict=False)],
        senders={normal_address(one) for _name, one in getaddresses(froms, strict=False) if one},
        mark=str(mail.get("Message-ID", "")).strip(),
        automatic=_is_automatic(mail),
    )
    if found.automatic:
        return found
    plain: list[str] = []
    html: list[str] = []
    for number, part in enumerate(mail.walk()):
        if number >= _MOST_PARTS:
            break
        kind = part.get_content_type()
        if part.is_multipart() and kind != "message/rfc822":
            continue
        if part.get_filename() or part.get_content_disposition() == "attachment":
            name = part.get_filename() or "file"
            data = part.get_payload(decode=True)
            if isinstance(data, bytes) and data:
                found.files.append((name, data))
        elif kind == "text/plain":
            plain.append(_decoded(part))
        elif kind == "text/html":
            html.append(_decoded(part))
    words = "\n".join(plain).strip() or as_text("\n".join(html))
    found.text = own_words(words)
    return found


def _is_automatic(mail: EmailMessage) -> bool:
    """RFC 3834: nothing that a program wrote is taken, bounces and lists among it."""
    submitted = str(mail.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    precedence = str(mail.get("Precedence", "")).strip().lower()
    sender = parseaddr(str(mail.get("Return-Path", "x")))[1]
    returned = "Return-Path" in mail and not sender
    return (
        submitted != "no"
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or returned
        or mail.get_content_type() == "multipart/report"
        or any(name in mail for name in ("List-Id", "X-Autoreply", "X-Autorespond", "X-Loop"))
        or ("X-Auto-Response-Suppress" in mail and "Auto-Submitted" in mail)
    )


def _decoded(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    data = data[:_LONGEST]
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "cp1252"):
        try:
            return data.decode(charset)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("latin-1")


#: Where the words of others begin: what mail programs write above a quoted letter.
_QUOTE_BEGINS = re.compile(
    r"^\s*(?:"
    r"(?:on|den|am|le|kl|fre|lør|lör|tors|tis|ons|mån|man|søn|sön|fredag|lördag|lørdag|söndag|"
    r"søndag|måndag|mandag|tisdag|tirsdag|onsdag|torsdag)\b.{0,200}\b(?:wrote|skrev|schrieb)\b.*:?"
    r"|.{0,200}\b(?:wrote|skrev|schrieb)\s*:"
    r"|-{2,}\s*(?:original message|ursprungligt meddelande|oprindelig meddelelse|"
    r"opprinnelig melding|forwarded message|vidarebefordrat|videresendt).*"
    r"|_{10,}"
    r"|(?:from|från|fra|von):\s.*@.*"
    r")\s*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^\s*>")
_SIGNATURE = re.compile(r"^-- ?$|^(?:sent from my|skickat från min|sendt fra min)\b", re.IGNORECASE)


def own_words(text: str) -> str:
    """The text without quoted letters and signature. Words between quoted lines stay."""
    lines = text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept: list[str] = []
    for number, line in enumerate(lines):
        # A long first line is wrapped: "On Monday …\n… wrote:".
        two = f"{line} {lines[number + 1].strip()}" if number + 1 < len(lines) else line
        if _SIGNATURE.match(line) or _begins(line) or (len(line) > 20 and _wraps(line, two)):  # noqa: PLR2004 - no short line wraps
            break
        if not _QUOTED.match(line):
            kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _begins(line: str) -> bool:
    return len(line) < 400 and bool(_QUOTE_BEGINS.match(line))  # noqa: PLR2004 - no attribution is longer


def _wraps(line: str, two: str) -> bool:
    return bool(re.match(r"\s*(on|den|am)\b.*\d", line, re.IGNORECASE)) and _begins(two)


class _Text(HTMLParser):
    """The words of HTML, with a line for each block; quoted letters are left out."""

    _BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "ul", "ol", "table"})
    _UNREAD = frozenset({"style", "script", "head", "title", "blockquote"})
    _EMPTY = frozenset({"br", "img", "hr", "meta", "link", "input", "col", "wbr"})
    _CUT = re.compile(r"gmail_quote|divRplyFwdMsg|appendonsend|yahoo_quoted|moz-cite-prefix")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skipped: list[str] = []
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if any(name in {"class", "id"} and self._CUT.search(value or "") for name, value in attrs):
            self._over = True
        if tag in self._EMPTY:
            self.parts.append("\n" if tag == "br" and not self._skipped else "")
        elif self._skipped or tag in self._UNREAD:
            self._skipped.append(tag)
        elif tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._skipped:
            while self._skipped and self._skipped.pop() != tag:
                pass
        elif tag in self._BLOCKS and not self._skipped:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._skipped and not self._over:
            self.parts.append(re.sub(r"\s+", " ", data))


def as_text(html: str) -> str:
    """The words of an HTML mail without those that it quotes."""
    reader = _Text()
    reader.feed(html[:_LONGEST])
    reader.close()
    lines = (line.strip() for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
