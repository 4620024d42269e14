"""What happens at a sign-in, whichever way it was done."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from core.language import remember_language
from people.models import User


@receiver(user_logged_in, dispatch_uid="people.language_at_sign_in")
def speak_the_accounts_language(
    sender: Any, request: HttpRequest | None, user: User, **kwargs: Any
) -> None:
    """Pages come in the account's language from now on. A listener, for every way of signing in."""
    if request is not None:
        remember_language(request, user.language)
