"""Where a theme led: an agenda item, a meeting, a course part, an idea or a goal of a plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from plans.models import Action, Goal
from themes.models.theme import Theme
from workshops.models import AgendaItem, Workshop


class UptakeKind(models.TextChoices):
    """What a theme can become."""

    AGENDA = "agenda", _("Agenda item")
    MEETING = "meeting", _("Meeting")
    COURSE = "course", _("Course part")
    IDEA = "idea", _("Idea in a plan")
    GOAL = "goal", _("Goal in a plan")


class Uptake(TimeStamped):
    """One thing that a theme became. Its title stays when the thing itself is taken away."""

    theme = models.ForeignKey(
        Theme, models.CASCADE, related_name="uptakes", verbose_name=_("theme")
    )
    kind = models.CharField(_("kind"), max_length=7, choices=UptakeKind)
    title = models.CharField(_("title"), max_length=200)
    agenda_item = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agenda item"),
    )
    workshop = models.ForeignKey(
        Workshop,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("meeting"),
    )
    action = models.ForeignKey(
        Action,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("action"),
    )
    goal = models.ForeignKey(
        Goal, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("goal")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("what a theme led to")
        verbose_name_plural = _("what themes led to")

    def __str__(self) -> str:
        return self.title
