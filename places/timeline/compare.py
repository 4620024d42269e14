"""Two to four places side by side: steps, time, people, named figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import QueryDict

from core.components import strip_sprite
from people.models import User
from places.dashboard.extent import extent_of
from places.figures import Group, read
from places.portfolio.filters import number_of
from places.portfolio.pages import places_of, visible_programmes
from places.table.columns import COLUMNS, FIELDS, Line, of_places, read_page

MOST = 4
#: What is said of each place before its figures.
_SAID = (
    "municipality", "programme", "steps", "support", "ends", "gate", "contact", "next", "state",
    "coach", "leader", "inhabitants",
)  # fmt: skip
#: Figures that say the same as the lines above them.
_LEFT_OUT = {
    "places_active", "places_needing", "places_today", "places_week", "places_candidate",
    "places_ended", "places_stopped", "places_at_step",
}  # fmt: skip


def context(user: User, query: QueryDict, today: dt.date) -> dict[str, Any]:
    """The page: a column for each place, in the order in which they were asked for."""
    wanted = [number for one in query.getlist("place")[:20] if (number := number_of(one))]
    asked = list(dict.fromkeys(wanted))
    programmes = visible_programmes(user)
    rows = places_of(user).filter(pk__in=asked[:MOST]).values_list(*FIELDS)
    lines = sorted((Line.of(row, today) for row in rows), key=lambda one: asked.index(one.pk))
    if len(lines) < 2:  # noqa: PLR2004 - one alone compares with nothing
        return {"lines": lines, "too_few": True}
    extent = of_places(
        extent_of(user, programmes, today, starts_on=min(p.starts_on for p in programmes)),
        [(line.pk, line.programme_id) for line in lines],
    )
    columns = [COLUMNS[key] for key in _SAID]
    readings = read(extent)
    page = read_page(lines, columns, readings)
    return {
        "lines": lines,
        "sprite": strip_sprite(line.strip_key for line in lines),
        "more": len(asked) - MOST if len(asked) > MOST else 0,
        "said": [(one.label, [one.fill(line, page) for line in lines]) for one in columns],
        "groups": [
            (group, [
                (one.figure.label, [one.words_at(line.pk) for line in lines])
                for one in readings.of(group) if one.figure.key not in _LEFT_OUT
            ])
            for group in Group if readings.of(group)
        ],
    }  # fmt: skip
