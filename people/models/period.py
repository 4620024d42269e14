"""A first and a last day: what every role has."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped


def holds_on(on: dt.date | None = None) -> Q:
    """The condition that a period holds the day (today when none is given)."""
    day = on or timezone.localdate()
    return (Q(ends_on__isnull=True) | Q(ends_on__gte=day)) & Q(starts_on__lte=day)


class PeriodQuerySet(models.QuerySet[models.Model]):
    """Rows with `starts_on` and `ends_on`, both days included."""

    def active(self, on: dt.date | None = None) -> Self:
        """Rows whose period holds the day (today when none is given)."""
        return self.filter(holds_on(on))


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
