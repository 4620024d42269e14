"""Of which places somebody's figures are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from people.models import User
from people.scope import scope_of
from places.figures import Extent, Of
from places.portfolio.filters import ProgrammeChoice


def extent_of(
    user: User,
    programmes: Iterable[ProgrammeChoice],
    today: dt.date,
    *,
    starts_on: dt.date | None = None,
    by: str = "programme",
) -> Extent:
    """All that the user follows of these programmes: whole ones that he or she runs, and places.

    The same places as in the user's portfolio (`places.portfolio.pages.places_of`).
    """
    scope = scope_of(user)
    of = {one.pk: Of(one.name, one.currency, one.quiet_after_days, one.steps) for one in programmes}
    return Extent(
        programmes=of,
        on=today,
        starts_on=starts_on or today.replace(month=1, day=1),
        ends_on=today,
        wholly=scope.run_programmes,
        participations=scope.coached if scope.follows else scope.participations(),
        by=by,
        regions=scope.regions,
        reader=user.pk,
    )
