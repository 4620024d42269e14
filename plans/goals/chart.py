"""The chart of an indicator: what was measured by day, the target, and the table of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.charts import Chart, Point, Series, line_chart
from core.dates import short_date
from core.palette import Palette
from plans.goals.progress import number, progress_of, sentences
from plans.models import Indicator, Observation

if TYPE_CHECKING:
    from plans.versions.reading import ReadIndicator, Value

#: The axis starts at zero unless all values lie within this part of the highest (a twentieth),
#: where a line from zero would tell nothing; the description says so.
NEAR = 20


def indicator_chart(
    indicator: Indicator | ReadIndicator,
    observations: Sequence[Observation] | Sequence[Value],
    today: dt.date,
    *,
    palette: Palette = "page",
) -> Chart:
    """Baseline and observations as a line, the target as a point at its day.

    Takes rows of the database, or those of an adopted plan.
    """
    measured = [
        (indicator.baseline_on, indicator.baseline, indicator.source or _("Baseline")),
        *((one.on, one.value, one.source) for one in observations),
    ]
    aim = (indicator.target_on, indicator.target)
    from_zero = _from_zero([value for _d, value, _s in measured] + [aim[1]])
    said = sentences(indicator, progress_of(indicator, observations, today))
    if not from_zero:
        said = [*said, _("The axis does not begin at zero.")]
    drawn = line_chart(
        [
            Series(
                _("Measured"), [Point(year_of(day), float(value)) for day, value, _s in measured]
            ),
            Series(_("Target"), [Point(year_of(aim[0]), float(aim[1]))]),
        ],
        title=indicator.title,
        unit=indicator.unit,
        from_zero=from_zero,
        palette=palette,
        description=" ".join(said),
    )
    rows = [(day, number(value), "", source) for day, value, source in measured]
    rows.append((aim[0], "", number(aim[1]), _("Target")))
    return replace(
        drawn,
        headers=[_("Date"), _("Measured"), _("Target"), _("Source")],
        rows=[[short_date(day), *cells] for day, *cells in sorted(rows, key=lambda row: row[0])],
    )


def year_of(day: dt.date) -> float:
    """A day as a year with a fraction: the 2nd of July 2026 is about 2026.5."""
    start = dt.date(day.year, 1, 1)
    return day.year + (day - start).days / (dt.date(day.year + 1, 1, 1) - start).days


def _from_zero(values: Sequence[Decimal]) -> bool:
    low, high = min(values), max(values)
    return low >= 0 and (high - low) * NEAR >= high
