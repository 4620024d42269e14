"""The portfolio: collected with few queries, as plain values.

Fifty rows are shown of up to twenty thousand, so that nothing here makes model objects.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from core.components import strip_sprite, strip_use
from core.dates import ago, short_date
from core.prepared import Prepared, Slot
from core.templatetags.ui import clock
from people.models import User
from people.scope import Scope, scope_of
from places import attention, todos
from places.attention import CARD_HEADS, URGENCIES, Facts, Flag, Kind, Urgency
from places.clock import months_used
from places.models import Participation
from places.portfolio.chips import address_of, chips_of
from places.portfolio.filters import (
    ANY_NEED,
    UNDER_WAY,
    Filters,
    ProgrammeChoice,
    choices_of,
    narrowed,
)
from places.todos import Todo, grouped
from programmes.models import Programme

PER_PAGE = 50
#: So many places stand on cards above the list; the others are counted.
CARDS = 3
#: Where a card leads: the page on which the need is met.
_TARGETS = {Kind.GATE: "places:gate", Kind.QUIET: "places:coaching", Kind.NEXT: "places:coaching"}
_KINDS = list(Kind.values)
#: Characters of the agreed next step that fit a row; the place's own page has all of it.
NEXT_LENGTH = 60
#: Counted so far: nobody pages further, and counting on would cost more than the list.
COUNTED = 2000


@dataclass(frozen=True, slots=True)
class Counts:
    """How many places are under way, and how many need somebody: in all, today, this week.

    Counted up to `COUNTED`: then the true number is at least that, and `capped` says so.
    """

    places: int
    needing: int
    today: int = 0
    week: int = 0

    @property
    def later(self) -> int:
        """Those that need somebody, but not this week."""
        return self.needing - self.today - self.week

    @property
    def capped(self) -> bool:
        """Whether there are more places than were counted."""
        return self.places > COUNTED


#: What `Programme.objects.visible_to` gives; it takes longer to write than to answer.
_PROGRAMMES = Prepared(
    Programme.objects.filter(Q(region__among=Slot("regions")) | Q(pk__among=Slot("programmes")))
    .annotate(steps=Count("method_version__steps"))
    .values_list(
        "pk", "name", "region_id", "quiet_after_days", "status", "steps", "currency", "starts_on"
    )
)


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
    next: str
    flag: Flag
    flags: list[Flag]
    #: The address of the photo that stands for the place; "" without one.
    face: str = ""


_COLUMNS = (
    "pk", "place__name", "place__municipality__name", "face_id", "progress", "gate_after",
    "clock_months", *attention.FACT_COLUMNS,
)  # fmt: skip


def context(user: User, query: Mapping[str, str], today: dt.date) -> dict[str, Any]:
    """The list with its filters, and the places that need somebody most."""
    scope = scope_of(user)
    programmes = visible_programmes(user)
    places = places_of(user)
    patience = {p.pk: p.quiet_after_days for p in programmes}
    filters = Filters.read(query, {p.pk for p in programmes})
    numbers = counts(places, today)
    found = narrowed(places, filters, patience, today)
    count = found_count(found) if filters.narrows else numbers.places
    page = CountedPaginator(found, count).get_page(query.get("page"))
    shown: Any = page.object_list
    is_first = filters == Filters() and page.number == 1
    listed = first_rows(scope, "", today) if is_first else rows(shown, today)
    if not filters.sort:
        listed.sort(key=urgency_of)  # on the page: over all places the database sorts by an index
    cards: list[Todo] = []
    others: list[Todo] = []
    if not filters.narrows and page.number == 1:
        if filters.sort or numbers.needing > PER_PAGE:
            needs = Urgency.TODAY.value if numbers.today else ANY_NEED
            cards = _cards(first_rows(scope, needs, today))
        else:
            cards = _cards(listed)
        # Who runs programmes reads the rest on the overview; here it would cost the list its pace.
        others = [] if scope.runs else todos.of_start(user)
    choices = choices_of(filters, programmes, places=numbers.places, by_coach=scope.runs)
    return {
        "own": scope.coaches_only,
        "lead": lead(programmes, numbers, others),
        "programmes": programmes,
        "cards": grouped([*cards, *others]),
        "more_cards": numbers.needing - len(cards) if cards else 0,
        "filters": filters,
        "choices": choices,
        "chips": chips_of(filters, programmes, query, choices),
        # The page that everybody opens first says how many are under way, and not of how many.
        "everywhere": everywhere(places, filters, count) if filters.narrows else None,
        "address": address_of(query),
        "page": page,
        "rows": table_rows(listed),
        "sprite": strip_sprite(row.strip_key for row in listed),
        "runs": scope.runs,
        "may_log": scope.follows,
        "hand_over_url": _hand_over_url(filters, scope),
    }


def _hand_over_url(filters: Filters, scope: Scope) -> str:
    """Where the places of the one coach who is shown are handed over; "" elsewhere."""
    if not filters.coach or len(scope.run_regions) != 1:
        return ""
    return reverse("places:hand_over", args=[*scope.run_regions, filters.coach])


def _cards(listed: list[Row]) -> list[Todo]:
    """The places that need somebody most: by when, by reason, then by the day since which."""
    needing = sorted((row for row in listed if row.flag.kind), key=_pressing)
    return [
        Todo(
            row.flag.level,
            str(CARD_HEADS[Kind(row.flag.kind)]),
            row.place,
            row.flag.text,
            reverse(_TARGETS.get(Kind(row.flag.kind), "places:participation"), args=[row.pk]),
            row.flag.when,
        )
        for row in needing[:CARDS]
    ]


def _pressing(row: Row) -> tuple[int, int, dt.date]:
    return urgency_of(row), _KINDS.index(row.flag.kind), row.flag.since or dt.date.max


def urgency_of(row: Row) -> int:
    """For sorting: places that need nobody come last."""
    return URGENCIES.index(row.flag.when) if row.flag.kind else len(URGENCIES)


def visible_programmes(user: User) -> list[ProgrammeChoice]:
    """The programmes that the user may see, with their number of steps, in one query."""
    scope = scope_of(user)
    own = scope.managed | scope.place_programmes | scope.task_programmes
    found = _PROGRAMMES(regions=list(scope.regions), programmes=list(own))
    return [ProgrammeChoice(*row) for row in found]


def places_of(user: User) -> QuerySet[Participation]:
    """The participations of a user's portfolio, always within `visible_to(user)`.

    A coach has those that he or she coaches. Who runs programmes has all of theirs. Everybody
    else has what is visible. Places that do not count stand on the programme's page alone.
    """
    scope = scope_of(user)
    if scope.follows:
        return Participation.objects.run_or_among(user, scope.coached).counted()
    return Participation.objects.visible_to(user).counted()


def counts(places: QuerySet[Participation], today: dt.date) -> Counts:
    """How many places are under way, and how many need somebody, by when.

    Those that need somebody first come first, so that a list longer than is counted still
    names them rightly.
    """
    first = places.filter(UNDER_WAY).order_by("attention_on")[: COUNTED + 1]
    found = first.aggregate(
        places=Count("pk"),
        needing=Count("pk", filter=Q(attention_on__lte=today)),
        within=Count("pk", filter=Q(week_on__lte=today)),
        today=Count("pk", filter=Q(today_on__lte=today)),
    )
    within = found.pop("within")
    return Counts(**found, week=within - found["today"])


def lead(
    programmes: Sequence[ProgrammeChoice], numbers: Counts, others: Sequence[Todo] = ()
) -> str:
    """The sentence under the heading: how many places, and how many need somebody when.

    `others` is what needs somebody besides, so that nobody reads "nothing" above a claim.
    """
    if not numbers.places:
        return ""
    words = [_places_words(programmes, numbers), _need_words(numbers, others)]
    return " ".join(word for word in words if word)


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


def _need_words(numbers: Counts, others: Sequence[Todo]) -> str:
    words = _when_words(numbers)
    if others:
        besides = ngettext(
            "%(count)d other matter waits for you.", "%(count)d other matters wait for you.",
            len(others),
        ) % {"count": len(others)}  # fmt: skip
        return f"{words} {besides}" if numbers.needing else besides
    return words


def _when_words(numbers: Counts) -> str:
    """How many need somebody, by when: "2 need you today, 3 this week."."""
    if not numbers.needing:
        return _("All are on track.")
    if numbers.needing > COUNTED:
        return _("More than %(count)d need you.") % {"count": COUNTED}
    today, week, later = numbers.today, numbers.week, numbers.later
    parts = [
        (today, ngettext("%(count)d needs you today", "%(count)d need you today", today), ""),
        (
            week,
            ngettext("%(count)d needs you this week", "%(count)d need you this week", week),
            _("%(count)d this week"),
        ),
        (
            later,
            ngettext("%(count)d needs you later", "%(count)d need you later", later),
            _("%(count)d later"),
        ),
    ]
    said: list[str] = []
    for count, whole, short in parts:
        if count:
            said.append((short if said else whole) % {"count": count})
    return ", ".join(said) + "."


class CountedPaginator(Paginator):
    """A paginator over at most `COUNTED` places that is told their count."""

    def __init__(self, places: QuerySet[Any], count: int) -> None:
        super().__init__(places, PER_PAGE)
        self.capped = count > COUNTED
        self.__dict__["count"] = min(count, COUNTED)


def found_count(places: QuerySet[Participation]) -> int:
    """How many places a filter leaves; more than `COUNTED` are not counted on."""
    return places.order_by()[: COUNTED + 1].count()


def everywhere(places: QuerySet[Participation], filters: Filters, found: int) -> int:
    """How many places there are without any filter; `found` are those with these filters."""
    if filters == Filters(status="all", sort=filters.sort):
        return min(found, COUNTED)
    return min(found_count(places), COUNTED)


def rows(places: QuerySet[Participation], today: dt.date) -> list[Row]:
    """The places as rows, in one query."""
    return _as_rows(places.values_list(*_COLUMNS), today)


def first_rows(scope: Scope, needs: str, today: dt.date) -> list[Row]:
    """The first page of a user's places, as `places_of` and `narrowed` give them, in one query."""
    reached = scope.coached if scope.follows else scope.participations()
    found = _first(needs, today)(programmes=list(scope.run_programmes), places=list(reached))
    return _as_rows(found, today)


@lru_cache(maxsize=8)
def _first(needs: str, today: dt.date) -> Prepared:
    """Written once a day: the query builder takes longer for the list than the database."""
    places = Participation.objects.filter(
        Q(programme__among=Slot("programmes")) | Q(pk__among=Slot("places"))
    ).counted()
    found = narrowed(places, Filters(needs=needs), {}, today)
    return Prepared(found.values_list(*_COLUMNS)[:PER_PAGE])


def _as_rows(found: Iterable[tuple[Any, ...]], today: dt.date) -> list[Row]:
    language = get_language()
    # Asking the resolver for each row's address would cost more than the row.
    before, after = reverse("places:participation", args=[0]).rsplit("0", 1)
    return [_row(f"{before}{values[0]}{after}", values, today, language) for values in found]


def _row(url: str, values: tuple[Any, ...], today: dt.date, language: str | None) -> Row:
    pk, place, municipality, face, progress, gate_after, months, *rest = values
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
        f"{_cut(facts.next_text)} {_short(facts.next_on, today, language)}".strip(),
        flags[0] if flags else attention.resting(facts, today, language),
        flags,
        FACE.format(url, face) if face else "",
    )


#: The smallest size of a photo, under the address of its place (places.photos.pages).
FACE = "{}photos/{}/320.webp"
NO_FACE = mark_safe('<span class="row-face"></span>')
#: A row of the table, its cells called by their columns for a phone. Django's template
#: language would take as long for this loop as the database for the places.
ROW = (
    '<tr><th scope="row">{}<a href="{}">{}</a><span class="sub">{}</span></th>'
    '<td data-column="{}">{}</td><td data-column="{}">{}</td>'
    '<td class="when" data-label="{}">{}</td><td class="when" data-label="{}">{}</td>'
    '<td data-column="{}"><span class="flag {}">{}</span></td></tr>'
)


def table_rows(rows: Sequence[Row]) -> SafeString:
    """The rows as HTML."""
    contact, agreed = _("Last contact"), pgettext("agreed next step", "Next")
    steps, support, state = _("Steps"), _("Support"), _("State")
    has_faces = any(row.face for row in rows)
    return format_html_join(
        "\n",
        ROW,
        (
            (
                _face(row.face) if has_faces else "",
                row.url, row.place, row.municipality, steps, row.strip, support, row.clock,
                contact, row.contact, agreed, row.next, state, row.flag.level, row.flag.text,
            )
            for row in rows
        ),
    )  # fmt: skip


def _face(url: str) -> SafeString:
    """The photo of a row; an empty frame where others of the list have one."""
    if not url:
        return NO_FACE
    return format_html(
        '<img class="row-face" src="{}" alt="" width="48" height="48" loading="lazy">', url
    )


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
