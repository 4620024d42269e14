"""When reports are due: every so many months, before the gate, and at the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from places.clock import month_end
from places.models import Participation
from places.models.participation import PHASE_TWO_OPEN
from reports.models import Report, ReportRules

#: No programme has more reports; a slip in its dates does not fill the page.
MOST = 60
#: A period is at least so long: what would be shorter joins the next.
SHORTEST = dt.timedelta(days=14)


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
    rules: ReportRules,
    starts_on: dt.date,
    ends_on: dt.date | None,
    *,
    on: dt.date,
    gate_on: dt.date | None = None,
) -> list[Due]:
    """All reports from the first day to the last; the last of them is the final report.

    Without an end the periods that have begun, and none of them final. `gate_on` is the day of
    the gate, before which the rules may ask for a report.
    """
    days = dt.timedelta(days=rules.days_after)
    last = ends_on or on
    before_gate = _before_gate(rules, starts_on, gate_on)
    ends = {end: end + days for end in _regular(rules, starts_on, last)}
    if before_gate is not None and before_gate[0] < last:
        cut, due_on = before_gate
        ends = {end: due for end, due in ends.items() if abs(end - cut) >= SHORTEST} | {cut: due_on}
    if ends_on is not None:
        ends = {end: due for end, due in ends.items() if end < ends_on}
        if rules.at_the_end or rules.every_months:
            ends[ends_on] = ends_on + days
    found: list[Due] = []
    begins = starts_on
    for end in sorted(ends)[:MOST]:
        final = end == ends_on and rules.at_the_end
        found.append(Due(begins, end, ends[end], final=final))
        begins = end + dt.timedelta(days=1)
    return found


def _regular(rules: ReportRules, starts_on: dt.date, last: dt.date) -> list[dt.date]:
    """The ends of the periods of so many months, up to the first on or after the last day."""
    if rules.every_months is None:
        return []
    found: list[dt.date] = []
    for number in range(1, MOST + 2):
        end = month_end(starts_on, number * rules.every_months)
        if rules.calendar_months:
            # The month in which it begins is the first.
            end = month_end(starts_on.replace(day=1), number * rules.every_months)
            if end - starts_on < SHORTEST:
                continue
        found.append(end)
        if end >= last:
            break
    return found


def _before_gate(
    rules: ReportRules, starts_on: dt.date, gate_on: dt.date | None
) -> tuple[dt.date, dt.date] | None:
    """The end of the period before the gate, and when its report is due."""
    if rules.weeks_before_gate is None or gate_on is None:
        return None
    due_on = gate_on - dt.timedelta(weeks=rules.weeks_before_gate)
    end = due_on - dt.timedelta(days=rules.days_after)
    return (end, due_on) if end - starts_on >= SHORTEST else None


def not_begun(due: Iterable[Due], reports: Iterable[Report]) -> list[Due]:
    """Those that nobody has begun: no report ends in their period."""
    ends = [report.ends_on for report in reports]
    return [one for one in due if not any(one.starts_on <= day <= one.ends_on for day in ends)]


def of_programme(rules: ReportRules, *, on: dt.date) -> list[Due]:
    """The reports that the programme itself owes."""
    programme = rules.programme
    return periods(rules, programme.starts_on, programme.ends_on, on=on)


def of_place(rules: ReportRules, one: Participation, *, on: dt.date) -> list[Due]:
    """The reports that a place owes. Its method version is read with its gate.

    Before a gate that was passed earlier than planned there is nothing to report any more.
    """
    last = one.ended_on or one.support_ends_on
    gate_on = gate_day(one)
    passed_on = one.gate_since if one.gate_state in PHASE_TWO_OPEN else None
    early = dt.timedelta(weeks=rules.weeks_before_gate or 0)
    if gate_on is not None and passed_on is not None and passed_on <= gate_on - early:
        gate_on = None
    return periods(rules, one.started_on, last, on=on, gate_on=gate_on)


def gate_day(one: Participation) -> dt.date | None:
    """The day by which the method wants the gate to be passed; None where it has no gate."""
    gate = getattr(one.method_version, "gate", None)
    return month_end(one.started_on, gate.month) if gate is not None else None
