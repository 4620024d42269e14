"""What became of an application: proposed by one person, confirmed by another, told by letter."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calls.models.application import Application
from core.models import TimeStamped
from outbox.models import Campaign
from places.models import Participation

REASONS_LENGTH = 4000


class Outcome(models.TextChoices):
    """What is decided."""

    ADMIT = "admit", _("Admitted")
    RESERVE = "reserve", _("On the reserve list")
    REFUSE = "refuse", _("Not admitted")


class Decision(TimeStamped):
    """The decision on one application, with reasons that the applicants read."""

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="decision", verbose_name=_("application")
    )
    outcome = models.CharField(_("decision"), max_length=7, choices=Outcome)
    reasons = models.TextField(
        _("reasons"), max_length=REASONS_LENGTH, help_text=_("The applicants read this.")
    )
    feedback = models.TextField(
        _("what would help next time"), max_length=REASONS_LENGTH, blank=True
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    told_in = models.ForeignKey(
        Campaign,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("told by the sending"),
    )
    told_at = models.DateTimeField(_("letters leave"), null=True, blank=True)
    participation = models.OneToOneField(
        Participation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decision_of_call",
        verbose_name=_("place that was taken in"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("decision on an application")
        verbose_name_plural = _("decisions on applications")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("proposed_by")),
                name="decision_of_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="told_when_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_outcome_display()}"

    @property
    def is_told(self) -> bool:
        """Whether its letter has left: from then on nothing of it is taken back."""
        return self.told_at is not None and self.told_at <= timezone.now()
