"""A programme's result chain: an attractive place, people who move in, a base for services."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from programmes.models import Programme


class ChainStep(models.TextChoices):
    """The links of the chain, in their order."""

    ATTRACTIVE = "attractive", _("The place is attractive")
    MOVING = "moving", _("People move in")
    BASE = "base", _("Services have a base")


class ResultChain(TimeStamped):
    """What a programme means by its chain, in its own words."""

    programme = models.OneToOneField(
        Programme, models.CASCADE, related_name="result_chain", verbose_name=_("programme")
    )
    attractive = models.TextField(ChainStep.ATTRACTIVE.label, blank=True, max_length=1000)
    moving = models.TextField(ChainStep.MOVING.label, blank=True, max_length=1000)
    base = models.TextField(ChainStep.BASE.label, blank=True, max_length=1000)
    made_up = models.BooleanField(
        _("example"), default=False, help_text=_("Made up to show how it works; marked everywhere.")
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("result chain")
        verbose_name_plural = _("result chains")

    def __str__(self) -> str:
        return str(self.programme_id)


class ChainIndicator(TimeStamped):
    """How one sees a link of the chain, over all places of the programme together."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="chain_indicators", verbose_name=_("programme")
    )
    step = models.CharField(_("link of the chain"), max_length=10, choices=ChainStep)
    title = models.CharField(_("what is measured"), max_length=160)
    unit = models.CharField(pgettext_lazy("of a measurement", "unit"), max_length=40, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("indicator of a result chain")
        verbose_name_plural = _("indicators of result chains")

    def __str__(self) -> str:
        return self.title


class ChainValue(models.Model):
    """What was measured in a year, and who says so."""

    indicator = models.ForeignKey(
        ChainIndicator, models.CASCADE, related_name="values", verbose_name=_("indicator")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    value: models.DecimalField[Decimal, Decimal] = models.DecimalField(
        _("value"), max_digits=16, decimal_places=2
    )
    source = models.CharField(_("source"), max_length=240)

    class Meta:
        ordering = ["year"]
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="chain_value_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.value}"
