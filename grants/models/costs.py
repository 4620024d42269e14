"""What was spent and what was worked: receipts, time sheets, mileage, volunteer hours."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from core.money import money_column
from grants.models.grant import BudgetLine, Claim, Grant


class Cost(TimeStamped):
    """A cost that is already paid, with its receipt (Leader pays for nothing else).

    Belongs to at most one standing claim; a returned claim lets its costs go again.
    """

    grant = models.ForeignKey(
        Grant, models.CASCADE, related_name="costs", verbose_name=_("support")
    )
    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="costs", verbose_name=_("budget line")
    )
    paid_on = models.DateField(_("paid on"))
    amount = money_column(_("sum"))
    payee = models.CharField(_("paid to"), max_length=150)
    what = models.CharField(_("for what"), max_length=240)
    receipt = models.FileField(_("receipt"), upload_to="receipts/%Y/%m", blank=True, max_length=200)
    receipt_name = models.CharField(_("name of the file"), max_length=150, blank=True)
    receipt_type = models.CharField(_("media type"), max_length=100, blank=True)
    receipt_sha256 = models.CharField(_("checksum"), max_length=64, blank=True)
    claim = models.ForeignKey(
        Claim,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="costs",
        verbose_name=_("claim"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["paid_on", "pk"]
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="cost_positive")]

    def __str__(self) -> str:
        return f"{self.payee}: {self.what}"


class SheetState(models.TextChoices):
    """Where a month's sheet is."""

    OPEN = "open", pgettext_lazy("a time sheet", "Being written")
    SUBMITTED = "submitted", pgettext_lazy("a time sheet", "Handed in")
    CONFIRMED = "confirmed", pgettext_lazy("a time sheet", "Confirmed")


class MonthSheet(TimeStamped):
    """One person's month: hours and kilometres, confirmed by somebody else."""

    grant = models.ForeignKey(
        Grant, models.CASCADE, related_name="sheets", verbose_name=_("support")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("whose")
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    state = models.CharField(_("state"), max_length=9, choices=SheetState, default=SheetState.OPEN)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    note = models.CharField(_("why sent back"), max_length=240, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["-month", "user__name"]
        verbose_name = _("time sheet")
        verbose_name_plural = _("time sheets")
        constraints = [
            models.UniqueConstraint(fields=["grant", "user", "month"], name="one_sheet_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="sheet_month_first_day"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("user")),
                name="sheet_confirmed_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.month:%Y-%m}"


class WorkKind(models.TextChoices):
    """What is written on a sheet."""

    LEADER = "leader", _("Process leader's hours")
    VOLUNTEER = "volunteer", pgettext_lazy("on a time sheet", "Volunteer hours")
    MILEAGE = "mileage", _("Kilometres by car")


class WorkEntry(TimeStamped):
    """A line of a sheet: a day, what was done, and how many hours or kilometres.

    Volunteer hours of a whole evening may be entered for several people (`people`): the
    quantity is the sum for all. `rate` is copied when the sheet is confirmed, so that later
    rates change no old month.
    """

    sheet = models.ForeignKey(
        MonthSheet, models.CASCADE, related_name="entries", verbose_name=_("sheet")
    )
    kind = models.CharField(_("kind"), max_length=9, choices=WorkKind)
    on = models.DateField(_("date"))
    quantity = money_column(_("hours or kilometres"))
    people = models.PositiveSmallIntegerField(_("people"), default=1)
    what = models.CharField(_("what was done"), max_length=240)
    rate = money_column(_("rate"), null=True, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("line of a time sheet")
        verbose_name_plural = _("lines of time sheets")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="work_positive"),
            models.CheckConstraint(condition=Q(people__gte=1), name="work_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.what}"
