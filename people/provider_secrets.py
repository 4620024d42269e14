"""The secrets of regions' sign-in providers: encrypted in the database, open only while in use.

The library's field is too short for what is encrypted, so it lies in the provider's settings.
"""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialApp
from django.db.models.signals import pre_save
from django.dispatch import receiver

from core import secrets

#: Where in `SocialApp.settings`.
NAME = "encrypted_secret"


@receiver(pre_save, sender=SocialApp, dispatch_uid="people.hide_provider_secret")
def hide_secret(sender: Any, instance: SocialApp, **kwargs: Any) -> None:
    """Encrypt the secret that was typed in; without a new one the old one stays."""
    if instance.secret:
        instance.settings = instance.settings | {NAME: secrets.encrypt(instance.secret)}
        instance.secret = ""


def open_secret(app: SocialApp) -> None:
    """Put the secret where the library looks for it."""
    if NAME in app.settings:
        app.secret = secrets.decrypt(app.settings[NAME])
