"""The link in a keeper's letter: it opens the entries of one municipality, and nothing else.

It is no sign-in. A later letter or another keeper ends it, and so does its time.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from learning.models import DirectoryKeeper

_PURPOSE = "learning.directory-keeper"
#: So long a letter's link is open.
OPEN_DAYS = 90


class NoSuchLinkError(Exception):
    """The token was not made here, or its keeper is gone."""


class LinkOverError(Exception):
    """The token was right once: a later letter went, or its time is over."""


def closes_on(keeper: DirectoryKeeper) -> dt.date:
    """The first day on which the link no longer opens."""
    if keeper.last_letter_on is None:
        raise LinkOverError
    return keeper.last_letter_on + dt.timedelta(days=OPEN_DAYS)


def token_of(keeper: DirectoryKeeper) -> str:
    """The signed token of the keeper's newest letter."""
    return Signer(salt=_PURPOSE).sign_object([keeper.pk, keeper.edition])


def link_of(keeper: DirectoryKeeper) -> str:
    """The whole address that the keeper gets."""
    return settings.SITE_URL.rstrip("/") + reverse("learning:keep", args=[token_of(keeper)])


def opened(token: str, today: dt.date) -> DirectoryKeeper:
    """The keeper of a token. Raises NoSuchLinkError or LinkOverError. One query."""
    try:
        pk, edition = Signer(salt=_PURPOSE).unsign_object(token)
    except (BadSignature, ValueError) as error:
        raise NoSuchLinkError from error
    rows = DirectoryKeeper.objects.select_related("region", "municipality")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NoSuchLinkError
    if edition != found.edition or today >= closes_on(found):
        raise LinkOverError
    return found
