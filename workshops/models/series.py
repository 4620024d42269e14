"""Series: meetings that belong together, and activities of a programme with a window."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from programmes.models import Programme
from workshops.queries import SeriesQuerySet


class SeriesKind(models.TextChoices):
    """What holds the meetings together."""

    COURSE = "course", _("Course in parts")
    ONE_EACH = "one_each", _("One meeting with each partner")
    GROUPS = "groups", _("Groups with a fixed composition")
    RECURRING = "recurring", _("Meetings that recur")
    ACTIVITY = "activity", _("Activity without meetings")


class Series(TimeStamped):
    """Meetings of one programme that belong together, in a window of time.

    An activity without meetings (a survey that runs from January to April) is a series too, so
    that the programme's timeline shows it beside the meetings.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="series", verbose_name=_("programme")
    )
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=10, choices=SeriesKind)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    purpose = models.TextField(_("what it is for"), blank=True, max_length=4000)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    certificate = models.BooleanField(
        _("gives a certificate"),
        default=False,
        help_text=_("Those who were at enough parts can have a certificate as PDF."),
    )
    parts_needed = models.PositiveSmallIntegerField(
        _("parts needed for the certificate"), null=True, blank=True
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "order", "pk"]
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="series_once_a_programme"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="series_ends_after_start",
                violation_error_message=_("The end must not be before the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
