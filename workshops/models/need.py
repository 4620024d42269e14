"""What competence companies and others need: the result of a pre-study's talks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models import Contact, Organisation
from programmes.models import Programme
from workshops.models.workshop import Workshop


class NeedLevel(models.IntegerChoices):
    """How pressing a need is, from 1 to 5."""

    ONE_DAY = 1, _("1: perhaps one day")
    LATER = 2, _("2: later")
    SOON = 3, _("3: within two years")
    THIS_YEAR = 4, _("4: within a year")
    NOW = 5, _("5: now")


class NeedsStudy(TimeStamped):
    """What a programme asks of organisations, and how many it must have heard."""

    programme = models.OneToOneField(
        Programme, models.CASCADE, related_name="needs_study", verbose_name=_("programme")
    )
    question = models.CharField(_("question"), max_length=240)
    wanted = models.PositiveSmallIntegerField(
        _("organisations at least"), help_text=_("How many organisations must be heard.")
    )
    conclusion = models.TextField(_("conclusion"), blank=True, max_length=4000)

    class Meta:
        verbose_name = _("needs study")
        verbose_name_plural = _("needs studies")

    def __str__(self) -> str:
        return self.question


class Need(TimeStamped):
    """One need of one organisation, as it was told."""

    study = models.ForeignKey(
        NeedsStudy, models.CASCADE, related_name="needs", verbose_name=_("needs study")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="needs", verbose_name=_("organisation")
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("told by")
    )
    workshop = models.ForeignKey(
        Workshop,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("told at the meeting"),
    )
    recorded_on = models.DateField(_("date"))
    theme = models.CharField(_("theme"), max_length=80)
    text = models.TextField(_("the need"), max_length=2000)
    level = models.PositiveSmallIntegerField(_("how pressing"), choices=NeedLevel)
    quote = models.TextField(_("in their own words"), blank=True, max_length=1000)
    may_quote = models.BooleanField(_("may be quoted"), default=False)

    class Meta:
        ordering = ["organisation__name", "pk"]
        verbose_name = _("need")
        verbose_name_plural = _("needs")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.theme}"
