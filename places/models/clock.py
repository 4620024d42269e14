"""The support clock's pauses and extensions."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from places.models.participation import Participation


class ClockKind(models.TextChoices):
    """A pause moves the end by its length; an extension adds months."""

    PAUSE = "pause", _("Pause")
    EXTENSION = "extension", _("Extension")


class ClockChange(TimeStamped):
    """A pause (from, to; both days included) or an extension (months), with its reason."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="clock_changes", verbose_name=_("participation")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ClockKind)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("clock change")
        verbose_name_plural = _("clock changes")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="extension", months__gte=1, starts_on__isnull=True, ends_on__isnull=True
                )
                | Q(
                    kind="pause",
                    months__isnull=True,
                    starts_on__isnull=False,
                    ends_on__gte=F("starts_on"),
                ),
                name="clock_change_is_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason[:60]}"

    @property
    def days(self) -> int:
        """Length of a pause, both days counted; 0 for an extension."""
        return (self.ends_on - self.starts_on).days + 1 if self.starts_on and self.ends_on else 0

    def covers(self, first: dt.date, last: dt.date) -> bool:
        """Whether a pause holds on one of these days."""
        return bool(
            self.starts_on and self.ends_on and self.starts_on <= last and self.ends_on >= first
        )
