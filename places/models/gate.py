"""The gate: rounds, assessments, decision, conditions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from places.models.participation import Participation
from places.models.stepwork import StepItem
from programmes.models import GateCriterion


class ReviewState(models.TextChoices):
    """State of one round."""

    SUBMITTED = "submitted", _("Handed in")
    WITHDRAWN = "withdrawn", _("Taken back")
    DECIDED = "decided", _("Decided")


class Decision(models.TextChoices):
    """What the second person decides."""

    CONTINUE = "continue", _("Continue")
    CONDITIONS = "conditions", _("Continue with conditions")
    RETURN = "return", _("Return for completion")
    STOP = "stop", _("Stop")


class GateReview(TimeStamped):
    """One round at the gate. `evidence` is frozen at the handing in and again at the decision.

    A round `taken_before` the place was entered here has no evidence; who decided is a name, and
    `submitted_by` is who entered it.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="reviews", verbose_name=_("participation")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    state = models.CharField(
        _("state"), max_length=10, choices=ReviewState, default=ReviewState.SUBMITTED
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("handed in by")
    )
    submitted_at = models.DateTimeField(_("handed in"))
    message = models.TextField(_("message from the place"), blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    reason = models.TextField(_("reasons"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_by_name = models.CharField(
        _("who decided, without account"), max_length=150, blank=True
    )
    taken_before = models.BooleanField(_("decided before the place was entered"), default=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    evidence = models.JSONField(_("frozen evidence"), default=dict, blank=True)
    letter = models.FileField(_("decision letter"), upload_to="letters/", blank=True)

    class Meta:
        ordering = ["round"]
        verbose_name = _("gate round")
        verbose_name_plural = _("gate rounds")
        constraints = [
            models.UniqueConstraint(fields=["participation", "round"], name="gate_round_once"),
            models.UniqueConstraint(
                fields=["participation"], condition=Q(state="submitted"), name="one_open_gate_round"
            ),
            models.CheckConstraint(
                condition=~Q(state="decided")
                | (
                    ~Q(decision="")
                    & Q(decided_at__isnull=False)
                    & (
                        Q(decided_by__isnull=False)
                        | (Q(taken_before=True) & ~Q(decided_by_name=""))
                    )
                ),
                name="gate_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("submitted_by")),
                name="gate_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation} {self.round}"

    @property
    def decider(self) -> str:
        """Who decided, by name; empty before the decision."""
        return self.decided_by_name or (str(self.decided_by) if self.decided_by else "")


class Assessment(models.TextChoices):
    """A coach's verdict on one criterion."""

    MET = "met", _("Met")
    PARTLY = "partly", _("Partly")
    NOT_MET = "not_met", _("Not met")


class GateAssessment(TimeStamped):
    """A coach's assessment of one criterion in one round."""

    review = models.ForeignKey(
        GateReview, models.CASCADE, related_name="assessments", verbose_name=_("gate round")
    )
    criterion = models.ForeignKey(
        GateCriterion, models.PROTECT, related_name="+", verbose_name=_("criterion")
    )
    verdict = models.CharField(_("assessment"), max_length=10, choices=Assessment)
    comment = models.TextField(_("comment"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["criterion__order"]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion"], name="one_assessment_a_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_verdict_display()}"


class GateCondition(models.Model):
    """A condition of a decision; it becomes a line of the checklist with a due date."""

    review = models.ForeignKey(
        GateReview, models.CASCADE, related_name="conditions", verbose_name=_("gate round")
    )
    text = models.CharField(_("condition"), max_length=240)
    due_on = models.DateField(_("due"))
    item = models.OneToOneField(
        StepItem, models.PROTECT, related_name="condition", verbose_name=_("checklist line")
    )

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")

    def __str__(self) -> str:
        return self.text
