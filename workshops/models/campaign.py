"""What is sent about a meeting, to whom and when; a programme's own words for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from outbox.models import Campaign
from programmes.models import Programme
from workshops.models.guests import GuestList
from workshops.models.workshop import Workshop, WorkshopKind


class LetterRole(models.TextChoices):
    """What a letter about a meeting does. Each has a text of the house in each language."""

    INVITATION = "invitation", _("Invitation")
    REMINDER = "reminder", _("Reminder")
    CHANGE = "change", pgettext_lazy("a letter", "Change")
    CANCELLATION = "cancellation", _("Cancellation")
    CONFIRMATION = "confirmation", _("Answer received")
    WAITING = "waiting", _("In the waiting list")
    OFFER = "offer", _("A seat is offered")
    OFFER_OVER = "offer_over", _("The offered seat has gone on")
    MINUTES = "minutes", _("Minutes")
    SUMMARY = "summary", _("Summary of a focus group")
    REPLY = "reply", _("Answer to a question")
    FEEDBACK = "feedback", _("How was it?")
    CERTIFICATE = "certificate", _("Certificate")


class LetterText(TimeStamped):
    """A programme's own words for one role in one language, in place of the house's.

    They hold for meetings of their `kind`, those without one for all kinds that have none.

    `subject` and `body` may hold the placeholders of `workshops.letters.texts`; they are
    replaced by a plain replacer and never compiled as a template.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="letter_texts", verbose_name=_("programme")
    )
    role = models.CharField(_("letter"), max_length=12, choices=LetterRole)
    kind = models.CharField(_("kind"), max_length=16, choices=WorkshopKind, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=160)
    body = models.TextField(_("text"), max_length=6000)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["programme", "role", "kind", "language"]
        verbose_name = _("letter text")
        verbose_name_plural = _("letter texts")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "role", "kind", "language"], name="letter_text_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.language})"


class Audience(models.TextChoices):
    """Who of the list gets a sending."""

    NOT_YET = "not_yet", _("Those who have not had it yet")
    UNANSWERED = "unanswered", _("Those who have not answered")
    COMING = "coming", _("Those who come or may come")
    ATTENDED = "attended", _("Those who were there")
    ALL = "all", _("All on the list")


class MeetingCampaign(TimeStamped):
    """A campaign about a meeting: who was chosen, and in which words.

    Its letters and their fates are the outbox's (`outbox`).

    `subject` and `body` are written in the meeting's language; recipients with another language
    get the programme's or the house's text of the role when `translated` is set.
    """

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="campaigns", verbose_name=_("meeting")
    )
    guest_list = models.ForeignKey(
        GuestList,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("guest list"),
        help_text=_("Empty: all lists that have no owner."),
    )
    role = models.CharField(_("letter"), max_length=12, choices=LetterRole)
    audience = models.CharField(_("to whom"), max_length=10, choices=Audience)
    subject = models.CharField(_("subject"), max_length=160)
    body = models.TextField(_("text"), max_length=6000)
    translated = models.BooleanField(
        _("in each recipient's language"),
        default=True,
        help_text=_("Others than the meeting's language get the house's text."),
    )
    send_at = models.DateTimeField(_("send at"), null=True, blank=True)
    key = models.UUIDField(
        _("key"), unique=True, help_text=_("Of the form: sent twice, it is one sending.")
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    outbox = models.OneToOneField(
        Campaign,
        models.PROTECT,
        related_name="meeting_campaign",
        verbose_name=_("campaign"),
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.subject}"


class Reminder(TimeStamped):
    """A reminder set for a meeting: how long before, in whose words, on or off."""

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="reminders", verbose_name=_("meeting")
    )
    hours_before = models.PositiveSmallIntegerField(_("hours before"))
    audience = models.CharField(
        _("to whom"), max_length=10, choices=Audience, default=Audience.UNANSWERED
    )
    subject = models.CharField(
        _("subject"), max_length=160, blank=True, help_text=_("Empty: the programme's text.")
    )
    body = models.TextField(_("text"), blank=True, max_length=6000)
    is_on = models.BooleanField(_("on"), default=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-hours_before", "pk"]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "hours_before", "audience"],
                name="reminder_once",
                violation_error_message=_("There is already a reminder at this time."),
            ),
            models.CheckConstraint(condition=Q(hours_before__gte=1), name="reminder_before"),
        ]

    def __str__(self) -> str:
        return f"{self.hours_before} h"
