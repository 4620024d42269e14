r"""Build a sending's mail once per language; splice into it what is personal.

Building one multipart message with Python's email package takes milliseconds, most of it for
what is the same in all letters of a sending. So the shared text is encoded once, cut at its
slots (`Template`), and each letter is the join of those bytes and its own few values.

    To, Message-ID, Date, List-Unsubscribe      lines of their own
    Subject                                     encoded for each letter when it holds a slot
    text and HTML                               quoted-printable pieces, joined by soft line breaks
    calendar entry                              the lines with slots are filled and folded anew

The mail says exactly what `outbox.delivery.smtp.build` would (tests/outbox/test_splice.py compares
the two for any text). What does not fit the pattern (attachments, an edited letter, an address
out of the ordinary) is built there.
"""

from __future__ import annotations

import re
import secrets
from base64 import b64encode
from binascii import b2a_qp
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.headerregistry import HeaderRegistry
from email.utils import format_datetime
from functools import lru_cache, partial
from html import escape
from typing import TYPE_CHECKING

from outbox.headers import POLICY, one_line
from outbox.ics_lines import PersonalLine, folded, unfolded
from outbox.personal import SUBJECT_LENGTH, UNSUBSCRIBE, ended, in_header, personal_values
from outbox.slots import SLOT

if TYPE_CHECKING:
    import datetime as dt

    from outbox.models import CampaignText, Letter

SOFT_BREAK = b"=\r\n"
#: Octets of an encoded word (RFC 2047: at most 75 with its frame).
_WORD = 45
_LINE = 76
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PLAIN_HEADER = re.compile(r"[ -~]*")
_headers = HeaderRegistry()


@dataclass(frozen=True, slots=True)
class Shared:
    """What all letters of a sending in one language have in common."""

    subject: str
    text: str
    html: str
    calendar: str
    calendar_method: str
    language: str
    from_address: str
    reply_to: str

    @classmethod
    def of(cls, letter: Letter, text: CampaignText) -> Shared:
        """Of one of the letters and its text."""
        return cls(
            text.subject,
            text.text,
            text.html,
            text.calendar,
            text.calendar_method,
            letter.language,
            letter.from_address,
            letter.reply_to,
        )


def spliced(letter: Letter, text: CampaignText | None, now: dt.datetime) -> bytes | None:
    """The mail of a letter of a sending, ready for the mail server; None when it must be built.

    `text` is the sending's in the letter's language. Letters of sendings have no attachments.
    """
    if text is None or letter.text or not _PLAIN_ADDRESS.fullmatch(letter.to_address):
        return None
    return _template(Shared.of(letter, text)).mail(letter, now)


@lru_cache(maxsize=64)
def _template(shared: Shared) -> Template:
    return Template(shared)


@lru_cache(maxsize=4)
def _date(now: dt.datetime) -> bytes:
    return format_datetime(now).encode()


class Template:
    """The encoded mail of a sending in one language, cut where something personal stands."""

    def __init__(self, shared: Shared) -> None:
        self._subject = shared.subject if SLOT.search(shared.subject) else ""
        self._head = _fixed_head(shared, with_subject=not self._subject)
        self._body = _merged(_body(shared))

    def mail(self, letter: Letter, now: dt.datetime) -> bytes:
        """The mail of one letter. `now` becomes its date."""
        values = personal_values(letter)
        head = [
            self._head,
            b"To: ",
            letter.to_address.encode(),
            b"\r\nMessage-ID: ",
            letter.message_id.encode(),
            b"\r\nDate: ",
            _date(now.replace(microsecond=0)),
            b"\r\nList-Unsubscribe: <",
            values[UNSUBSCRIBE].encode(),
            b">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        ]
        if self._subject:
            head.append(_encoded_subject(self._subject, values))
        head.extend(piece if isinstance(piece, bytes) else piece(values) for piece in self._body)
        return b"".join(head)


#: Bytes that are the same in all letters, or what makes them of a letter's values.
Piece = bytes | Callable[[Mapping[str, str]], bytes]


def _fixed_head(shared: Shared, *, with_subject: bool) -> bytes:
    """The headers that are the same in all letters, folded by Python's email package."""
    lines = [("From", shared.from_address), ("Reply-To", shared.reply_to)]
    if with_subject:
        lines.append(("Subject", one_line(shared.subject, SUBJECT_LENGTH)))
    lines += [
        ("Content-Language", shared.language),
        ("Auto-Submitted", "auto-generated"),
        ("MIME-Version", "1.0"),
    ]
    return b"".join(
        _headers(name, value).fold(policy=POLICY).encode("ascii") for name, value in lines if value
    )


def _encoded_subject(subject: str, values: Mapping[str, str]) -> bytes:
    """The header line of a subject with something personal in it."""
    text = one_line(
        SLOT.sub(lambda hit: in_header(values.get(hit[1], "")), subject), SUBJECT_LENGTH
    )
    if _PLAIN_HEADER.fullmatch(text) and len(text) <= _LINE - len("Subject: "):
        return b"Subject: " + text.encode() + b"\r\n"
    words = (b"=?utf-8?b?" + b64encode(word) + b"?=" for word in _words(text.encode()))
    return b"Subject: " + b"\r\n ".join(words) + b"\r\n"


def _words(octets: bytes) -> Iterator[bytes]:
    """Cut into pieces that fit an encoded word, never inside a character."""
    start = 0
    while start < len(octets):
        end = min(start + _WORD, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:  # noqa: PLR2004 - inside a character
            end -= 1
        yield octets[start:end]
        start = end


def _body(shared: Shared) -> Iterator[Piece]:
    parts: list[tuple[str, list[Piece]]] = [
        ('text/plain; charset="utf-8"', list(_text(shared.text, str)))
    ]
    if shared.html:
        parts.append(('text/html; charset="utf-8"', list(_text(shared.html, escape))))
    if shared.calendar:
        kind = f'text/calendar; charset="utf-8"; method={shared.calendar_method}'
        parts.append((kind, list(_calendar(shared.calendar))))
    if len(parts) == 1:
        yield from _part(*parts[0])
        return
    # "=_" stands in no quoted-printable text, and nobody can guess the rest.
    edge = f"=_{secrets.token_hex(16)}".encode()
    yield b'Content-Type: multipart/alternative; boundary="' + edge + b'"\r\n\r\n'
    for kind, pieces in parts:
        yield b"--" + edge + b"\r\n"
        yield from _part(kind, pieces)
        yield b"\r\n"
    yield b"--" + edge + b"--\r\n"


def _part(kind: str, pieces: list[Piece]) -> Iterator[Piece]:
    yield f"Content-Type: {kind}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n".encode()
    yield from pieces


def _text(text: str, safe: Callable[[str], str]) -> Iterator[Piece]:
    """A body with slots. A value stands between soft breaks, so that no line gets too long."""
    parts = SLOT.split(ended(text))
    yield _quoted(parts[0])
    for name, literal in zip(parts[1::2], parts[2::2], strict=True):
        yield _value(name, safe)
        yield _quoted(literal)


def _value(name: str, safe: Callable[[str], str]) -> Piece:
    def written(values: Mapping[str, str]) -> bytes:
        value = values.get(name)
        return SOFT_BREAK + _quoted(safe(value)) + SOFT_BREAK if value else b""

    return written


def _filled_line(line: PersonalLine, values: Mapping[str, str]) -> bytes:
    return _quoted(folded(line.filled(values)))


def _calendar(text: str) -> Iterator[Piece]:
    for logical in unfolded(text):
        line = PersonalLine.read(logical)
        if line.is_personal:
            yield partial(_filled_line, line)
        else:
            yield _quoted(folded(logical))


def _quoted(text: str) -> bytes:
    r"""Quoted-printable in lines of at most 75, so that a soft break still fits; CRLF ends.

    The text's own line ends are \n or CRLF.
    """
    # The C function's own breaks are taken out: they make lines of up to 78.
    coded = b2a_qp(text.encode().replace(b"\r\n", b"\n"), istext=True).replace(b"=\n", b"")
    if len(coded) < _LINE:
        return coded.replace(b"\n", b"\r\n")
    return b"\r\n".join(map(_wrapped, coded.split(b"\n")))


def _wrapped(line: bytes) -> bytes:
    """A coded line with soft breaks, none of them inside an escape (=C3)."""
    pieces = []
    while len(line) >= _LINE:
        end = _LINE - 1
        escape_at = line.rfind(b"=", end - 2, end)
        if escape_at != -1:
            end = escape_at
        pieces.append(line[:end])
        line = line[end:]
    pieces.append(line)
    return SOFT_BREAK.join(pieces)


def _merged(pieces: Iterator[Piece]) -> tuple[Piece, ...]:
    """The pieces with neighbours that are bytes joined."""
    merged: list[Piece] = []
    for piece in pieces:
        if merged and isinstance(piece, bytes) and isinstance(merged[-1], bytes):
            merged[-1] += piece
        else:
            merged.append(piece)
    return tuple(merged)
