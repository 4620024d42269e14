"""Named figures: each is counted in one place, for every page and file that shows it.

    @counts(
        Figure("people_reached", _("Attendances"), Group.WORK, meaning=_("…"), leads=meetings),
    )
    def people(extent: Extent) -> Counted:
        return {"people_reached": {programme: number, …}}

An app registers what it counts in its `figures.py`. A counter answers for many places at once: in
a constant number of questions, by programme or by place (`Extent.by`). The overview, the figures'
page with its PDF, workbook and JSON, and the reports all `read` from here, so that two of them
cannot show two numbers of one thing.

What stands is counted on a day (`on`), what happens in a period (`starts_on` to `ends_on`, both
included).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import ZERO, money
from places.models import Participation
from programmes.models import Programme


class Unit(StrEnum):
    """What a figure counts in, and so how it is written, added up and stored."""

    NUMBER = "number"
    HOURS = "hours"
    MONEY = "money"
    SHARE = "share"  # (part, whole)
    STEPS = "steps"  # places by the number of their step


class Group(models.TextChoices):
    """What belongs together on a page and in a file, in this order."""

    NEEDS = "needs", gettext_lazy("What needs somebody")
    PLACES = "places", gettext_lazy("The places")
    WORK = "work", gettext_lazy("What has happened")
    MONEY = "money", gettext_lazy("The money")
    AFTER = "after", gettext_lazy("After the support")
    REGION = "region", gettext_lazy("People and letters")


class Of(NamedTuple):
    """What is asked of a programme when its places are counted."""

    name: str
    currency: str
    quiet_after_days: int
    steps: int = 0

    @classmethod
    def of(cls, programme: Programme) -> Of:
        """From a programme in hand."""
        return cls(programme.name, programme.currency, programme.quiet_after_days)


@dataclass(frozen=True, kw_only=True)
class Extent:
    """Of which places, on which day and in which period something is counted.

    `programmes` are those of all places. Of those in `wholly` every place counts, of the others
    the single `participations`. What belongs to a programme and to no single place, as a meeting
    does, counts for those in `own`; without them for `wholly`. `by` is what the numbers are kept
    apart by; `regions` are for what a region has as a whole.
    """

    programmes: Mapping[int, Of]
    on: dt.date
    starts_on: dt.date
    ends_on: dt.date
    wholly: frozenset[int] = frozenset()
    participations: frozenset[int] = frozenset()
    own: frozenset[int] = frozenset()
    by: str = "programme"
    regions: frozenset[int] = frozenset()
    #: Who reads: some letters are for one person's eyes.
    reader: int | None = None
    #: Also those that do not count: only where a single place looks at itself.
    with_tests: bool = False
    #: The programme of each place, for sums by place.
    programme_of: Mapping[int, int] = field(default_factory=dict)

    @property
    def places(self) -> QuerySet[Participation]:
        """The places, of every status."""
        return Participation.objects.filter(self.at(""))

    def at(self, to: str = "participation") -> Q:
        """The condition on rows that hang on a participation by `to` ("" for itself)."""
        programme, pk = (f"{to}__programme", to) if to else ("programme", "pk")
        found = Q(**{f"{programme}__in": self.wholly & self.programmes.keys()})
        if self.participations:
            here = list(self.programmes)
            single = Q(**{f"{pk}__in": self.participations, f"{programme}__in": here})
            found = found | single if self.wholly else single
        if self.with_tests:
            return found
        at = f"{to}__" if to else ""
        return found & Q(**{f"{at}is_test": False}) & ~Q(**{f"{at}kind": "municipality"})

    @property
    def at_programmes(self) -> frozenset[int]:
        """The programmes whose own matters count."""
        return (self.own or self.wholly) & self.programmes.keys()

    def key(self, to: str = "participation") -> str:
        """The column of these rows that the numbers are kept apart by."""
        if self.by == "programme":
            return f"{to}__programme_id" if to else "programme_id"
        return f"{to}_id" if to else "pk"

    @property
    def key_sql(self) -> str:
        """The same for a statement with `here` (see `here_sql`)."""
        return "here.programme_id" if self.by == "programme" else "here.id"

    @property
    def here_sql(self) -> str:
        """`here AS (…)` for a statement that sums what no query builder says: the places."""
        condition = f"p.programme_id IN ({_listed(self.wholly & self.programmes.keys())})"
        if self.participations:
            condition = (
                f"({condition} OR p.id IN ({_listed(self.participations)}) "
                f"AND p.programme_id IN ({_listed(self.programmes)}))"
            )
        if not self.with_tests:
            condition = f"{condition} AND NOT p.is_test AND p.kind <> 'municipality'"
        return HERE.format(condition=condition)

    @cached_property
    def patience(self) -> dict[int, int]:
        """Days until a place counts as quiet, by programme."""
        return {pk: one.quiet_after_days for pk, one in self.programmes.items()}

    @cached_property
    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """The period as moments of the site's zone, for `__range`."""
        zone = timezone.get_current_timezone()
        first = dt.datetime.combine(self.starts_on, dt.time.min, zone)
        return first, dt.datetime.combine(self.ends_on, dt.time.max, zone)


#: The places of an extent that have taken part. What was paid before they came stands in öre.
HERE = """here AS (
    SELECT p.id, p.place_id, p.programme_id, p.status,
        CAST(ROUND(p.paid_before * 100) AS BIGINT) AS paid_before
    FROM places_participation p
    WHERE {condition} AND p.status IN ('active', 'ended', 'stopped')
)"""


def _listed(ids: Iterable[int]) -> str:
    """Numbers of ours for a statement: nothing that somebody wrote."""
    return ", ".join(str(int(pk)) for pk in ids) or "NULL"


Leads = Callable[[int | None], str]
Counted = Mapping[str, Mapping[int, Any]]
Count = Callable[[Extent], Counted]


def nowhere(_programme: int | None) -> str:
    """A figure that no list stands behind."""
    return ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it is called, what exactly it counts, and where the list behind it is.

    `leads` gives the address of that list, for one programme or for all that the reader sees;
    `runners` says that only who runs the programme may open it.
    `of_place` says that it can be counted for each place, `of_period` that it hangs on a period.
    """

    key: str
    label: str | Promise
    group: Group
    unit: Unit = Unit.NUMBER
    meaning: str | Promise = ""
    leads: Leads = nowhere
    of_place: bool = True
    of_period: bool = False
    runners: bool = False
    order: int = 100


#: What counts a figure, by its key, and what it counts besides.
_counters: dict[str, tuple[tuple[Figure, ...], Count]] = {}
_figures: dict[str, Figure] = {}


def counts(*figures: Figure) -> Callable[[Count], Count]:
    """Register what a function counts. A key may be taken once (KeyError)."""

    def keep(count: Count) -> Count:
        for one in figures:
            if one.key in _figures:
                raise KeyError(f"there is already a figure {one.key!r}")
            _figures[one.key] = one
            _counters[one.key] = (figures, count)
        return count

    return keep


def all_figures() -> list[Figure]:
    """All of them, by group and in order."""
    groups = list(Group)
    return sorted(_figures.values(), key=lambda one: (groups.index(one.group), one.order))


@dataclass(frozen=True)
class Reading:
    """One figure, counted."""

    figure: Figure
    extent: Extent
    #: By programme or by place.
    parts: Mapping[int, Any]

    @cached_property
    def value(self) -> Any:
        """All of it: a number, hours, a share, sums by currency, or places by step."""
        return self._add(self.parts)

    def at(self, key: int) -> Any:
        """The same of one programme or place."""
        return self._add({key: self.parts[key]} if key in self.parts else {})

    def _add(self, parts: Mapping[int, Any]) -> Any:
        unit, values = self.figure.unit, parts.values()
        if unit == Unit.MONEY:
            return self._by_currency(parts)
        if unit == Unit.SHARE:
            return sum(one[0] for one in values), sum(one[1] for one in values)
        if unit == Unit.STEPS:
            steps: Counter[int] = Counter()
            for one in values:
                steps.update(one)
            return dict(sorted(steps.items()))
        return sum(values)

    def _by_currency(self, parts: Mapping[int, Decimal]) -> dict[str, Decimal]:
        extent = self.extent
        found = {one.currency: ZERO for one in extent.programmes.values()}
        for pk, amount in parts.items():
            programme = pk if extent.by == "programme" else extent.programme_of[pk]
            found[extent.programmes[programme].currency] += amount
        # A currency in which there is nothing is told only where there is no other.
        return {name: sum_ for name, sum_ in found.items() if sum_} or dict([*found.items()][:1])

    @property
    def words(self) -> str:
        """The value as a page and paper write it."""
        return words(self.figure.unit, self.value)

    def words_at(self, key: int) -> str:
        """The same of one programme or place."""
        return words(self.figure.unit, self.at(key))

    @property
    def json(self) -> Any:
        """The value as JSON holds it: sums as text with two decimals, by currency."""
        return as_json(self.figure.unit, self.value)

    def words_of(self, keys: Iterable[int]) -> str:
        """The same of some programmes or places together."""
        parts = {key: self.parts[key] for key in keys if key in self.parts}
        return words(self.figure.unit, self._add(parts))

    def json_at(self, key: int) -> Any:
        """The same of one programme or place."""
        return as_json(self.figure.unit, self.at(key))

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to tell."""
        value = self.value
        if self.figure.unit == Unit.SHARE:
            return not value[1]
        return not any(value.values()) if isinstance(value, dict) else not value

    @property
    def url(self) -> str:
        """The list behind it; "" where there is none, or none that the reader may open."""
        programmes = list(self.extent.programmes)
        one = programmes[0] if len(programmes) == 1 else None
        wholly = self.extent.wholly
        if self.figure.runners and not (one in wholly if one else wholly):
            return ""
        return self.figure.leads(one)


def words(unit: Unit, value: Any) -> str:
    """A value in words."""
    if unit == Unit.MONEY:
        return ", ".join(money(amount, currency) for currency, amount in value.items())
    if unit == Unit.SHARE and not value[1]:
        return "–"
    if unit == Unit.SHARE:
        return _("%(part)d of %(whole)d") % {"part": value[0], "whole": value[1]}
    if unit == Unit.STEPS:
        return ", ".join(f"{step}: {number}" for step, number in value.items())
    return number_format(value, use_l10n=True, force_grouping=True)


def as_json(unit: Unit, value: Any) -> Any:
    """A value as JSON holds it."""
    if unit == Unit.MONEY:
        return {currency: f"{amount:.2f}" for currency, amount in value.items()}
    if unit == Unit.SHARE:
        return {"part": value[0], "whole": value[1]}
    if unit == Unit.STEPS:
        return {str(step): number for step, number in value.items()}
    return value


class Readings(Mapping[str, Reading]):
    """Figures by their keys. One that was not read yet is counted when it is asked for."""

    def __init__(self, extent: Extent) -> None:
        self.extent = extent
        self._found: dict[str, Reading] = {}

    def __getitem__(self, key: str) -> Reading:
        """One figure. KeyError for one that nobody counts."""
        if key not in self._found:
            if key not in _counters:
                raise KeyError(f"nobody counts {key!r}")
            figures, count = _counters[key]
            counted = count(self.extent)
            for one in figures:
                self._found[one.key] = Reading(one, self.extent, counted.get(one.key, {}))
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def value(self, key: str) -> Any:
        """The value of one."""
        return self[key].value

    def of(self, group: Group) -> list[Reading]:
        """Those of a group that were read, in order."""
        found = [one for one in self._found.values() if one.figure.group == group]
        return sorted(found, key=lambda one: one.figure.order)


def read(extent: Extent, keys: Iterable[str] | None = None) -> Readings:
    """Count these figures, or all, and what is counted with them in the same statements.

    Raises KeyError for a figure that nobody counts.
    """
    found = Readings(extent)
    for key in _figures if keys is None else keys:
        if extent.by == "programme" or _figures[key].of_place:
            found[key]
    return found


def summed(rows: Iterable[Mapping[str, Any]], key: str) -> dict[str, dict[int, Any]]:
    """Rows of a grouped query as numbers by key: `{"held": 3, key: 7}` as `{"held": {7: 3}}`."""
    found: dict[str, dict[int, Any]] = {}
    for row in rows:
        for name, number in row.items():
            if name != key and number is not None:
                parts = found.setdefault(name, {})
                parts[row[key]] = parts.get(row[key], 0) + number
    return found


@dataclass(frozen=True, slots=True)
class Period:
    """A period that the figures' page offers."""

    value: str
    label: str
    starts_on: dt.date


def periods(today: dt.date, begun: dt.date | None = None) -> list[Period]:
    """The periods: this year, the last twelve months, all since the first programme began."""
    year_ago = today.replace(day=28) if (today.month, today.day) == (2, 29) else today
    return [
        Period("", _("This year"), today.replace(month=1, day=1)),
        Period("12", _("The last twelve months"), year_ago.replace(year=today.year - 1)),
        Period("all", _("Since the start"), begun or dt.date(2000, 1, 1)),
    ]
