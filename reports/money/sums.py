"""The money of all places of some programmes: the plans' gaps beside the region's support.

One statement, however many places: the lines are summed per action, the actions per place, the
payments per support, each in its own step, so that no row is counted twice. Sums are taken in
whole öre as integers, which SQLite too adds exactly. The steps are those of the named figures
(plans/figures.py, grants/figures.py), so that a page of places adds up to them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.exports import Column, Sheet, xlsx
from grants.figures import PER_CLAIM, PER_GRANT
from places.figures import HERE
from places.models import ParticipationStatus
from plans.figures import PER_PLAN
from plans.funding.gap import exact
from programmes.models import Programme

#: What a reader may sort by; sums with the largest first, names from A.
SORTS = ("missing", "cost", "granted", "asked", "support", "paid", "left", "place")
#: The sums of a row, in öre.
SUMS = ("cost", "granted", "asked", "missing", "support", "paid", "left")

_STATEMENT = """
WITH {here}, {per_plan}, {per_grant}, {per_claim}
SELECT here.id, place.name, town.name, here.programme_id, here.status,
    COALESCE(per_plan.cost, 0), COALESCE(per_plan.granted, 0), COALESCE(per_plan.asked, 0),
    COALESCE(per_plan.missing, 0), COALESCE(per_grant.support, 0), COALESCE(per_grant.paid, 0),
    COALESCE(per_claim.waiting, 0)
FROM here
JOIN places_place place ON place.id = here.place_id
JOIN programmes_municipality town ON town.id = place.municipality_id
LEFT JOIN per_plan ON per_plan.participation_id = here.id
LEFT JOIN per_grant ON per_grant.participation_id = here.id
LEFT JOIN per_claim ON per_claim.participation_id = here.id
"""


class PlaceMoney(NamedTuple):
    """One place: its plan's money and the region's support, in öre.

    `left` is what of the support is agreed and not paid.
    """

    pk: int
    place: str
    municipality: str
    programme: int
    status: str
    cost: int
    granted: int
    asked: int
    missing: int
    support: int
    paid: int
    #: Claims that somebody has to decide or to pay.
    waiting: int = 0

    @property
    def left(self) -> int:
        """What of the support is not paid yet."""
        return self.support - self.paid


def aggregate(programmes: Sequence[int]) -> list[PlaceMoney]:
    """The places of the programmes (ids), in no order. One query."""
    if not programmes:
        return []
    listed = ", ".join(str(int(pk)) for pk in programmes)
    here = HERE.format(condition=f"p.programme_id IN ({listed})")
    per_grant = PER_GRANT.format(day=timezone.localdate().isoformat())
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT.format(
                here=here, per_plan=PER_PLAN, per_grant=per_grant, per_claim=PER_CLAIM
            )
        )
        # PostgreSQL gives sums of integers as decimals without decimals.
        return [PlaceMoney(*row[:5], *map(int, row[5:])) for row in cursor.fetchall()]


def ordered(rows: Iterable[PlaceMoney], sort: str) -> list[PlaceMoney]:
    """The rows in one of `SORTS`; places with the same sum by name."""
    by_name = sorted(rows, key=lambda row: (row.place.casefold(), row.pk))
    if sort == "place":
        return by_name
    return sorted(by_name, key=lambda row: -getattr(row, sort))


def totals(rows: Iterable[PlaceMoney], currencies: dict[int, str]) -> dict[str, dict[str, int]]:
    """The sums of all rows per currency, the currency of most rows first.

    `currencies` is the currency of each programme id.
    """
    counts: dict[str, int] = {}
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        currency = currencies[row.programme]
        counts[currency] = counts.get(currency, 0) + 1
        of = found.setdefault(currency, dict.fromkeys(SUMS, 0))
        for name in SUMS:
            of[name] += getattr(row, name)
    return {currency: found[currency] for currency in sorted(found, key=lambda c: (-counts[c], c))}


def columns() -> list[Column]:
    """The columns of the export, those of the page."""
    return [
        Column(_("Place"), width=24),
        Column(_("Municipality"), width=20),
        Column(_("Programme"), width=30),
        Column(_("Status"), width=14),
        Column(_("Currency"), width=9),
        *(Column(title, "money", 16) for title in sum_titles().values()),
    ]


def sum_titles() -> dict[str, str]:
    """What the sums are called, in the order of the columns."""
    return {
        "cost": _("The plan's cost"),
        "granted": _("Granted"),
        "asked": _("Applied for"),
        "missing": _("Missing"),
        "support": _("Support agreed"),
        "paid": _("Support paid"),
        "left": _("Support left"),
    }


def export_rows(
    rows: Iterable[PlaceMoney], programmes: dict[int, Programme]
) -> Iterator[tuple[Any, ...]]:
    """The rows of the export, in the order given."""
    statuses = {value: str(label) for value, label in ParticipationStatus.choices}
    for row in rows:
        programme = programmes[row.programme]
        sums: list[Decimal] = [exact(getattr(row, name)) for name in SUMS]
        yield (
            row.place,
            row.municipality,
            programme.name,
            statuses[row.status],
            programme.currency,
            *sums,
        )


def workbook(
    rows: Iterable[PlaceMoney], programmes: dict[int, Programme], *, covers: str, on: dt.date
) -> bytes:
    """The rows as a workbook, with a sheet that says what it is and from when."""
    facts = [
        (_("Report"), _("Money of places")),
        (_("Covers"), covers),
        (_("As of"), date_format(on, "DATE_FORMAT")),
        (_("Missing"), _("What each action costs less what is granted for it, never below zero.")),
    ]
    return xlsx(
        [
            Sheet(_("Places"), columns(), export_rows(rows, programmes)),
            Sheet(_("About"), [Column(_("What"), width=20), Column(_("Value"), width=80)], facts),
        ]
    )
