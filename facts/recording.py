"""Storing figures: the one way in, for queries, files and hands.

What is there and says the same stays as it is, so that the same thing brought twice changes
nothing. What says something else becomes a new row, and the old one is kept as corrected. What
somebody entered by hand is never overwritten by what is fetched.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from facts.models import Indicator, Observation, Origin, Query, Status, dims_key, year_of
from people.models import Region, User

#: What the column holds.
_LIMIT = Decimal(10) ** 14
_STEP = Decimal("0.0001")
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, before it is a row. Exactly one of `area` and `place` is an id."""

    indicator: int
    area: int | None
    place: int | None
    period: str
    value: Decimal | None
    status: str = Status.OK
    dims: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    note: str = ""

    @property
    def at(self) -> tuple[Any, ...]:
        """What tells it from other figures."""
        return self.indicator, self.area, self.place, self.period, dims_key(self.dims)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where figures come from."""

    source: str
    origin: Origin
    retrieved_on: dt.date
    table: str = ""
    licence: str = ""
    query: Query | None = None
    made_up: bool = False


def number(value: float | Decimal | None) -> Decimal | None:
    """A number as it is stored. Raises ValueError for one that no column holds."""
    if value is None:
        return None
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite() or abs(exact) >= _LIMIT:
        raise ValueError(value)
    return exact.quantize(_STEP)


def current_at(region: Region, figures: Sequence[Figure]) -> dict[tuple[Any, ...], Observation]:
    """The rows that stand where these figures would."""
    rows = Observation.objects.filter(
        Q(area__in={one.area for one in figures if one.area})
        | Q(place__in={one.place for one in figures if one.place}),
        region=region,
        indicator__in={one.indicator for one in figures},
        superseded_on__isnull=True,
        period__in={one.period for one in figures},
    )
    return {
        (row.indicator_id, row.area_id, row.place_id, row.period, row.dims_key): row for row in rows
    }


def judged(figure: Figure, there: Observation | None, origin: str) -> str:
    """What storing it would do: new, corrected, same, kept (by hand) or nothing (to tell)."""
    if there is None:
        return "nothing" if figure.status == Status.MISSING else "new"
    if (there.value, there.status) == (figure.value, figure.status):
        return "same"
    return "kept" if there.origin == Origin.MANUAL and origin == Origin.FETCHED else "corrected"


@transaction.atomic
def keep(
    figures: Iterable[Figure], *, region: Region, provenance: Provenance, by: User | None
) -> Counter[str]:
    """Store figures; how many were new, corrected, the same, kept by hand, or nothing.

    Two of the same place in one go: the later holds. No right is asked and no audit line written
    here: that is for the verb that calls.
    """
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)  # two runs wait in turn
    wanted = {one.at: one for one in figures}
    found: Counter[str] = Counter()
    every = list(wanted.values())
    for start in range(0, len(every), BATCH):
        found += _keep(every[start : start + BATCH], region, provenance, by)
    return found


def _keep(
    figures: list[Figure], region: Region, provenance: Provenance, by: User | None
) -> Counter[str]:
    there = current_at(region, figures)
    counts: Counter[str] = Counter()
    rows: list[Observation] = []
    gone: list[int] = []
    for figure in figures:
        old = there.get(figure.at)
        result = judged(figure, old, provenance.origin)
        counts[result] += 1
        if result in {"new", "corrected"}:
            rows.append(_row(figure, old, region, provenance, by))
        if old is not None and result == "corrected":
            gone.append(old.pk)
    Observation.objects.filter(pk__in=gone).update(
        superseded_on=timezone.localdate(), updated_at=timezone.now()
    )
    Observation.objects.bulk_create(rows, batch_size=BATCH)
    return counts


def _row(
    figure: Figure,
    old: Observation | None,
    region: Region,
    provenance: Provenance,
    by: User | None,
) -> Observation:
    """The new row. A break that somebody saw there stays marked."""
    return Observation(
        region=region,
        indicator_id=figure.indicator,
        area_id=figure.area,
        place_id=figure.place,
        period=figure.period,
        year=year_of(figure.period),
        dims=figure.dims,
        dims_key=dims_key(figure.dims),
        value=figure.value,
        status=figure.status,
        unit=figure.unit,
        source=provenance.source,
        table=provenance.table,
        retrieved_on=provenance.retrieved_on,
        licence=provenance.licence,
        origin=provenance.origin,
        query=provenance.query,
        made_up=provenance.made_up,
        note=figure.note or (old.note if old else ""),
        series_break=old.series_break if old else False,
        replaces=old,
        added_by=by,
    )


def indicators_by_key(keys: Iterable[str]) -> dict[str, Indicator]:
    """Indicators by their keys."""
    return {one.key: one for one in Indicator.objects.filter(key__in=set(keys))}
