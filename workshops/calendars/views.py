"""Calendar files and subscriptions; a programme's meetings as list, months and timeline."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.downloads import download
from core.policy import PUBLIC, SIGNED_IN, allowed
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from people.models import User
from places.models import Participation
from programmes.home.pages import with_head as with_tabs
from programmes.models import Programme
from workshops.calendars import feeds as subscriptions
from workshops.calendars import ics
from workshops.calendars import programme as in_programme
from workshops.calendars.services import (
    FeedOverError,
    NoSuchFeedError,
    end_feed,
    note_read,
    open_feed,
    opened,
    renew_feed,
)
from workshops.calendars.timeline import timeline
from workshops.models import Feed, Workshop
from workshops.queries import with_head

ICS_TYPE = "text/calendar; charset=utf-8"
#: Digits of the longest id that a database takes.
ID_DIGITS = 18
programme_page = partial(page, "programmes.view_programme", Programme, select=with_tabs)


# --- a programme's meetings ---


@programme_page("workshops/calendars/meetings.html")
def programme_meetings(request: SignedInRequest, programme: Programme) -> Context:
    """All meetings that the user sees. `?when=`, `?kind=`, `?series=`, `?host=` filter them."""
    context = in_programme.meetings(programme, request.user, request.GET.dict())
    return context | _around(request, programme, "programme_meetings")


@programme_page("workshops/calendars/month.html")
def programme_calendar(request: SignedInRequest, programme: Programme) -> Context:
    """One month; `?month=2026-12` chooses it."""
    context = in_programme.months(programme, request.user, request.GET.get("month", ""))
    return context | _around(request, programme, "programme_calendar")


@programme_page("workshops/calendars/timeline.html")
def programme_timeline_page(request: SignedInRequest, programme: Programme) -> Context:
    """Series and meetings over time, as a picture, in words, and on paper."""
    context = timeline(programme, request.user)
    return context | _around(request, programme, "programme_timeline")


def _around(request: SignedInRequest, programme: Programme, current: str) -> dict[str, Any]:
    """The head that the three pages share: the way between them, and the button."""
    views = {
        "programme_meetings": _("List"),
        "programme_calendar": pgettext("a view of meetings", "Months"),
        "programme_timeline": _("Timeline"),
    }
    return {
        "ways": [
            {
                "label": label,
                "url": reverse(f"workshops:{name}", args=[programme.pk]),
                "current": name == current,
            }
            for name, label in views.items()
        ],
        "may_plan": allowed(request.user, "workshops.plan_in_programme", programme),
    }


# --- files and subscriptions ---


@page("workshops.view_workshop", Workshop, select=with_head)
def meeting_file(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """One meeting as a file for one's own calendar."""
    url = settings.SITE_URL + workshop.get_absolute_url()
    text = ics.event(workshop, method="PUBLISH", url=url)
    return download(text.encode(), ics.file_name(workshop), ICS_TYPE)


@form_page(SIGNED_IN, template="workshops/calendars/feeds.html")
def feeds(request: SignedInRequest) -> Posting[Feed]:
    """One's calendars. POST makes the address of one: `kind` and `pk` say of what."""
    asked = _asked_for(request.user, request.POST.get("kind", ""), request.POST.get("pk", ""))
    return Posting(
        verb=partial(open_feed, by=request.user, **asked),
        done=_("The address is made. Copy it into your calendar program."),
        to=_row,
        context=partial(subscriptions.page, request.user),
    )


def _asked_for(user: User, kind: str, number: str) -> dict[str, Any]:
    pk = int(number) if number.isdecimal() and len(number) <= ID_DIGITS else 0
    if kind == "place":
        return {"participation": get_object_or_404(Participation.objects.visible_to(user), pk=pk)}
    if kind == "programme":
        return {"programme": get_object_or_404(Programme.objects.visible_to(user), pk=pk)}
    return {}


@form_page(SIGNED_IN, template="workshops/calendars/feed_renew.html")
def feed_renew(request: SignedInRequest, feed_id: int) -> Posting[Feed]:
    """Ask, then end the old address and make a new one."""
    feed = _own(request, feed_id)
    return Posting(
        verb=partial(renew_feed, feed=feed, by=request.user),
        done=_("The old address is ended. Subscribe to the new one."),
        to=_row,
        context={"feed": feed, "name": subscriptions.name_of(feed)},
    )


@form_page(SIGNED_IN, template="workshops/calendars/feed_end.html")
def feed_end(request: SignedInRequest, feed_id: int) -> Posting[None]:
    """Ask, then end a calendar."""
    feed = _own(request, feed_id)
    return Posting(
        verb=partial(end_feed, feed=feed, by=request.user),
        done=_("The calendar is ended."),
        to=reverse("workshops:feeds"),
        context={"feed": feed, "name": subscriptions.name_of(feed)},
    )


def _own(request: SignedInRequest, feed_id: int) -> Feed:
    own = Feed.objects.filter(user=request.user)
    return get_object_or_404(own.select_related("participation__place", "programme"), pk=feed_id)


def _row(feed: Feed) -> str:
    return f"{reverse('workshops:feeds')}#feed-{feed.pk}"


@page(PUBLIC)
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """What a calendar program reads. No session: the address is the key.

    An ETag saves the transfer. There is no Last-Modified: an entry that goes because a right
    has ended changes no row, and a program that compares dates would keep it.
    """
    try:
        found = opened(token)
    except NoSuchFeedError:
        return _sentence(_("There is no such calendar."), 404)
    except FeedOverError:
        return _sentence(_("This address has ended. Your calendars' page has the new one."), 410)
    now = timezone.now()
    content = subscriptions.content(found, now)
    note_read(found, now)
    response = HttpResponse(content, content_type=ICS_TYPE)
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return _closed(answer or response)


def _sentence(text: str, status: int) -> HttpResponseBase:
    return _closed(
        HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
    )


def _closed(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Content-Type-Options"] = "nosniff"
    return response
