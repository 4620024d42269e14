"""Files are kept for seven days, the rows that tell of them for 90; and no file without a row."""

from __future__ import annotations

import datetime as dt

from django.core.files.storage import default_storage
from django.utils import timezone

from core import retention
from jobs.models import UNDER_WAY, Job, JobState

#: Rule `job` of core/fields.yaml.
ROWS_KEPT = dt.timedelta(days=90)
#: A file that no row names may be one that is about to be named.
LOOSE_KEPT = dt.timedelta(days=1)


def forget_files(batch: int) -> int:
    """Take away files whose time is over; their rows say so."""
    over = Job.objects.filter(state=JobState.READY, expires_at__lt=timezone.now())
    jobs = list(over.order_by("expires_at")[:batch])
    for job in jobs:
        name = job.result.name
        job.state, job.result = JobState.EXPIRED, ""
        job.save(update_fields=["state", "result", "updated_at"])
        if name:
            job.result.storage.delete(name)
    return len(jobs)


def forget_jobs(batch: int) -> int:
    """Take away rows of jobs that ended long ago."""
    old = Job.objects.filter(created_at__lt=timezone.now() - ROWS_KEPT, result="")
    old = old.exclude(state__in=UNDER_WAY)
    return Job.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:batch])).delete()[0]


def forget_loose_files(batch: int) -> int:
    """Take away files that no row names: of a worker that was killed, of an erased account."""
    if not default_storage.exists("jobs"):
        return 0
    names = [f"jobs/{name}" for name in default_storage.listdir("jobs")[1]]
    named = set(Job.objects.filter(result__in=names).values_list("result", flat=True))
    before = timezone.now() - LOOSE_KEPT
    loose = [
        name
        for name in names
        if name not in named and default_storage.get_modified_time(name) < before
    ]
    for name in loose[:batch]:
        default_storage.delete(name)
    return len(loose[:batch])


retention.register("jobs.files", lambda batch: forget_files(batch) + forget_loose_files(batch))
retention.register("jobs.jobs", forget_jobs)
