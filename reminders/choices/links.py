"""The link in each letter by which one chooses, without an account.

It is signed with a salt of its own, names the address and nothing else, and opens no session.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from core.addresses import normal_address

#: Links in letters that were sent stay good: the salt is as old as the choice.
_SALT = "plans.reminders"
#: An address is no longer than this; a longer token is not ours.
_LONGEST_TOKEN = 600


def link_for(email: str) -> str:
    """The whole address of the page on which the owner of the e-mail address chooses."""
    token = signing.dumps(normal_address(email), salt=_SALT)
    return settings.SITE_URL.rstrip("/") + reverse("reminders:choice_by_link", args=[token])


def address_of(token: str) -> str | None:
    """The e-mail address that a link names; None when it is not a link of ours."""
    if len(token) > _LONGEST_TOKEN:
        return None
    try:
        email = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return email if isinstance(email, str) else None
