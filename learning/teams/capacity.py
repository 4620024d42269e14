"""The organisations' capacity before and after, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from learning.models import TeamOrganisation
from learning.teams.queries import IN_LABORATORY
from programmes.models import Programme
from surveys.assessment.themes import Theme, all_sets
from surveys.models import Assessment


@dataclass(frozen=True, slots=True)
class Change:
    """One theme of an organisation: before, after, and what changed; None where it is open."""

    theme: Theme
    before: int | None
    after: int | None

    @property
    def difference(self) -> int | None:
        """How much it moved; None while one of the rounds says nothing."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def said(self) -> str:
        """The difference with its sign."""
        moved = self.difference
        return "" if moved is None else f"{moved:+d}".replace("-", "\N{MINUS SIGN}")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of a team with its changes and their mean."""

    row: TeamOrganisation
    changes: Sequence[Change]
    mean: float | None


def changes_of(row: TeamOrganisation) -> list[Change]:
    """Theme by theme. The values must have been read."""
    first = row.before or row.after
    if first is None or first.theme_set not in all_sets():
        return []
    before, after = _values(row.before), _values(row.after)
    return [
        Change(theme, before.get(theme.key), after.get(theme.key))
        for theme in all_sets()[first.theme_set].themes
    ]


def _values(assessment: Assessment | None) -> dict[str, int]:
    if assessment is None:
        return {}
    return {one.theme_key: one.value for one in assessment.values.all() if one.value is not None}


def overview(programme: Programme) -> dict[str, Any]:
    """All organisations of the laboratory's teams. Five statements."""
    rows = TeamOrganisation.objects.filter(
        team__participation__programme=programme,
        team__participation__status__in=IN_LABORATORY,
    )
    rows = rows.select_related("team", "organisation", "before", "after")
    rows = rows.prefetch_related("before__values", "after__values")
    found = [_organisation(row) for row in rows.order_by("team__name", "organisation__name")]
    return {
        "organisations": found,
        "started": sum(one.row.before is not None for one in found),
        "finished": sum(one.mean is not None for one in found),
    }


def _organisation(row: TeamOrganisation) -> Organisation:
    changes = changes_of(row)
    moved = [one.difference for one in changes if one.difference is not None]
    return Organisation(row, changes, sum(moved) / len(moved) if moved else None)
