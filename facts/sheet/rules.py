"""What may be counted from figures, without a database: stretches, changes, ages, states of notes.

A series is cut where its delimitation changed. A change is counted within one stretch alone; no
function here compares two sides of a break.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

#: A change is told over about so many years.
CHANGE_YEARS = 20
#: Below this share two numbers are called alike; percentage points for shares.
ALIKE_SHARE, ALIKE_POINTS = 0.01, 1.0
#: From this share of the highest figure on a series is near its top.
NEAR_TOP = 0.95
#: Over so many figures a stretch has a top worth telling.
LONG = 4
OPEN_END = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it is read: whose, of which year, how much or why not, and who says so.

    `dims` is what it is divided by. `level` is what its indicator is about.
    """

    who: str
    measure: str
    level: str
    year: int
    value: float | None
    status: str = "ok"
    dims: Mapping[str, str] | None = None
    period: str = ""
    unit: str = ""
    source: str = ""
    table: str = ""
    retrieved_on: dt.date | None = None
    made_up: bool = False
    series_break: bool = False
    note: str = ""
    decimals: int = 0


def by_year(figures: Iterable[Figure]) -> list[Figure]:
    """One undivided figure with a value a year, in order; of several the last one holds."""
    found = {one.year: one for one in figures if one.value is not None and not one.dims}
    return [found[year] for year in sorted(found)]


def stretches(series: Sequence[Figure]) -> list[list[Figure]]:
    """The series cut at its breaks; each stretch is counted within one delimitation."""
    found: list[list[Figure]] = []
    for one in series:
        if one.series_break or not found:
            found.append([])
        found[-1].append(one)
    return found


def change(series: Sequence[Figure], start: int, end: int) -> float | None:
    """The change from one year to another in per cent.

    None where one of the years is not known, nothing was there to begin with, or a break lies
    between them.
    """
    for stretch in stretches(series):
        values = {one.year: one.value for one in stretch}
        before, after = values.get(start), values.get(end)
        if before is not None and after is not None:
            return (after - before) / before * 100 if before else None
    return None


def spans(series: Sequence[Figure]) -> list[tuple[int, int]]:
    """For each stretch the years between which a change is told: its last and about 20 before."""
    found = []
    for stretch in stretches(series):
        last = stretch[-1].year
        before = [one.year for one in stretch[:-1]]
        if before:
            found.append((min(before, key=lambda year: abs(last - CHANGE_YEARS - year)), last))
    return found


def middle(values: Iterable[float | None]) -> float | None:
    """The median of what is known; None for nothing."""
    known = [one for one in values if one is not None]
    return median(known) if known else None


def alike(one: float, other: float) -> bool:
    """Whether two counts differ by about a hundredth at most."""
    return abs(one - other) <= ALIKE_SHARE * max(abs(one), abs(other))


def undivided(rows: Sequence[Figure]) -> list[Figure]:
    """For each year the sum of its parts, where all are known and no undivided figure is there.

    A source that counts the whole may draw other boundaries than one that counts parts, so the
    two make no series. Of several divisions the coarsest is taken. Ages count only when they
    cover everybody.
    """
    if any(not one.dims for one in rows):
        return []
    divisions: dict[str, dict[frozenset[str], list[Figure]]] = {}
    for one in rows:
        if one.dims:
            divisions.setdefault(one.period, {}).setdefault(frozenset(one.dims), []).append(one)
    found = []
    for by_names in divisions.values():
        names = min(by_names, key=lambda each: (len(each), sorted(each)))
        parts = by_names[names]
        whole = total_of(parts)
        covered = "age" not in names or covers_everybody(parts)
        if whole is not None and whole.value is not None and covered:
            found.append(replace(whole, dims=None))
    return found


def parts_of(rows: Sequence[Figure], *preferred: str) -> dict[str, Figure]:
    """The newest figures by one of the things that they are divided by, added up over others.

    It is the first preferred one that they have; without any the first by name.
    """
    divided = [one for one in rows if one.dims]
    newest = max((one.year for one in divided), default=0)
    divided = [one for one in divided if one.year == newest]
    names = {name for one in divided for name in one.dims or ()}
    name = next((each for each in preferred if each in names), min(names, default=""))
    having = [one for one in divided if name in (one.dims or ())]
    # One division, the coarsest: others would count the same people again.
    sets = sorted(
        {frozenset(one.dims or ()) for one in having}, key=lambda each: (len(each), sorted(each))
    )
    by_value: dict[str, list[Figure]] = {}
    for one in having:
        if frozenset(one.dims or ()) == sets[0]:
            by_value.setdefault((one.dims or {})[name], []).append(one)
    found = {value: total_of(figures) for value, figures in by_value.items()}
    return {value: one for value, one in found.items() if one is not None}


# --- Ages

_AGES = re.compile(
    r"(\d+)\s*(?:[-–—]\s*(\d+)|(\+|[-–]\s*$|.*\b(?:and over|och äldre|og derover)))?"
)


def ages_of(code: str) -> tuple[int, int] | None:
    """The ages that a code names, both included: "20-29", "80+", "25 år", "65 och äldre".

    None for the whole ("total") and what is no age.
    """
    found = _AGES.match(code.strip().lower())
    if found is None:
        return None
    low = int(found[1])
    if found[2]:
        return low, int(found[2])
    return (low, OPEN_END) if found[3] else (low, low)


def covers_everybody(parts: Iterable[Figure]) -> bool:
    """Whether the ages of these go from birth to the open end without a gap."""
    reached = 0
    for low, high in sorted(filter(None, (ages_of((one.dims or {})["age"]) for one in parts))):
        if low > reached:
            return False
        reached = max(reached, high + 1)
    return reached > OPEN_END


#: Bands of the pyramid, the oldest first.
BANDS = ((80, OPEN_END), *((low, low + 9) for low in range(70, -1, -10)))


def band_name(band: tuple[int, int]) -> str:
    """Say "20–29", "80+"."""
    low, high = band
    return f"{low}+" if high >= OPEN_END else f"{low}–{high}"


def in_bands(
    figures: Iterable[Figure], bands: Sequence[tuple[int, int]] = BANDS
) -> dict[tuple[int, int], Figure | None]:
    """Figures by age added up in bands.

    A band with one figure that is protected or missing is not known: the figure without a value
    stands for it. A band that no figure lies in is None. What lies across two bands fits neither.
    """
    found: dict[tuple[int, int], list[Figure]] = {band: [] for band in bands}
    for one in figures:
        ages = ages_of((one.dims or {}).get("age", ""))
        if ages is None:
            continue
        for band in bands:
            high = min(OPEN_END, band[1])
            if band[0] <= ages[0] and (ages[1] <= high):
                found[band].append(one)
    return {band: total_of(rows) for band, rows in found.items()}


def total_of(rows: Sequence[Figure]) -> Figure | None:
    """Figures added up to one; the first that is kept back where not all are known."""
    if not rows:
        return None
    unknown = next((one for one in rows if one.value is None), None)
    if unknown is not None:
        return unknown
    estimated = next((one for one in rows if one.status != "ok"), rows[0])
    return replace(
        rows[0],
        value=sum(one.value or 0.0 for one in rows),
        status=estimated.status,
        made_up=any(one.made_up for one in rows),
    )


_SEX = {
    "men": {"men", "man", "män", "mænd", "m", "1", "male", "males"},
    "women": {"women", "kvinnor", "kvinder", "kvinna", "k", "w", "f", "2", "female", "females"},
}


def sex_of(code: str) -> str:
    """Read "men" or "women" off a code; "" for both."""
    word = code.strip().lower()
    return next((name for name, words in _SEX.items() if word in words), "")


def net_per_1000(into: float, out: float, people: float | None) -> float | None:
    """Moves in less moves out for each thousand inhabitants; None where they are not known."""
    return (into - out) / people * 1000 if people else None


def one_in(part: float, whole: float) -> int | None:
    """Every how many-th of the whole is of the part; None where it is not at least every second."""
    if part <= 0 or whole / part < 2:  # noqa: PLR2004
        return None
    return round(whole / part)


# --- Notes

EMPTY, WRITING, WRITTEN, OLDER = "empty", "writing", "written", "older"


def note_state(
    text: str,
    *,
    finished: bool,
    written_on: dt.date | None,
    confirmed_on: dt.date | None,
    newest: dt.date | None,
) -> str:
    """Empty, being written, written, or older than the figures that it is about.

    `newest` is the day on which the latest of them came. Who says that the note still holds makes
    it as new as that day.
    """
    if not text.strip():
        return EMPTY
    if not finished:
        return WRITING
    held = max(filter(None, (written_on, confirmed_on)), default=None)
    return OLDER if newest is not None and held is not None and held < newest else WRITTEN
