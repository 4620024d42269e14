"""Files of figures that somebody brought, and how their columns were read the last time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from core.sheets.kept import KeptSheet
from facts.models.indicator import Indicator
from facts.models.query import CollectedQuerySet
from people.models import Region


class FactFile(KeptSheet):
    """The words of a file between its upload and its confirmation.

    `headings` are the file's own, `columns` (of `KeptSheet`) what each was taken for.
    """

    region = models.ForeignKey(Region, models.CASCADE, related_name="+", verbose_name=_("region"))
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, null=True, related_name="+", verbose_name=_("indicator")
    )
    headings = models.JSONField(_("headings"), default=list)
    source = models.CharField(_("source"), max_length=500)
    table = models.CharField(_("table"), max_length=200, blank=True)
    retrieved_on = models.DateField(_("retrieved on"))
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    update_existing = models.BooleanField(_("correct what is there"), default=False)
    made = models.PositiveIntegerField(_("new figures"), default=0)
    changed = models.PositiveIntegerField(_("corrected figures"), default=0)

    objects = CollectedQuerySet.as_manager()

    class Meta(KeptSheet.Meta):
        verbose_name = _("file of figures")
        verbose_name_plural = _("files of figures")


class FileMapping(TimeStamped):
    """How the columns of a source's files are read in a region."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="+", verbose_name=_("region"))
    source = models.CharField(_("source"), max_length=500)
    headings = models.JSONField(_("headings"), default=list)
    headings_key = models.CharField(_("headings, as a checksum"), max_length=64)
    columns = models.JSONField(_("what they are"), default=list)
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, null=True, related_name="+", verbose_name=_("indicator")
    )

    class Meta:
        verbose_name = _("reading of columns")
        verbose_name_plural = _("readings of columns")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "source", "headings_key"], name="facts_one_reading"
            )
        ]

    def __str__(self) -> str:
        return self.source
