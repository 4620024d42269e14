"""Municipalities: reference data shared by all regions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.region import Country


class Municipality(models.Model):
    """A municipality with its official code (SCB kommunkod, DST kommunekode)."""

    country = models.CharField(_("country"), max_length=2, choices=Country)
    code = models.CharField(_("code"), max_length=8)
    name = models.CharField(_("name"), max_length=80)
    full_name = models.CharField(_("full name"), max_length=120)
    county = models.CharField(_("county or region"), max_length=80, blank=True)
    region_name = models.CharField(_("elected region"), max_length=80, blank=True)
    #: A point in it, in decimal degrees.
    latitude = models.DecimalField(
        _("latitude"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            models.UniqueConstraint(fields=["country", "code"], name="municipality_once")
        ]

    def __str__(self) -> str:
        return self.name
