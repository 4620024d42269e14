"""How many have answered, by group and municipality, live.

A rate is no answer. But where fewer than five were asked, it would tell who has answered and who
has not: such cells show only how many were asked, and no sum from which they could be reckoned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from people.models import User
from people.scope import scope_of
from surveys.answering.seats import done
from surveys.models import Sitting, Survey
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


def _hidden(asked: dict[tuple[str, int], int]) -> frozenset[tuple[str, int]]:
    """Cells of too few people, and so many of the next smallest that they cannot be reckoned."""
    small = {cell for cell, count in asked.items() if 0 < count < LEAST}
    rest = sorted((count, cell) for cell, count in asked.items() if cell not in small)
    while small and rest and sum(asked[cell] for cell in small) < LEAST:
        small.add(rest.pop(0)[1])
    return frozenset(small)


def _rate(
    cells: Iterable[tuple[str, int]],
    asked: dict[tuple[str, int], int],
    answered: dict[tuple[str, int], int],
    hidden: frozenset[tuple[str, int]],
) -> Rate:
    """The sum of cells; silent as soon as one of them is, so that no sum tells of a cell."""
    these = [cell for cell in cells if asked.get(cell)]
    count = sum(asked[cell] for cell in these)
    if not count or hidden & set(these):
        return Rate(count, None)
    return Rate(count, sum(answered[cell] for cell in these))
