"""The link of a follow-up: a signature that allows one act, answering this one form.

It is no sign-in and leaves no session. It names the follow-up and the address that it was sent
to: when another person becomes the contact, the earlier link is over. It is over too when the
next follow-up is due.
"""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import salted_hmac

from continuity.models import FOLLOW_UP_MONTHS, FollowUp

#: Signatures made for anything else do not open a follow-up.
_PURPOSE = "continuity.follow-up"
#: The last follow-up is open for a year.
CLOSING_MONTHS = dict(zip(FOLLOW_UP_MONTHS, (*FOLLOW_UP_MONTHS[1:], 36), strict=True))


class NoSuchLinkError(Exception):
    """The token was not made here, not for this, or for a follow-up that is not there."""


class LinkOverError(Exception):
    """The token was right once: another person is the contact now, or the time is over."""


def closes_on(follow_up: FollowUp) -> dt.date:
    """The first day on which the link no longer opens: the next follow-up's."""
    months = CLOSING_MONTHS[follow_up.months] - follow_up.months
    return follow_up.due_on + relativedelta(months=months)


def link_of(follow_up: FollowUp) -> str:
    """The whole address that the contact person gets."""
    path = reverse("continuity:answer", args=[token_of(follow_up)])
    return settings.SITE_URL.rstrip("/") + path


def token_of(follow_up: FollowUp) -> str:
    """The signed token of a follow-up and its present contact."""
    return Signer(salt=_PURPOSE).sign_object([follow_up.pk, _contact(follow_up)])


def opened(token: str, today: dt.date) -> FollowUp:
    """The follow-up of a token. Raises NoSuchLinkError or LinkOverError. One query."""
    try:
        pk, contact = Signer(salt=_PURPOSE).unsign_object(token)
    except (BadSignature, ValueError) as error:
        raise NoSuchLinkError from error
    rows = FollowUp.objects.select_related("participation__place", "participation__programme")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NoSuchLinkError
    if contact != _contact(found) or today >= closes_on(found):
        raise LinkOverError
    return found


def _contact(follow_up: FollowUp) -> str:
    """A short mark of the address, which does not tell it."""
    return salted_hmac(_PURPOSE, follow_up.email.lower(), algorithm="sha256").hexdigest()[:16]
