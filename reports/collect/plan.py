"""What the files of a plan hold: PDF, DOCX and the workbook draw from this."""

from __future__ import annotations

import base64
import datetime as dt
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.charts import Chart
from core.exports import Column, Sheet
from places.models import Participation
from plans.domain.frozen import collect as collect_draft
from plans.domain.import_columns import headings_for_export
from plans.indicator_chart import indicator_chart
from plans.models import PlanVersion, TargetPicture
from plans.reading import PlanText, ReadAction, ReadIndicator, read
from plans.timeline import TimelineRow, timeline_pages

#: A picture larger than this is left out of a file that is sent by mail.
MOST_PICTURE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class PlanFile:
    """A plan for paper. `version` is None for the draft; `on` is the day that it speaks of."""

    plan: PlanText
    version: PlanVersion | None
    on: dt.date

    @property
    def charts(self) -> dict[int, Chart]:
        """The chart of each indicator that has been measured since its baseline."""
        return {
            one.id: indicator_chart(one, one.observations, self.on, palette="paper")
            for goal in self.plan.goals
            for one in goal.indicators
            if one.observations
        }

    @property
    def timeline(self) -> list[SafeString]:
        """The timeline in pictures that fit on a page; none without dates."""
        return timeline_pages(
            [_row(one, self.plan) for one in self.plan.actions],
            today=None if self.version else self.on,
            title=_("Timeline"),
        )

    @property
    def picture(self) -> str:
        """The target picture's picture as a data address; empty when there is none."""
        name = self.plan.target.picture if self.plan.target else ""
        found = picture_bytes(name)
        if found is None:
            return ""
        kind = mimetypes.guess_type(name)[0] or "image/jpeg"
        return f"data:{kind};base64,{base64.b64encode(found).decode()}"


def of_version(version: PlanVersion, *, public: bool = False) -> PlanFile:
    """An adopted plan, from what was frozen alone."""
    return PlanFile(read(version.content, public=public), version, version.adopted_on)


def of_draft(participation: Participation, *, on: dt.date) -> PlanFile:
    """The draft as it is now."""
    return PlanFile(read(collect_draft(participation)), None, on)


def picture_bytes(name: str) -> bytes | None:
    """The picture's file; None when there is none, or a very large one."""
    storage = TargetPicture._meta.get_field("picture").storage or default_storage
    if not name or not storage.exists(name) or storage.size(name) > MOST_PICTURE_BYTES:
        return None
    with storage.open(name) as file:
        found: bytes = file.read()
    return found


def _row(one: ReadAction, plan: PlanText) -> TimelineRow:
    goals = {goal.id: goal.title for goal in plan.goals}
    return TimelineRow(
        key=one.id,
        title=one.title,
        state=one.state,
        goal=goals.get(one.goal_id, "") if one.goal_id is not None else "",
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        done_on=one.done_on,
        responsible=one.responsible or one.organisation,
        needs=one.needs_ids,
    )


# --- The workbook


def sheets(plan: PlanText) -> list[Sheet]:
    """Actions (the columns that the import reads), goals with indicators, funding."""
    return [
        Sheet(plan.words.actions, headings_for_export(), list(action_rows(plan))),
        Sheet(_("Goals and indicators"), _goal_columns(plan), list(_goal_rows(plan))),
        Sheet(
            pgettext("money for an action", "Funding"), _funding_columns(plan),
            list(_funding_rows(plan)),
        ),
    ]  # fmt: skip


def action_rows(plan: PlanText) -> Iterator[tuple[Any, ...]]:
    """A row an action, in the order of the import's columns."""
    goals = {goal.id: goal.title for goal in plan.goals}
    for one in plan.actions:
        yield (
            one.title,
            goals.get(one.goal_id, "") if one.goal_id is not None else "",
            one.description,
            one.first_step,
            one.state_label,
            one.state_reason,
            one.responsible,
            one.organisation,
            "; ".join(one.partners),
            one.sector,
            one.theme,
            one.priority,
            one.doer,
            one.cost,
            one.volunteer_hours,
            one.starts_on,
            one.ends_on,
            one.origin,
            one.origin_text,
        )


def _goal_columns(plan: PlanText) -> list[Column]:
    return [
        Column(plan.words.goal, width=36),
        Column(_("What it means"), width=40),
        Column(_("What has come of it so far"), width=40),
        Column(_("What is measured"), width=36),
        Column(pgettext("of a measurement", "Unit")),
        Column(_("Direction"), width=24),
        Column(_("Baseline"), "money"),
        Column(_("Baseline measured"), "date"),
        Column(pgettext("of a measurement", "Target"), "money"),
        Column(_("To be reached by"), "date"),
        Column(_("Latest value"), "money"),
        Column(_("Latest value measured"), "date"),
        Column(_("Source"), width=30),
    ]


def _goal_rows(plan: PlanText) -> Iterator[tuple[Any, ...]]:
    for goal in plan.goals:
        about = (goal.title, goal.description, goal.findings)
        if not goal.indicators:
            yield (*about, *[None] * 10)
        for one in goal.indicators:
            yield (*about, *_indicator_cells(one))


def _indicator_cells(one: ReadIndicator) -> tuple[Any, ...]:
    last = one.observations[-1] if one.observations else None
    return (
        one.title, one.unit, one.direction_label, one.baseline, one.baseline_on, one.target,
        one.target_on, last.value if last else None, last.on if last else None,
        last.source if last else one.source,
    )  # fmt: skip


def _funding_columns(plan: PlanText) -> list[Column]:
    return [
        Column(plan.words.action, width=36),
        Column(_("Source"), width=30),
        Column(_("Kind"), width=22),
        Column(_("State"), width=18),
        Column(_("Hours"), "money"),
        Column(_("Applied for"), "money"),
        Column(_("Granted"), "money"),
        Column(_("Paid"), "money"),
        Column(_("Last day to apply"), "date"),
        Column(_("Conditions"), width=40),
    ]


def _funding_rows(plan: PlanText) -> Iterator[tuple[Any, ...]]:
    for action, line in plan.funded:
        yield (
            action.title, line.source, line.kind, line.state_label, line.hours, line.asked,
            line.granted, line.paid, line.deadline, line.conditions,
        )  # fmt: skip
