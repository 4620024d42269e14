"""A worker that is killed in the middle of a job: real processes on the run's database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from jobs import running
from jobs.models import Job, JobState
from tests.factories import UserFactory
from tests.house.processes import wait_for
from tests.jobs.samples import asked, made_by
from tests.jobs.test_jobs import content

__all__ = ["made_by"]
pytestmark = [
    pytest.mark.live,
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("made_by"),
]


def killed_while(job: Job, act: str, happened: object) -> None:
    """Let a worker begin the job, and kill it when something is to be seen."""
    name = str(connection.settings_dict["NAME"])
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.worker", act],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address},
    )
    try:
        wait_for("the worker is in the middle", happened, 60)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - 2 * running.STALE)
    running.recover()
    job.refresh_from_db()


def test_a_job_of_a_killed_worker_is_begun_again_and_then_done():
    job = asked(UserFactory())

    killed_while(job, "sleep", lambda: Job.objects.get().steps_done == 12)
    assert (job.state, job.attempts) == (JobState.WAITING, 1)
    running.run_next()
    job.refresh_from_db()
    assert (job.state, job.attempts, content(job)) == (JobState.READY, 2, b"hello")


def test_a_job_that_kills_two_workers_fails_and_no_half_file_is_anybodys():
    job = asked(UserFactory())
    folder = Path(settings.MEDIA_ROOT, "jobs")

    def half_a_file() -> bool:
        return len(list(folder.glob("part-*"))) > len(before)

    before = list(folder.glob("part-*"))
    killed_while(job, "write", half_a_file)
    before = list(folder.glob("part-*"))
    killed_while(job, "write", half_a_file)

    assert (job.state, job.attempts, job.result.name) == (JobState.FAILED, 2, "")
    assert "cut off twice" in job.reason
