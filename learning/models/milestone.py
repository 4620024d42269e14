"""A programme's goal in the long run, and the milestones on the way to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from programmes.models import Programme


class LongGoal(TimeStamped):
    """What a programme works towards beyond its own end; as a vocational education."""

    programme = models.OneToOneField(
        Programme, models.CASCADE, related_name="long_goal", verbose_name=_("programme")
    )
    title = models.CharField(_("goal in the long run"), max_length=200)
    why = models.TextField(pgettext_lazy("of a goal", "why"), max_length=1500, blank=True)
    year = models.PositiveSmallIntegerField(_("about which year"), null=True, blank=True)
    #: Keys of `learning.teams.taxonomy.challenges`, in its order.
    challenges = models.JSONField(_("challenges"), default=list, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("goal in the long run")
        verbose_name_plural = _("goals in the long run")

    def __str__(self) -> str:
        return self.title


class MilestoneState(models.TextChoices):
    """Where a milestone is. There is no "late": a day that has passed is put anew or stays."""

    AHEAD = "ahead", pgettext_lazy("a milestone", "Ahead")
    UNDER_WAY = "under_way", pgettext_lazy("a milestone", "Under way")
    REACHED = "reached", pgettext_lazy("a milestone", "Reached")
    LET_GO = "let_go", pgettext_lazy("a milestone", "Let go")


class Milestone(TimeStamped):
    """A milestone: about when, where it is, what shows it."""

    goal = models.ForeignKey(
        LongGoal, models.CASCADE, related_name="milestones", verbose_name=_("goal in the long run")
    )
    title = models.CharField(_("milestone"), max_length=200)
    on = models.DateField(_("about when"))
    state = models.CharField(
        _("state"), max_length=9, choices=MilestoneState, default=MilestoneState.AHEAD
    )
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    who = models.CharField(_("who sees to it"), max_length=160, blank=True)
    shown_by = models.CharField(_("what shows it"), max_length=300, blank=True)
    link = models.URLField(_("link to what shows it"), blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("last changed by"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="reached") | Q(reached_on__isnull=False),
                name="milestone_reached_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.title
