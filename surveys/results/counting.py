"""Answers counted in the database, and handed out only as far as `protection` lets them.

    results = read(survey)
    tally = results.tally(line, results.cells(groups, towns))
    tally.count, tally.share(choice)

Whoever shows results, on a page, in a file or in a report, asks here and counts nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programmes.models import Municipality
from surveys.models import AnswerValue, Mark, Recipient, Response, Survey, SurveyState
from surveys.models import QuestionKind as Kind
from surveys.paper import Ask, GroupMark, Option, Paper, paper_of
from surveys.results.protection import Cell, Released, editions, release

#: Kinds of which one person gives several values.
MANY_VALUES = (Kind.SEVERAL, Kind.RANKING)
#: Kinds that are counted; own words are read and points are drawn.
COUNTED = (Kind.ONE, Kind.SEVERAL, Kind.SCALE, Kind.MATRIX, Kind.RANKING, Kind.NUMBER, Kind.DATE)

#: Of one line: the question and the row of a matrix.
type Key = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Line:
    """What is counted as one: a question, or one row of a matrix."""

    ask: Ask
    row: Option | None = None

    @property
    def key(self) -> Key:
        """Under which its counts stand."""
        return self.ask.pk, self.row.pk if self.row else None


@dataclass(frozen=True, slots=True)
class Tally:
    """The answers to one line behind one view: how many persons, and how often each value."""

    count: int
    values: Counter[Any]

    def share(self, value: Any) -> int | None:
        """How many of a hundred who answered gave this value; None where nothing is shown."""
        return percent(self.values[value], self.count)

    def share_of(self, values: Iterable[Any]) -> int | None:
        """The same for several values of which each person gave one."""
        return percent(sum(self.values[one] for one in values), self.count)

    @property
    def mean(self) -> float | None:
        """The mean of numbers."""
        if not self.count:
            return None
        return float(sum(value * count for value, count in self.values.items())) / self.count

    def quantile(self, share: float) -> Any:
        """The value below which this share of the answers lie: 0.5 is the median."""
        wanted, passed = share * sum(self.values.values()), 0
        for value in sorted(self.values):
            passed += self.values[value]
            if passed >= wanted:
                return value
        return None


def percent(part: int, whole: int) -> int | None:
    """Whole per cent, halves up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


@dataclass(slots=True)
class _Counts:
    """What the database answered about one line: answers by cell and edition, and values."""

    steps: dict[Cell, list[int]] = field(default_factory=dict)
    values: list[tuple[Cell, int, Any, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    released: Released
    values: Mapping[Cell, Counter[Any]]


@dataclass(frozen=True)
class Results:
    """All of a survey that may be shown, and nothing else that can be asked for."""

    survey: Survey
    paper: Paper
    #: Whether the rest is in: before, small cells and the newest answers wait.
    closed: bool
    base: Released
    groups: list[GroupMark]
    towns: dict[int | None, str]
    invited: Mapping[Cell, int]
    _lines: Mapping[Key, _Line]

    @cached_property
    def lines(self) -> list[Line]:
        """All that is counted, in the order of the questions."""
        return [
            line
            for ask in self.paper.asks
            if ask.kind in COUNTED
            for line in (
                [Line(ask, row) for row in ask.rows] if ask.kind == Kind.MATRIX else [Line(ask)]
            )
        ]

    @cached_property
    def themes(self) -> dict[int, str]:
        """The theme of each question that has one. One question to the database."""
        rows = self.survey.questions.exclude(theme_key="").values_list("pk", "theme_key")
        return dict(rows)

    def cells(
        self, groups: Iterable[int | None] | None = None, towns: Iterable[int | None] | None = None
    ) -> frozenset[Cell]:
        """The cells of these groups in these municipalities; None stands for all."""
        by_group = [one.pk for one in self.groups] if groups is None else list(groups)
        by_town = list(self.towns) if towns is None else list(towns)
        return frozenset((group or None, town) for group in by_group for town in by_town)

    def answered(self, cells: Collection[Cell]) -> int:
        """How many answered, as far as it is shown."""
        return self.base.size(cells)

    def tally(self, line: Line, cells: Collection[Cell]) -> Tally:
        """The answers to a line from these cells, as far as they are shown."""
        found = self._lines.get(line.key)
        if found is None:
            return Tally(0, Counter())
        inside = found.released.inside(cells)
        values: Counter[Any] = Counter()
        for cell in inside:
            values.update(found.values.get(cell, {}))
        return Tally(sum(found.released.counts.get(cell, 0) for cell in inside), values)


def read(survey: Survey) -> Results:
    """Count a survey. Five questions to the database, and those of `paper_of` the first time."""
    paper = paper_of(survey)
    closed = survey.state == SurveyState.CLOSED
    ends = [survey.batches] if closed else editions(survey.batches)
    respondents = _respondents(survey, ends)
    base, _upto = release(respondents, survey.limit, closed=closed)
    counted = _count(survey, paper, ends)
    lines = {}
    for key, counts in counted.items():
        released, upto = release(counts.steps, survey.limit, closed=closed, within=base.blocks)
        values: defaultdict[Cell, Counter[Any]] = defaultdict(Counter)
        for cell, edition, value, count in counts.values:
            if edition < upto.get(cell, 0):
                values[cell][value] += count
        lines[key] = _Line(released, values)
    invited = _invited(survey)
    return Results(
        survey=survey,
        paper=paper,
        closed=closed,
        base=base,
        groups=_groups(paper, [*respondents, *invited]),
        towns=_towns([*respondents, *invited]),
        invited=invited,
        _lines=lines,
    )


def _groups(paper: Paper, cells: Iterable[Cell]) -> list[GroupMark]:
    nobody = GroupMark(0, _("No group") if paper.groups else _("All who answered"), Mark.CIRCLE)
    return [*paper.groups, *([nobody] if any(group is None for group, _town in cells) else [])]


def _towns(cells: Iterable[Cell]) -> dict[int | None, str]:
    towns = {town for _group, town in cells}
    known = {town for town in towns if town is not None}
    names: dict[int | None, str] = dict(
        Municipality.objects.filter(pk__in=known).order_by("name").values_list("pk", "name")
    )
    return names | ({None: pgettext("municipality", "Not given")} if None in towns else {})


def _edition(ends: list[int], at: str) -> Case:
    whens = [When(**{f"{at}__lte": end}, then=Value(number)) for number, end in enumerate(ends)]
    return Case(*whens, output_field=IntegerField())


def _steps(rows: Iterable[tuple[Cell, int, int]], editions: int) -> dict[Cell, list[int]]:
    found: dict[Cell, list[int]] = {}
    for cell, edition, count in rows:
        found.setdefault(cell, [0] * editions)[edition] += count
    return found


def _respondents(survey: Survey, ends: list[int]) -> dict[Cell, list[int]]:
    if not ends:
        return {}
    rows = (
        Response.objects.filter(survey=survey, batch__lte=ends[-1])
        .order_by()
        .values_list("group", "municipality", _edition(ends, "batch"))
        .annotate(count=Count("pk"))
    )
    return _steps((((g, town), edition, count) for g, town, edition, count in rows), len(ends))


def _invited(survey: Survey) -> dict[Cell, int]:
    rows = (
        Recipient.objects.on_list()
        .filter(survey=survey, invited_at__isnull=False)
        .order_by()
        .values_list("group", "municipality")
        .annotate(count=Count("email", distinct=True))
    )
    return {(group, town): count for group, town, count in rows}


_CELL = ("response__group", "response__municipality")


def _values(survey: Survey, ends: list[int]) -> QuerySet[AnswerValue]:
    return AnswerValue.objects.filter(
        response__survey=survey, response__batch__lte=ends[-1]
    ).order_by()


def _count(survey: Survey, paper: Paper, ends: list[int]) -> dict[Key, _Counts]:
    found: defaultdict[Key, _Counts] = defaultdict(_Counts)
    if not ends:
        return found
    for question, row, value, cell, edition, count in _value_rows(survey, ends):
        if question not in paper.by_pk:
            continue
        counts = found[question, row]
        counts.values.append((cell, edition, value, count))
        if paper.by_pk[question].kind not in MANY_VALUES:
            counts.steps.setdefault(cell, [0] * len(ends))[edition] += count
    many = [ask.pk for ask in paper.asks if ask.kind in MANY_VALUES]
    if many:
        rows = (
            _values(survey, ends)
            .filter(question__in=many, choice__isnull=False)
            .values_list("question", *_CELL, _edition(ends, "response__batch"))
            .annotate(count=Count("response", distinct=True))
        )
        for question, group, town, edition, count in rows:
            steps = found[question, None].steps
            steps.setdefault((group, town), [0] * len(ends))[edition] += count
    return found


def _value_rows(
    survey: Survey, ends: list[int]
) -> Iterator[tuple[int, int | None, Any, Cell, int, int]]:
    """Question, row, value, cell, edition, and how often. A value with a rank is a pair."""
    rows = (
        _values(survey, ends)
        .filter(Q(choice__isnull=False) | Q(number__isnull=False) | Q(date__isnull=False))
        .values_list(
            "question", "row", "choice", "number", "date", "rank", *_CELL,
            _edition(ends, "response__batch"),
        )
        .annotate(count=Count("pk"))
    )  # fmt: skip
    for question, row, choice, number, date, rank, group, town, edition, count in rows:
        value: Any = number if number is not None else date if date is not None else choice
        if rank is not None:
            value = (choice, rank)
        elif isinstance(value, Decimal) and value == value.to_integral_value():
            value = int(value)
        yield question, row, value, (group, town), edition, count
