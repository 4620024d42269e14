"""A region's accessibility statement: what it must say itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models import Region


class Degree(models.TextChoices):
    """How far the service follows the law's demands, in the words that the law knows."""

    FULL = "full", _("Fully compliant")
    PARTIAL = "partial", _("Partially compliant")
    NONE = "none", _("Not compliant")


class Assessor(models.TextChoices):
    """Who assessed it."""

    SELF = "self", _("Self-assessment")
    EXTERNAL = "external", _("Assessment by somebody outside")


class AccessibilityStatement(TimeStamped):
    """What differs by region in the statement; what is the platform's own stands in the page."""

    region = models.OneToOneField(
        Region, models.CASCADE, related_name="accessibility_statement", verbose_name=_("region")
    )
    actor = models.CharField(_("responsible authority"), max_length=160, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    degree = models.CharField(
        _("degree of compliance"), max_length=10, choices=Degree, default=Degree.PARTIAL
    )
    failings = models.TextField(_("known failings"), blank=True)
    exceptions = models.TextField(_("parts that are excepted"), blank=True)
    assessor = models.CharField(
        _("who assessed"), max_length=10, choices=Assessor, default=Assessor.SELF
    )
    assessed_on = models.DateField(_("assessed on"))
    published_url = models.URLField(_("address in the WAS-Tool"), max_length=300, blank=True)

    class Meta:
        ordering = ["region"]
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")

    def __str__(self) -> str:
        return str(self.region)
