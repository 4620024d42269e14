"""What is reminded of: each app registers its kinds and who finds their causes.

    register(
        Kind("action_late", _("An action is late"), after=1, to=(To.RESPONSIBLE,), ends=_("…")),
        find=actions,
    )

`find(search)` reads the facts and gives a `Cause` for whatever asks for something now, or will:
nothing is stored, so that a cause is gone as soon as it is undone. When a reminder leaves is
decided in `reminders.clock` alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from places.models import Participation
from programmes.models import Programme

if TYPE_CHECKING:
    from places.queries import ParticipationQuerySet

#: Characters of a cause's `thing`.
THING_LENGTH = 80


class To(models.TextChoices):
    """Who is reminded."""

    LEADERS = "leaders", _("the process leader")
    COACHES = "coaches", _("the coach")
    #: Where nobody leads the process, those who coach write.
    WRITERS = "writers", _("who writes the report")
    #: The managers; where a programme has none, the region's administrators.
    DECIDERS = "deciders", _("who runs the programme")
    #: The cause names the address.
    NAMED = "named", _("the person responsible")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of reminder.

    The first letter may leave `after` days after a cause's day (before it, where that is
    negative). `ends` says what ends it, as the end of "until …". A coach chases the place when
    the cause has stood for `chased` days more; None: never.
    """

    name: str
    label: str | Promise
    after: int
    to: tuple[To, ...]
    ends: str | Promise
    chased: int | None = None


class At(NamedTuple):
    """What a cause is about: a place in a programme, or the programme itself."""

    programme: int
    region: int
    language: str
    name: str
    participation: int | None = None


#: The columns of a participation that make an `At`, for `values_list`.
AT = ("programme_id", "programme__region_id", "programme__language", "place__name", "id")


def at_columns(prefix: str) -> tuple[str, ...]:
    """The same columns of a row that belongs to a participation."""
    return tuple(f"{prefix}__{column}" for column in AT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Something that asks for an act.

    `thing` tells it from others of its kind at the same place. `day` is what the kind's days are
    counted from; after `until` it is no news any more. `words(day)` is a sentence without its
    full stop, in the active language, as it reads on that day. `path` is where one acts, for
    those with an account; `link` the whole address for one who has none. People in `but_not`
    have no part in it; `address` and `name` are of the person responsible.
    """

    kind: str
    at: At
    thing: str
    day: dt.date
    words: Callable[[dt.date], str]
    path: str
    until: dt.date | None = None
    address: str = ""
    name: str = ""
    link: str = ""
    but_not: frozenset[int | None] = frozenset()

    @property
    def on(self) -> dt.date:
        """The first day on which it may be told."""
        return self.day + dt.timedelta(days=_KINDS[self.kind].after)


@dataclass(frozen=True, slots=True)
class Search:
    """Where to look: these places, these programmes; `until` the last first day of a reminder."""

    places: QuerySet[Participation]
    programmes: QuerySet[Programme]
    today: dt.date
    until: dt.date

    def last(self, kind: str) -> dt.date:
        """The latest day of a cause of the kind that is wanted."""
        return self.until - dt.timedelta(days=_KINDS[kind].after)


Find = Callable[[Search], Iterable[Cause]]
_KINDS: dict[str, Kind] = {}
_finders: list[Find] = []


def register(*kinds: Kind, find: Find) -> None:
    """Say what kinds there are and what finds their causes. A name may be taken once."""
    for kind in kinds:
        if kind.name in _KINDS:
            raise ImproperlyConfigured(f"there is a kind of reminder {kind.name!r} already")
        _KINDS[kind.name] = kind
    _finders.append(find)


def get(name: str) -> Kind:
    """The kind of this name. KeyError for one that nobody has registered."""
    return _KINDS[name]


def every() -> list[Kind]:
    """All kinds, in the order of the apps."""
    return list(_KINDS.values())


def label(name: str) -> str:
    """What the kind is called; an app that was taken out leaves rows behind."""
    return str(_KINDS[name].label) if name in _KINDS else name


def found(search: Search) -> Iterator[Cause]:
    """All causes that may be told by the last day. A fixed number of questions."""
    for find in _finders:
        yield from (cause for cause in find(search) if cause.on <= search.until)


def search_all(today: dt.date) -> Search:
    """What the clock looks at: programmes that go on, and their places."""
    programmes = Programme.objects.going(today)
    return Search(Participation.objects.reminded(today), programmes, today, today)


def search_at(places: ParticipationQuerySet, today: dt.date, *, ahead: int = 0) -> Search:
    """What asks for something at these places, today or so many days ahead."""
    until = today + dt.timedelta(days=ahead)
    return Search(places.reminded(today), Programme.objects.none(), today, until)
