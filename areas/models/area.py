"""The area: a locality, a municipality, a county; the same for all regions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from areas.queries import AreaQuerySet
from core.collation import normalise
from core.indexes import found_by, in_languages
from core.models import TimeStamped
from people.models.region import Country
from programmes.models import Municipality


class AreaLevel(models.TextChoices):
    """How large an area is, as statistical offices divide a country."""

    LOCALITY = "locality", _("Locality (tätort)")
    SMALL_LOCALITY = "small_locality", _("Small locality (småort)")
    URBAN_AREA = "urban_area", _("Urban area (byområde)")
    MUNICIPALITY = "municipality", _("Municipality")
    COUNTY = "county", _("County or region")
    COUNTRY = "country", _("Country")


#: What a place may be picked from.
SETTLEMENTS = (AreaLevel.LOCALITY, AreaLevel.SMALL_LOCALITY, AreaLevel.URBAN_AREA)


class Area(TimeStamped):
    """An area of a country. It is found by its codes; several may have one name.

    `words` are name and codes as people search for them. `outline` is a GeoJSON geometry in
    WGS 84 with few enough points for a map. `valid_from` and `valid_to` are whole years.
    """

    country = models.CharField(_("country"), max_length=2, choices=Country)
    level = models.CharField(_("level"), max_length=16, choices=AreaLevel)
    name = models.CharField(_("name"), max_length=120)
    words = models.CharField(max_length=400, editable=False)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="areas",
        verbose_name=_("municipality"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("lies in"),
    )
    population = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of the figure"), null=True, blank=True
    )
    land_km2 = models.DecimalField(
        _("land area in km²"), max_digits=10, decimal_places=4, null=True, blank=True
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    outline = models.JSONField(_("outline"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    retrieved_on = models.DateField(_("fetched on"), null=True, blank=True)
    valid_from = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)

    objects: ClassVar[models.Manager[Area]] = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        indexes = [
            found_by("areas_found", "words"),
            *in_languages("areas_by_name", "name", within="country"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="area_point_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="area_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the words that it is found by."""
        codes = [row.code for row in self.codes.all()] if self.pk else []
        self.words = searched_words(self.name, codes)
        super().save(*args, **kwargs)

    @property
    def level_name(self) -> str:
        """The level without what stands in brackets."""
        return str(AreaLevel(self.level).label).split(" (")[0]

    @property
    def density(self) -> Decimal | None:
        """Inhabitants a square kilometre of land; None where one of the two is not known."""
        if self.population is None or not self.land_km2:
            return None
        return Decimal(self.population) / self.land_km2


def searched_words(name: str, codes: list[str]) -> str:
    """Name and codes as people search for them, cut to what the column holds."""
    return normalise(" ".join([name, *codes]))[:400]


class AreaScheme(models.TextChoices):
    """Code systems. The same settlement has a code in several (domain notes 9.1)."""

    SCB_OLD = "scb_old", _("SCB, old (T2884)")
    SCB_2015 = "scb_2015", _("SCB, from 2015 (1256TB102)")
    SCB_2023 = "scb_2023", _("SCB, 2023 (0180TC101)")
    SCB_MUNICIPALITY = "scb_kommun", _("SCB, municipality (1256)")
    SCB_COUNTY = "scb_lan", _("SCB, county (12)")
    DST = "dst", _("Statistics Denmark, urban area")
    DST_MUNICIPALITY = "dst_kommune", _("Statistics Denmark, municipality (0260)")
    DST_REGION = "dst_region", _("Statistics Denmark, region (1084)")
    SSB = "ssb", _("Statistics Norway, urban settlement")
    SSB_MUNICIPALITY = "ssb_kommune", _("Statistics Norway, municipality (0301)")
    SSB_COUNTY = "ssb_fylke", _("Statistics Norway, county (03)")
    ISO = "iso", _("ISO 3166 (SE)")
    LOCAL = "local", _("Own code")


class AreaCode(models.Model):
    """A code of an area in one scheme, with the years in which it held.

    A scheme may give a code to another area later: `valid_from` tells them apart.
    """

    area = models.ForeignKey(Area, models.CASCADE, related_name="codes", verbose_name=_("area"))
    scheme = models.CharField(_("scheme"), max_length=12, choices=AreaScheme)
    code = models.CharField(_("code"), max_length=20)
    valid_from = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)

    class Meta:
        ordering = ["scheme", "code"]
        verbose_name = _("code of an area")
        verbose_name_plural = _("codes of areas")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code", "valid_from"], name="area_code_once_from_a_year"
            ),
            models.UniqueConstraint(
                fields=["scheme", "code"],
                condition=Q(valid_from__isnull=True),
                name="area_code_once_without_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.get_scheme_display()})"
