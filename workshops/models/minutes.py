"""Minutes, and what came out of a meeting."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from places.models import Participation
from plans.models import Action
from workshops.models.agenda import AgendaItem
from workshops.models.workshop import Workshop


class MinutesState(models.TextChoices):
    """Where minutes are. Approved minutes are locked."""

    DRAFT = "draft", _("Being written")
    SENT = "sent", _("Sent, to be approved")
    APPROVED = "approved", _("Approved")


class Minutes(TimeStamped):
    """The minutes of one meeting. The agenda's outcomes are its body."""

    workshop = models.OneToOneField(
        Workshop, models.CASCADE, related_name="minutes", verbose_name=_("meeting")
    )
    state = models.CharField(
        _("state"), max_length=8, choices=MinutesState, default=MinutesState.DRAFT
    )
    chair = models.CharField(_("chair"), max_length=150, blank=True)
    secretary = models.CharField(_("written by"), max_length=150, blank=True)
    present = models.TextField(
        _("present"), blank=True, max_length=4000, help_text=_("Filled from the check-in.")
    )
    summary = models.TextField(_("in short"), blank=True, max_length=4000)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_in = models.ForeignKey(
        Workshop,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved at the meeting"),
    )
    #: What was approved, as it was: later changes of names and rooms do not change it.
    frozen = models.JSONField(_("as approved"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="minutes_approved_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.workshop)


class OutcomeKind(models.TextChoices):
    """What came out. Questions with an answer owed are rows of their own."""

    DECISION = "decision", _("Decision")
    IDEA = "idea", _("Idea")


class Outcome(TimeStamped):
    """A decision or an idea of a meeting. An idea that became an action points to it."""

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="outcomes", verbose_name=_("meeting")
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name=_("agenda item"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("kind"), max_length=8, choices=OutcomeKind)
    text = models.CharField(_("what"), max_length=500)
    responsible = models.CharField(_("who"), max_length=150, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    votes = models.PositiveIntegerField(_("votes"), null=True, blank=True)
    participation = models.ForeignKey(
        Participation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place"),
        help_text=_("To which place's plan the idea belongs."),
    )
    action = models.OneToOneField(
        Action,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="outcome",
        verbose_name=_("became the action"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self) -> str:
        return self.text
