"""What is measured: name and meaning in each language, unit, level, source and table."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models.region import Country


class Level(models.TextChoices):
    """What an indicator's figures are about. Figures of two levels are never one series."""

    PLACE = "place", _("Place")
    MUNICIPALITY = "municipality", _("Municipality")
    COUNTY = "county", _("County or region")


class Better(models.TextChoices):
    """Whether more of it is better for a place."""

    HIGHER = "higher", _("More is better")
    LOWER = "lower", _("Less is better")
    NEITHER = "neither", _("Neither is better")


class Measure(models.TextChoices):
    """The same thing measured at several levels and in several countries."""

    POPULATION = "population", _("Population")
    DENSITY = "density", _("Density")
    LAND = "land", _("Land area")
    HOUSEHOLDS = "households", _("Households")
    MOVES_IN = "moves_in", _("Moves in")
    MOVES_OUT = "moves_out", _("Moves out")
    BIRTHS = "births", _("Births")
    DEATHS = "deaths", _("Deaths")
    EMPLOYED = "employed", _("In work")
    COMMUTING_IN = "commuting_in", _("Commuting in")
    COMMUTING_OUT = "commuting_out", _("Commuting out")
    WORKPLACES = "workplaces", _("Workplaces")
    INCOME = "income", _("Income")
    DWELLINGS = "dwellings", _("Dwellings")
    HOUSE_PRICES = "house_prices", _("House prices")
    TOURISM_NIGHTS = "tourism_nights", _("Nights of visitors")
    BROADBAND = "broadband", _("Fast broadband")
    DISTANCE = "distance", _("Distance to services")
    TURNOUT = "turnout", _("Election turnout")
    OTHER = "other", _("Other")


def text_in(texts: dict[str, str], language: str = "") -> str:
    """The text in a language, else in English, else in any."""
    wanted = language or get_language() or settings.LANGUAGE_CODE
    return texts.get(wanted) or texts.get("en") or next(iter(texts.values()), "")


class Indicator(TimeStamped):
    """An indicator of a set. It is loaded from facts/sets/*.yaml and edited there alone.

    `dimensions` are what it is divided by beside area and period ("age", "sex", "branch", "size").
    `variables` says how its source is asked; `confirmed` whether the table's number was seen
    working. Figures without a match in `country` belong to any.
    """

    key = models.SlugField(_("key"), max_length=80, unique=True)
    set_key = models.SlugField(_("set"), max_length=60)
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    country = models.CharField(_("country"), max_length=2, choices=Country, blank=True)
    level = models.CharField(_("level"), max_length=15, choices=Level)
    names = models.JSONField(_("names"), default=dict)
    meanings = models.JSONField(_("what it means"), default=dict)
    units = models.JSONField(_("units"), default=dict)
    dimensions = models.JSONField(_("divided by"), default=list, blank=True)
    source = models.CharField(_("source"), max_length=120)
    client = models.CharField(_("kind of source"), max_length=10, blank=True)
    host = models.CharField(_("address of the source"), max_length=120, blank=True)
    table = models.CharField(_("table"), max_length=200, blank=True)
    confirmed = models.BooleanField(_("table confirmed"), default=False)
    variables = models.JSONField(_("variables"), default=dict, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    better = models.CharField(_("better"), max_length=10, choices=Better, default=Better.NEITHER)
    sort = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["set_key", "sort", "key"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        indexes = [models.Index(fields=["measure", "level"], name="facts_measure_level")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the active language."""
        return text_in(self.names)

    @property
    def meaning(self) -> str:
        """What it means, in the active language."""
        return text_in(self.meanings)

    @property
    def unit(self) -> str:
        """Its unit in the active language."""
        return text_in(self.units)

    def fits(self, subject: Any) -> bool:
        """Whether a figure about this place or area may be one of this indicator's.

        What is known of municipalities alone is never a village's own.
        """
        level = getattr(subject, "level", "")  # a place has none
        return level_of(level) == self.level


#: Which levels of the register of areas are places.
_PLACE_LEVELS = frozenset({"", "locality", "small_locality", "urban_area"})


def level_of(area_level: str) -> str:
    """The level of figures for a level of the register of areas; "" where there are none."""
    if area_level in _PLACE_LEVELS:
        return Level.PLACE
    return area_level if area_level in Level.values else ""
