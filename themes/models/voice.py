"""What somebody said, and what it is about."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from places.models import Participation
from programmes.models import Municipality, Programme
from themes.models.theme import Theme


class Mark(models.TextChoices):
    """The shape that a group has everywhere: never colour alone."""

    CIRCLE = "circle", _("Circle")
    SQUARE = "square", _("Square")
    TRIANGLE = "triangle", _("Triangle")
    DIAMOND = "diamond", _("Diamond")
    RING = "ring", _("Ring")


class Voice(TimeStamped):
    """One thing that was said, in the words in which it was said; nobody edits them.

    `source` is a key of `themes.sources`, `source_key` names the row there. `about` is the id of
    what it was said at (a meeting, a survey) and `number` that of the question; `part` says which
    part of it (an idea, a question, the minutes).
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="voices", verbose_name=_("programme")
    )
    participation = models.ForeignKey(
        Participation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="voices",
        verbose_name=_("place"),
    )
    municipality = models.ForeignKey(
        Municipality,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    source = models.CharField(_("source"), max_length=12)
    source_key = models.CharField(_("row of the source"), max_length=60, unique=True)
    about = models.BigIntegerField(_("said at"), null=True, blank=True)
    number = models.PositiveIntegerField(_("number of the question"), null=True, blank=True)
    said_on = models.DateField(_("said on"), null=True, blank=True)
    text = models.TextField(_("words"), max_length=8000)
    group = models.CharField(_("group"), max_length=120, blank=True)
    mark = models.CharField(_("mark"), max_length=8, choices=Mark, default=Mark.RING)
    votes = models.PositiveIntegerField(_("votes"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("added by"),
        help_text=_("Who added it by hand."),
    )
    themes: models.ManyToManyField[Theme, Tagging] = models.ManyToManyField(
        Theme, through="Tagging", related_name="voices", verbose_name=_("themes")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("voice")
        verbose_name_plural = _("voices")
        indexes = [
            models.Index(fields=["programme", "source"], name="voices_by_source"),
            models.Index(fields=["participation"], name="voices_of_place"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Tagging(models.Model):
    """That a voice is about a theme."""

    voice = models.ForeignKey(
        Voice, models.CASCADE, related_name="taggings", verbose_name=_("voice")
    )
    theme = models.ForeignKey(
        Theme, models.CASCADE, related_name="taggings", verbose_name=_("theme")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("tagging")
        verbose_name_plural = _("taggings")
        constraints = [models.UniqueConstraint(fields=["voice", "theme"], name="tagged_once")]

    def __str__(self) -> str:
        return f"{self.voice_id}: {self.theme_id}"


class SetAside(models.Model):
    """A voice that is about no theme of the programme, or of the place."""

    voice = models.ForeignKey(
        Voice, models.CASCADE, related_name="set_aside", verbose_name=_("voice")
    )
    participation = models.ForeignKey(
        Participation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place"),
    )

    class Meta:
        verbose_name = _("voice without a theme")
        verbose_name_plural = _("voices without a theme")
        constraints = [
            models.UniqueConstraint(
                fields=["voice"],
                name="set_aside_once_a_programme",
                condition=Q(participation__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["voice", "participation"], name="set_aside_once_a_place"
            ),
        ]

    def __str__(self) -> str:
        return str(self.voice_id)
