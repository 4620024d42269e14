"""What may stand in a mail's headers: one line, no control characters, no text that turns round."""

from __future__ import annotations

import email.policy
from email.headerregistry import Address
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings

from core.plain_text import FORBIDDEN, TURNING, one_line

if TYPE_CHECKING:
    from people.models import Region

__all__ = [
    "FORBIDDEN",
    "POLICY",
    "TURNING",
    "named_address",
    "one_line",
    "sender_domain",
    "sender_of",
]

#: Headers that are addresses for programs, which no mail program decodes (RFC 2047, 5).
_FOR_PROGRAMS = frozenset({"list-unsubscribe"})


class _Policy(email.policy.EmailPolicy):
    """Python's policy, but with addresses for programs on one line: folded, they are encoded."""

    def fold(self, name: str, value: object) -> str:
        """A header as it is sent."""
        if name.lower() in _FOR_PROGRAMS:
            return f"{name}: {value}{self.linesep}"
        return super().fold(name, value)  # type: ignore[arg-type]

    def fold_binary(self, name: str, value: object) -> bytes:
        """The same as bytes."""
        if name.lower() in _FOR_PROGRAMS:
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)  # type: ignore[arg-type]


#: How a mail's lines are folded. Seven-bit, so that a server without 8BITMIME gets the same letter.
POLICY = _Policy(linesep="\r\n", cte_type="7bit")


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
