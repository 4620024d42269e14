"""A lesson: what happened at a place, and what it would do differently."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.indexes import found_by
from core.models import TimeStamped
from learning.queries import LessonQuerySet
from places.models import Participation
from programmes.models import MethodVersion, Step

#: Characters of both halves together.
LESSON_LENGTH = 1000


class SourceKind(models.TextChoices):
    """Where a lesson was written."""

    STEP = "step", _("Step")
    GATE = "gate", _("Gate")
    MEETING = "meeting", _("Meeting")
    REPORT = "report", _("Report")


class Reach(models.TextChoices):
    """Who reads a lesson."""

    PLACE = "place", _("The place")
    REGION = "region", _("All places of the region")
    ALL = "all", _("All regions")


class LessonState(models.TextChoices):
    """What the editors of the method have made of it."""

    OPEN = "open", _("Not looked at yet")
    ACCEPTED = "accepted", _("Taken into the method")
    DECLINED = "declined", _("Not taken into the method")


class Lesson(TimeStamped):
    """What a place learnt at a step of its method.

    `step` is that of the version by which the place worked when it was written. `source` is the
    number of the round, the meeting or the report. `version` counts each change, so that two
    people who write or judge at once are told of each other.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="lessons", verbose_name=_("place")
    )
    step = models.ForeignKey(Step, models.PROTECT, related_name="+", verbose_name=_("step"))
    source_kind = models.CharField(
        _("written at"), max_length=10, choices=SourceKind, default=SourceKind.STEP
    )
    source = models.PositiveBigIntegerField(_("which one"), null=True, blank=True)
    happened = models.TextField(_("what happened"), max_length=LESSON_LENGTH)
    different = models.TextField(
        _("what we would do differently"), max_length=LESSON_LENGTH, blank=True
    )
    reach = models.CharField(
        _("who may read it"), max_length=10, choices=Reach, default=Reach.PLACE
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=LessonState, default=LessonState.OPEN
    )
    wording = models.TextField(_("wording in the method"), max_length=LESSON_LENGTH, blank=True)
    reason = models.TextField(_("why not"), max_length=LESSON_LENGTH, blank=True)
    taken_into = models.ForeignKey(
        MethodVersion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="lessons",
        verbose_name=_("taken into"),
    )
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("judged by"),
    )
    judged_at = models.DateTimeField(_("judged"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager[Lesson]] = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="lesson_declined_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(judged_at__isnull=True), name="open_lesson_unjudged"
            ),
        ]
        indexes = [
            models.Index(fields=["step", "reach"], name="lessons_at_a_step"),
            found_by("lessons_found", "happened"),
        ]

    def __str__(self) -> str:
        return self.happened[:60]

    @property
    def stands(self) -> bool:
        """Whether it stands in a version of the method, which may have been discarded since."""
        return self.state == LessonState.ACCEPTED and self.taken_into_id is not None

    @property
    def key(self) -> str:
        """Its name in a step of a method's version."""
        return f"lesson-{self.pk}"


class LessonChange(models.Model):
    """Who may read a lesson, before and after: kept, so that a mistake can be seen and undone."""

    lesson = models.ForeignKey(
        Lesson, models.CASCADE, related_name="changes", verbose_name=_("lesson")
    )
    before = models.CharField(_("before"), max_length=10, choices=Reach)
    after = models.CharField(_("after"), max_length=10, choices=Reach)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change of readers")
        verbose_name_plural = _("changes of readers")

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"
