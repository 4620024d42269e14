"""Who asks, for verbs that want an account."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from people.models import User


def acting(request: HttpRequest) -> User:
    """The account that is signed in: a view that calls this declares a policy that wants one."""
    return cast("User", request.user)
