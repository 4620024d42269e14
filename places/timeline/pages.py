"""The timeline of the places that one follows, with the same filters as the list."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from dateutil.relativedelta import relativedelta
from django.http import QueryDict
from django.urls import reverse

from people.models import User
from people.scope import scope_of
from places.models import GateState, StepItem
from places.portfolio.chips import address_of, chips_of
from places.portfolio.filters import Filters, choices_of, narrowed
from places.portfolio.pages import (
    CountedPaginator,
    everywhere,
    found_count,
    places_of,
    visible_programmes,
)
from places.timeline.drawing import Track, draw, parts_of, reach
from places.timeline.marks import Mark, Span, marks_of
from programmes.models import Gate

PER_PICTURE = 50
_FIELDS = (
    "pk", "place__name", "place__municipality__name", "programme_id", "progress", "current_step",
    "started_on", "support_ends_on", "clock_months", "gate_state", "gate_since",
    "method_version_id",
)  # fmt: skip


def tracks_of(rows: list[tuple[Any, ...]], today: dt.date) -> list[Track]:
    """The rows of `_FIELDS` as tracks. Two questions, however many."""
    done = settled_days([row[0] for row in rows])
    gates = {
        version: (month, whole)
        for version, month, whole in Gate.objects.filter(
            version__in={row[-1] for row in rows}
        ).values_list("version", "month", "version__months")
    }
    found = []
    for (
        pk, name, municipality, programme, progress, current, started_on, ends_on, months,
        gate_state, gate_since, version,
    ) in rows:  # fmt: skip
        gate_on: dt.date | None = gate_since
        if gate_state == GateState.CLOSED and version in gates:
            month, whole = gates[version]
            gate_on = started_on + relativedelta(months=round(month * months / (whole or months)))
        found.append(
            Track(
                pk, name, municipality, programme,
                reverse("places:participation", args=[pk]), started_on, ends_on,
                parts_of(progress, started_on, ends_on, done[pk], today),
                current, gate_state, gate_on,
            )
        )  # fmt: skip
    return found


def settled_days(participations: Collection[int]) -> dict[int, dict[int, list[dt.date]]]:
    """The days on which lines of each step were settled, by participation. One query."""
    found: dict[int, dict[int, list[dt.date]]] = defaultdict(lambda: defaultdict(list))
    rows = (
        StepItem.objects.filter(
            participation__in=participations, required=True, settled_on__isnull=False
        )
        .order_by()
        .values_list("participation_id", "step__order", "settled_on")
        .distinct()
    )
    for pk, order, day in rows:
        assert day is not None  # noqa: S101 - asked for so
        found[pk][order].append(day)
    return found


def context(user: User, query: QueryDict, today: dt.date) -> dict[str, Any]:
    """The page, in a constant number of questions."""
    scope = scope_of(user)
    programmes = visible_programmes(user)
    places = places_of(user)
    filters = Filters.read(query, {one.pk for one in programmes})
    patience = {one.pk: one.quiet_after_days for one in programmes}
    found = narrowed(places, filters, patience, today)
    page: Any = CountedPaginator(found, found_count(found)).get_page(query.get("page"))
    tracks = tracks_of(list(page.object_list.values_list(*_FIELDS)), today)
    first, last = reach(tracks, today)
    shown = [one for one in programmes if one.pk in {track.programme for track in tracks}]
    if filters.programme:
        shown = [one for one in programmes if one.pk == filters.programme]
    span = Span([one.pk for one in tracks], [one.pk for one in shown], first, last)
    own: dict[int, list[Mark]] = defaultdict(list)
    of_place = {one.pk: one for one in tracks}
    for mark in marks_of(span, user):
        place = of_place.get(mark.participation or 0)
        if place is not None:
            place.marks.append(mark)
        elif mark.participation is None:
            own[mark.programme].append(mark)
    rows = [(one.name, own[one.pk]) for one in shown if own[one.pk]]
    count = page.paginator.count
    choices = choices_of(filters, programmes, places=count, by_coach=scope.runs)
    return {
        "own": scope.coaches_only,
        "programmes": programmes,
        "filters": filters,
        "choices": choices,
        "chips": chips_of(filters, programmes, query, choices),
        "everywhere": everywhere(places, filters, count),
        "address": address_of(query),
        "page": page,
        "tracks": tracks,
        "activities": rows,
        "picture": draw(tracks, rows, today) if tracks else "",
    }  # fmt: skip
