"""`manage.py encrypt_secrets`: after a change of SECRET_KEY, before the old one is forgotten."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp
from django.core.management.base import BaseCommand
from django.db import transaction

from people.stored_secrets import encrypt_all


class Command(BaseCommand):
    """Writes each stored secret anew with the present key."""

    help = "Encrypt second factors and providers' secrets anew with the present SECRET_KEY."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many."""
        with transaction.atomic():
            number = encrypt_all(Authenticator.objects, SocialApp.objects)
        self.stdout.write(f"{number} secrets are encrypted with the present key.")
