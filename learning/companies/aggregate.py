"""Needs by theme: how many companies, how pressing, and what they agreed to be quoted with.

Protected as results of surveys are: a theme that fewer than `LIMIT` companies told of stands
nowhere by itself; such themes are put together, and where they are too few as well, only named.
The register's own people see each need where it was written down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from core.exports import Column, Sheet
from programmes.models import Programme
from workshops.models import Need

#: As surveys have it: a group of fewer is not shown.
LIMIT = 5


@dataclass(slots=True)
class ThemeRow:
    """A theme, or the small ones together. `median` is None where it may not be told."""

    name: str
    companies: int | None = None
    median: float | None = None
    quotes: Sequence[str] = ()
    share: int = 0
    small: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """All themes; `companies` is how many have told anything."""

    rows: Sequence[ThemeRow]
    companies: int


def of(programme: Programme, limit: int = LIMIT) -> Aggregate:
    """The needs of the programme by theme, the most told first. One query."""
    needs = list(
        Need.objects.filter(study__programme=programme)
        .order_by("pk")
        .values_list("theme", "organisation_id", "level", "quote", "may_quote")
    )
    themes: dict[str, list[Any]] = defaultdict(list)
    names: dict[str, str] = {}
    for need in needs:
        key = " ".join(need[0].split()).casefold()
        names.setdefault(key, need[0])
        themes[key].append(need)
    heard = len({need[1] for need in needs})
    large = [key for key, rows in themes.items() if _companies(rows) >= limit]
    small = [key for key in themes if key not in large]
    found = [_row(names[key], themes[key], heard) for key in large]
    found.sort(key=lambda one: (-(one.companies or 0), one.name))
    if small:
        found.append(
            _together(small, names, [row for key in small for row in themes[key]], heard, limit)
        )
    return Aggregate(found, heard)


def _together(
    small: Sequence[str], names: dict[str, str], rows: list[Any], heard: int, limit: int
) -> ThemeRow:
    told = sorted(names[key] for key in small)
    label = _("Fewer companies each")
    if _companies(rows) < limit:
        return ThemeRow(label, small=told)
    row = _row(label, rows, heard)
    row.small = told
    return row


def _companies(rows: Iterable[Any]) -> int:
    return len({row[1] for row in rows})


def _row(name: str, rows: list[Any], heard: int) -> ThemeRow:
    # A company counts once a theme, with what presses it most.
    most: dict[int, int] = {}
    for _theme, company, level, _quote, _may in rows:
        most[company] = max(level, most.get(company, 0))
    quotes = [quote for _theme, _company, _level, quote, may in rows if quote and may]
    count = len(most)
    return ThemeRow(name, count, float(median(most.values())), quotes, round(100 * count / heard))


def sheet(programme: Programme) -> Sheet:
    """The same as a workbook's sheet."""
    columns = [
        Column(_("Theme"), width=32), Column(_("Companies"), "number", 12),
        Column(_("Median of how pressing, 1–5"), "number", 16), Column(_("Quotes"), width=90),
    ]  # fmt: skip
    rows = []
    for one in of(programme).rows:
        name = f"{one.name}: {', '.join(one.small)}" if one.small else one.name
        rows.append((name, one.companies, one.median, "\n".join(one.quotes)))
    return Sheet(_("Needs by theme"), columns, rows)
