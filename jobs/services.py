"""Asking for a job, and taking it back."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import audit
from core.refusals import Refusal
from jobs import kinds, running
from jobs.models import UNDER_WAY, Job, JobState
from jobs.wake import wake
from people.models import User

#: How many jobs of one person may be under way.
MOST_UNDER_WAY = 20
#: A title is cut here; the file has its own name.
TITLE_LENGTH = 250


def identity_of(kind: str, parameters: dict[str, Any], language: str) -> str:
    """What is asked for, as a checksum."""
    asked = json.dumps([kind, parameters, language], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()


def request_job(
    *,
    kind: str,
    by: User | None,
    parameters: dict[str, Any],
    title: str = "",
    region_id: int | None = None,
    address: str = "",
    back: str = "",
) -> Job:
    """Ask for a job in the active language; the same thing that is under way is the same job.

    `by` is None for a public document. `parameters` are JSON values. KeyError for a kind that
    nobody has registered; refusals: too_many_jobs.
    """
    known = kinds.get(kind)
    language = translation.get_language() or settings.LANGUAGE_CODE
    wanted: dict[str, Any] = {
        "identity": identity_of(kind, parameters, language),
        "requested_by": by,
        "state__in": UNDER_WAY,
    }
    found: Job | None = Job.objects.filter(**wanted).first()
    if found is not None:
        return found
    if by is not None and Job.objects.visible_to(by).under_way().count() >= MOST_UNDER_WAY:
        raise Refusal(
            "too_many_jobs",
            _("%(count)d files are being made for you already. Wait for one, or cancel one.")
            % {"count": MOST_UNDER_WAY},
        )
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                title=(title or str(known.label))[:TITLE_LENGTH],
                identity=wanted["identity"],
                parameters=parameters,
                language=language,
                requested_by=by,
                region_id=region_id,
                address=address[:500],
                back=back[:500],
            )
    except IntegrityError:  # asked for twice in the same moment, and perhaps done already
        return Job.objects.filter(identity=wanted["identity"], requested_by=by).latest("pk")
    if settings.JOBS_AT_ONCE:
        running.begin(job)
        job.refresh_from_db()
    else:
        transaction.on_commit(wake)
    return job


def cancel_job(job: Job, *, by: User) -> Job:
    """Take a job back; what runs ends at its next step. Refusals: not_under_way."""
    own = Job.objects.visible_to(by).filter(pk=job.pk, state__in=UNDER_WAY)
    with transaction.atomic():
        if not own.update(
            state=JobState.CANCELLED, ended_at=timezone.now(), updated_at=timezone.now()
        ):
            raise Refusal("not_under_way", _("There is nothing to cancel: the work has ended."))
        audit.record("job.cancelled", job, by=by, title=job.title)
    job.refresh_from_db()
    return job


def again(job: Job, *, by: User) -> Job:
    """Ask for the same thing once more, as it is now. Refusals as for `request_job`."""
    with translation.override(job.language):
        return request_job(
            kind=job.kind,
            by=by,
            parameters=job.parameters,
            title=job.title,
            region_id=job.region_id,
            address=job.address,
            back=job.back,
        )
