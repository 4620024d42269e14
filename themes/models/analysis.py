"""A place's analysis before the gate: strengths, problems, possibilities, prioritised questions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from places.models import Participation
from themes.models.theme import Theme
from workshops.models import Workshop


class Analysis(TimeStamped):
    """The analysis of one place. Presented is a day, and the meeting where it was."""

    participation = models.OneToOneField(
        Participation, models.CASCADE, related_name="analysis", verbose_name=_("place")
    )
    summary = models.TextField(_("in short"), blank=True, max_length=4000)
    presented_on = models.DateField(_("presented on"), null=True, blank=True)
    presented_at = models.ForeignKey(
        Workshop,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("presented at the meeting"),
    )
    corrections = models.TextField(
        _("what was corrected"),
        blank=True,
        max_length=2000,
        help_text=_("What people said was wrong, and what you changed."),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("analysis")
        verbose_name_plural = _("analyses")
        constraints = [
            models.CheckConstraint(
                condition=Q(presented_at__isnull=True) | Q(presented_on__isnull=False),
                name="analysis_presented_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return str(self.participation_id)


class PointKind(models.TextChoices):
    """What a point of an analysis is."""

    STRENGTH = "strength", _("Strength")
    PROBLEM = "problem", _("Problem")
    POSSIBILITY = "possibility", _("Possibility")
    QUESTION = "question", _("Prioritised question")


class AnalysisPoint(TimeStamped):
    """One point, the facts that it rests on, and the themes in which people told of it."""

    analysis = models.ForeignKey(
        Analysis, models.CASCADE, related_name="points", verbose_name=_("analysis")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=PointKind)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    text = models.CharField(_("point"), max_length=300)
    facts = models.TextField(_("facts that it rests on"), blank=True, max_length=2000)
    themes: models.ManyToManyField[Theme, models.Model] = models.ManyToManyField(
        Theme, related_name="points", blank=True, verbose_name=_("themes")
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["kind", "order", "pk"]
        verbose_name = _("point of an analysis")
        verbose_name_plural = _("points of analyses")

    def __str__(self) -> str:
        return self.text
