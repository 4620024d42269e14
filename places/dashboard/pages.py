"""The page of named figures: of all that one follows, or of one programme, in a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import span
from people.models import User
from people.scope import scope_of
from places.dashboard.extent import extent_of
from places.figures import (
    Extent,
    Group,
    Period,
    Reading,
    Readings,
    all_figures,
    periods,
    read,
)
from places.portfolio.filters import Option, ProgrammeChoice, number_of
from places.portfolio.pages import visible_programmes
from places.portfolio.start import step_charts

#: What the page does not count: files and reports have them, and the page stays light.
LEFT_OUT = {"coaching_contacts", "coaching_hours"}
#: What is compared between programmes.
COMPARED = (
    "places_active", "places_needing", "gates_waiting", "places_quiet", "support_ending",
    "meetings_held", "people_met", "support_paid", "funding_missing", "active_after",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and what was counted for it."""

    today: dt.date
    #: All that may be chosen, and those that were.
    programmes: Sequence[ProgrammeChoice]
    chosen: Sequence[ProgrammeChoice]
    period: Period
    periods: Sequence[Period]
    extent: Extent
    readings: Readings

    @property
    def covers(self) -> str:
        """Of what: the programme's name, or all that one follows."""
        if len(self.chosen) == 1:
            return self.chosen[0].name
        return ngettext(
            "%(count)d programme", "%(count)d programmes", len(self.chosen)
        ) % {"count": len(self.chosen)}  # fmt: skip

    @property
    def days(self) -> str:
        """The period in words."""
        return span(self.extent.starts_on, self.extent.ends_on)

    @property
    def query(self) -> str:
        """The same choice as an address says it."""
        programme = self.chosen[0].pk if len(self.chosen) < len(self.programmes) else ""
        asked = {"programme": programme, "period": self.period.value}
        return urlencode({name: value for name, value in asked.items() if value})


def ask(
    user: User, query: Mapping[str, str], today: dt.date, keys: Iterable[str] | None = None
) -> Asked:
    """Count what the address asks for; `keys` some figures, or all."""
    programmes = visible_programmes(user)
    wanted = number_of(query.get("programme"))
    chosen = [one for one in programmes if one.pk == wanted] or programmes
    offered = periods(today, min((one.starts_on for one in chosen), default=None))
    period = next((one for one in offered if one.value == query.get("period")), offered[0])
    extent = extent_of(user, chosen, today, starts_on=min(period.starts_on, today))
    return Asked(today, programmes, chosen, period, offered, extent, read(extent, keys))


def context(user: User, query: Mapping[str, str], today: dt.date) -> dict[str, Any]:
    """What the page shows. At most ten questions, those of the session among them."""
    keys = [one.key for one in all_figures() if one.key not in LEFT_OUT]
    if not scope_of(user).regions:
        keys = [one.key for one in all_figures() if one.key in keys and one.group != Group.REGION]
    asked = ask(user, query, today, keys)
    readings = asked.readings
    groups = [
        (group, [one for one in readings.of(group) if one.figure.key != "places_at_step"])
        for group in Group
    ]
    return {
        "asked": asked,
        "groups": [(group, shown) for group, shown in groups if shown],
        "charts": step_charts(readings["places_at_step"], asked.chosen),
        "table": by_programme(asked) if len(asked.chosen) > 1 else None,
        "programme_choices": [
            Option("", _("All programmes"), len(asked.chosen) > 1),
            *(Option(str(one.pk), one.name, asked.chosen == [one]) for one in asked.programmes),
        ] if len(asked.programmes) > 1 else [],
        "period_choices": [
            Option(one.value, one.label, one == asked.period) for one in asked.periods
        ],
        "explained": [one for _group, shown in groups for one in shown],
    }  # fmt: skip


Compared = tuple[list[Reading], list[tuple[ProgrammeChoice, list[tuple[str, str]]]]]


def by_programme(asked: Asked) -> Compared:
    """The compared figures, and for each programme with anything to tell its labels and values."""
    columns = [asked.readings[key] for key in COMPARED]
    rows = [
        (one, [(str(column.figure.label), column.words_at(one.pk)) for column in columns])
        for one in asked.chosen
        if any(one.pk in column.parts for column in columns)
    ]
    return columns, rows
