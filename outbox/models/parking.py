"""What waits after a backup was restored."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outbox.queries import ParkingQuerySet
from people.models import Region


class Parking(models.Model):
    """That letters of a region wait since a backup was restored, until a person decides.

    While one is open, the clock writes no letters either.
    """

    region = models.ForeignKey(
        Region,
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("region"),
        help_text=_("Empty for letters of the platform itself, such as sign-in codes."),
    )
    backup_at = models.DateTimeField(_("backup made"))
    parked_at = models.DateTimeField(_("restored"), auto_now_add=True)
    released_at = models.DateTimeField(_("released"), null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("released by"),
    )

    objects = ParkingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("letters that wait after a restore")
        verbose_name_plural = _("letters that wait after a restore")

    def __str__(self) -> str:
        return f"{self.region or '–'} {self.backup_at:%Y-%m-%d %H:%M}"
