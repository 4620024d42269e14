"""What a view may take for granted behind `core.policy.policy`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from people.models import User


class SignedInRequest(HttpRequest):
    """A request whose user has an account: the policy has sent everybody else to sign in.

    For annotations only; at run time it is Django's own request.
    """

    user: User
