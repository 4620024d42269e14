"""What the laid-out files of a plan hold: PDF and DOCX draw from this."""

from __future__ import annotations

import base64
import datetime as dt
import mimetypes
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.charts import Chart
from core.pdf import html_to_pdf
from places.models import Participation
from plans.goals.chart import indicator_chart
from plans.models import PlanVersion
from plans.target.services import open_picture
from plans.timeline.drawing import TimelineRow, timeline_pages
from plans.versions.frozen import collect as collect_draft
from plans.versions.reading import PlanText, ReadAction, read

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
    stored = open_picture(name)
    if stored is None:
        return None
    with stored as file:
        return file.read() if file.size <= MOST_PICTURE_BYTES else None


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


def html(asked: PlanFile) -> str:
    """The plan as a whole HTML document, in the active language."""
    return render_to_string("reports/plan/pdf.html", {"file": asked, "plan": asked.plan})


def pdf(asked: PlanFile) -> bytes:
    """The plan as PDF."""
    return html_to_pdf(html(asked))
