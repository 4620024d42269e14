"""What has been told, what rests, how somebody wants it, and what a coach has tried."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from places.models import Participation
from programmes.models import Programme

NOTE_LENGTH = 240


class Reminded(models.Model):
    """Somebody has been reminded of one thing; a letter that tells of three leaves three rows.

    `kind` and `thing` name what it was (`reminders.kinds`); no words are kept. Kept by address:
    whoever is responsible for an action may have no account. Without a participation it was
    about the programme itself.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="+", verbose_name=_("programme")
    )
    participation = models.ForeignKey(
        Participation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reminded",
        verbose_name=_("place"),
    )
    address = models.EmailField(_("e-mail address"))
    kind = models.CharField(_("kind"), max_length=40)
    thing = models.CharField(_("what it was about"), max_length=80)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        indexes = [
            models.Index(fields=["address"], name="reminded_of_address"),
            models.Index(fields=["participation", "-sent_at"], name="reminded_of_place"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class PauseReason(models.TextChoices):
    """Why reminders rest. Fixed, so that they can be counted."""

    AWAY = "away", _("Holiday or leave")
    CHANGE = "change", _("Somebody else takes over")
    WAITS = "waits", _("The place waits for somebody else")
    TOO_MANY = "too_many", _("Too many letters")
    OTHER = "other", pgettext_lazy("reason", "Something else")


class PauseQuerySet(models.QuerySet[Any]):
    """Pauses."""

    def standing(self, today: dt.date) -> Self:
        """Those that hold today or will."""
        return self.filter(ended_at__isnull=True, until__gte=today)


class Pause(models.Model):
    """A place gets no reminders for a while; whether it holds follows from its days alone."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="reminder_pauses", verbose_name=_("place")
    )
    reason = models.CharField(_("reason"), max_length=8, choices=PauseReason)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    until = models.DateField(_("until"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    ended_at = models.DateTimeField(_("ended early"), null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = PauseQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("pause of reminders")
        verbose_name_plural = _("pauses of reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(ended_at__isnull=True),
                name="one_pause_a_place",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("starts_on")), name="pause_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {self.until}"


class Rhythm(models.TextChoices):
    """When reminders come."""

    AT_ONCE = "at_once", _("At once")
    EVENING = "evening", _("In the evening")
    MONDAY = "monday", _("On Mondays")
    NONE = "none", pgettext_lazy("reminders", "None")


class ReminderChoice(models.Model):
    """How a person wants reminders. No row: at once."""

    email = models.EmailField(_("e-mail address"), unique=True)
    rhythm = models.CharField(
        _("when reminders come"), max_length=8, choices=Rhythm, default=Rhythm.AT_ONCE
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("choice of reminders")
        verbose_name_plural = _("choices of reminders")

    def __str__(self) -> str:
        return self.email


class ChaseAct(models.TextChoices):
    """What a coach did to reach a place."""

    TRIED = "tried", _("Tried, no answer")
    CALLED = "called", _("Called")
    REMARK = "remark", _("Wrote to the place")
    LETTER = "letter", _("Wrote to the municipality")


class ChaseNote(TimeStamped):
    """A coach has tried to reach a place, which is out of the chase list until a day."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="chase_notes", verbose_name=_("place")
    )
    act = models.CharField(_("what was done"), max_length=6, choices=ChaseAct)
    quiet_until = models.DateField(_("quiet until"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("note of a chase")
        verbose_name_plural = _("notes of chases")
        indexes = [models.Index(fields=["participation", "-id"], name="chase_notes_of_place")]

    def __str__(self) -> str:
        return f"{self.get_act_display()}, {self.quiet_until}"
