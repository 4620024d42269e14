"""The page of a person's calendars: what may be subscribed to, and what is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from people.models import User
from people.scope import scope_of
from places.models import Participation
from programmes.models import Programme
from workshops.domain.feeds import address_of
from workshops.models import Feed

#: Places and programmes that are offered; a coach has about ten.
MOST = 60


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


def context(user: User) -> dict[str, Any]:
    """What templates/workshops/calendar/feeds.html needs. Three questions."""
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
    return list(seen.select_related("place", "programme").order_by("place__name", "pk")[:MOST])


def _programmes(user: User, wanted: dict[int, Feed]) -> list[Programme]:
    found = Programme.objects.run_by(user).order_by("-starts_on", "name", "pk")
    listed = list(found[:MOST])
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
