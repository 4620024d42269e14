"""A first and a last day: what every role has."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped


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
