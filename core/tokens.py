"""Tokens in addresses: the right to one act, made from a number and never stored.

A token names a row by its number and carries a 256-bit signature over purpose, number and
edition (HMAC-SHA256 with the installation's secret key). Nothing of it lies in the database: a
copy of the database opens no link. Links made with an earlier key open while that key stands in
`SECRET_KEY_OLD`. Raising the row's edition ends every earlier token. A token
is no sign-in: the page behind it allows what its purpose says and nothing else.

    token("workshops.answer", invitation.pk, invitation.edition)     "3v-1-cOq…"
    number, edition = opened("workshops.answer", text)
"""

from __future__ import annotations

import base64
import hmac
from functools import lru_cache

from django.conf import settings
from django.utils.http import base36_to_int, int_to_base36

#: Numbers larger than the database's are no tokens of ours.
_LONGEST_NUMBER = 13


class BadTokenError(Exception):
    """The text is no token of this purpose."""


def token(purpose: str, number: int, edition: int = 1) -> str:
    """The token of a row: `number` is its id, `edition` counts how often the link was renewed."""
    return _written(purpose, number, edition, settings.SECRET_KEY)


def opened(purpose: str, text: str) -> tuple[int, int]:
    """Number and edition of a token. Raises BadTokenError. The caller compares the edition."""
    head, dash, rest = text.partition("-")
    tail, other_dash, _signature_text = rest.partition("-")
    if not dash or not other_dash or max(len(head), len(tail)) > _LONGEST_NUMBER:
        raise BadTokenError
    try:
        number, edition = base36_to_int(head), base36_to_int(tail)
    except ValueError as error:
        raise BadTokenError from error
    # The whole text is compared: one token has one spelling.
    given = text.encode("utf-8", "replace")
    right = spellings(purpose, number, edition)
    if not any(hmac.compare_digest(one.encode(), given) for one in right):
        raise BadTokenError
    return number, edition


def spellings(purpose: str, number: int, edition: int = 1) -> list[str]:
    """The token as the present key makes it, and as earlier ones did."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [_written(purpose, number, edition, key) for key in keys]


def _written(purpose: str, number: int, edition: int, secret: str) -> str:
    mark = hmac.digest(_key(purpose, secret), b"%d.%d" % (number, edition), "sha256")
    signature = base64.urlsafe_b64encode(mark).rstrip(b"=").decode()
    return f"{int_to_base36(number)}-{int_to_base36(edition)}-{signature}"


@lru_cache(maxsize=64)
def _key(purpose: str, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"core.tokens:" + purpose.encode(), "sha256")
