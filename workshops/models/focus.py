"""A focus group: what is asked, who has agreed to what, what was said by which group."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from workshops.models.guests import Invitation, RequiredGroup
from workshops.models.series import Series
from workshops.models.workshop import Workshop


class GuideQuestion(TimeStamped):
    """One question of an interview guide: of a whole series, or of one meeting without a series."""

    series = models.ForeignKey(
        Series,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="guide",
        verbose_name=_("series"),
    )
    workshop = models.ForeignKey(
        Workshop,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="guide",
        verbose_name=_("meeting"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    text = models.CharField(_("question"), max_length=300)
    probes = models.TextField(
        _("to go deeper"),
        blank=True,
        max_length=1000,
        help_text=_("Follow-up questions for the interviewer."),
    )
    minutes = models.PositiveSmallIntegerField(
        pgettext_lazy("a length", "minutes"), null=True, blank=True
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("question of the interview guide")
        verbose_name_plural = _("questions of the interview guide")
        constraints = [
            models.CheckConstraint(
                condition=Q(series__isnull=True) ^ Q(workshop__isnull=True),
                name="guide_question_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.text


class RecordingPolicy(models.TextChoices):
    """What is kept of a session besides notes."""

    NONE = "none", _("Nothing is recorded; only notes are taken")
    SOUND = "sound", _("Sound is recorded to check the notes, and then deleted")
    VIDEO = "video", _("Sound and picture are recorded to check the notes, and then deleted")


class FocusGroup(TimeStamped):
    """What a focus group tells its participants, and what they get back.

    `consent_edition` is raised when the text changes: earlier answers were about another text.
    """

    workshop = models.OneToOneField(
        Workshop, models.CASCADE, related_name="focus", verbose_name=_("meeting")
    )
    consent_text = models.TextField(_("what participants agree to"), max_length=2000)
    consent_edition = models.PositiveSmallIntegerField(default=1, editable=False)
    recording = models.CharField(
        _("recording"), max_length=6, choices=RecordingPolicy, default=RecordingPolicy.NONE
    )
    delete_after = models.PositiveSmallIntegerField(
        _("deleted after days"), null=True, blank=True, help_text=_("At most a year.")
    )
    summary = models.TextField(
        _("summary for those who came"),
        blank=True,
        max_length=4000,
    )
    summary_sent_at = models.DateTimeField(_("summary sent"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("focus group")
        verbose_name_plural = _("focus groups")

    def __str__(self) -> str:
        return str(self.workshop)


class Consent(TimeStamped):
    """What one participant has agreed to: the text itself, its edition and the day."""

    invitation = models.OneToOneField(
        Invitation, models.CASCADE, related_name="consent", verbose_name=_("participant")
    )
    edition = models.PositiveSmallIntegerField(_("edition of the text"))
    text = models.TextField(_("text"), max_length=2000)
    given_on = models.DateField(_("given"))
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.edition}"


class FocusNote(TimeStamped):
    """What was said under a question. The speaker is named only where he or she has agreed."""

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="focus_notes", verbose_name=_("meeting")
    )
    question = models.ForeignKey(
        GuideQuestion,
        models.RESTRICT,
        related_name="notes",
        verbose_name=_("question"),
    )
    party = models.ForeignKey(
        RequiredGroup,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("group"),
    )
    speaker = models.ForeignKey(
        Invitation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who said it"),
    )
    text = models.TextField(_("what was said"), max_length=2000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("note of a focus group")
        verbose_name_plural = _("notes of focus groups")

    def __str__(self) -> str:
        return self.text[:80]
