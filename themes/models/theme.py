"""A theme, its merges, and themes that somebody has told apart."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from places.models import Participation
from programmes.models import Programme
from themes.queries import ThemeQuerySet


class Theme(TimeStamped):
    """What several voices have in common: of a programme, or of one of its places.

    One that was merged stays as a row that points to the other, so that whatever still names it
    finds the way.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="themes", verbose_name=_("programme")
    )
    participation = models.ForeignKey(
        Participation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="themes",
        verbose_name=_("place"),
        help_text=_("Only when it is one place's own theme."),
    )
    name = models.CharField(_("name"), max_length=120)
    summary = models.TextField(_("in short"), blank=True, max_length=1000)
    merged_into = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "programme",
                name="theme_once_a_programme",
                condition=Q(merged_into__isnull=True, participation__isnull=True),
                violation_error_message=_("There is a theme of this name already."),
            ),
            models.UniqueConstraint(
                Lower("name"),
                "participation",
                name="theme_once_a_place",
                condition=Q(merged_into__isnull=True, participation__isnull=False),
                violation_error_message=_("There is a theme of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The theme's page."""
        return reverse("themes:theme", args=[self.pk])


class Merge(TimeStamped):
    """That a theme was merged into another: what moved, so that it can be undone for a while.

    `moved` are ids of voices that only the first had, `shared` of those that both had, `uptakes`
    and `points` of what it led to and of parts of analyses.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="merges", verbose_name=_("theme"))
    into = models.ForeignKey(
        Theme, models.CASCADE, related_name="merges_into", verbose_name=_("merged into")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    until = models.DateField(_("can be undone until"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    moved = models.JSONField(default=list)
    shared = models.JSONField(default=list)
    uptakes = models.JSONField(default=list)
    points = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("merge of themes")
        verbose_name_plural = _("merges of themes")

    def __str__(self) -> str:
        return f"{self.theme} → {self.into}"


class ToldApart(TimeStamped):
    """Two themes that look alike and are not: nobody is asked about them again."""

    one = models.ForeignKey(Theme, models.CASCADE, related_name="+", verbose_name=_("theme"))
    other = models.ForeignKey(Theme, models.CASCADE, related_name="+", verbose_name=_("theme"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("themes told apart")
        verbose_name_plural = _("themes told apart")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="told_apart_once"),
            models.CheckConstraint(
                condition=Q(one__lt=models.F("other")), name="told_apart_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ≠ {self.other_id}"
