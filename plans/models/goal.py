"""Goals, and how one sees that they are reached: indicators with observations."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from places.models import Participation


class Goal(TimeStamped):
    """A goal of the place (a focus area in a Danish local development plan)."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="goals", verbose_name=_("participation")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("goal"), max_length=160)
    description = models.TextField(_("what it means"), blank=True, max_length=2000)
    findings = models.TextField(_("results so far"), blank=True, max_length=2000)
    global_goals = models.JSONField(
        _("UN global goals"), default=list, blank=True, help_text=_("Numbers from 1 to 17.")
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("goal")
        verbose_name_plural = _("goals")

    def __str__(self) -> str:
        return self.title


class Direction(models.TextChoices):
    """Which way is good."""

    UP = "up", _("The higher the better")
    DOWN = "down", _("The lower the better")
    KEEP = "keep", _("Keep it as it is")


class Indicator(TimeStamped):
    """Something that can be counted or measured, from a baseline towards a target."""

    goal = models.ForeignKey(
        Goal, models.CASCADE, related_name="indicators", verbose_name=_("goal")
    )
    title = models.CharField(_("what is measured"), max_length=160)
    unit = models.CharField(pgettext_lazy("of a measurement", "unit"), max_length=40, blank=True)
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction, default=Direction.UP
    )
    baseline = models.DecimalField(_("baseline"), max_digits=14, decimal_places=2)
    baseline_on = models.DateField(_("baseline measured"))
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=2)
    target_on = models.DateField(_("to be reached by"))
    source = models.CharField(_("source of the baseline"), max_length=240, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(
                condition=Q(target_on__gt=models.F("baseline_on")),
                name="indicator_target_after_baseline",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Observation(models.Model):
    """A value of an indicator on a day, with its source."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="observations", verbose_name=_("indicator")
    )
    on = models.DateField(_("date"))
    value: models.DecimalField[Decimal, Decimal] = models.DecimalField(
        _("value"), max_digits=14, decimal_places=2
    )
    source = models.CharField(_("source"), max_length=240)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["on"]
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "on"], name="one_observation_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.value}"
