"""A laboratory: a programme in which teams learn by acting, and what it shares."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from programmes.models import Programme
from workshops.models import Series


class Laboratory(TimeStamped):
    """What makes a programme a laboratory of teams: who may join, and its series of sessions.

    `theme_set` names the themes by which the organisations look at their own capacity, before
    and after (`surveys.assessment.themes`).
    """

    programme = models.OneToOneField(
        Programme, models.CASCADE, related_name="laboratory", verbose_name=_("programme")
    )
    welcome = models.TextField(_("what the laboratory is for"), blank=True, max_length=2000)
    eligibility = models.TextField(
        _("who can take part"),
        blank=True,
        max_length=2000,
        help_text=_("Shown whenever a team or an organisation is enrolled."),
    )
    series = models.ForeignKey(
        Series,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="laboratories",
        verbose_name=_("series of sessions"),
    )
    theme_set = models.CharField(
        _("themes of the organisations' capacity"), max_length=40, blank=True
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("laboratory")
        verbose_name_plural = _("laboratories")

    def __str__(self) -> str:
        return str(self.programme)


class Challenge(TimeStamped):
    """A challenge that a programme adds to those of `learning/teams/taxonomy.yaml`."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="challenges", verbose_name=_("programme")
    )
    name = models.CharField(_("challenge"), max_length=80)

    class Meta:
        ordering = ["name"]
        verbose_name = _("challenge of a programme")
        verbose_name_plural = _("challenges of programmes")
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="challenge_once_a_programme")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Its key beside those of the file."""
        return f"own-{self.pk}"


class StepPrompt(TimeStamped):
    """What a laboratory asks its members to think about at a step of the method."""

    laboratory = models.ForeignKey(
        Laboratory, models.CASCADE, related_name="prompts", verbose_name=_("laboratory")
    )
    step_key = models.CharField(_("step"), max_length=60)
    text = models.CharField(_("question to think about"), max_length=400)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("question of a step")
        verbose_name_plural = _("questions of steps")
        constraints = [
            models.UniqueConstraint(fields=["laboratory", "step_key"], name="prompt_once_a_step")
        ]

    def __str__(self) -> str:
        return self.text
