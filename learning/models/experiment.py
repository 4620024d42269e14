"""An experiment of a team: what it believes, tries, sees and learns, and what others ask."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.indexes import found_by, words_of
from core.models import TimeStamped
from learning.log.queries import CommentQuerySet, ExperimentQuerySet
from learning.models.audience import Audience
from places.models import Participation
from plans.models import Action
from workshops.models import Workshop

#: Characters of one part.
PART_LENGTH = 2000
#: The parts in the order of action learning.
PARTS = ("hypothesis", "trial", "seen", "learnt", "next_step")


class ExperimentState(models.TextChoices):
    """How far it is. That it did not work is as good an end as any."""

    PLANNED = "planned", pgettext_lazy("an experiment", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("an experiment", "Under way")
    LEARNT = "learnt", pgettext_lazy("an experiment", "Learnt from")
    DID_NOT_WORK = "did_not_work", pgettext_lazy("an experiment", "Did not work")


#: States in which it is over.
ENDED = (ExperimentState.LEARNT, ExperimentState.DID_NOT_WORK)


class Experiment(TimeStamped):
    """One round of action learning at a participation.

    `key` is made by the device that wrote it first, so that an entry sent twice from a phone
    without a network stands once. `version` counts each change of its words.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="experiments", verbose_name=_("team")
    )
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("experiment"), max_length=120)
    #: Keys of `learning.teams.taxonomy.challenges`.
    challenges = models.JSONField(_("challenges"), default=list, blank=True)
    hypothesis = models.TextField(_("we believe"), max_length=PART_LENGTH, blank=True)
    trial = models.TextField(_("we try"), max_length=PART_LENGTH, blank=True)
    seen = models.TextField(_("what we saw"), max_length=PART_LENGTH, blank=True)
    learnt = models.TextField(_("what we learnt"), max_length=PART_LENGTH, blank=True)
    next_step = models.TextField(_("what comes next"), max_length=PART_LENGTH, blank=True)
    next_on = models.DateField(_("next step on"), null=True, blank=True)
    next_by = models.CharField(_("who takes the next step"), max_length=120, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ExperimentState, default=ExperimentState.PLANNED
    )
    audience = models.CharField(
        _("who may read it"), max_length=6, choices=Audience, default=Audience.TEAM
    )
    #: The session whose assignment it answers.
    workshop = models.ForeignKey(
        Workshop,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="experiments",
        verbose_name=_("session"),
    )
    action = models.ForeignKey(
        Action,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="experiments",
        verbose_name=_("action of the plan"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("begun by"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager[Any]] = ExperimentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("experiment")
        verbose_name_plural = _("experiments")
        indexes = [
            models.Index(fields=["participation", "-created_at"], name="experiments_of_team"),
            found_by("experiments_found", "title"),
            words_of("experiments_words", "title", *PARTS),
        ]

    def __str__(self) -> str:
        return self.title


class ExperimentFile(TimeStamped):
    """A photo or a voice note from the phone."""

    experiment = models.ForeignKey(
        Experiment, models.CASCADE, related_name="files", verbose_name=_("experiment")
    )
    file = models.FileField(_("file"), upload_to="experiments/%Y/%m", max_length=200)
    file_name = models.CharField(_("file name"), max_length=150)
    content_type = models.CharField(_("media type"), max_length=100)
    alt = models.CharField(_("what it shows or says"), max_length=240)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("added by"),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("photo or voice note")
        verbose_name_plural = _("photos and voice notes")

    def __str__(self) -> str:
        return self.alt

    @property
    def is_photo(self) -> bool:
        """Whether it is a picture, else it is sound."""
        return self.content_type.startswith("image/")


class ExperimentChange(models.Model):
    """Who may read an experiment, before and after: kept, so that a mistake is seen and undone."""

    experiment = models.ForeignKey(
        Experiment, models.CASCADE, related_name="changes", verbose_name=_("experiment")
    )
    before = models.CharField(_("before"), max_length=6, choices=Audience)
    after = models.CharField(_("after"), max_length=6, choices=Audience)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change of readers of an experiment")
        verbose_name_plural = _("changes of readers of experiments")

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class ExperimentComment(TimeStamped):
    """What somebody of the laboratory says to an experiment, or asks in the round of questions."""

    experiment = models.ForeignKey(
        Experiment, models.CASCADE, related_name="comments", verbose_name=_("experiment")
    )
    text = models.TextField(_("comment"), max_length=1000)
    is_question = models.BooleanField(_("a question to the team"), default=False)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )

    objects: ClassVar[models.Manager[Any]] = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("comment on an experiment")
        verbose_name_plural = _("comments on experiments")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="") | Q(is_question=True), name="only_questions_are_answered"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
