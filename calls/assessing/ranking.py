"""The ranking: what the assessors think in sum, and how far they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import pstdev

from calls.models import HIGHEST, LOWEST, CallCriterion

#: From this spread on assessors see a place differently: it is talked about before it is decided.
WIDE = 0.8


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion over all assessors."""

    criterion: CallCriterion
    points: tuple[int, ...]

    @property
    def mean(self) -> float | None:
        """The middle of the points."""
        return sum(self.points) / len(self.points) if self.points else None

    @property
    def low(self) -> int | None:
        """The fewest points."""
        return min(self.points, default=None)

    @property
    def high(self) -> int | None:
        """The most points."""
        return max(self.points, default=None)


@dataclass(frozen=True, slots=True)
class Standing:
    """One application: each assessor's weighted mean, and the middle and spread of these."""

    totals: tuple[Fraction, ...]
    lines: tuple[Line, ...]
    expected: int

    @property
    def mean(self) -> Fraction | None:
        """The middle of the assessors' weighted means; None while nobody is done."""
        return sum(self.totals, Fraction(0)) / len(self.totals) if self.totals else None

    @property
    def spread(self) -> float | None:
        """How far the assessors differ (standard deviation); None with fewer than two."""
        return pstdev(map(float, self.totals)) if len(self.totals) > 1 else None

    @property
    def is_wide(self) -> bool:
        """Whether they see it so differently that it should be talked about."""
        return self.spread is not None and self.spread >= WIDE

    @property
    def missing(self) -> int:
        """Assessments that are still to come."""
        return max(0, self.expected - len(self.totals))


def total(points: Mapping[str, int], criteria: Sequence[CallCriterion]) -> Fraction | None:
    """The weighted mean of one assessor's points, exact; None unless every criterion has some."""
    if not criteria or any(str(one.pk) not in points for one in criteria):
        return None
    weights = sum(one.weight for one in criteria)
    return Fraction(sum(points[str(one.pk)] * one.weight for one in criteria), weights)


def standing(
    done: Sequence[Mapping[str, int]], criteria: Sequence[CallCriterion], expected: int
) -> Standing:
    """What those who are done think of one application."""
    totals = tuple(one for points in done if (one := total(points, criteria)) is not None)
    lines = tuple(
        Line(one, tuple(points[str(one.pk)] for points in done if str(one.pk) in points))
        for one in criteria
    )
    return Standing(totals, lines, expected)


def ranked[Key](standings: Mapping[Key, Standing]) -> list[tuple[int | None, Key]]:
    """Rank and key, the best first; equal means share a rank, and what nobody assessed has none."""
    known = [(one.mean, key) for key, one in standings.items() if one.mean is not None]
    known.sort(key=lambda pair: -pair[0])
    found: list[tuple[int | None, Key]] = []
    rank, before = 0, None
    for number, (mean, key) in enumerate(known, start=1):
        if mean != before:
            rank, before = number, mean
        found.append((rank, key))
    return found + [(None, key) for key, one in standings.items() if one.mean is None]


def place_of(value: float, width: int) -> int:
    """Where a value of the scale stands on a line of so many units."""
    return round((float(value) - LOWEST) / (HIGHEST - LOWEST) * width)
