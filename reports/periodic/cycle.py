"""When reports are due: periods of so many months from the beginning, the last one the final."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from places.clock import month_end
from reports.models import Report, ReportRules

#: No programme has more reports; a slip in its dates does not fill the page.
MOST = 60


@dataclass(frozen=True, slots=True)
class Due:
    """One report that the rules ask for."""

    starts_on: dt.date
    ends_on: dt.date
    due_on: dt.date
    final: bool

    def is_late(self, on: dt.date) -> bool:
        """Whether it should have been handed in."""
        return self.due_on < on


def periods(
    rules: ReportRules, starts_on: dt.date, ends_on: dt.date | None, *, on: dt.date
) -> list[Due]:
    """All reports from the first day to the last; the last of them is the final report.

    Without an end the periods that have begun, and none of them final.
    """
    days = dt.timedelta(days=rules.days_after)
    if rules.every_months is None:
        return [Due(starts_on, ends_on, ends_on + days, final=True)] if ends_on else []
    found: list[Due] = []
    begins, number = starts_on, 1
    last = ends_on or on
    while begins <= last and len(found) < MOST:
        ends = month_end(starts_on, number * rules.every_months)
        following = ends + dt.timedelta(days=1)
        is_last = ends_on is not None and ends >= ends_on
        if is_last and ends_on is not None:
            ends = ends_on
        found.append(Due(begins, ends, ends + days, final=is_last))
        begins, number = following, number + 1
    return found


def not_begun(due: Iterable[Due], reports: Iterable[Report]) -> list[Due]:
    """Those that nobody has begun: no report ends in their period."""
    ends = [report.ends_on for report in reports]
    return [one for one in due if not any(one.starts_on <= day <= one.ends_on for day in ends)]


def of_programme(rules: ReportRules, *, on: dt.date) -> list[Due]:
    """The reports that the programme itself owes."""
    programme = rules.programme
    return periods(rules, programme.starts_on, programme.ends_on, on=on)
