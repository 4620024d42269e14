"""Secrets that must be read again, such as the seed of a code app: encrypted in the database.

A copy of the database alone opens none: the key is made from the installation's SECRET_KEY. What
was written with an earlier key is read while that key stands in `SECRET_KEY_OLD`.
`manage.py encrypt_secrets` writes everything anew with the present one.
"""

from __future__ import annotations

import base64
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

#: Before what is encrypted. Text without it was stored before there was encryption.
MARK = "fernet:"


def encrypt(text: str) -> str:
    """The text as it is stored."""
    return MARK + _fernet().encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """The text again. Raises `cryptography.fernet.InvalidToken` for one of an unknown key."""
    if not stored.startswith(MARK):
        return stored
    return _fernet().decrypt(stored.removeprefix(MARK)).decode()


def _fernet() -> MultiFernet:
    return _of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=8)
def _of(keys: tuple[str, ...]) -> MultiFernet:
    made = (hmac.digest(key.encode(), b"core.secrets", "sha256") for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in made])
