"""Writes every stored secret anew with the present key."""

from __future__ import annotations

from typing import Any

from core import secrets

#: Values of an authenticator that are secret: one, or a list of them.
PARTS = ("secret", "seed", "migrated_codes")


def encrypt_all(authenticators: Any, apps: Any) -> int:
    """Encrypt seeds of second factors and secrets of providers; returns how many rows changed.

    Takes the managers, so that a migration can give those of its own time.
    """
    changed = 0
    for authenticator in authenticators.exclude(type="webauthn").iterator():
        found = {name: authenticator.data[name] for name in PARTS if name in authenticator.data}
        authenticator.data |= {name: _anew(value) for name, value in found.items()}
        authenticator.save(update_fields=["data"])
        changed += 1
    for app in apps.iterator():
        stored = app.secret or app.settings.get("encrypted_secret", "")
        if stored:
            app.settings = app.settings | {"encrypted_secret": _anew(stored)}
            app.secret = ""
            app.save(update_fields=["settings", "secret"])
            changed += 1
    return changed


def _anew(value: Any) -> Any:
    if isinstance(value, list):
        return [_anew(one) for one in value]
    return secrets.encrypt(secrets.decrypt(value))
