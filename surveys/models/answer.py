"""Answers: while they are being given, and once they name nobody any more.

No foreign key leads from any of these rows to a person, neither directly nor over others
(`tests/surveys/test_anonymous.py` walks the schema). A sitting is known by a key that is made
from a link with the installation's secret; when a batch turns sittings into responses, key and
answers part for good.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.models import Municipality
from surveys.models.question import Choice, Question
from surveys.models.survey import RespondentGroup, Survey


class Sitting(models.Model):
    """What somebody is answering just now, page by page. Deleted when it becomes a response.

    A trial is somebody's who builds the survey: it never becomes one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="sittings", verbose_name=_("survey")
    )
    key = models.CharField(_("key"), max_length=64)
    group = models.ForeignKey(
        RespondentGroup,
        models.CASCADE,
        null=True,
        related_name="sittings",
        verbose_name=_("group"),
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    #: By the id of the question, as `surveys.answering.values` writes it.
    values = models.JSONField(_("answers so far"), default=dict)
    step = models.PositiveSmallIntegerField(_("page"), default=0)
    sent = models.BooleanField(_("sent"), default=False)
    on_paper = models.BooleanField(_("on paper"), default=False)
    trial = models.BooleanField(_("trial"), default=False)
    #: The day, never the hour.
    changed_on = models.DateField(_("day of the last change"))

    class Meta:
        verbose_name = _("answers being given")
        verbose_name_plural = _("answers being given")
        constraints = [models.UniqueConstraint(fields=["survey", "key"], name="one_sitting_a_link")]
        indexes = [
            models.Index(fields=["survey"], name="sittings_waiting", condition=models.Q(sent=True))
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SpentLink(models.Model):
    """That a link has been answered through. Drawn numbers, no time, no answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="spent_links", verbose_name=_("survey")
    )
    key = models.CharField(_("key"), max_length=64)

    class Meta:
        verbose_name = _("link answered through")
        verbose_name_plural = _("links answered through")
        constraints = [models.UniqueConstraint(fields=["survey", "key"], name="spent_link_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Response(models.Model):
    """One person's answers to a survey, of nobody known. Its number is drawn by lot."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="responses", verbose_name=_("survey")
    )
    group = models.ForeignKey(
        RespondentGroup,
        models.PROTECT,
        null=True,
        related_name="responses",
        verbose_name=_("group"),
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="survey_responses",
        verbose_name=_("municipality"),
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    on_paper = models.BooleanField(_("on paper"), default=False)
    batch = models.PositiveIntegerField(_("batch"))

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        indexes = [models.Index(fields=["survey", "batch"], name="responses_by_batch")]

    def __str__(self) -> str:
        return str(self.pk)


class Release(models.TextChoices):
    """Whether others may read a free text."""

    WAITING = "waiting", _("To be read first")
    SHOWN = "shown", _("Released")
    HIDDEN = "hidden", _("Held back")


class AnswerValue(models.Model):
    """One value of a response: one choice, number, date, text, row of a matrix or rank.

    A comment stands beside the question's own value, with nothing but its `text`.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="values", verbose_name=_("response")
    )
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="values", verbose_name=_("question")
    )
    choice = models.ForeignKey(
        Choice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="values",
        verbose_name=_("choice"),
    )
    row = models.ForeignKey(
        Choice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="row_values",
        verbose_name=_("row"),
    )
    number = models.DecimalField(
        _("number"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    date = models.DateField(_("date"), null=True, blank=True)
    text = models.TextField(_("own words"), blank=True, max_length=4000)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    dont_know = models.BooleanField(_("don't know"), default=False)
    release = models.CharField(_("release"), max_length=7, choices=Release, default=Release.WAITING)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        indexes = [
            models.Index(
                fields=["question", "release"],
                name="texts_by_release",
                condition=~models.Q(text=""),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
