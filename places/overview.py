"""The overview of those who run programmes: how many places where, and who waits for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.charts import Chart
from core.palette import paint
from places.domain.attention import Kind, needing
from places.forms.portfolio import Filters
from places.models import Participation, ParticipationStatus
from places.portfolio import ProgrammeChoice, Row, narrowed, rows

#: Places listed for each reason; the portfolio has all of them.
LISTED = 5
#: The order in which a programme manager acts.
ORDER = (Kind.GATE, Kind.CONDITION, Kind.RETURNED, Kind.QUIET, Kind.ENDING)

HEADS = {
    Kind.GATE: gettext_lazy("Gates waiting for a decision"),
    Kind.CONDITION: gettext_lazy("Conditions due"),
    Kind.RETURNED: gettext_lazy("Returned at the gate"),
    Kind.QUIET: gettext_lazy("Quiet places"),
    Kind.ENDING: gettext_lazy("Support is ending"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """One reason: how many places, and those that have waited longest."""

    kind: str
    head: str
    count: int
    rows: list[Row]

    @property
    def more(self) -> int:
        """Places that are not listed."""
        return self.count - len(self.rows)


def needs(
    places: QuerySet[Participation], patience: Mapping[int, int], today: dt.date
) -> list[Need]:
    """Each reason with its places: one query for the counts, one for each reason that has any."""
    conditions = {kind.value: needing(kind, today, patience) for kind in ORDER}
    counts = places.aggregate(
        **{key: Count("pk", filter=condition) for key, condition in conditions.items()}
    )
    return [
        Need(
            kind,
            str(HEADS[kind]),
            counts[kind],
            _first(places, kind, patience, today) if counts[kind] else [],
        )
        for kind in ORDER
    ]


def _first(
    places: QuerySet[Participation], kind: str, patience: Mapping[int, int], today: dt.date
) -> list[Row]:
    found = narrowed(places, Filters(needs=kind), patience, today)
    return [row._replace(flag=_reason(row, kind)) for row in rows(found[:LISTED], today)]


def _reason(row: Row, kind: str) -> Any:
    return next((flag for flag in row.flags if flag.kind == kind), row.flag)


def step_charts(places: QuerySet[Participation], programmes: list[ProgrammeChoice]) -> list[Chart]:
    """How many places are at each step, a chart for each programme; one query."""
    counted = (
        places.filter(status=ParticipationStatus.ACTIVE)
        .order_by("programme_id", "current_step")
        .values_list("programme_id", "current_step")
        .annotate(number=Count("pk"))
    )
    by_programme = {
        programme: {step: number for _programme, step, number in group}
        for programme, group in groupby(counted, key=lambda row: row[0])
    }
    return [
        step_chart(programme.name, programme.steps, by_programme[programme.pk])
        for programme in programmes
        if programme.pk in by_programme
    ]


#: In px of the right column, in which a chart stands at about its own size.
BAR_LEFT, BAR_WIDTH, BAR_HEIGHT, BAR_GAP = 60, 190, 18, 10


def step_chart(title: str, steps: int, numbers: Mapping[int, int]) -> Chart:
    """Bars: how many places of one programme are at each step.

    A place on an older version of the method may stand at a step beyond `steps`; it counts.
    """
    orders = range(1, max(steps, *numbers) + 1)
    most = max(numbers.values())
    bars = [_bar(order, numbers.get(order, 0), most) for order in orders]
    height = len(bars) * (BAR_HEIGHT + BAR_GAP)
    total = sum(numbers.values())
    description = ngettext(
        "%(count)d place is under way.", "%(count)d places are under way.", total
    ) % {"count": total}
    svg = (
        f'<svg viewBox="0 0 {BAR_LEFT + BAR_WIDTH + 48} {height}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(bars)}</svg>"
    )
    table = [
        [_("Step %(number)d") % {"number": order}, str(numbers.get(order, 0))] for order in orders
    ]
    return Chart(title, description, mark_safe(svg), [_("Step"), _("Places")], table, 2)


def _bar(order: int, number: int, most: int) -> str:
    y = (order - 1) * (BAR_HEIGHT + BAR_GAP)
    text_y = y + BAR_HEIGHT - 4
    width = max(2, round(BAR_WIDTH * number / most))
    name = escape(_("Step %(number)d") % {"number": order})
    look = paint("ch-f0" if number else "ch-grid", "page")
    return (
        f'<text {paint("ch-t", "page")} x="0" y="{text_y}">{name}</text>'
        f'<rect {look} x="{BAR_LEFT}" y="{y}" width="{width}" height="{BAR_HEIGHT}" rx="2.5"/>'
        f'<text {paint("ch-t ch-n", "page")} x="{BAR_LEFT + width + 8}" y="{text_y}">'
        f"{number}</text>"
    )
