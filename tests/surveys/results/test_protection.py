"""No way of looking at results tells of fewer persons than the limit."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.results.protection import (
    Cell,
    Released,
    blocks_of,
    editions,
    release,
    shown_editions,
)

GROUPS, TOWNS = 3, 6
PRIME = (1 << 61) - 1
sizes = st.dictionaries(
    st.tuples(st.integers(1, GROUPS), st.one_of(st.none(), st.integers(1, TOWNS))),
    st.integers(0, 14),
    max_size=18,
)
limits = st.sampled_from([5, 10])


def answers(counts: dict[Cell, int], cells: Iterable[Cell]) -> int:
    return sum(counts[cell] for cell in cells)


@given(sizes, limits)
def test_every_block_has_the_limit_and_no_cell_stands_in_two(counts, limit):
    blocks = blocks_of(counts, limit)
    assert all(answers(counts, block) >= limit for block in blocks)
    assert sum(map(len, blocks)) == len(frozenset[Cell]().union(*blocks))


@given(sizes, limits)
def test_all_answers_of_a_group_that_is_shown_count_in_its_total(counts, limit):
    blocks = blocks_of(counts, limit)
    for group in range(1, GROUPS + 1):
        cells = [cell for cell in counts if cell[0] == group]
        total = answers(counts, cells)
        shown = Released(blocks, counts).size(cells)
        assert shown == (total if total >= limit else 0)


def test_a_small_cell_takes_the_smallest_other_cell_of_its_group_with_it():
    counts: dict[Cell, int] = {(1, 1): 9, (1, 2): 12, (1, 3): 4, (1, 4): 31, (2, 1): 20}
    found = Released(blocks_of(counts, 5), counts)
    assert set(found.hidden()) == {(1, 1), (1, 3)}
    assert found.size([(1, 3)]) == found.size([(1, 1)]) == 0
    assert found.size([cell for cell in counts if cell[0] == 1]) == 56
    # The town's total is that of the cells which are shown by themselves.
    assert found.size([(1, 1), (2, 1)]) == 20


@given(sizes, limits, st.data())
def test_a_question_is_only_ever_merged_further(counts, limit, data):
    base = blocks_of(counts, limit)
    asked = {cell: data.draw(st.integers(0, count)) for cell, count in counts.items()}
    for block in blocks_of(asked, limit, base):
        assert answers(asked, block) >= limit
        assert all(one <= block or not one & block for one in base)


def test_a_group_of_one_is_nowhere():
    counts: dict[Cell, int] = {(1, 1): 40, (2, 1): 1, (1, None): 7}
    found = Released(blocks_of(counts, 5), counts)
    assert found.size(counts) == 47
    assert found.hides((2, 1))


def test_there_are_few_editions_and_they_stay_where_they_were():
    assert editions(0) == []
    assert editions(6) == [1, 2, 3, 4, 5, 6]
    assert len(editions(4000)) < 45
    assert editions(4000)[: len(editions(200))] == editions(200)


@given(st.lists(st.integers(0, 9), max_size=25), limits)
def test_what_is_shown_grows_by_the_limit_and_leaves_the_limit_behind(steps, limit):
    before = 0
    for now in range(len(steps) + 1):
        shown = shown_editions(steps[:now], limit)
        grown = sum(steps[before:shown])
        assert shown >= before
        assert shown == before or grown >= limit
        assert shown == 0 or sum(steps[shown:now]) >= limit or shown == before
        before = shown
    # The closing shows all the rest at once.
    assert not before or sum(steps[before:]) >= limit


# --- The whole thing against an attacker who keeps every answer and solves the equations


class Attacker:
    """Knows of each answered query which persons stand behind it, as a vector of slices.

    A slice is what one edition brought to one cell: the smallest set that could be told apart.
    """

    def __init__(self) -> None:
        self.seen: set[frozenset[tuple[Cell, int]]] = set()
        self.queries = 0

    def ask(self, found: Released, upto: dict[Cell, int], cells: Iterable[Cell]) -> None:
        inside = found.inside(list(cells))
        self.queries += 1
        self.seen.add(frozenset((cell, step) for cell in inside for step in range(upto[cell])))

    def differences(self, size: dict[tuple[Cell, int], int], limit: int) -> list[int]:
        """Sizes under the limit of what one view has more than another that lies within it."""
        found = []
        for one, other in combinations(self.seen | {frozenset()}, 2):
            if one < other or other < one:
                count = sum(size[part] for part in one ^ other)
                found += [count] if 0 < count < limit else []
        return found

    def solves(self, size: dict[tuple[Cell, int], int], limit: int) -> bool:
        """Whether some sum and difference of views tells of fewer persons than the limit.

        A vector lies in the rows' space when it stands upright on all that solves the system, so
        one that lives on a few slices does exactly when their rows of the null space depend.
        """
        slices = sorted((one for one, count in size.items() if count), key=str)
        null = null_space([[int(one in view) for one in slices] for view in self.seen])
        return any(
            len(reduced([null[at] for at in hidden])) < len(hidden)
            for hidden in small_sets([size[one] for one in slices], limit)
        )


def reduced(rows: list[list[int]]) -> dict[int, list[int]]:
    """The reduced rows of a matrix by their leading column, counted modulo a large prime."""
    found: dict[int, list[int]] = {}
    for row in rows:
        left = row
        for column, lead in found.items():
            left = minus(left, left[column], lead)
        column = next((at for at, value in enumerate(left) if value), None)
        if column is not None:
            inverse = pow(left[column], -1, PRIME)
            left = [value * inverse % PRIME for value in left]
            found = {at: minus(lead, lead[column], left) for at, lead in found.items()}
            found[column] = left
    return found


def minus(row: list[int], factor: int, other: list[int]) -> list[int]:
    if not factor:
        return row
    return [(a - factor * b) % PRIME for a, b in zip(row, other, strict=True)]


def null_space(rows: list[list[int]]) -> list[list[int]]:
    """For each column its row in a basis of all that solves the system."""
    found = reduced(rows)
    width = len(rows[0]) if rows else 0
    free = [column for column in range(width) if column not in found]
    return [
        [-found[column][one] % PRIME for one in free]
        if column in found
        else [int(column == one) for one in free]
        for column in range(width)
    ]


def small_sets(sizes: list[int], limit: int, *, most: int = 3) -> Iterable[frozenset[int]]:
    """Sets of up to three slices that hold fewer answers than the limit together."""
    for many in range(1, most + 1):
        for chosen in combinations(range(len(sizes)), many):
            if sum(sizes[at] for at in chosen) < limit:
                yield frozenset(chosen)


def run(chance: random.Random, *, queries: int, people: int, limit: int, rule=release):
    """One survey from the first batch to its end, looked at with random filters all the way."""
    cells: list[Cell] = [(g, t) for g in range(1, GROUPS + 1) for t in [None, 1, 2, 3]]
    weights = [chance.choice([0, 1, 1, 3, 12]) + 0.01 for _ in cells]
    batches = [
        chance.choices(cells, weights, k=chance.randint(limit, 2 * limit))
        for _ in range(people // limit)
    ]
    ends = editions(len(batches))
    last = [*ends, len(batches)]
    steps: dict[Cell, list[int]] = {cell: [0] * len(last) for cell in cells}
    for number, batch in enumerate(batches, start=1):
        for cell in batch:
            steps[cell][next(at for at, end in enumerate(last) if number <= end)] += 1
    attacker = Attacker()
    for now in range(len(ends) + 2):
        closed = now == len(ends) + 1
        known = {cell: one if closed else one[:now] for cell, one in steps.items()}
        found, upto = rule(known, limit, closed=closed)
        for _ in range(max(1, queries // (len(ends) + 2))):
            groups = chance.sample(range(1, GROUPS + 1), chance.randint(1, GROUPS))
            towns = chance.choice([[None, 1, 2, 3], [chance.choice([None, 1, 2, 3])], [1, 2]])
            attacker.ask(found, upto, [c for c in cells if c[0] in groups and c[1] in towns])
    size = {(cell, at): count for cell, one in steps.items() for at, count in enumerate(one)}
    return attacker, size


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), limits)
def test_no_sum_and_difference_of_views_tells_of_fewer_than_the_limit(seed, limit):
    attacker, size = run(random.Random(seed), queries=400, people=70, limit=limit)
    assert not attacker.differences(size, limit)
    assert not attacker.solves(size, limit)


def test_the_attacker_finds_a_rule_that_hides_small_cells_alone():
    def only_hides(steps, limit, *, closed):
        counts = {cell: sum(one) for cell, one in steps.items()}
        alone = [frozenset({cell}) for cell, count in counts.items() if count >= limit]
        row = {g: frozenset(c for c in counts if c[0] == g) for g in range(1, GROUPS + 1)}
        return Released([*alone, *row.values()], counts), {c: len(s) for c, s in steps.items()}

    chance = random.Random(1)
    runs = [run(chance, queries=200, people=60, limit=5, rule=only_hides) for _ in range(3)]
    assert all(attacker.solves(size, 5) for attacker, size in runs)


@pytest.mark.slow
def test_a_hundred_thousand_random_queries_learn_nothing_under_the_limit():
    chance, asked = random.Random(2026), 0
    while asked < 100_000:
        limit = chance.choice([5, 10])
        attacker, size = run(chance, queries=2_500, people=chance.randint(40, 200), limit=limit)
        asked += attacker.queries
        assert not attacker.differences(size, limit)
        assert not attacker.solves(size, limit)
