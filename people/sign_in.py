"""What happens at a sign-in, whichever way it was done."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
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


@receiver(post_save, sender=User, dispatch_uid="people.end_sessions")
def end_sessions_of_a_closed_account(sender: Any, instance: User, **kwargs: Any) -> None:
    """A session does not come back when the account is opened again."""
    if not instance.is_active:
        for session in UserSession.objects.filter(user=instance):
            session.end()
