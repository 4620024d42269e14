"""Who is asked by letter: lists, the persons on them, and what was sent to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from outbox.models import Campaign
from programmes.models import Municipality
from surveys.models.survey import RespondentGroup, Survey
from surveys.queries import RecipientListQuerySet, RecipientQuerySet


class RecipientList(TimeStamped):
    """Persons who are asked by letter. With an owner, others see how many, not who."""

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="recipient_lists", verbose_name=_("survey")
    )
    name = models.CharField(_("name"), max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recipient_lists",
        verbose_name=_("whose list"),
        help_text=_("Empty: everybody who sends this survey sees the names."),
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recipient_lists",
        verbose_name=_("municipality"),
    )

    objects = RecipientListQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("list of recipients")
        verbose_name_plural = _("lists of recipients")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "name"],
                name="recipient_list_once",
                violation_error_message=_("The survey already has a list of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Recipient(TimeStamped):
    """One person who is asked. Nothing here tells whether or what he or she answered."""

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="recipients", verbose_name=_("survey")
    )
    group = models.ForeignKey(
        RespondentGroup, models.PROTECT, related_name="recipients", verbose_name=_("group")
    )
    recipient_list = models.ForeignKey(
        RecipientList, models.CASCADE, related_name="recipients", verbose_name=_("list")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="survey_recipients",
        verbose_name=_("municipality"),
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    #: Ends earlier links when it is raised.
    edition = models.PositiveSmallIntegerField(default=1, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    removed_at = models.DateTimeField(_("taken off the list"), null=True, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient_list", "email"],
                name="recipient_once_a_list",
                violation_error_message=_("The address is on the list already."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email


class MailingRole(models.TextChoices):
    """What a letter about a survey does."""

    INVITATION = "invitation", _("Invitation")
    REMINDER = "reminder", _("Reminder")


class Mailing(TimeStamped):
    """A sending to one list, in the words of who sent it. Its letters are the outbox's."""

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="mailings", verbose_name=_("survey")
    )
    recipient_list = models.ForeignKey(
        RecipientList, models.CASCADE, related_name="mailings", verbose_name=_("list")
    )
    role = models.CharField(_("letter"), max_length=12, choices=MailingRole)
    subject = models.CharField(_("subject"), max_length=160)
    body = models.TextField(_("text"), max_length=6000)
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
        Campaign, models.PROTECT, related_name="survey_mailing", verbose_name=_("campaign")
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("sending of a survey")
        verbose_name_plural = _("sendings of surveys")

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.subject}"
