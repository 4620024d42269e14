"""A local economic analysis: ordered, worked through by a group, handed over as a pack."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.indexes import found_by
from core.models import TimeStamped
from core.money import money_column
from people.models import Contact, Organisation
from places.models import Participation
from workshops.models import Series, Workshop


class LocalAnalysis(TimeStamped):
    """The local economic analysis of a place. Its state follows its dates."""

    participation = models.OneToOneField(
        Participation, models.CASCADE, related_name="local_analysis", verbose_name=_("place")
    )
    area = models.CharField(
        _("area"),
        max_length=240,
        blank=True,
        help_text=_("Postcodes, a parish, or a border drawn by hand."),
    )
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    supplier = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ordered from"),
    )
    leader = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("outside process leader"),
    )
    ordered_on = models.DateField(_("ordered on"), null=True, blank=True)
    cost = money_column(_("cost of the process leader"), null=True, blank=True)
    data_cost = money_column(_("cost of the statistics"), null=True, blank=True)
    starts_on = models.DateField(_("work begins"), null=True, blank=True)
    delivered_on = models.DateField(_("handed over on"), null=True, blank=True)
    group: models.ManyToManyField[Contact, models.Model] = models.ManyToManyField(
        Contact, related_name="+", blank=True, verbose_name=_("group")
    )
    series = models.ForeignKey(
        Series,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="local_analyses",
        verbose_name=_("series of meetings"),
    )
    meetings: models.ManyToManyField[Workshop, models.Model] = models.ManyToManyField(
        Workshop, related_name="+", blank=True, verbose_name=_("meetings")
    )
    summary = models.TextField(_("what it says, in short"), blank=True, max_length=4000)
    made_up = models.BooleanField(
        _("example"), default=False, help_text=_("Made up to show how it works; marked everywhere.")
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("local economic analysis")
        verbose_name_plural = _("local economic analyses")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(delivered_on__isnull=True)
                | Q(delivered_on__gte=F("starts_on")),
                name="local_analysis_ends_after_start",
                violation_error_message=_("It must not be handed over before it begins."),
            )
        ]

    def __str__(self) -> str:
        return str(self.participation_id)


class LocalDocument(models.Model):
    """A file of the result pack: tables from the statistical office, the report."""

    analysis = models.ForeignKey(
        LocalAnalysis, models.CASCADE, related_name="documents", verbose_name=_("analysis")
    )
    file = models.FileField(_("file"), upload_to="mapping/%Y/%m", max_length=200)
    name = models.CharField(_("name"), max_length=150)
    content_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        ordering = ["uploaded_at", "pk"]
        verbose_name = _("document of a local economic analysis")
        verbose_name_plural = _("documents of local economic analyses")
        indexes = [found_by("local_documents_found", "name")]
        constraints = [
            models.UniqueConstraint(fields=["analysis", "sha256"], name="local_document_once")
        ]

    def __str__(self) -> str:
        return self.name


class LocalTopic(models.TextChoices):
    """What a full local economic analysis looks at (domain notes 6)."""

    POPULATION = "population", _("Population and migration")
    PROPERTY = "property", _("Property and empty houses")
    PURCHASES = "purchases", _("Purchasing power and what leaks out")
    WORK = "work", _("Workplaces, branches and commuting")
    INCOME = "income", _("Income and education")
    FIRMS = "firms", _("Turnover of local firms")
    SOFT = "soft", _("History, culture, associations, nature")


class LocalFigure(models.Model):
    """A figure of the result pack, with its year and source."""

    analysis = models.ForeignKey(
        LocalAnalysis, models.CASCADE, related_name="figures", verbose_name=_("analysis")
    )
    topic = models.CharField(_("topic"), max_length=10, choices=LocalTopic)
    label = models.CharField(_("what it is"), max_length=160)
    value: models.DecimalField[Decimal, Decimal] = models.DecimalField(
        _("value"), max_digits=16, decimal_places=2
    )
    unit = models.CharField(pgettext_lazy("of a measurement", "unit"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("source"), max_length=240)

    class Meta:
        ordering = ["topic", "pk"]
        verbose_name = _("figure of a local economic analysis")
        verbose_name_plural = _("figures of local economic analyses")

    def __str__(self) -> str:
        return self.label
