"""The place: it outlives any programme."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from core.indexes import found_by, searched, words_of
from core.models import TimeStamped
from people.models import Region
from places.queries import PlaceQuerySet
from programmes.models import Municipality
from programmes.models.programme import PlaceKind


def short_source(source: str) -> str:
    """The host of an address, everything else as it stands.

    "https://sv.wikipedia.org/wiki/N%C3%A4sum" gives "sv.wikipedia.org". Several addresses
    divided by " ; ", as our data files write them, give the first one's host.
    """
    first = source.split(" ; ", maxsplit=1)[0].strip()
    if not first.startswith(("http://", "https://")):
        return source
    try:
        return urlsplit(first).hostname or source
    except ValueError:  # "http://[" and the like: shown as it was entered
        return source


def source_address(source: str) -> str:
    """The web address in a source, for a link, or "" when it names none."""
    first = source.split(" ; ", maxsplit=1)[0].strip()
    return first if first.startswith(("http://", "https://")) and " " not in first else ""


class Sourced:
    """What says where it comes from in its field `source`."""

    source: Any

    @property
    def source_name(self) -> str:
        """The source, short enough for a sentence."""
        return short_source(self.source)

    @property
    def source_url(self) -> str:
        """The web address in the source, for a link, or "" when it names none."""
        return source_address(self.source)


class Place(Sourced, TimeStamped):
    """A village, small town, island or group of villages."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="places", verbose_name=_("region")
    )
    name = models.CharField(_("name"), max_length=120)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="places", verbose_name=_("municipality")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    description = models.TextField(_("description"), blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    area = models.ForeignKey(
        Area,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=_("in the register of areas"),
    )

    objects: ClassVar[models.Manager[Place]] = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes = [
            searched("places_search", "name"),
            found_by("places_found", "name"),
            words_of("places_words", "name", "description"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "municipality", "name"], name="place_once_a_municipality"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-90, 90)),
                name="latitude_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__range=(-180, 180)),
                name="longitude_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_name(self) -> str:
        """The kind without its definition: "Locality"."""
        return kind_name(self.kind)


def kind_name(kind: str) -> str:
    """The name of a kind of place without what stands in brackets."""
    return str(PlaceKind(kind).label).split(" (")[0]


class CodeScheme(models.TextChoices):
    """Code systems for the same settlement (domain notes 9.1: never one code column as key)."""

    SCB_OLD = "scb_old", _("SCB, old (T2884)")
    SCB_2015 = "scb_2015", _("SCB, from 2015 (1256TB102)")
    SCB_2023 = "scb_2023", _("SCB, 2023 (0180TC101)")
    DST = "dst", _("Statistics Denmark, urban area")
    SSB = "ssb", _("Statistics Norway, urban settlement")
    LOCAL = "local", _("Own code")


class PlaceCode(models.Model):
    """A code of a place in one scheme, with the years in which it held."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="codes", verbose_name=_("place"))
    scheme = models.CharField(_("scheme"), max_length=10, choices=CodeScheme)
    code = models.CharField(_("code"), max_length=20)
    valid_from = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)

    class Meta:
        ordering = ["scheme", "code"]
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = [
            models.UniqueConstraint(fields=["place", "scheme", "code"], name="code_once_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.get_scheme_display()})"


class PopulationObservation(Sourced, models.Model):
    """How many lived there in a year, and who says so."""

    place = models.ForeignKey(
        Place, models.CASCADE, related_name="population", verbose_name=_("place")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    inhabitants = models.PositiveIntegerField(_("inhabitants"))
    source = models.CharField(_("source"), max_length=500)
    series_break = models.BooleanField(
        _("series break"),
        default=False,
        help_text=_("The delimitation changed: not comparable with earlier years."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    imported = models.BooleanField(_("imported"), default=False)

    class Meta:
        ordering = ["year"]
        verbose_name = _("population figure")
        verbose_name_plural = _("population figures")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "year", "source"], name="one_figure_a_year_and_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.inhabitants} ({self.year})"
