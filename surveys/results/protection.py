"""What may be shown of answers that name nobody, decided on counts alone.

Everything that is shown is a sum over **blocks**: sets of answers that are never divided again,
each of at least `limit` answers. Whoever has all views of all days, with all filters, and solves
the system of equations, gets at most every block, so that no difference of two views tells of
fewer than `limit` persons. What a block is:

- A cell (group, municipality) with 1 to `limit` - 1 answers may not stand alone (the threshold
  rule of Hundepool et al., Statistical Disclosure Control, 2012, 5.3). It is merged with the
  other small cells of its group, and where these are too few, with the smallest of the others,
  which is thereby hidden too (complementary suppression; here the two are one block, so that no
  subtraction from a total can part them). The block counts in the group's total.
- A group with fewer than `limit` answers in all is shown nowhere and counts in no total.
- The total of a municipality is that of its cells that are blocks of their own.
- While people answer, a cell is shown up to the end of an edition (some batches), and advances
  only when it has grown by `limit` and as many newer answers stay behind. So neither the next
  edition nor the closing differs by fewer.
- All of it is asked once for the number of respondents and again for each question by its own
  answers, on blocks that are at least as large.

What this holds: nobody learns what fewer than `limit` persons answered. What it does not hold:
that all of a block answered alike, which is the result itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

#: Of which group and municipality answers are; None where nobody said.
type Cell = tuple[int | None, int | None]
type Block = frozenset[Cell]

#: An edition is at least a quarter longer than the one before: there are few of them.
GROWTH = 4


def editions(batches: int) -> list[int]:
    """The last batch of each edition that is complete after so many batches."""
    found, last = [], 0
    while (last := last + max(1, last // GROWTH)) <= batches:
        found.append(last)
    return found


def shown_editions(steps: Sequence[int], limit: int) -> int:
    """How many of the complete editions are shown, by the answers that each of them brought.

    The rule is played from the first edition on, as readers saw it: what was shown stays shown.
    """
    sums = [0, *accumulate(steps)]
    shown = 0
    for now in range(1, len(sums)):
        held = [
            end
            for end in range(shown + 1, now)
            if sums[now] - sums[end] >= limit and sums[end] - sums[shown] >= limit
        ]
        shown = held[-1] if held else shown
    return shown


def blocks_of(
    counts: Mapping[Cell, int], limit: int, within: Iterable[Block] | None = None
) -> list[Block]:
    """Divide the cells that have answers into blocks, group by group.

    `within` are blocks that may only be merged further, not be divided. Groups with fewer than
    `limit` answers are in no block.
    """
    start = [frozenset({cell}) for cell in counts] if within is None else list(within)
    rows: dict[int | None, list[tuple[int, Block]]] = {}
    for block in start:
        size = sum(counts.get(cell, 0) for cell in block)
        if size:
            rows.setdefault(next(iter(block))[0], []).append((size, block))
    return [block for row in rows.values() for block in _merged(row, limit)]


def _merged(row: list[tuple[int, Block]], limit: int) -> list[Block]:
    if sum(size for size, _block in row) < limit:
        return []
    # In the order of the cells where sizes are alike: the same counts give the same blocks.
    ordered = sorted(row, key=lambda one: (one[0], _order(one[1])))
    small = [one for one in ordered if one[0] < limit]
    kept = ordered[len(small) :]
    while small and sum(size for size, _block in small) < limit:
        small.append(kept.pop(0))
    hidden = [frozenset[Cell]().union(*(block for _size, block in small))] if small else []
    return [*(block for _size, block in kept), *hidden]


def _order(block: Block) -> list[tuple[int, int]]:
    return sorted((group or 0, municipality or 0) for group, municipality in block)


@dataclass(frozen=True, slots=True)
class Released:
    """What of one number may be shown: the blocks, and the answers of each of their cells."""

    blocks: Sequence[Block]
    counts: Mapping[Cell, int]

    def inside(self, cells: Collection[Cell]) -> frozenset[Cell]:
        """The cells asked for that may be added up: those of blocks that lie wholly in them."""
        asked = frozenset(cells)
        return frozenset[Cell]().union(*(block for block in self.blocks if block <= asked))

    def size(self, cells: Collection[Cell]) -> int:
        """How many answers stand behind what is shown of these cells: 0, or the limit or more."""
        return sum(self.counts.get(cell, 0) for cell in self.inside(cells))

    def hides(self, cell: Cell) -> bool:
        """Whether the cell has answers and is not shown by itself."""
        return self.counts.get(cell, 0) > 0 and frozenset({cell}) not in self.blocks

    def hidden(self) -> Iterator[Cell]:
        """The cells that have answers and are not shown by themselves."""
        return (cell for cell in self.counts if self.hides(cell))


def release(
    steps: Mapping[Cell, Sequence[int]],
    limit: int,
    *,
    closed: bool,
    within: Iterable[Block] | None = None,
) -> tuple[Released, dict[Cell, int]]:
    """Decide on one number: what is shown, and up to which edition of each cell.

    `steps` are the answers of each cell by edition; of a closed survey it is one step, of all. In
    a survey that is open cells are never merged: the small ones wait for its end.
    """
    if closed:
        counts = {cell: sum(one) for cell, one in steps.items()}
        upto = {cell: len(one) for cell, one in steps.items()}
        return Released(blocks_of(counts, limit, within), counts), upto
    upto = {cell: shown_editions(one, limit) for cell, one in steps.items()}
    counts = {cell: sum(one[: upto[cell]]) for cell, one in steps.items()}
    alone = [frozenset({cell}) for cell, count in counts.items() if count]
    return Released(alone, counts), upto
