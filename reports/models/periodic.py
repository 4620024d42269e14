"""Periodic reports: what is written and counted for a period, handed in, approved and frozen."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from places.models import Participation
from places.reporting import PARTS
from programmes.models import Programme
from reports.queries import ReportQuerySet

#: Characters of one part's text.
TEXT_LENGTH = 6000
COMMENT_LENGTH = 2000
MONTHS_MOST, DAYS_MOST, WEEKS_MOST = 36, 180, 26


def logo_path(_rules: ReportRules, _name: str) -> str:
    """A random name: the file's own is only ever shown."""
    return f"logos/{uuid.uuid4().hex}.png"


class ReportRules(TimeStamped):
    """What a programme's funder wants: a sentence on each report, a logo, and when it is due."""

    programme = models.OneToOneField(
        Programme, models.CASCADE, related_name="report_rules", verbose_name=_("programme")
    )
    funding_text = models.TextField(
        _("the funder's sentence"),
        blank=True,
        max_length=600,
        help_text=_("Stands on the cover and at the foot of each page, as the funder demands."),
    )
    every_months = models.PositiveSmallIntegerField(
        _("a report every so many months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MONTHS_MOST)],
        help_text=_("Empty: none but those before the gate and at the end."),
    )
    calendar_months = models.BooleanField(
        _("periods end on the last day of a month"),
        default=False,
        help_text=_("Else they are counted from the first day of the programme or the place."),
    )
    weeks_before_gate = models.PositiveSmallIntegerField(
        _("a report so many weeks before the gate"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(WEEKS_MOST)],
        help_text=_("Of places whose method has a gate. Empty: none."),
    )
    at_the_end = models.BooleanField(
        _("a final report at the end"),
        default=True,
        help_text=_("When the programme, or the support of a place, ends."),
    )
    days_after = models.PositiveSmallIntegerField(
        _("days to write it in"),
        default=30,
        validators=[MaxValueValidator(DAYS_MOST)],
        help_text=_("A report is due so many days after its period has ended."),
    )
    of_places = models.BooleanField(
        _("each place reports too"),
        default=False,
        help_text=_("In the same rhythm, from the day on which the place began."),
    )
    funder_logo = models.FileField(_("the funder's logo"), upload_to=logo_path, blank=True)

    class Meta:
        verbose_name = _("rules of reporting")
        verbose_name_plural = _("rules of reporting")

    def __str__(self) -> str:
        return str(self.programme)


class ReportState(models.TextChoices):
    """Where a report is."""

    DRAFT = "draft", pgettext_lazy("a report", "Draft")
    HANDED_IN = "handed_in", pgettext_lazy("a report", "Handed in")
    RETURNED = "returned", pgettext_lazy("a report", "Returned")
    APPROVED = "approved", pgettext_lazy("a report", "Approved")


#: In these a report is written.
WRITTEN_IN = (ReportState.DRAFT, ReportState.RETURNED)


def report_path(_report: Report, _name: str) -> str:
    """A random name: the file's own is only ever shown."""
    return f"reports/{uuid.uuid4().hex}.pdf"


class Report(TimeStamped):
    """A report on a place, or on a programme where `participation` is empty.

    While it is written its figures are read afresh. From the moment it is handed in `content` holds
    all of it (docs/report-schema.md), and what is approved never changes: a correction is the
    same report with the next `version`. `stamp` counts the changes of its dates.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="reports", verbose_name=_("programme")
    )
    participation = models.ForeignKey(
        Participation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("place"),
    )
    final = models.BooleanField(_("final report"), default=False)
    number = models.PositiveSmallIntegerField(_("number"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    starts_on = models.DateField(_("period from"))
    ends_on = models.DateField(_("period to"))
    due_on = models.DateField(_("due"))
    state = models.CharField(
        _("state"), max_length=9, choices=ReportState, default=ReportState.DRAFT
    )
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed in by"),
    )
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    comment = models.TextField(_("why returned"), blank=True, max_length=COMMENT_LENGTH)
    content = models.JSONField(_("as it was handed in"), null=True, blank=True, editable=False)
    content_sha256 = models.CharField(_("checksum of the content"), max_length=64, blank=True)
    file = models.FileField(_("as PDF"), upload_to=report_path, blank=True, max_length=200)
    file_sha256 = models.CharField(_("checksum of the PDF"), max_length=64, blank=True)
    stamp = models.PositiveIntegerField(_("version of its dates"), default=1)

    objects: ClassVar[models.Manager[Report]] = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-number", "-version"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "number", "version"],
                condition=Q(participation__isnull=False),
                name="report_of_place_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "number", "version"],
                condition=Q(participation__isnull=True),
                name="report_of_programme_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="report_period_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["handed_in", "approved"])
                | (Q(content__isnull=False) & ~Q(content_sha256="")),
                name="report_handed_in_has_content",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("handed_in_by")),
                name="report_decided_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {self.name.lower()}"

    def get_absolute_url(self) -> str:
        """The report's page."""
        return reverse("reports:report", args=[self.pk])

    @property
    def subject(self) -> str:
        """What it is about: the place, or the programme."""
        if self.participation is not None:
            return self.participation.place.name
        return self.programme.name

    @property
    def name(self) -> str:
        """Which report it is: "Progress report 2", "Final report"."""
        said = str(_("Final report")) if self.final else self._numbered()
        return said if self.version == 1 else f"{said}, {self._version()}"

    def _numbered(self) -> str:
        return str(_("Progress report %(number)d")) % {"number": self.number}

    def _version(self) -> str:
        return str(_("version %(number)d")) % {"number": self.version}

    @property
    def is_written(self) -> bool:
        """Whether it can still be written in."""
        return self.state in WRITTEN_IN

    @property
    def is_approved(self) -> bool:
        """Whether it is frozen for good."""
        return self.state == ReportState.APPROVED


class ReportText(TimeStamped):
    """What somebody wrote for one part of a report. `version` counts its changes."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="texts", verbose_name=_("report")
    )
    part = models.CharField(
        _("part"), max_length=20, choices=[(part.key, part.title) for part in PARTS]
    )
    text = models.TextField(_("text"), blank=True, max_length=TEXT_LENGTH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("text of a report")
        verbose_name_plural = _("texts of reports")
        constraints = [
            models.UniqueConstraint(fields=["report", "part"], name="one_text_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_part_display()}"
