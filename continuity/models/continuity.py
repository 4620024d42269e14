"""Carrying on after the support: the plan for it, and how it went."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from core.money import money_column
from people.models import Organisation
from places.models import Participation


class Form(models.TextChoices):
    """Forms of organisation (domain notes 1.4, step 6)."""

    EXISTING = "existing", _("An existing village association")
    ASSOCIATION = "association", _("A new association")
    ECONOMIC = "economic", _("An economic association")
    COMPANY = "company", _("A local company")
    PARTNERSHIP = "partnership", _("A partnership with the municipality")
    NETWORK = "network", _("A network with an agreement")


class LeaderAfter(models.TextChoices):
    """How the process leader's work goes on."""

    PAID = "paid", _("Paid, by somebody else")
    SHARED = "shared", _("Shared between several people")
    VOLUNTEER = "volunteer", _("Unpaid")
    ENDS = "ends", _("It ends with the support")


class ContinuityPlan(TimeStamped):
    """Who carries on, in which form, with whose money, and what is handed over.

    Every question may stay open while the plan is written; `continuity.plan.readiness` says what is
    missing. `version` counts each change.
    """

    participation = models.OneToOneField(
        Participation, models.CASCADE, related_name="continuity", verbose_name=_("participation")
    )
    form = models.CharField(_("form of organisation"), max_length=12, choices=Form, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("which organisation"),
    )
    form_reason = models.TextField(_("why this form"), blank=True, max_length=1000)
    convener = models.CharField(_("who calls the group together"), max_length=150, blank=True)
    convener_email = models.EmailField(_("e-mail address"), blank=True)
    meetings_a_year = models.PositiveSmallIntegerField(_("meetings a year"), null=True, blank=True)
    municipality_contact = models.CharField(
        _("the municipality's contact person"), max_length=150, blank=True
    )
    municipality_email = models.EmailField(_("contact's e-mail address"), blank=True)
    dialogue_month = models.PositiveSmallIntegerField(
        _("month of the yearly dialogue"), null=True, blank=True
    )
    budget_amount = money_column(_("the municipality's budget line, a year"), null=True, blank=True)
    budget_text = models.CharField(_("what the budget line is"), max_length=240, blank=True)
    leader_after = models.CharField(
        _("the process leader's work"), max_length=9, choices=LeaderAfter, blank=True
    )
    leader_payer = models.CharField(_("who pays, or who shares it"), max_length=200, blank=True)
    review_month = models.PositiveSmallIntegerField(
        _("month of the plan's yearly review"), null=True, blank=True
    )
    archive_place = models.CharField(_("where the archive is"), max_length=240, blank=True)
    archive_on = models.DateField(_("archive handed over"), null=True, blank=True)
    contacts_on = models.DateField(_("contact list handed over"), null=True, blank=True)
    keys_on = models.DateField(_("keys and passwords handed over"), null=True, blank=True)
    settled_on = models.DateField(_("settled"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("continuity plan")
        verbose_name_plural = _("continuity plans")
        constraints = [
            models.CheckConstraint(
                condition=Q(dialogue_month__isnull=True) | Q(dialogue_month__range=(1, 12)),
                name="continuity_dialogue_month",
            ),
            models.CheckConstraint(
                condition=Q(review_month__isnull=True) | Q(review_month__range=(1, 12)),
                name="continuity_review_month",
            ),
        ]

    def __str__(self) -> str:
        return str(self.participation)


#: Months after the support's end at which a place is asked (features 4, item 7).
FOLLOW_UP_MONTHS = (6, 12, 24)


class Alive(models.TextChoices):
    """Whether the work lives on."""

    YES = "yes", pgettext_lazy("does the work live on", "Yes, it is active")
    PARTLY = "partly", pgettext_lazy("does the work live on", "In part")
    NO = "no", pgettext_lazy("does the work live on", "No, it has stopped")


class FollowUp(TimeStamped):
    """A short form 6, 12 or 24 months after the support ended, answered by link.

    The link carries a signature for this one form (`continuity.follow_ups.links`), no session. An
    answer may be corrected by the same link until the next follow-up is due.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="follow_ups", verbose_name=_("participation")
    )
    months = models.PositiveSmallIntegerField(_("months after the support"))
    due_on = models.DateField(_("due"))
    name = models.CharField(_("contact person"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    alive = models.CharField(_("does the work live on"), max_length=6, choices=Alive, blank=True)
    lives_on = models.TextField(_("what lives on"), blank=True, max_length=2000)
    meetings = models.PositiveSmallIntegerField(
        _("meetings in the last six months"), null=True, blank=True
    )
    actions_done = models.JSONField(_("actions that are done"), default=list, blank=True)
    wish = models.TextField(_("what would help"), blank=True, max_length=2000)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=150, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered for the place by"),
    )

    class Meta:
        ordering = ["participation", "months"]
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(fields=["participation", "months"], name="follow_up_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(alive=""), name="follow_up_says_if_alive"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="follow_ups_due")]

    def __str__(self) -> str:
        return f"{self.participation} {self.months}"
