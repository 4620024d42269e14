"""Signs a test's browser in with three statements instead of sixteen.

Thousands of tests begin so. Django saves a session, takes another key for it and saves again;
here it is saved once. Everything else is Django's own `login`: the signals, the language, the
hour of the last sign-in.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.utils.crypto import get_random_string

_usual = Client.force_login


class _Fresh(SessionStore):
    """A session that nobody has had before: nothing to look up, no key to exchange."""

    key_salt = SessionStore().key_salt  # made from a class's name

    def load(self) -> dict[str, Any]:
        return {}

    def cycle_key(self) -> None:
        """Stay: nobody knows the key yet."""


def force_login(client: Client, user: Any, backend: str | None = None) -> None:
    """Sign somebody in; a browser that has a session already is Django's own matter."""
    if settings.SESSION_COOKIE_NAME in client.cookies:
        _usual(client, user, backend)
        return
    user.backend = backend or "django.contrib.auth.backends.ModelBackend"
    request = HttpRequest()
    request.session = session = _Fresh(get_random_string(32, VALID_KEY_CHARS))
    login(request, user, user.backend)
    Session.objects.bulk_create([session.create_model_instance(dict(session.items()))])
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


def install() -> None:
    """Let every browser of a test sign in so."""
    Client.force_login = force_login
