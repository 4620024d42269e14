"""That an operator has opened a region, for a reason and a time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.region import Region
from people.queries import OpeningQuerySet


class RegionOpening(models.Model):
    """An operator reads a region's rows only while one of these is open.

    The region's administrators read who opened it, why and what was looked at.
    """

    region = models.ForeignKey(
        Region, models.CASCADE, related_name="openings", verbose_name=_("region")
    )
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="openings",
        verbose_name=_("operator"),
    )
    reason = models.CharField(_("reason"), max_length=300)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    until = models.DateTimeField(_("open until"))

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("opening of a region")
        verbose_name_plural = _("openings of regions")

    def __str__(self) -> str:
        return f"{self.region} {self.until:%Y-%m-%d %H:%M}"
