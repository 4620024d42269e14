"""The code with which a guest is found at the door: as a QR code, and short, to be typed.

Both name the invitation and carry a signature. They are no key to anything: whoever reads them
at the door is signed in and may check in there anyhow. So the short one may be short.
"""

from __future__ import annotations

import hmac

from django.utils.http import base36_to_int

from core.tokens import BadTokenError, opened, token
from workshops.models import Invitation

PURPOSE = "workshops.door"  # as in the codes that are printed already
#: Figures at the end of the short code that check it. Figures, because a phone shows large keys
#: for them and nobody mistakes an O for a zero.
SHORT = 5
#: A code longer than this is none of ours.
LONGEST = 80


def checkin_token(invitation: Invitation) -> str:
    """What the QR code holds: a token of this purpose (`core.tokens`)."""
    return token(PURPOSE, invitation.pk, invitation.edition)


def short_code(invitation: Invitation) -> str:
    """What somebody can read out and type: "1207 48213". The guest's number, then a check."""
    return f"{invitation.pk} {_check(invitation)}"


def number_of(code: str) -> int | None:
    """The invitation's id that a code names, signed or not; None for what is no code."""
    text = code.strip()
    if len(text) > LONGEST:
        return None
    figures = _figures(text)
    if figures:
        return int(figures[:-SHORT]) if len(figures) > SHORT else None
    head, dash, _rest = text.partition("-")
    try:
        return base36_to_int(head.lower()) if dash else None
    except ValueError:
        return None


def is_code_of(invitation: Invitation, code: str) -> bool:
    """Whether the code, long or short, is this invitation's and not renewed since."""
    text = code.strip()
    figures = _figures(text)
    if figures:
        return hmac.compare_digest(figures, _figures(short_code(invitation)))
    try:
        return opened(PURPOSE, text) == (invitation.pk, invitation.edition)
    except BadTokenError:
        return False


def _figures(text: str) -> str:
    """A short code without what people put between its figures; "" for what is none."""
    bare = "".join(text.replace("-", " ").split())
    return bare if bare.isascii() and bare.isdecimal() else ""


def _check(invitation: Invitation) -> str:
    signature = checkin_token(invitation).rpartition("-")[2].encode()
    number = int.from_bytes(hmac.digest(signature, b"short", "sha256")[:8])
    return f"{number % 10**SHORT:0{SHORT}d}"
