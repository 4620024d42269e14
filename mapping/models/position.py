"""Where something lies: two columns in degrees (WGS 84), as a place has them."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

Degrees = models.DecimalField[Decimal | None, Decimal | None]


def position() -> tuple[Degrees, Degrees]:
    """The columns `latitude` and `longitude`; both are filled or neither."""
    latitude: Degrees = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude: Degrees = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    return latitude, longitude


def on_earth(name: str) -> list[models.CheckConstraint]:
    """What holds for the two columns."""
    return [
        models.CheckConstraint(
            condition=Q(latitude__isnull=True, longitude__isnull=True)
            | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            name=f"{name}_position_on_earth",
        )
    ]
