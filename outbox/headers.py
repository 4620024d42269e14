"""What may stand in a mail's headers: one line, no control characters, no text that turns round."""

from __future__ import annotations

import email.policy
import unicodedata
from email.headerregistry import Address
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from people.models import Region

#: How a mail's lines are folded. Seven-bit, so that a server without 8BITMIME gets the same letter.
POLICY = email.policy.SMTP.clone(cte_type="7bit")

#: Characters that turn the reading direction: one sender could be made to look like another.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Control characters, line and paragraph separators, lone surrogates.
FORBIDDEN = frozenset({"Cc", "Zl", "Zp", "Cs"})


def one_line(text: object, limit: int) -> str:
    r"""The text on one line of at most `limit` characters, safe to stand in a header.

    Line breaks and control characters become a space, so that a name such as
    "Anna\r\nBcc: …" cannot begin a header of its own.
    """
    safe = (
        " " if unicodedata.category(character) in FORBIDDEN else character
        for character in str(text)
        if character not in TURNING
    )
    # "=?utf-8?q?=0A…?=" is a line break in disguise: mail programs decode it.
    line = " ".join("".join(safe).replace("=?", "= ?").split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def named_address(name: object, address: str) -> str:
    """`"Name" <address>`, with the name made safe. A name in `address` itself goes."""
    _old_name, bare = parseaddr(address)
    return str(Address(display_name=one_line(name, 100), addr_spec=bare))


def sender_of(region: Region | None) -> str:
    """The platform's address, under the region's name: people know the region, not the platform."""
    sender: str = settings.DEFAULT_FROM_EMAIL
    return named_address(region.name, sender) if region else sender


def sender_domain() -> str:
    """The domain of the platform's address, which Message-IDs end with."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
