"""A project of its own, as a Leader project is: its room, and changes its funder was asked for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from places.models import Participation
from programmes.models import Programme


class ProjectRoom(models.Model):
    """Where a programme that follows no places does its own work.

    It is a way through the programme's method like that of a place, in the area that the project
    is about: its checklist, actors, support, claims, costs and hours are the project's own.
    """

    programme = models.OneToOneField(
        Programme, models.CASCADE, related_name="project_room", verbose_name=_("programme")
    )
    participation = models.OneToOneField(
        Participation, models.PROTECT, related_name="project_room", verbose_name=_("its own way")
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("opened by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("room of a project")
        verbose_name_plural = _("rooms of projects")

    def __str__(self) -> str:
        return str(self.participation)


class ChangeKind(models.TextChoices):
    """What of the decision is to be changed."""

    TIME = "time", _("Time")
    BUDGET = "budget", _("Budget")
    CONTENT = "content", _("Contents and goals")


class ChangeAnswer(models.TextChoices):
    """What the funder said."""

    WAITING = "waiting", pgettext_lazy("a change asked for", "No answer yet")
    GRANTED = "granted", pgettext_lazy("a change asked for", "Granted")
    DECLINED = "declined", pgettext_lazy("a change asked for", "Declined")


class ChangeRequest(TimeStamped):
    """A change of the funder's decision: asked for before it is done (Leader's rule)."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="change_requests", verbose_name=_("programme")
    )
    kind = models.CharField(_("what is changed"), max_length=7, choices=ChangeKind)
    what = models.TextField(_("the change"), max_length=1000)
    why = models.TextField(pgettext_lazy("of a change", "why"), max_length=1000)
    asked_on = models.DateField(_("asked on"))
    answer = models.CharField(
        _("answer"), max_length=8, choices=ChangeAnswer, default=ChangeAnswer.WAITING
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    words = models.CharField(_("the answer in their words"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["-asked_on", "-pk"]
        verbose_name = _("change asked for")
        verbose_name_plural = _("changes asked for")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="waiting") | Q(answered_on__isnull=False),
                name="change_answered_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.what[:80]
