"""How many have answered, by group and municipality, live.

A rate is no answer. But where fewer than five were asked, it would tell who has answered and who
has not: such cells show only how many were asked, and no sum from which they could be reckoned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from people.models import User
from people.scope import scope_of
from surveys.answering.seats import done, done_in
from surveys.models import Recipient, Sitting, Survey
from surveys.rules import only_own_lists

#: Of fewer people nobody is told how many have answered.
LEAST = 5


@dataclass(frozen=True, slots=True)
class Rate:
    """So many asked, so many have answered; `answered` is None where it would tell too much."""

    asked: int
    answered: int | None

    @property
    def percent(self) -> int | None:
        """Whole per cent."""
        if self.answered is None or not self.asked:
            return None
        return round(100 * self.answered / self.asked)


@dataclass(frozen=True, slots=True)
class Rates:
    """The table: its columns, a row each municipality, the sums, and what came without a list."""

    columns: list[str]
    rows: list[tuple[str, list[Rate], Rate]]
    sums: list[Rate]
    total: Rate
    others: int


def rates_of(survey: Survey, user: User) -> Rates:
    """The table; somebody who coordinates sees the own municipality. Six queries."""
    groups = list(survey.groups.all())
    people = survey.recipients.on_list().filter(invited_at__isnull=False)
    if only_own_lists(user, survey):
        own = scope_of(user).coordinated.get(survey.programme_id, frozenset())
        people = people.filter(recipient_list__owner=user) | people.filter(municipality__in=own)
    found = list(people.values_list("pk", "group_id", "municipality__name"))
    have = done(survey, [pk for pk, _group, _name in found])
    asked: dict[tuple[str, int], int] = defaultdict(int)
    answered: dict[tuple[str, int], int] = defaultdict(int)
    for pk, group, name in found:
        asked[name or "", group] += 1
        answered[name or "", group] += pk in have
    names = sorted({name for name, _group in asked})
    hidden = _hidden(dict(asked))
    table = [
        (
            name,
            [_rate([(name, one.pk)], asked, answered, hidden) for one in groups],
            _rate([(name, one.pk) for one in groups], asked, answered, hidden),
        )
        for name in names
    ]
    sums = [_rate([(name, one.pk) for name in names], asked, answered, hidden) for one in groups]
    total = Rate(len(found), len(have) if len(found) >= LEAST else None)
    waiting = Sitting.objects.filter(survey=survey, sent=True).count()
    all_in = survey.responses.count() + waiting
    return Rates([one.name for one in groups], table, sums, total, max(0, all_in - len(have)))


def rates_in_sum(surveys: Iterable[Survey]) -> dict[int, dict[int | None, Rate]]:
    """For each survey the rate of each municipality by its id; under None that of all asked.

    Silent where the table of `rates_of` is, which has the groups too. Three queries in all.
    """
    known = [one.pk for one in surveys]
    people = Recipient.objects.on_list().filter(survey__in=known, invited_at__isnull=False)
    found = list(people.values_list("pk", "survey", "municipality", "group"))
    have = done_in(known, [pk for pk, *_rest in found])
    asked: dict[int, dict[Any, int]] = defaultdict(lambda: defaultdict(int))
    answered: dict[int, dict[Any, int]] = defaultdict(lambda: defaultdict(int))
    for pk, survey, municipality, group in found:
        asked[survey][municipality, group] += 1
        answered[survey][municipality, group] += pk in have
    sums: dict[int, dict[int | None, Rate]] = {}
    for survey, cells in asked.items():
        hidden = _hidden(dict(cells))
        sums[survey] = {
            pk: _rate([cell for cell in cells if cell[0] == pk], cells, answered[survey], hidden)
            for pk in {pk for pk, _group in cells if pk is not None}
        }
        count, sent = sum(cells.values()), sum(answered[survey].values())
        sums[survey][None] = Rate(count, sent if count >= LEAST else None)
    return sums


def _hidden(asked: dict[Any, int]) -> frozenset[Any]:
    """Cells of too few people, and so many of the next smallest that they cannot be reckoned."""
    small = {cell for cell, count in asked.items() if 0 < count < LEAST}
    rest = sorted((count, cell) for cell, count in asked.items() if cell not in small)
    while small and rest and sum(asked[cell] for cell in small) < LEAST:
        small.add(rest.pop(0)[1])
    return frozenset(small)


def _rate(
    cells: Iterable[Any],
    asked: Mapping[Any, int],
    answered: Mapping[Any, int],
    hidden: frozenset[Any],
) -> Rate:
    """The sum of cells; silent as soon as one of them is, so that no sum tells of a cell."""
    these = [cell for cell in cells if asked.get(cell)]
    count = sum(asked[cell] for cell in these)
    if not count or hidden & set(these):
        return Rate(count, None)
    return Rate(count, sum(answered[cell] for cell in these))
