"""Doing a job: taking it, its steps, its file, and what a worker that died has left.

The row says who works: `state` and `attempts` together. A worker that was thought dead and comes
back finds another number there; what it made is thrown away. A file is written beside its place
and moved there when it is whole.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import logging
import tempfile
import time
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.pdf import while_drawing
from core.refusals import Declined, Refusal
from jobs import kinds
from jobs.models import Job, JobState
from notices.services import tell
from people.models import User

logger = logging.getLogger("placedev.jobs")

#: A running job that gave no sign of life for so long has lost its worker.
STALE = dt.timedelta(seconds=60)
#: How often a job may be begun: once more after a worker died.
MOST_ATTEMPTS = 2
#: How long a file is kept.
KEPT = dt.timedelta(days=7)
#: A public document is drawn anew when its content has changed, or after so long.
KEPT_FOR_ALL = dt.timedelta(days=90)
#: Signs of life are written no more often.
BEAT_EVERY = 0.5
CHUNK = 256 * 1024


class EndedError(Exception):
    """The job is not this worker's any more: cancelled, or taken by another."""


class Work:
    """One job in hand, as its `make` sees it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.by: User | None = job.requested_by
        self.parameters: dict[str, Any] = job.parameters
        self._ends_at = float("inf")
        self._beaten_at = 0.0
        self._said: tuple[int, int, str] = (0, 0, "")

    def begin(self) -> kinds.Made | None:
        """Do it. Raises KeyError for a kind that is not registered, and what its `make` raises."""
        if self.by is not None and not self.by.is_active:
            raise Refusal("not_active", _("The account is closed."))
        kind = kinds.get(self.job.kind)
        self._ends_at = time.monotonic() + kind.seconds
        return kind.make(self)

    def step(self, text: str, done: int = 0, total: int = 0) -> None:
        """Say what is done now: "Näsum", 12 of 30.

        Raises EndedError when nobody waits for it any more, Refusal("job_time") after its time.
        """
        self._said = (done, total, text[:200])
        self.beat()

    def beat(self) -> None:
        """Give a sign of life. Raises as `step`."""
        now = time.monotonic()
        if now > self._ends_at:
            raise Refusal(
                "job_time", _("The work took too long and was ended. Ask for less at a time.")
            )
        if now < self._beaten_at + BEAT_EVERY:
            return
        self._beaten_at = now
        done, total, text = self._said
        self._write(beat_at=timezone.now(), steps_done=done, steps_total=total, step_text=text)

    def end(self, state: JobState, **fields: Any) -> None:
        """Note how it ended, and tell whoever asked. Raises EndedError when it was not ours."""
        now = timezone.now()
        with transaction.atomic():
            self._write(state=state, ended_at=now, updated_at=now, **fields)
            if self.by is not None:
                kind = "job_ready" if state == JobState.READY else "job_failed"
                address = reverse("jobs:job", args=[self.job.pk])
                tell(kind, [self.by], self.job, address=address)

    def _write(self, **fields: Any) -> None:
        ours = Job.objects.filter(
            pk=self.job.pk, state=JobState.RUNNING, attempts=self.job.attempts
        )
        if not ours.update(**fields):
            raise EndedError


def run_next() -> bool:
    """Do the job that has waited longest; False when none waits."""
    # Two workers may see the same row; one of them begins it.
    waiting = Job.objects.filter(state=JobState.WAITING).order_by("pk")[:10]
    return any(begin(job) for job in waiting)


def begin(job: Job) -> bool:
    """Take a waiting job and do it. False when somebody else has taken it."""
    now = timezone.now()
    taken = Job.objects.filter(pk=job.pk, state=JobState.WAITING, attempts=job.attempts).update(
        state=JobState.RUNNING,
        attempts=job.attempts + 1,
        begun_at=now,
        beat_at=now,
        updated_at=now,
    )
    if taken:
        _do(Job.objects.select_related("requested_by").get(pk=job.pk))
    return bool(taken)


def recover() -> int:
    """Find what a dead worker left: once it waits again, then it has failed. Returns how many."""
    stale = Job.objects.filter(state=JobState.RUNNING, beat_at__lt=timezone.now() - STALE)
    found = list(stale.select_related("requested_by"))
    for job in found:
        if job.attempts < MOST_ATTEMPTS:
            Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts).update(
                state=JobState.WAITING, steps_done=0, step_text="", updated_at=timezone.now()
            )
            continue
        with translation.override(job.language), contextlib.suppress(EndedError):
            _fail(Work(job), _("The work was cut off twice. Try again, or tell the operators."))
    return len(found)


def _do(job: Job) -> None:
    work = Work(job)
    token = while_drawing.set(work.beat)
    try:
        with translation.override(job.language):
            _make(work)
    except EndedError:
        logger.info("job %s ended before its work was done", job.pk)
    finally:
        while_drawing.reset(token)


def _make(work: Work) -> None:
    try:
        made = work.begin()
        if made is None:
            work.end(JobState.READY)
        else:
            _keep(work, made)
    except EndedError:
        raise
    except Declined as refusal:
        _fail(work, str(refusal))
    except Http404:
        _fail(work, _("What was asked for is gone, or you no longer have access to it."))
    except Exception as error:
        logger.exception("job %s (%s) failed", work.job.pk, work.job.kind)
        _fail(work, _in_words(error))


def _in_words(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return _("The work needed too much memory. Ask for less at a time.")
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _("There is no room left on the server's disk. Tell the operators.")
    return _("Something went wrong on our side. It is noted; try again, or tell the operators.")


def _fail(work: Work, reason: str) -> None:
    work.end(JobState.FAILED, reason=reason)


def _keep(work: Work, made: kinds.Made) -> None:
    """Store the file and call the job ready; nothing stays of a file that nobody waits for."""
    field = work.job.result
    storage = field.storage
    name, size, checksum = _stored(storage, field.field.generate_filename(work.job, ""), made)
    try:
        work.end(
            JobState.READY,
            result=name,
            result_name=made.name[:200],
            result_type=made.content_type,
            result_size=size,
            result_sha256=checksum,
            expires_at=timezone.now() + (KEPT if work.by else KEPT_FOR_ALL),
        )
    except BaseException:
        storage.delete(name)
        raise


def _stored(storage: Storage, name: str, made: kinds.Made) -> tuple[str, int, str]:
    """Write the file beside its place, then move it there whole: its name, size and checksum."""
    content = made.content
    source: Any = ContentFile(content) if isinstance(content, bytes) else content
    source.seek(0)
    digest = hashlib.sha256()
    with (
        source,
        tempfile.NamedTemporaryFile(dir=_folder(storage, name), prefix=PART, delete=False) as part,
    ):
        try:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                part.write(chunk)
            part.flush()
            return storage.save(name, _Whole(part)), part.tell(), digest.hexdigest()
        finally:
            Path(part.name).unlink(missing_ok=True)


#: How a file begins that is being written.
PART = "part-"


class _Whole(File[bytes]):
    """A finished file that the storage may move instead of copying."""

    def temporary_file_path(self) -> str:
        """Where it lies."""
        return str(self.name)


def _folder(storage: Storage, name: str) -> Path | None:
    """The folder of the file itself, so that moving is one act; None where there is no folder."""
    try:
        folder = Path(storage.path(name)).parent
    except NotImplementedError:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    return folder
