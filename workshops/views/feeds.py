"""Calendars: files of meetings, subscriptions, and what calendar programs read."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import download
from core.policy import PUBLIC, SIGNED_IN, policy
from core.requests import SignedInRequest
from people.models import User
from places.models import Participation
from programmes.models import Programme
from workshops import feed_entries, feeds_page
from workshops.domain import ics
from workshops.domain.feeds import (
    FeedOverError,
    NoSuchFeedError,
    end_feed,
    note_read,
    open_feed,
    opened,
    renew_feed,
)
from workshops.models import Feed, Workshop
from workshops.views.select import for_page

ICS_TYPE = "text/calendar; charset=utf-8"
#: Digits of the longest id that a database takes.
ID_DIGITS = 18


@policy("workshops.view_workshop", Workshop, select=for_page)
@require_safe
def meeting_file(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """One meeting as a file for one's own calendar."""
    url = settings.SITE_URL + workshop.get_absolute_url()
    text = ics.event(workshop, method="PUBLISH", url=url)
    return download(text.encode(), ics.file_name(workshop), ICS_TYPE)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: SignedInRequest) -> HttpResponse:
    """One's calendars. POST makes the address of one: `kind` and `pk` say of what."""
    if request.method != "POST":
        return render(request, "workshops/calendar/feeds.html", feeds_page.context(request.user))
    feed = _asked_for(request.user, request.POST.get("kind", ""), request.POST.get("pk", ""))
    messages.success(request, _("The address is made. Copy it into your calendar program."))
    return _to_row(feed)


def _asked_for(user: User, kind: str, number: str) -> Feed:
    pk = int(number) if number.isdecimal() and len(number) <= ID_DIGITS else 0
    if kind == "place":
        place = get_object_or_404(Participation.objects.visible_to(user), pk=pk)
        return open_feed(by=user, participation=place)
    if kind == "programme":
        programme = get_object_or_404(Programme.objects.visible_to(user), pk=pk)
        return open_feed(by=user, programme=programme)
    return open_feed(by=user)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def feed_renew(request: SignedInRequest, feed_id: int) -> HttpResponse:
    """Ask, then end the old address and make a new one."""
    feed = _own(request, feed_id)
    if request.method != "POST":
        context = {"feed": feed, "name": feed_entries.name_of(feed)}
        return render(request, "workshops/calendar/feed_renew.html", context)
    renew_feed(feed=feed, by=request.user)
    messages.success(request, _("The old address is ended. Subscribe to the new one."))
    return _to_row(feed)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def feed_end(request: SignedInRequest, feed_id: int) -> HttpResponse:
    """Ask, then end a calendar."""
    feed = _own(request, feed_id)
    if request.method != "POST":
        context = {"feed": feed, "name": feed_entries.name_of(feed)}
        return render(request, "workshops/calendar/feed_end.html", context)
    end_feed(feed=feed, by=request.user)
    messages.success(request, _("The calendar is ended."))
    return HttpResponseRedirect(reverse("workshops:feeds"))


def _own(request: SignedInRequest, feed_id: int) -> Feed:
    own = Feed.objects.filter(user=request.user)
    return get_object_or_404(own.select_related("participation__place", "programme"), pk=feed_id)


def _to_row(feed: Feed) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('workshops:feeds')}#feed-{feed.pk}")


@policy(PUBLIC)
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads. No session: the address is the key.

    An ETag saves the transfer. There is no Last-Modified: an entry that goes because a right
    has ended changes no row, and a program that compares dates would keep it.
    """
    try:
        found = opened(token)
    except NoSuchFeedError:
        return _told(_("There is no such calendar."), 404)
    except FeedOverError:
        return _told(_("This address has ended. Your calendars' page has the new one."), 410)
    now = timezone.now()
    content = feed_entries.content(found, now)
    note_read(found, now)
    response = HttpResponse(content, content_type=ICS_TYPE)
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return _closed(answer or response)


def _told(text: str, status: int) -> HttpResponse:
    return _closed(
        HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
    )


def _closed(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Content-Type-Options"] = "nosniff"
    return response
