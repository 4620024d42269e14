"""The portfolio: which place needs somebody, and why; then every place as a row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.components import strip_sprite
from core.policy import SIGNED_IN, policy
from people.scope import Scope, scope_of
from places import portfolio as collect
from places.domain.attention import CARD_HEADS, Kind
from places.forms.portfolio import ANY_NEED, NEEDS, SORTS, STATUSES, Filters
from places.portfolio import Counts, ProgrammeChoice, Row

#: So many places stand on cards above the list; the others are counted.
CARDS = 3

#: Where a card leads: the page on which the need is met.
_TARGETS = {Kind.GATE: "places:gate", Kind.QUIET: "places:coaching", Kind.NEXT: "places:coaching"}
_KINDS = list(Kind.values)


@dataclass(frozen=True, slots=True)
class Card:
    """One place that needs somebody today."""

    kind: str
    title: str
    text: str
    url: str
    level: str


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter."""

    value: str
    label: str
    chosen: bool


@policy(SIGNED_IN)
@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """The list with its filters. Every filter stands in the address, so that it can be saved."""
    return render(request, "places/portfolio.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    user: Any = request.user
    today = timezone.localdate()
    scope = scope_of(user)
    programmes = collect.visible_programmes(user)
    places = collect.places_of(user)
    numbers = collect.counts(places, today)
    filters = Filters.read(request.GET, {p.pk for p in programmes})
    found = collect.narrowed(places, filters, {p.pk: p.quiet_after_days for p in programmes}, today)
    count = collect.found_count(found) if filters.narrows else numbers.places
    page = collect.CountedPaginator(found, count).get_page(request.GET.get("page"))
    shown: Any = page.object_list
    rows = collect.rows(shown, today)
    cards = [] if filters.narrows else _cards(places, filters, page, rows, today)
    return {
        "own": scope.coaches_only,
        "lead": collect.lead(programmes, numbers),
        "programmes": programmes,
        "cards": cards,
        "more_cards": numbers.needing - len(cards) if cards else 0,
        "filters": filters,
        "choices": _choices(filters, programmes, scope, numbers),
        "page": page,
        "list": collect.table_rows(rows),
        "sprite": strip_sprite(row.strip_key for row in rows),
        "runs": scope.runs,
        "may_log": scope.follows,
    }


def _cards(
    places: Any, filters: Filters, page: Page[Any], rows: list[Row], today: dt.date
) -> list[Card]:
    """The places that need somebody most: by reason, then by the day since which they do.

    Taken from the list's own first page, when it begins with them.
    """
    if page.number > 1:
        return []
    if filters.sort:
        first = collect.narrowed(places, Filters(needs=ANY_NEED), {}, today)
        rows = collect.rows(first[: collect.PER_PAGE], today)
    needing = sorted((row for row in rows if row.flag.kind), key=_pressing)
    return [
        Card(
            str(CARD_HEADS[Kind(row.flag.kind)]),
            row.place,
            row.flag.text,
            reverse(_TARGETS.get(Kind(row.flag.kind), "places:participation"), args=[row.pk]),
            row.flag.level,
        )
        for row in needing[:CARDS]
    ]


def _pressing(row: Row) -> tuple[int, dt.date]:
    return _KINDS.index(row.flag.kind), row.flag.since or dt.date.max


def _choices(
    filters: Filters, programmes: list[ProgrammeChoice], scope: Scope, numbers: Counts
) -> dict[str, list[Option]]:
    """The filters' choices; one that offers nothing to choose is left out."""
    steps = range(1, max((p.steps for p in programmes), default=0) + 1)
    offered: dict[str, list[tuple[object, object]]] = {
        "programme": [("", _("All programmes")), *((p.pk, p.name) for p in programmes)],
        "step": [
            ("", _("All steps")),
            *((n, _("Step %(number)d") % {"number": n}) for n in steps),
        ],
        "needs": [*NEEDS.items()],
        "status": [*STATUSES.items()],
        "sort": [*SORTS.items()],
    }
    few = numbers.places <= collect.PLACES_FOR_COACH_LIST
    if scope.runs and (few or filters.coach):
        people = collect.coaches((p.pk for p in programmes), only=None if few else filters.coach)
        offered["coach"] = [("", _("All coaches")), *people]
    return {
        name: _options(choices, getattr(filters, name))
        for name, choices in offered.items()
        # "All" and one other is nothing to choose, but what was chosen must be seen.
        if len(choices) > 2 or getattr(filters, name)  # noqa: PLR2004
    }


def _options(choices: list[tuple[object, object]], chosen: object) -> list[Option]:
    wanted = "" if chosen is None else str(chosen)
    return [Option(str(value), str(label), str(value) == wanted) for value, label in choices]
