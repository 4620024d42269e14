"""Whether jobs are done: how many wait, and how long the oldest has."""

from __future__ import annotations

from django.db.models import Count, Min
from django.utils import timezone

from core import health
from jobs.models import Job, JobState

#: Nobody waits so long for a file while workers of the queue "jobs" run and keep up.
LATE_SECONDS = 180


def jobs() -> health.State:
    """The jobs: "late" when one waits too long."""
    found = Job.objects.filter(state=JobState.WAITING).aggregate(
        count=Count("pk"), oldest=Min("updated_at")
    )
    age = (timezone.now() - found["oldest"]).total_seconds() if found["oldest"] else 0.0
    figures = {"jobs_waiting": float(found["count"]), "oldest_job_seconds": age}
    return health.State("late" if age > LATE_SECONDS else health.OK, figures)


health.register("jobs", jobs)
