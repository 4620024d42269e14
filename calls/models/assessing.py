"""Who assesses applications, who may not, what each thinks, and what they said together."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calls.models.application import Application
from calls.models.call import Call
from core.models import TimeStamped

COMMENT_LENGTH = 2000


class Assessor(models.Model):
    """Somebody who assesses the applications of a call."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="assessors", verbose_name=_("call"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="assessor_of",
        verbose_name=_("account"),
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("assessor")
        verbose_name_plural = _("assessors")
        constraints = [models.UniqueConstraint(fields=["call", "user"], name="assessor_once")]

    def __str__(self) -> str:
        return self.user.get_full_name()


class Conflict(models.Model):
    """An assessor says that he or she has a part in an application, and so does not assess it."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="conflicts", verbose_name=_("application")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account")
    )
    reason = models.CharField(_("why"), max_length=300)
    at = models.DateTimeField(_("declared"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(fields=["application", "user"], name="conflict_once")
        ]

    def __str__(self) -> str:
        return self.reason


class Assessment(TimeStamped):
    """What one assessor thinks of one application.

    `points` and `comments` are kept by the criterion's number. Others see it once it is done, and
    once theirs is.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="assessments", verbose_name=_("application")
    )
    assessor = models.ForeignKey(
        Assessor, models.PROTECT, related_name="assessments", verbose_name=_("assessor")
    )
    points = models.JSONField(_("points"), default=dict, blank=True)
    comments = models.JSONField(_("comments"), default=dict, blank=True)
    comment = models.TextField(_("in sum"), blank=True, max_length=COMMENT_LENGTH)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("assessment of an application")
        verbose_name_plural = _("assessments of applications")
        constraints = [
            models.UniqueConstraint(fields=["application", "assessor"], name="assessment_once")
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.assessor}"


class AssessorMeeting(TimeStamped):
    """What the assessors said when they met: on which day, who was there, and what about."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    call = models.ForeignKey(Call, models.CASCADE, related_name="meetings", verbose_name=_("call"))
    held_on = models.DateField(_("day"))
    present = models.CharField(_("who was there"), max_length=400)
    notes = models.TextField(_("what was said"), max_length=8000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )

    class Meta:
        ordering = ["held_on", "pk"]
        verbose_name = _("meeting of assessors")
        verbose_name_plural = _("meetings of assessors")

    def __str__(self) -> str:
        return str(self.held_on)
