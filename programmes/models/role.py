"""Roles in a region and in a programme, each with a period."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models import Region
from programmes.models.programme import Programme


class PeriodQuerySet(models.QuerySet[models.Model]):
    """Rows with `starts_on` and `ends_on`, both days included."""

    def active(self, on: dt.date | None = None) -> Self:
        """Rows whose period holds the day (today when none is given)."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class Period(TimeStamped):
    """A role's first and last day. An empty end is open."""

    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_period",
                violation_error_message=_("The end must not be before the start."),
            )
        ]


class RegionRole(Period):
    """Region administrator: may do everything in the region but decide what he or she handed in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="region_roles",
        verbose_name=_("account"),
    )
    region = models.ForeignKey(
        Region, models.CASCADE, related_name="roles", verbose_name=_("region")
    )

    class Meta(Period.Meta):
        verbose_name = _("region administrator")
        verbose_name_plural = _("region administrators")

    def __str__(self) -> str:
        return f"{self.user} – {self.region}"


class ProgrammeRole(Period):
    """Programme manager: runs the programme, decides at gates."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="programme_roles",
        verbose_name=_("account"),
    )
    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="roles", verbose_name=_("programme")
    )

    class Meta(Period.Meta):
        verbose_name = _("programme manager")
        verbose_name_plural = _("programme managers")

    def __str__(self) -> str:
        return f"{self.user} – {self.programme}"
