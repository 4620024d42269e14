"""The code with which a guest is found at the door: as a QR code, and short, to be typed.

Both name the invitation and carry a signature. They are no key to anything: whoever reads them
at the door is signed in and may check in there anyhow. So the short one may be short.
"""

from __future__ import annotations

import hmac

from django.utils.http import base36_to_int, int_to_base36

from core.tokens import BadTokenError, opened, token
from workshops.models import Invitation

DOOR = "workshops.door"
#: Characters of the signature that the short code keeps: 36^5 are 60 million.
SHORT = 5
#: A code longer than this is none of ours.
LONGEST = 80


def door_token(invitation: Invitation) -> str:
    """What the QR code holds: a token of this purpose (`core.tokens`)."""
    return token(DOOR, invitation.pk, invitation.edition)


def short_code(invitation: Invitation) -> str:
    """What somebody can read out and type: "3V-K7Q2M". The number, a dash, a check."""
    return f"{int_to_base36(invitation.pk)}-{_check(invitation)}".upper()


def number_of(code: str) -> int | None:
    """The invitation's id that a code names, signed or not; None for what is no code."""
    text = code.strip()
    head, dash, _rest = text.partition("-")
    if not dash or len(text) > LONGEST:
        return None
    try:
        return base36_to_int(head.lower())
    except ValueError:
        return None


def is_code_of(invitation: Invitation, code: str) -> bool:
    """Whether the code, long or short, is this invitation's and not renewed since."""
    text = code.strip()
    try:
        return opened(DOOR, text) == (invitation.pk, invitation.edition)
    except BadTokenError:
        typed = text.upper().replace(" ", "").encode("utf-8", "replace")
        return hmac.compare_digest(typed, short_code(invitation).encode())


def _check(invitation: Invitation) -> str:
    # Numbers and letters without the token's dashes and cases: people read it over a counter.
    signature = door_token(invitation).rpartition("-")[2].encode()
    number = int.from_bytes(hmac.digest(signature, b"short", "sha256")[:8])
    return int_to_base36(number % 36**SHORT).rjust(SHORT, "0")
