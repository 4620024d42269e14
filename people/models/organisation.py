"""Organisations by sector."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.indexes import found_by, in_languages, searched
from core.models import TimeStamped
from people.models.region import Region
from people.queries import RegionalQuerySet


class Sector(models.TextChoices):
    """Who acts on a place. A place's commitment asks for the first three."""

    MUNICIPALITY = "municipality", _("Municipality")
    BUSINESS = "business", _("Business")
    ASSOCIATION = "association", _("Association")
    EDUCATION = "education", _("Education")
    REGION = "region", _("Region")
    FUNDER = "funder", _("Funder")
    OTHER = "other", _("Other")


#: The three sectors that must commit themselves (domain notes 2).
THREE_SECTORS = (Sector.MUNICIPALITY, Sector.BUSINESS, Sector.ASSOCIATION)


class Organisation(TimeStamped):
    """An organisation that a region works with."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="organisations", verbose_name=_("region")
    )
    name = models.CharField(_("name"), max_length=200)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    website = models.URLField(_("web page"), blank=True)
    note = models.TextField(_("note"), blank=True)
    # A name, for what lies above is not known here. Empty once the region has looked at it.
    added_at = models.CharField(
        _("added at the place"), max_length=150, blank=True, default="", editable=False
    )

    objects = RegionalQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="organisation_once_a_region")
        ]
        indexes = [
            searched("organisations_search", "name"),
            found_by("organisations_found", "name"),
            *in_languages("organisations_name", "name", within="region"),
        ]

    def __str__(self) -> str:
        return self.name
