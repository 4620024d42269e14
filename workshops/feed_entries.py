"""What stands in a calendar feed, as its owner may see it on the day of the call.

- One's own feed: meetings at places with a role today and meetings with a task; agreed dates
  and due dates of those places; actions that the person answers for.
- A place's: its meetings, agreed dates, due dates and actions.
- A programme's: its meetings.

The number of questions does not depend on how much there is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Event

from core.addresses import address
from people.scope import scope_of
from places.models import ItemState, Participation, ParticipationStatus, StepItem
from plans.models import RUNNING, Action
from workshops.domain import ics
from workshops.models import Feed, Workshop, WorkshopState

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
    found = Workshop.objects.visible_to(user).filter(starts_at__gte=now - BACK)
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
        url = settings.SITE_URL + address("workshops:workshop", workshop.pk)
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
        url=settings.SITE_URL + address("places:step", first.participation_id, first.step.order),
        text="\n".join(f"- {item.text}" for item in items) if len(items) > 1 else "",
    )


def _dates_of_place(
    one: Participation, since: dt.date, told: set[tuple[int, dt.date | None, str]]
) -> Iterator[Event]:
    url = settings.SITE_URL + address("places:participation", one.pk)
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
            url=settings.SITE_URL + address("plans:action", action.participation_id, action.pk),
        )
