"""Jobs: one row for each piece of work that somebody waits for."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.base import TimeStamped

if TYPE_CHECKING:
    from people.models import User


class JobState(models.TextChoices):
    """Where a job is."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Did not work")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("No longer kept")


#: Somebody waits for it.
UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


class JobQuerySet(models.QuerySet[Any]):
    """Jobs."""

    def visible_to(self, user: User) -> Self:
        """One's own: the file may hold what only this person may see."""
        return self.filter(requested_by=user) if user.is_authenticated else self.none()

    def under_way(self) -> Self:
        """Those that somebody waits for."""
        return self.filter(state__in=UNDER_WAY)


def result_path(_job: Job, _name: str) -> str:
    """A random name: the file's own is only ever shown."""
    return f"jobs/{uuid.uuid4().hex}"


class Job(TimeStamped):
    """One piece of work, what became of it, and its file while that is kept.

    `identity` is what was asked for, as a checksum: the same thing asked for twice by one person
    while it is under way is one job. `requested_by` is empty for a public document, which is kept
    for everybody. `address` is where it was asked for, `back` the page that it was asked from.
    """

    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=250)
    identity = models.CharField(_("what was asked for, as a checksum"), max_length=64)
    parameters = models.JSONField(_("what was asked for"), default=dict)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="jobs",
        verbose_name=_("asked for by"),
    )
    region = models.ForeignKey(
        "people.Region", models.CASCADE, null=True, related_name="+", verbose_name=_("region")
    )
    address = models.CharField(_("asked for at"), max_length=500)
    back = models.CharField(_("page it was asked from"), max_length=500)
    state = models.CharField(
        _("state"), max_length=10, choices=JobState.choices, default=JobState.WAITING
    )
    steps_done = models.PositiveIntegerField(_("steps done"), default=0)
    steps_total = models.PositiveIntegerField(_("steps in all"), default=0)
    step_text = models.CharField(_("what is being done"), max_length=200, blank=True)
    reason = models.TextField(_("why it did not work"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("times begun"), default=0)
    begun_at = models.DateTimeField(_("begun"), null=True)
    beat_at = models.DateTimeField(_("last sign of life"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    expires_at = models.DateTimeField(_("file kept until"), null=True)
    taken_at = models.DateTimeField(_("file fetched"), null=True)
    result = models.FileField(_("file"), upload_to=result_path, blank=True)
    result_name = models.CharField(_("file's name"), max_length=200, blank=True)
    result_type = models.CharField(_("file's type"), max_length=100, blank=True)
    result_size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    result_sha256 = models.CharField(_("checksum"), max_length=64, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.UniqueConstraint(
                fields=["requested_by", "identity"],
                condition=models.Q(state__in=UNDER_WAY),
                name="jobs_one_under_way",
            ),
            models.UniqueConstraint(
                fields=["identity"],
                condition=models.Q(state__in=UNDER_WAY, requested_by__isnull=True),
                name="jobs_one_public_under_way",
            ),
        ]
        indexes = [
            models.Index(fields=["requested_by", "-created_at"], name="jobs_of_person"),
            models.Index(
                fields=["state", "id"],
                condition=models.Q(state__in=UNDER_WAY),
                name="jobs_under_way",
            ),
            models.Index(fields=["expires_at"], name="jobs_by_end"),
            models.Index(fields=["identity"], name="jobs_by_identity"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_under_way(self) -> bool:
        """Whether somebody waits for it."""
        return self.state in UNDER_WAY

    @property
    def is_ready(self) -> bool:
        """Whether there is a file to fetch."""
        return self.state == JobState.READY and bool(self.result)
