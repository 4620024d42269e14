"""What people add to the results of a survey, and assessments made without one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from places.models import Participation
from programmes.models import Municipality, Programme
from surveys.assessment.queries import AssessmentQuerySet
from surveys.models.survey import Survey
from workshops.models import Workshop


class ResultSheet(TimeStamped):
    """What stands over the results of a survey, and whether those who asked may read them.

    A survey without one has no summary and is not shared.
    """

    survey = models.OneToOneField(
        Survey, models.CASCADE, related_name="sheet", verbose_name=_("survey")
    )
    summary = models.TextField(_("summary"), blank=True, max_length=800)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    written_on = models.DateField(_("written"), null=True, blank=True)
    shared_on = models.DateField(_("shared"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("results of a survey")
        verbose_name_plural = _("results of surveys")

    def __str__(self) -> str:
        return str(self.survey)


class Assessment(TimeStamped):
    """What one person or a group at a meeting thinks, by the themes of one set.

    Of a place where there is a participation, else of a municipality or of the programme's
    cooperation. No names: `people` counts who took part, `group` says what kind of people.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="assessments", verbose_name=_("programme")
    )
    participation = models.ForeignKey(
        Participation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("place"),
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("municipality"),
    )
    workshop = models.ForeignKey(
        Workshop,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("meeting"),
    )
    theme_set = models.CharField(_("themes"), max_length=40)
    group = models.CharField(_("who assesses"), max_length=80, blank=True)
    people = models.PositiveSmallIntegerField(_("how many take part"), default=1)
    on = models.DateField(_("date"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1), name="assessment_by_somebody"),
        ]

    def __str__(self) -> str:
        about = self.participation or self.municipality or self.programme
        return f"{about} {self.on.isoformat()}"

    def get_absolute_url(self) -> str:
        """Where it is filled in."""
        return reverse("surveys:assessment", args=[self.pk])


class AssessmentValue(models.Model):
    """One theme of an assessment: its value, what is good and what could be better."""

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="values", verbose_name=_("assessment")
    )
    theme_key = models.CharField(_("theme"), max_length=40)
    value = models.PositiveSmallIntegerField(_("value"), null=True, blank=True)
    good = models.TextField(_("what is good"), blank=True, max_length=1000)
    better = models.TextField(_("what could be better"), blank=True, max_length=1000)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["assessment", "pk"]
        verbose_name = _("assessed theme")
        verbose_name_plural = _("assessed themes")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "theme_key"], name="assessed_theme_once")
        ]

    def __str__(self) -> str:
        return f"{self.theme_key}: {self.value}"
