"""Calendar feeds: the page where a person gets them, and what stands in one.

A feed shows what its owner may see on the day of the call:

- One's own feed: meetings at places with a role today and meetings with a task; agreed dates
  and due dates of those places; actions that the person answers for.
- A place's: its meetings, agreed dates, due dates and actions.
- A programme's: its meetings.

The number of questions does not depend on how much there is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Event

from people.models import User
from people.scope import scope_of
from places.models import ItemState, Participation, ParticipationStatus, StepItem
from plans.models import RUNNING, Action
from programmes.models import Programme
from workshops.calendars import ics
from workshops.calendars.services import address_of
from workshops.models import Feed, Workshop, WorkshopState

#: Places and programmes that are offered; a coach has about ten.
MOST_OFFERED = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One calendar: whose meetings, and its feed when the person has one.

    `kind` and `pk` say what is asked for ("own", "place", "programme"). `seen` is false for a
    feed of something that the person may no longer see: its calendar is empty.
    """

    kind: str
    pk: int
    title: str
    text: str
    feed: Feed | None
    seen: bool = True

    @property
    def address(self) -> str:
        """The secret address; empty before there is one."""
        return address_of(self.feed) if self.feed else ""

    @property
    def webcal(self) -> str:
        """The same address in the form that opens a calendar program."""
        return re.sub("^https?:", "webcal:", self.address)


def page(user: User) -> dict[str, Any]:
    """What templates/workshops/calendars/feeds.html needs. Three questions."""
    feeds = list(Feed.objects.filter(user=user).select_related("participation__place", "programme"))
    by_place = {feed.participation_id: feed for feed in feeds if feed.participation_id}
    by_programme = {feed.programme_id: feed for feed in feeds if feed.programme_id}
    own = next((f for f in feeds if f.participation_id is None and f.programme_id is None), None)
    places = _places(user, by_place)
    programmes = _programmes(user, by_programme)
    mine = _(
        "Meetings at your places and those where you have a task, agreed dates, "
        "what is due at your places, and actions that you answer for."
    )
    rows = [
        Row("own", 0, _("My meetings"), mine, own),
        *(_place(one, by_place.pop(one.pk, None)) for one in places),
        *(_programme(one, by_programme.pop(one.pk, None)) for one in programmes),
    ]
    rows += [_gone(feed) for feed in (*by_place.values(), *by_programme.values())]
    return {"rows": rows}


def _places(user: User, wanted: dict[int, Feed]) -> list[Participation]:
    """Places with a role today, and others that the person sees and has a feed of."""
    mine = scope_of(user).participations().union(wanted)
    seen = Participation.objects.visible_to(user).filter(pk__in=mine)
    return list(
        seen.select_related("place", "programme").order_by("place__name", "pk")[:MOST_OFFERED]
    )


def _programmes(user: User, wanted: dict[int, Feed]) -> list[Programme]:
    found = Programme.objects.run_by(user).order_by("-starts_on", "name", "pk")
    listed = list(found[:MOST_OFFERED])
    missing = set(wanted) - {one.pk for one in listed}
    return listed + (list(found.filter(pk__in=missing)) if missing else [])


def _place(one: Participation, feed: Feed | None) -> Row:
    text = _("%(programme)s: meetings of the place, agreed dates, what is due, actions.")
    return Row("place", one.pk, one.place.name, text % {"programme": one.programme.name}, feed)


def _programme(one: Programme, feed: Feed | None) -> Row:
    return Row("programme", one.pk, one.name, _("All meetings of the programme."), feed)


def _gone(feed: Feed) -> Row:
    thing = feed.participation.place.name if feed.participation else str(feed.programme)
    text = _("You have no role here any more, so this calendar is empty.")
    return Row("gone", feed.pk, thing, text, feed, seen=False)


# --- the file ---

#: How far back a feed reaches, and how long a cancelled meeting stays in it.
BACK, CANCELLED_STAYS = dt.timedelta(days=180), dt.timedelta(days=30)
#: More than this no calendar program shows well; the next ones come first.
MOST = 1000
#: How often a calendar program is asked to come.
EVERY = dt.timedelta(hours=6)


def name_of(feed: Feed) -> str:
    """What the calendar is called in a calendar program."""
    if feed.participation is not None:
        return feed.participation.place.name
    return feed.programme.name if feed.programme is not None else _("My meetings")


def content(feed: Feed, now: dt.datetime) -> bytes:
    """The feed as a file, in its owner's language."""
    with translation.override(feed.user.language):
        entries = [*_meetings(feed, now), *_dates(feed, timezone.localdate(now))]
        whole = ics.calendar(entries, name=name_of(feed))
        whole.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
        whole.add("x-published-ttl", "PT6H")
        text: bytes = whole.to_ical()
        return text


def workshops_of(feed: Feed, now: dt.datetime) -> QuerySet[Workshop]:
    """The meetings of a feed, the latest first."""
    user = feed.user
    found = Workshop.objects.visible_to(user).filter(starts_at__gte=now - BACK, entered_later=False)
    gone = Q(state=WorkshopState.CANCELLED, cancelled_at__lt=now - CANCELLED_STAYS)
    if feed.participation_id is not None:
        link = Workshop.participations.through.objects.filter(
            workshop=OuterRef("pk"), participation=feed.participation_id
        )
        found = found.filter(Exists(link))
    elif feed.programme_id is not None:
        found = found.filter(programme=feed.programme_id)
    else:
        found = found.own_of(user)
    return (
        found.exclude(gone).select_related("programme__region").order_by("-starts_at", "pk")[:MOST]
    )


def _meetings(feed: Feed, now: dt.datetime) -> Iterator[Event]:
    for workshop in workshops_of(feed, now):
        url = _url("workshops:workshop", workshop.pk)
        alarms = ics.ALARMS if workshop.starts_at > now else ()
        yield ics.entry(workshop, alarms=alarms, url=url)


def _participations(feed: Feed) -> QuerySet[Participation]:
    seen = Participation.objects.visible_to(feed.user).filter(status=ParticipationStatus.ACTIVE)
    if feed.participation_id is not None:
        return seen.filter(pk=feed.participation_id)
    return seen.filter(pk__in=scope_of(feed.user).participations())


def _dates(feed: Feed, today: dt.date) -> Iterator[Event]:
    if feed.programme_id is not None:
        return
    since = today - BACK
    told: set[tuple[int, dt.date | None, str]] = set()
    items = (
        StepItem.objects.filter(
            participation__in=_participations(feed), state=ItemState.OPEN, due_on__gte=since
        )
        .select_related("participation__place", "step", "item")
        .order_by("due_on", "participation", "step__order", "order", "pk")[:MOST]
    )
    for (_day, _place, _step), group in groupby(items, key=_same_date):
        due = list(group)
        told.update((one.participation_id, one.due_on, one.text) for one in due)
        yield _due(due)
    for one in _participations(feed).select_related("place"):
        yield from _dates_of_place(one, since, told)
    yield from _actions(feed, since)


def _same_date(item: StepItem) -> tuple[dt.date | None, int, int]:
    return item.due_on, item.participation_id, item.step_id


def _due(items: list[StepItem]) -> Event:
    """The lines of one step that are due on one day: an entry together, not one each."""
    first = items[0]
    assert first.due_on is not None  # noqa: S101 - the filter says so
    words = {"place": first.participation.place.name, "text": first.text, "step": first.step.title}
    if len(items) == 1:
        title = _("%(place)s, due: %(text)s") % words
    else:
        title = ngettext(
            "%(place)s, due: %(count)s line of “%(step)s”",
            "%(place)s, due: %(count)s lines of “%(step)s”",
            len(items),
        ) % (words | {"count": len(items)})
    name = f"due-{first.participation_id}-{first.step.order}-{first.due_on:%Y%m%d}"
    return ics.day_entry(
        name=ics.uid(name),
        title=title,
        day=first.due_on,
        stamp=max(item.updated_at for item in items),
        url=_url("places:step", first.participation_id, first.step.order),
        text="\n".join(f"- {item.text}" for item in items) if len(items) > 1 else "",
    )


def _dates_of_place(
    one: Participation, since: dt.date, told: set[tuple[int, dt.date | None, str]]
) -> Iterator[Event]:
    url = _url("places:participation", one.pk)
    words = {"place": one.place.name, "text": one.next_text}
    # The next date may be a condition's due date, which is there already.
    if one.next_on and one.next_on >= since and (one.pk, one.next_on, one.next_text) not in told:
        yield ics.day_entry(
            name=ics.uid(f"next-{one.pk}"),
            title=_("%(place)s: %(text)s") % words,
            day=one.next_on,
            stamp=one.updated_at,
            url=url,
        )
    if one.support_ends_on >= since:
        yield ics.day_entry(
            name=ics.uid(f"support-ends-{one.pk}"),
            title=_("%(place)s: last day of the support") % words,
            day=one.support_ends_on,
            stamp=one.updated_at,
            url=url,
        )


def _actions(feed: Feed, since: dt.date) -> Iterator[Event]:
    actions = Action.objects.filter(
        participation__in=_participations(feed), state__in=RUNNING, ends_on__gte=since
    )
    if feed.participation_id is None:
        actions = actions.filter(responsible_user=feed.user)
    for action in actions.select_related("participation__place").order_by("ends_on", "pk")[:MOST]:
        assert action.ends_on is not None  # noqa: S101 - the filter says so
        yield ics.day_entry(
            name=ics.uid(f"action-{action.pk}"),
            title=_("%(place)s, to be done: %(text)s")
            % {"place": action.participation.place.name, "text": action.title},
            day=action.ends_on,
            stamp=action.updated_at,
            url=_url("plans:action", action.participation_id, action.pk),
        )


def _url(name: str, *args: int) -> str:
    return settings.SITE_URL + reverse(name, args=args)
