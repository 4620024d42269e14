"""The region's support to a place: the agreement, its budget, its instalments."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.dates import short_date
from core.models import TimeStamped
from core.money import money, money_column
from people.models import Organisation, User
from places.models import Participation
from programmes.models import Step


class Grant(TimeStamped):
    """The support a place gets in all, in the programme's currency (Skåne: 150 000 SEK).

    A draft may be changed; once `agreed_on` is set, budget and instalments add up to `amount`
    and only `grants.agreement.services` changes them, with a reason.
    """

    participation = models.OneToOneField(
        Participation, models.PROTECT, related_name="grant", verbose_name=_("participation")
    )
    amount = money_column(_("support in all"))
    payer = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("who pays")
    )
    payee = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who receives"),
    )
    payee_name = models.CharField(
        _("name of the receiver"),
        max_length=150,
        blank=True,
        help_text=_("When it is not an organisation: the process leader."),
    )
    starts_on = models.DateField(_("period from"))
    ends_on = models.DateField(_("period to"))
    terms = models.TextField(_("terms"), blank=True, max_length=4000)
    leader_rate = money_column(_("process leader's pay per hour"), null=True, blank=True)
    agreed_on = models.DateField(_("agreed"), null=True, blank=True)
    agreement = models.FileField(
        _("signed agreement"), upload_to="grants/%Y/%m", blank=True, max_length=200
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["participation__place__name"]
        verbose_name = _("support to a place")
        verbose_name_plural = _("support to places")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="grant_positive"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="grant_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return str(self.participation)

    def in_currency(self, amount: Decimal) -> str:
        """A sum as it is written, in the programme's currency."""
        return money(amount, self.participation.programme.currency)

    @property
    def receiver(self) -> str:
        """Who receives, as a name."""
        return str(self.payee) if self.payee else self.payee_name


class GrantParty(models.Model):
    """A party that has signed the agreement."""

    grant = models.ForeignKey(
        Grant, models.CASCADE, related_name="parties", verbose_name=_("support")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    person = models.CharField(_("signed by"), max_length=150)
    signed_on = models.DateField(_("signed"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("party of an agreement")
        verbose_name_plural = _("parties of agreements")
        constraints = [
            models.UniqueConstraint(fields=["grant", "organisation"], name="grant_party_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.person}"


class BudgetKind(models.TextChoices):
    """What the support may be used for (domain notes 2: the leader, and the large meetings)."""

    LEADER = "leader", _("Process leader")
    MEETINGS = "meetings", _("Meetings")
    OTHER = "other", pgettext_lazy("budget line", "Other")


class BudgetLine(models.Model):
    """A line of the budget. The lines together are never more than the support."""

    grant = models.ForeignKey(
        Grant, models.CASCADE, related_name="budget", verbose_name=_("support")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=BudgetKind)
    title = models.CharField(_("what for"), max_length=120, blank=True)
    amount = money_column(_("sum"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_line_positive")
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


class Trigger(models.TextChoices):
    """What an instalment hangs on."""

    DATE = "date", _("A date")
    STEP = "step", _("A step is done")
    GATE = "gate", _("The gate is passed")
    REPORT = "report", _("A report is received")


class InstalmentState(models.TextChoices):
    """Where an instalment is. That a planned one may be claimed is derived from its trigger."""

    PLANNED = "planned", pgettext_lazy("an instalment", "Planned")
    CLAIMED = "claimed", pgettext_lazy("an instalment", "Claimed")
    RETURNED = "returned", pgettext_lazy("an instalment", "Returned")
    APPROVED = "approved", pgettext_lazy("an instalment", "Approved")
    PAID = "paid", pgettext_lazy("an instalment", "Paid")


#: States in which an instalment is spoken for: nobody moves its sum or what it hangs on.
IN_USE = (InstalmentState.CLAIMED, InstalmentState.APPROVED, InstalmentState.PAID)


class Instalment(TimeStamped):
    """A part of the support, paid when what it hangs on has happened.

    `state` follows its last claim. "Claimable" is not stored: `grants.claims.release` derives it
    from the trigger. `released_on` records when the gate released it, for the audit.
    """

    grant = models.ForeignKey(
        Grant, models.CASCADE, related_name="instalments", verbose_name=_("support")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120, blank=True)
    amount = money_column(_("sum"))
    trigger = models.CharField(_("hangs on"), max_length=6, choices=Trigger)
    due_on = models.DateField(_("from"), null=True, blank=True)
    step = models.ForeignKey(
        Step, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("step")
    )
    report = models.CharField(_("which report"), max_length=160, blank=True)
    report_received_on = models.DateField(_("report received"), null=True, blank=True)
    released_on = models.DateField(_("released"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=InstalmentState, default=InstalmentState.PLANNED
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["number"]
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="instalment_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_positive"),
            models.CheckConstraint(
                condition=(~Q(trigger="date") | Q(due_on__isnull=False))
                & (~Q(trigger="step") | Q(step__isnull=False))
                & (~Q(trigger="report") | ~Q(report="")),
                name="instalment_trigger_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.number}"

    @property
    def hangs_on(self) -> str:
        """What it hangs on, in a few words."""
        if self.trigger == Trigger.DATE:
            return gettext("From %(day)s") % {"day": short_date(self.due_on)}
        if self.trigger == Trigger.STEP and self.step:
            words = {"number": self.step.order, "step": self.step.title}
            return gettext("Step %(number)d: %(step)s") % words
        if self.trigger == Trigger.GATE:
            return gettext("The gate")
        return self.report


class ClaimState(models.TextChoices):
    """Where a claim is."""

    OPEN = "open", pgettext_lazy("a claim", "Waiting")
    APPROVED = "approved", pgettext_lazy("a claim", "Approved")
    RETURNED = "returned", pgettext_lazy("a claim", "Returned")
    WITHDRAWN = "withdrawn", pgettext_lazy("a claim", "Taken back")


class Claim(TimeStamped):
    """A request to pay an instalment, with its receipts and a short status.

    Approved or returned by a second person. At most one claim of an instalment is open or
    approved: two people who claim at once make one claim.
    """

    instalment = models.ForeignKey(
        Instalment, models.PROTECT, related_name="claims", verbose_name=_("instalment")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=9, choices=ClaimState, default=ClaimState.OPEN)
    status_text = models.TextField(_("what has happened"), max_length=4000)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("claimed by")
    )
    claimed_at = models.DateTimeField(_("claimed"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.TextField(_("why returned"), blank=True, max_length=2000)
    facts = models.JSONField(_("costs and hours as they were claimed"), default=dict, blank=True)

    class Meta:
        ordering = ["instalment", "-number"]
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.UniqueConstraint(fields=["instalment", "number"], name="claim_number_once"),
            models.UniqueConstraint(
                fields=["instalment"],
                condition=Q(state__in=["open", "approved"]),
                name="one_standing_claim_an_instalment",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("claimed_by")),
                name="claim_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""), name="claim_returned_with_reason"
            ),
        ]

    @property
    def last_by(self) -> User | None:
        """Who has done the last act with it; somebody else does the next one."""
        return self.claimed_by if self.state == ClaimState.OPEN else self.decided_by

    def __str__(self) -> str:
        return f"{self.instalment} ({self.number})"


class Payment(models.Model):
    """The payment of an instalment. One each: the database refuses a second."""

    instalment = models.OneToOneField(
        Instalment, models.PROTECT, related_name="payment", verbose_name=_("instalment")
    )
    claim = models.OneToOneField(
        Claim, models.PROTECT, related_name="payment", verbose_name=_("claim")
    )
    amount = money_column(_("sum"))
    paid_on = models.DateField(_("paid"))
    reference = models.CharField(_("reference"), max_length=80)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["paid_on", "pk"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="payment_positive")]

    def __str__(self) -> str:
        return f"{self.instalment} {self.paid_on}"
