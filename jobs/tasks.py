"""The jobs' doormen: the verb called, safe to run twice."""

from __future__ import annotations

import threading
from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from jobs import running
from jobs.models import Job, JobState
from jobs.wake import wake

#: Jobs at once in one process. A worker with threads delivers letters too.
AT_ONCE = 2
_room = threading.BoundedSemaphore(AT_ONCE)


@shared_task(name="jobs.run_waiting")
def run_waiting() -> bool:
    """Do one job and ask for the next. False when none waits, or this process has its hands full.

    One a task: the time limit of a task is that of a job.
    """
    if not _room.acquire(blocking=False):
        return False  # those that run ask for the next
    try:
        done = running.run_next()
    finally:
        _room.release()
    if done and Job.objects.filter(state=JobState.WAITING).exists():
        wake()
    return done


@shared_task(name="jobs.look")
def look() -> int:
    """Find what a dead worker left, and wake a worker for what waits. Returns how many wait."""
    running.recover()
    waiting = Job.objects.filter(state=JobState.WAITING).count()
    for _each in range(min(waiting, AT_ONCE)):
        wake()
    return waiting


@worker_ready.connect
def begin(**_signal: Any) -> None:
    """Look when a worker takes tasks: what was asked for while none was there still waits."""
    wake()
