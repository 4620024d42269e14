"""Reports that a programme puts together itself, and what was made of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import span
from core.models import TimeStamped
from places.models import Participation
from programmes.models import Programme
from reports.queries import CompositionQuerySet, EditionQuerySet

INTRO_LENGTH = 3000


class Period(models.TextChoices):
    """Which time it tells of, seen from the day on which it is made."""

    MONTH = "month", _("The month before")
    QUARTER = "quarter", _("The quarter before")
    HALF_YEAR = "half_year", _("The half-year before")
    YEAR = "year", _("The calendar year before")
    ALL = "all", _("From the programme's first day")


class Places(models.TextChoices):
    """Which places it is about."""

    ALL = "all", _("All places")
    STEP = "step", _("Places at one step")
    CHOSEN = "chosen", _("Chosen places")


class Audience(models.TextChoices):
    """Who reads it, and so what may stand in it."""

    TEAM = "team", _("Those who run the programme: with single places")
    SUMS = "sums", _("Everybody with a role in the programme: sums of many places only")


class Logos(models.TextChoices):
    """What stands at the head of its cover."""

    ALL = "all", _("The region, the owner and the funders")
    REGION = "region", _("The region alone")
    NONE = "none", _("None")


class Rhythm(models.TextChoices):
    """How often the clock makes it."""

    NEVER = "", _("Only when somebody asks")
    MONTH = "month", _("On the first day of every month")
    QUARTER = "quarter", _("On the first day of every quarter")


class Composition(TimeStamped):
    """A report that a programme has put together: its sections in their order, and for whom.

    `sections` are keys of `places.reporting.sections`; one that there is no more is passed over.
    `scheduled_from` is the day from which the clock counts; earlier days are not made up for.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="compositions", verbose_name=_("programme")
    )
    name = models.CharField(_("name"), max_length=160)
    intro = models.TextField(
        _("introduction"),
        blank=True,
        max_length=INTRO_LENGTH,
        help_text=_("Stands on the cover. An empty line begins a new paragraph."),
    )
    sections = models.JSONField(_("what stands in it"), default=list)
    period = models.CharField(_("period"), max_length=9, choices=Period, default=Period.QUARTER)
    places = models.CharField(_("places"), max_length=6, choices=Places, default=Places.ALL)
    step = models.PositiveSmallIntegerField(_("step"), null=True, blank=True)
    chosen = models.ManyToManyField(
        Participation, blank=True, related_name="+", verbose_name=_("chosen places")
    )
    audience = models.CharField(
        _("who reads it"),
        max_length=4,
        choices=Audience,
        default=Audience.TEAM,
        help_text=_(
            "In sums for everybody no place is named and no money of fewer than three places "
            "stands. Two reports that differ by one place would tell of it all the same."
        ),
    )
    logos = models.CharField(_("logos"), max_length=6, choices=Logos, default=Logos.ALL)
    rhythm = models.CharField(
        _("made by itself"), max_length=7, choices=Rhythm, default=Rhythm.NEVER, blank=True
    )
    scheduled_from = models.DateField(_("by itself from"), null=True, blank=True)

    objects: ClassVar[models.Manager[Composition]] = CompositionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("own report")
        verbose_name_plural = _("own reports")
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="composition_name_once"),
            models.CheckConstraint(
                condition=Q(rhythm="") | Q(scheduled_from__isnull=False),
                name="composition_rhythm_has_start",
            ),
            models.CheckConstraint(
                condition=~Q(places="step") | Q(step__isnull=False),
                name="composition_at_a_step",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("reports:own", args=[self.pk])


class Edition(TimeStamped):
    """One own report as it was made: `content` never changes (docs/report-schema.md).

    `key` is what it was made for, so that whatever is begun twice is made once: a job, or a day
    of the clock. `made_by` is empty where the clock made it.
    """

    composition = models.ForeignKey(
        Composition, models.CASCADE, related_name="editions", verbose_name=_("own report")
    )
    key = models.CharField(_("made for"), max_length=40)
    starts_on = models.DateField(_("period from"))
    ends_on = models.DateField(_("period to"))
    audience = models.CharField(_("who reads it"), max_length=4, choices=Audience)
    logos = models.CharField(_("logos"), max_length=6, choices=Logos)
    content = models.JSONField(_("as it was made"), editable=False)
    content_sha256 = models.CharField(_("checksum of the content"), max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )

    objects: ClassVar[models.Manager[Edition]] = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("own report as it was made")
        verbose_name_plural = _("own reports as they were made")
        constraints = [
            models.UniqueConstraint(fields=["composition", "key"], name="edition_made_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="edition_period_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.composition}, {span(self.starts_on, self.ends_on)}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("reports:edition", args=[self.pk])
