"""What the pages of jobs show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.models import Job, JobState

LEVELS = {
    JobState.WAITING: "info",
    JobState.RUNNING: "info",
    JobState.READY: "ok",
    JobState.FAILED: "stop",
    JobState.CANCELLED: "off",
    JobState.EXPIRED: "off",
}
#: A file that became ready so recently is fetched by the page itself.
FRESH = dt.timedelta(minutes=1)
#: Whole width of the bar.
BAR = 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one job is, in words."""

    job: Job
    level: str
    words: str
    text: str
    percent: int | None
    #: Whether the page fetches the file by itself.
    fetches: bool

    @property
    def bar(self) -> int:
        """The filled part of the bar."""
        return BAR * (self.percent or 0) // 100


def standing(job: Job) -> Standing:
    """The job as its page tells it."""
    state = JobState(job.state)
    now = timezone.now()
    ended = job.ended_at or now
    fresh = job.is_ready and job.taken_at is None and ended > now - FRESH
    return Standing(
        job=job,
        level=LEVELS[state],
        words=str(state.label),
        text=_text(job),
        percent=100 * job.steps_done // job.steps_total if job.steps_total else None,
        fetches=fresh,
    )


def _text(job: Job) -> str:
    if job.state == JobState.WAITING:
        return _("It begins in a moment.") if job.attempts == 0 else _("Begun anew.")
    if job.state == JobState.RUNNING and job.steps_total:
        counted = {"done": job.steps_done, "total": job.steps_total, "text": job.step_text}
        return _("%(done)d of %(total)d: %(text)s") % counted
    if job.state == JobState.RUNNING:
        return job.step_text
    return job.reason if job.state == JobState.FAILED else ""


def context(job: Job) -> dict[str, Any]:
    """One job's page."""
    return {"standing": standing(job)}
