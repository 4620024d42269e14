"""One figure: of what, where, when, how much, and who says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from core.models import TimeStamped
from facts.models.indicator import Indicator
from people.models import Region
from places.models import Place
from places.models.place import Sourced

#: Parts that have a name of ours; others keep their source's.
SEXES = {"women": _("women"), "men": _("men")}
_YEAR = re.compile(r"(1[6-9]|20)\d{2}")


class Status(models.TextChoices):
    """How good the figure is, or why there is none."""

    OK = "ok", _("Final")
    ESTIMATED = "estimated", _("Estimated")
    PROTECTED = "protected", _("Protected: too few to be shown")
    MISSING = "missing", _("Missing")


class Origin(models.TextChoices):
    """How it came here."""

    MANUAL = "manual", _("Entered by hand")
    FETCHED = "fetched", _("Fetched from the source")
    FILE = "file", _("From a file")


def dims_key(dims: Mapping[str, str]) -> str:
    """What the figure is divided by, as one word: `age=0-4;sex=women`. "" for the whole."""
    return ";".join(f"{name}={dims[name]}" for name in sorted(dims))


def year_of(period: str) -> int:
    """The first year that a period names: 2023 of "2023K1". Raises ValueError for none."""
    found = _YEAR.search(period)
    if found is None:
        raise ValueError(period)
    return int(found[0])


class ObservationQuerySet(models.QuerySet[Any]):
    """Figures."""

    def visible_to(self, user: Any) -> ObservationQuerySet:
        """Those of regions that the user collects for, and those of his or her places."""
        from facts.queries import seen_by  # noqa: PLC0415 - it asks the models, made of these

        return self.filter(seen_by(user))

    def current(self) -> ObservationQuerySet:
        """Without what was corrected."""
        return self.filter(superseded_on__isnull=True)


class Observation(Sourced, TimeStamped):
    """A figure of a region's collection, about an area of the register or one of its places.

    A correction is a new row that `replaces` the old one, which stays with `superseded_on`.
    `unit` is what the source itself called the unit.
    """

    region = models.ForeignKey(
        Region, models.CASCADE, related_name="observations", verbose_name=_("region")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="observations", verbose_name=_("indicator")
    )
    area = models.ForeignKey(
        Area,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("area"),
    )
    place = models.ForeignKey(
        Place,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("place"),
    )
    period = models.CharField(_("period"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    dims = models.JSONField(_("divided by"), default=dict, blank=True)
    dims_key = models.CharField(_("divided by, as one word"), max_length=200, blank=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OK)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=500)
    table = models.CharField(_("table"), max_length=200, blank=True)
    retrieved_on = models.DateField(_("retrieved on"))
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin)
    note = models.CharField(_("note"), max_length=500, blank=True)
    series_break = models.BooleanField(
        _("series break"),
        default=False,
        help_text=_("What is counted changed: not comparable with earlier figures."),
    )
    made_up = models.BooleanField(_("made up"), default=False)
    replaces = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("corrects"),
    )
    superseded_on = models.DateField(_("corrected on"), null=True, blank=True)
    query = models.ForeignKey(
        "facts.Query",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("query"),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )

    objects: ClassVar[models.Manager[Observation]] = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["year", "period", "dims_key"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=True) ^ Q(place__isnull=True),
                name="facts_area_or_place",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(status="ok"),
                name="facts_a_final_figure_has_a_value",
            ),
            models.UniqueConstraint(
                fields=["region", "indicator", "area", "period", "dims_key"],
                condition=Q(superseded_on__isnull=True, area__isnull=False),
                name="facts_one_figure_of_area",
            ),
            models.UniqueConstraint(
                fields=["region", "indicator", "place", "period", "dims_key"],
                condition=Q(superseded_on__isnull=True, place__isnull=False),
                name="facts_one_figure_of_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown} ({self.period})"

    @property
    def about(self) -> Area | Place | None:
        """What the figure is about."""
        return self.area if self.area_id is not None else self.place

    @property
    def plain_value(self) -> Decimal | None:
        """The value without zeros that say nothing, for a field."""
        if self.value is None:
            return None
        whole = self.value == self.value.to_integral_value()
        return self.value.to_integral_value() if whole else self.value.normalize()

    @property
    def shown(self) -> str:
        """The value as the language writes it, in the indicator's decimals; else why none."""
        if self.value is None:
            return str(Status(self.status).label)
        return number_format(self.value, self.indicator.decimals, force_grouping=True)

    @property
    def part(self) -> str:
        """What part of the whole it is: "women, 0-4"; "" for the whole."""
        return ", ".join(str(SEXES.get(text, text)) for text in self.dims.values())
