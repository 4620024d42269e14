"""Calendar feeds: a secret address at which one person's calendar program reads.

The address is made from the row's number and edition (`core.tokens`) and stored nowhere.
Renewing raises the edition and ends the old address for good; ending deletes the row. What a
feed shows is asked anew at each call with the owner's rights of that day
(`workshops.calendars.entries`), so a right that has ended takes its entries away.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit
from core.policy import SIGNED_IN, require
from core.refusals import NotAllowed
from core.tokens import BadTokenError, token
from core.tokens import opened as token_opened
from people.models import User
from places.models import Participation
from programmes.models import Programme
from workshops.models import Feed

PURPOSE = "workshops.feed"
#: "Last read" is kept this exactly: calendar programs come several times an hour.
READ_EVERY = dt.timedelta(hours=1)


class NoSuchFeedError(Exception):
    """The token was not made here, not for this, or its feed was ended."""


class FeedOverError(Exception):
    """The address was right once: it was renewed since, or its owner has no account any more."""


def open_feed(
    *, by: User, participation: Participation | None = None, programme: Programme | None = None
) -> Feed:
    """Give the user a feed: of a place, of a programme that he or she runs, or of the own meetings.

    Asked for twice it is one.

    Refusals: not_allowed (a place that the user does not see, a programme not run by the user).
    """
    require(by, SIGNED_IN)
    if programme is not None:
        require(by, "workshops.plan_in_programme", programme)
    if participation is not None:
        require(by, "workshops.view_place_meetings", participation)
    with transaction.atomic():
        feed, made = Feed.objects.get_or_create(
            user=by, participation=participation, programme=programme
        )
        if made:
            audit.record("feed.opened", feed, by=by)
    return feed


def renew_feed(*, feed: Feed, by: User) -> Feed:
    """End the feed's address and give it a new one. Refusals: not_allowed (somebody else's)."""
    _own(feed, by)
    with transaction.atomic():
        Feed.objects.filter(pk=feed.pk).update(
            edition=F("edition") + 1, read_at=None, updated_at=timezone.now()
        )
        feed.refresh_from_db()
        audit.record("feed.renewed", feed, by=by)
    return feed


def end_feed(*, feed: Feed, by: User) -> None:
    """End the feed: its address is unknown from now on. Refusals: not_allowed."""
    _own(feed, by)
    with transaction.atomic():
        audit.record("feed.ended", feed, by=by)
        feed.delete()


def _own(feed: Feed, by: User) -> None:
    if feed.user_id != by.pk:
        raise NotAllowed("not_allowed", _("This calendar is somebody else's."))


def address_of(feed: Feed) -> str:
    """The whole secret address."""
    path = reverse("workshops:feed", args=[token(PURPOSE, feed.pk, feed.edition)])
    return settings.SITE_URL + path


def opened(text: str) -> Feed:
    """The feed of a token, with its owner, place and programme. One query.

    Raises NoSuchFeedError or FeedOverError.
    """
    try:
        number, edition = token_opened(PURPOSE, text)
    except BadTokenError as error:
        raise NoSuchFeedError from error
    feed = (
        Feed.objects.select_related("user", "participation__place", "programme")
        .filter(pk=number)
        .first()
    )
    if feed is None:
        raise NoSuchFeedError
    if feed.edition != edition or not feed.user.is_active:
        raise FeedOverError
    return feed


def note_read(feed: Feed, now: dt.datetime) -> None:
    """Remember that a calendar program was here, at most once an hour.

    It is not a verb: it only tells the owner on the page of feeds that the subscription works.
    """
    stale = Q(read_at__isnull=True) | Q(read_at__lt=now - READ_EVERY)
    if feed.read_at is None or feed.read_at < now - READ_EVERY:
        Feed.objects.filter(stale, pk=feed.pk, edition=feed.edition).update(read_at=now)
