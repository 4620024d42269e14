"""The coaching log."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from places.models.participation import Participation
from programmes.models import Step


class CoachingKind(models.TextChoices):
    """How the contact was made."""

    VISIT = "visit", _("Visit")
    CALL = "call", _("Phone call")
    ONLINE = "online", _("Online meeting")
    MAIL = "mail", _("E-mail")
    MEETING = "meeting", _("Meeting elsewhere")


class CoachedParty(models.TextChoices):
    """Who was coached: municipalities sometimes need it too (domain notes 1.5)."""

    PLACE = "place", _("The place")
    MUNICIPALITY = "municipality", _("The municipality")


class CoachingEntry(TimeStamped):
    """One contact between the coach and the coached party.

    `shared` is read by the place; `private` only by coaches and those who run the programme.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="coaching", verbose_name=_("participation")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=CoachingKind)
    party = models.CharField(
        _("coached"), max_length=15, choices=CoachedParty, default=CoachedParty.PLACE
    )
    on = models.DateField(_("date"))
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), null=True, blank=True)
    with_whom = models.CharField(_("with whom"), max_length=200, blank=True)
    step = models.ForeignKey(
        Step, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("about step")
    )
    shared = models.TextField(_("shared note"), blank=True)
    private = models.TextField(_("private note"), blank=True)
    next_text = models.CharField(_("agreed next step"), max_length=240, blank=True)
    next_on = models.DateField(_("next date"), null=True, blank=True)
    next_done_on = models.DateField(_("next step done"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("coach")
    )

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("coaching contact")
        verbose_name_plural = _("coaching contacts")
        indexes = [models.Index(fields=["participation", "-on"], name="coaching_latest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"
