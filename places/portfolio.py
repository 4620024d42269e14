"""The portfolio: collected with few queries, as plain values.

Fifty rows are shown of up to twenty thousand, so that nothing here makes model objects, and
what is cheap to say twice is made once (`lru_cache` by language and value).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from core.components import strip_use
from core.dates import ago, short_date
from core.templatetags.ui import clock
from people.models import Assignment, Role, User
from people.scope import scope_of
from places.domain import attention
from places.domain.attention import Facts, Flag
from places.domain.clock import months_used
from places.forms.portfolio import ANY_NEED, Filters
from places.models import Participation, ParticipationStatus
from programmes.models import Programme

PER_PAGE = 50
#: Characters of the agreed next step that fit a row; the place's own page has all of it.
NEXT_LENGTH = 60
#: Counted so far: nobody pages further, and counting on would cost more than the list.
COUNTED = 2000
#: With more places than this there are more coaches than one picks from; search finds them by name.
PLACES_FOR_COACH_LIST = 300

_PAST = (ParticipationStatus.ENDED, ParticipationStatus.STOPPED, ParticipationStatus.DECLINED)
_STATUS = {
    "": Q(status=ParticipationStatus.ACTIVE),
    ParticipationStatus.CANDIDATE.value: Q(status=ParticipationStatus.CANDIDATE),
    "past": Q(status__in=_PAST),
    "all": Q(),
}
_ORDER: dict[str, tuple[Any, ...]] = {
    "": ("attention_on", "pk"),
    "name": ("place__name", "pk"),
    "end": ("support_ends_on", "pk"),
    "contact": (F("last_contact_on").asc(nulls_first=True), "pk"),
    "step": ("current_step", "progress", "pk"),
}


@dataclass(frozen=True, slots=True)
class ProgrammeChoice:
    """A programme that the user sees places of."""

    pk: int
    name: str
    region_id: int
    quiet_after_days: int
    steps: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many places are under way, and how many of them need somebody today.

    Counted up to `COUNTED`: then the true number is at least that, and `capped` says so.
    """

    places: int
    needing: int

    @property
    def capped(self) -> bool:
        """Whether there are more places than were counted."""
        return self.places > COUNTED


class Row(NamedTuple):
    """A place in the list, ready to be shown."""

    pk: int
    url: str
    place: str
    municipality: str
    strip_key: tuple[str, str, int]
    strip: SafeString
    clock: SafeString
    contact: str
    next_on: str
    next_text: str
    flag: Flag
    flags: list[Flag]


_COLUMNS = (
    "pk", "place__name", "place__municipality__name", "progress", "gate_after", "clock_months",
    *attention.FACT_COLUMNS,
)  # fmt: skip


def visible_programmes(user: User) -> list[ProgrammeChoice]:
    """The programmes that the user may see, with their number of steps, in one query."""
    rows = Programme.objects.visible_to(user).annotate(steps=Count("method_version__steps"))
    return [
        ProgrammeChoice(*row)
        for row in rows.values_list("pk", "name", "region_id", "quiet_after_days", "steps")
    ]


def places_of(user: User) -> QuerySet[Participation]:
    """The participations of a user's portfolio, always within `visible_to(user)`.

    A coach has those that he or she coaches. Who runs programmes has all of theirs. Everybody
    else has what is visible.
    """
    scope = scope_of(user)
    if scope.follows:
        return Participation.objects.run_or_among(user, scope.coached)
    return Participation.objects.visible_to(user)


def counts(places: QuerySet[Participation], today: dt.date) -> Counts:
    """How many places are under way and how many need somebody, in one query.

    Those that need somebody first come first, so that a list longer than is counted still
    names them rightly.
    """
    first = places.filter(_STATUS[""]).order_by("attention_on")[: COUNTED + 1]
    numbers = first.aggregate(
        places=Count("pk"), needing=Count("pk", filter=Q(attention_on__lte=today))
    )
    return Counts(**numbers)


def narrowed(
    places: QuerySet[Participation], filters: Filters, patience: Mapping[int, int], today: dt.date
) -> QuerySet[Participation]:
    """The places that the filters leave, in their order. `patience`: see attention.needing."""
    places = places.filter(_STATUS[filters.status])
    if filters.programme:
        places = places.filter(programme=filters.programme)
    if filters.step:
        places = places.filter(current_step=filters.step)
    if filters.needs == ANY_NEED:
        places = places.filter(attention_on__lte=today)
    elif filters.needs:
        places = places.filter(attention.needing(filters.needs, today, patience))
    if filters.coach:
        places = places.filter(pk__in=_coach_places(user=filters.coach))
    if filters.q:
        found = Q(place__name__icontains=filters.q) | Q(
            place__municipality__name__icontains=filters.q
        )
        found |= Q(pk__in=_coach_places(user__name__icontains=filters.q))
        places = places.filter(found)
    return places.order_by(*_ORDER[filters.sort])


def _coach_places(**who: Any) -> QuerySet[Any]:
    coaches = Assignment.objects.active().filter(role=Role.COACH, **who)
    return coaches.order_by().values("participation")


def coaches(programmes: Iterable[int], *, only: int | None = None) -> list[tuple[int, str]]:
    """Who coaches in these programmes, by name, as (id, name); `only` one of them, when given."""
    here = Assignment.objects.active().filter(
        user=OuterRef("pk"), role=Role.COACH, participation__programme__in=list(programmes)
    )
    people = User.objects.filter(Exists(here))
    if only:
        people = people.filter(pk=only)
    return list(people.values_list("pk", "name"))


def lead(programmes: Sequence[ProgrammeChoice], numbers: Counts) -> str:
    """The sentence under the heading: how many places, and how many need somebody today."""
    if not numbers.places:
        return ""
    return _("%(places)s %(need)s") % {
        "places": _places_words(programmes, numbers),
        "need": _need_words(numbers.needing),
    }


def _places_words(programmes: Sequence[ProgrammeChoice], numbers: Counts) -> str:
    number = min(numbers.places, COUNTED)
    words = {"count": number, "programme": programmes[0].name, "programmes": len(programmes)}
    if numbers.capped:
        return _("More than %(count)d places.") % words
    if len(programmes) == 1:
        return (
            ngettext(
                "%(count)d place in %(programme)s.", "%(count)d places in %(programme)s.", number
            )
            % words
        )
    return (
        ngettext(
            "%(count)d place in %(programmes)d programmes.",
            "%(count)d places in %(programmes)d programmes.",
            number,
        )
        % words
    )


def _need_words(needing: int) -> str:
    if not needing:
        return _("None needs you today.")
    if needing > COUNTED:
        return _("More than %(count)d need you today.") % {"count": COUNTED}
    return ngettext("%(count)d needs you today.", "%(count)d need you today.", needing) % {
        "count": needing
    }


class CountedPaginator(Paginator):
    """A paginator over at most `COUNTED` places that is told their count."""

    def __init__(self, places: QuerySet[Any], count: int) -> None:
        super().__init__(places, PER_PAGE)
        self.capped = count > COUNTED
        self.__dict__["count"] = min(count, COUNTED)


def found_count(places: QuerySet[Participation]) -> int:
    """How many places a filter leaves; more than `COUNTED` are not counted on."""
    return places.order_by()[: COUNTED + 1].count()


def rows(places: QuerySet[Participation], today: dt.date) -> list[Row]:
    """The places as rows, in one query."""
    language = get_language()
    # Asking the resolver for each row's address would cost more than the row.
    before, after = reverse("places:participation", args=[0]).rsplit("0", 1)
    return [
        _row(f"{before}{values[0]}{after}", values, today, language)
        for values in places.values_list(*_COLUMNS)
    ]


def _row(url: str, values: tuple[Any, ...], today: dt.date, language: str | None) -> Row:
    pk, place, municipality, progress, gate_after, months, *rest = values
    facts = Facts(*rest)
    flags = attention.reasons(facts, today, language)
    return Row(
        pk,
        url,
        place,
        municipality,
        (progress, facts.gate_state, gate_after),
        strip_use(progress, facts.gate_state, gate_after),
        _clock(months, facts.support_ends_on, today, language),
        _ago(facts.last_contact_on, today, language),
        _short(facts.next_on, today, language),
        _cut(facts.next_text),
        flags[0] if flags else attention.calm(facts, language),
        flags,
    )


def table_rows(rows: Iterable[Row]) -> SafeString:
    """The rows as HTML, by templates/places/portfolio_row.html.

    That file is filled in by `str.format`, fifty times a page: Django's template language
    would take longer for this loop than the database for the places. Every text is escaped
    here; strip and clock are markup already.
    """
    fill = _row_html().format
    contact, next_ = _("Last contact"), pgettext("agreed next step", "Next")
    return mark_safe(
        "\n".join(
            fill(
                url=row.url,
                place=escape(row.place),
                municipality=escape(row.municipality),
                strip=row.strip,
                clock=row.clock,
                contact_label=escape(contact),
                contact=escape(row.contact),
                next_label=escape(next_),
                next=escape(f"{row.next_text} {row.next_on}".strip()),
                level=row.flag.level,
                state=escape(row.flag.text),
            )
            for row in rows
        )
    )


@cache
def _row_html() -> str:
    row: Any = get_template("places/portfolio_row.html")
    source: str = row.template.source
    return source.strip()


def _cut(text: str) -> str:
    return text if len(text) <= NEXT_LENGTH else f"{text[: NEXT_LENGTH - 1].rstrip()}…"


# `today` and `language` are arguments for the caches' sake: the words follow both.


@lru_cache(maxsize=4096)
def _clock(total: int, ends_on: dt.date, today: dt.date, language: str | None) -> SafeString:
    return clock(months_used(total=total, ends_on=ends_on, on=today), total)


@lru_cache(maxsize=4096)
def _ago(day: dt.date | None, today: dt.date, language: str | None) -> str:
    return ago(day)


@lru_cache(maxsize=4096)
def _short(day: dt.date | None, today: dt.date, language: str | None) -> str:
    return short_date(day)
