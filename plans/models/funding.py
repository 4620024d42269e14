"""Money for actions: where it can come from, what was asked and granted, what was paid."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from core.money import money_column
from people.models import Region
from plans.models.action import Action
from plans.queries import SourceQuerySet
from programmes.models import Currency


class SourceKind(models.TextChoices):
    """What kind of money it is. Volunteer hours are valued by the programme's rate."""

    LEADER = "leader", _("Leader")
    REGIONAL = "regional", _("Regional service funds")
    STATE = "state", _("State support")
    FOUNDATION = "foundation", _("Foundation")
    MUNICIPALITY = "municipality", pgettext_lazy("source of money", "Municipality")
    SPONSOR = "sponsor", _("Sponsor or firm")
    OWN_CASH = "own_cash", _("Own cash")
    HOURS = "hours", _("Volunteer hours")
    OTHER = "other", pgettext_lazy("source of money", "Other")


class Applicant(models.TextChoices):
    """Who may apply."""

    ASSOCIATION = "association", _("Non-profit association")
    ECONOMIC = "economic", _("Economic association")
    FOUNDATION = "foundation", _("Foundation (applicant)")
    COMPANY = "company", _("Company")
    MUNICIPALITY = "municipality", pgettext_lazy("applicant", "Municipality")
    PERSON = "person", _("Private person")


class FundingSource(TimeStamped):
    """A source of money that places may apply to. Owned by a region, shareable to all.

    Empty lists of applicants or themes mean "everybody" and "everything". The advance rules
    are data: Leader pays at most half of the public support, and at most 250 000 SEK, in
    advance, to associations and the like (domain notes 5.2, features 5.5).
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="funding_sources", verbose_name=_("region")
    )
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=SourceKind)
    summary = models.TextField(_("for what"), blank=True, max_length=2000)
    applicants = models.JSONField(
        _("who may apply"), default=list, blank=True, help_text=_("Empty: everybody.")
    )
    themes = models.JSONField(
        _("themes"), default=list, blank=True, help_text=_("Empty: every theme.")
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency)
    share_max = models.PositiveSmallIntegerField(
        _("share of the cost at most, per cent"), null=True, blank=True
    )
    minimum = money_column(_("sum at least"), null=True, blank=True)
    maximum = money_column(_("sum at most"), null=True, blank=True)
    rolling = models.BooleanField(_("open all year"), default=False)
    website = models.URLField(_("web page"), blank=True)
    shared = models.BooleanField(
        _("shown to all regions"), default=False, help_text=_("Others can use it, not change it.")
    )
    closed = models.BooleanField(_("no longer open"), default=False)
    advance_share = models.PositiveSmallIntegerField(
        _("advance at most, per cent of what is granted"), null=True, blank=True
    )
    advance_max = money_column(_("advance at most"), null=True, blank=True)
    advance_applicants = models.JSONField(
        _("who may get an advance"), default=list, blank=True, help_text=_("Empty: everybody.")
    )
    final_report = models.BooleanField(_("the last payment wants a final report"), default=False)
    checked_on = models.DateField(_("facts checked"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager[FundingSource]] = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("funding source")
        verbose_name_plural = _("funding sources")
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="source_once_a_region"),
            models.CheckConstraint(
                condition=Q(share_max__isnull=True) | Q(share_max__range=(1, 100)),
                name="source_share_in_percent",
            ),
            models.CheckConstraint(
                condition=Q(advance_share__isnull=True) | Q(advance_share__range=(0, 100)),
                name="source_advance_in_percent",
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True)
                | Q(maximum__isnull=True)
                | Q(maximum__gte=F("minimum")),
                name="source_bounds",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SourceDeadline(models.Model):
    """A day by which applications must be in."""

    source = models.ForeignKey(
        FundingSource, models.CASCADE, related_name="deadlines", verbose_name=_("source")
    )
    on = models.DateField(_("last day to apply"))
    text = models.CharField(_("which round"), max_length=120, blank=True)

    class Meta:
        ordering = ["on"]
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [
            models.UniqueConstraint(fields=["source", "on"], name="source_deadline_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.on}"


class LineState(models.TextChoices):
    """Where an application for money is."""

    PLANNED = "planned", pgettext_lazy("an application for money", "To be applied for")
    ASKED = "asked", pgettext_lazy("an application for money", "Applied for")
    GRANTED = "granted", pgettext_lazy("an application for money", "Granted")
    REFUSED = "refused", pgettext_lazy("an application for money", "Refused")


class FundingLine(TimeStamped):
    """Money for an action from one source: asked, granted or refused, and what was paid of it.

    For volunteer hours `hours` is what was promised and the sums are their value by the
    programme's rate at that time. What is paid is the sum of `payments`. `applicant` says what
    kind of body applies: advance rules hang on it. `version` counts each change.
    """

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="funding", verbose_name=_("action")
    )
    source = models.ForeignKey(
        FundingSource, models.PROTECT, related_name="lines", verbose_name=_("source")
    )
    state = models.CharField(_("state"), max_length=7, choices=LineState, default=LineState.PLANNED)
    applicant = models.CharField(
        _("who applies"), max_length=12, choices=Applicant, default=Applicant.ASSOCIATION
    )
    hours = money_column(_("hours"), null=True, blank=True)
    asked = money_column(_("sum applied for"))
    granted = money_column(_("sum granted"), null=True, blank=True)
    asked_on = models.DateField(_("applied"), null=True, blank=True)
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    deadline = models.DateField(_("last day to apply"), null=True, blank=True)
    reference = models.CharField(_("case number"), max_length=80, blank=True)
    conditions = models.TextField(_("conditions"), blank=True, max_length=2000)
    reason = models.CharField(_("why refused"), max_length=240, blank=True)
    responsible = models.CharField(_("who sees to it"), max_length=150, blank=True)
    responsible_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account of the responsible"),
    )
    reported_on = models.DateField(_("final report handed in"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["action", "pk"]
        verbose_name = _("funding line")
        verbose_name_plural = _("funding lines")
        constraints = [
            models.CheckConstraint(condition=Q(asked__gte=0), name="funding_asked_not_negative"),
            models.CheckConstraint(
                condition=(Q(state="granted") & Q(granted__gte=0))
                | (~Q(state="granted") & Q(granted__isnull=True)),
                name="funding_granted_with_sum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.action}"


class PaymentKind(models.TextChoices):
    """What a payment of outside money is."""

    ADVANCE = "advance", _("Advance")
    PART = "part", _("Part payment")
    FINAL = "final", _("Final payment")


class FundingPayment(models.Model):
    """Money that came in for a funding line."""

    line = models.ForeignKey(
        FundingLine, models.PROTECT, related_name="payments", verbose_name=_("funding line")
    )
    kind = models.CharField(_("kind"), max_length=7, choices=PaymentKind)
    on = models.DateField(_("date"))
    amount = money_column(_("sum"))
    reference = models.CharField(_("reference"), max_length=80)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("payment for a funding line")
        verbose_name_plural = _("payments for funding lines")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="funding_payment_positive"),
            models.UniqueConstraint(
                fields=["line", "reference"], name="funding_payment_reference_once"
            ),
            models.UniqueConstraint(
                fields=["line"], condition=Q(kind="final"), name="one_final_funding_payment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.amount}"
