"""A participation: one place's way through one method in one programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.scope import scope_of
from places.models.place import Place
from places.queries import ParticipationQuerySet
from programmes.models import MethodVersion, Programme

if TYPE_CHECKING:
    from people.models import User


class ParticipationStatus(models.TextChoices):
    """Where a participation is in its life. What step it is at is derived, not stored here."""

    CANDIDATE = "candidate", _("Candidate")
    ACTIVE = "active", _("Under way")
    ENDED = "ended", _("Support ended")
    STOPPED = "stopped", _("Stopped")
    DECLINED = "declined", _("Not taken in")


class ParticipationKind(models.TextChoices):
    """Who goes the way: a place, a team that works there, a municipality, or the project itself."""

    PLACE = "place", _("Place")
    TEAM = "team", _("Team of a laboratory")
    MUNICIPALITY = "municipality", _("Municipality")
    PROJECT = "project", _("The project itself")


class GateState(models.TextChoices):
    """The gate's mark in the six-step strip."""

    NONE = "", _("No gate")
    CLOSED = "closed", _("Gate ahead")
    WAITING = "waiting", _("Handed in")
    PASSED = "passed", _("Passed")
    CONDITIONS = "conditions", _("Passed with conditions")
    RETURNED = "returned", _("Returned")
    STOPPED = "stopped", _("Stopped at the gate")


#: Gate states of a place that was let through.
GATE_PASSED = (GateState.PASSED, GateState.CONDITIONS)
#: Gate states in which the work after the gate is open: where there is no gate, too.
PHASE_TWO_OPEN = (GateState.NONE, GateState.PASSED, GateState.CONDITIONS)


class Participation(TimeStamped):
    """A place's way through a method in a programme, pinned to a published version.

    The summary fields are refreshed by every verb in its own transaction
    (`places.summary.refresh`) and never written elsewhere. None of them depends on
    today's date.
    """

    place = models.ForeignKey(
        Place, models.PROTECT, related_name="participations", verbose_name=_("place")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="participations", verbose_name=_("programme")
    )
    method_version = models.ForeignKey(
        MethodVersion, models.PROTECT, related_name="participations", verbose_name=_("method")
    )
    kind = models.CharField(
        _("who takes part"),
        max_length=12,
        choices=ParticipationKind,
        default=ParticipationKind.PLACE,
        editable=False,
    )
    status = models.CharField(
        _("status"), max_length=10, choices=ParticipationStatus, default=ParticipationStatus.ACTIVE
    )
    started_on = models.DateField(_("started"))
    support_months = models.PositiveSmallIntegerField(_("months of support"))
    override_reason = models.TextField(
        _("why taken in in spite of the rules"),
        blank=True,
        help_text=_("Only when a condition of the programme is not met."),
    )
    paid_before = models.DecimalField(
        _("paid before the place was entered here"), max_digits=12, decimal_places=2, default=0
    )
    #: Set by `places.team.support`: the last day of a support that somebody has ended.
    ended_on = models.DateField(_("support ended"), null=True, blank=True, editable=False)
    #: Set by `places.team.support` when the plan for what comes after is settled.
    handover_ready = models.BooleanField(
        _("continuity plan settled"), default=False, editable=False
    )

    #: Set by `places.team.support`: somebody tries things out, and nothing of it is counted.
    is_test = models.BooleanField(_("a test that does not count"), default=False, editable=False)

    #: Set by `places.photos`: the photo that stands for the place.
    face = models.ForeignKey(
        "places.Photo",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("the place's face"),
    )
    #: Set by `places.portfolio.snooze`: a reason (`places.attention.Kind`) that is put off.
    snoozed_kind = models.CharField(_("put off"), max_length=10, blank=True, editable=False)
    snoozed_until = models.DateField(_("put off until"), null=True, blank=True, editable=False)
    snoozed_reason = models.CharField(_("why put off"), max_length=200, blank=True, editable=False)

    # Summary, see the class docstring.
    progress = models.CharField(_("progress"), max_length=20, blank=True, editable=False)
    gate_after = models.PositiveSmallIntegerField(_("gate after step"), default=0, editable=False)
    gate_state = models.CharField(
        _("gate"),
        max_length=10,
        choices=GateState,
        default=GateState.NONE,
        blank=True,
        editable=False,
    )
    current_step = models.PositiveSmallIntegerField(_("current step"), default=1, editable=False)
    clock_months = models.PositiveSmallIntegerField(
        _("months with extensions"), default=0, editable=False
    )
    support_ends_on = models.DateField(_("support ends"), editable=False)
    last_contact_on = models.DateField(_("last contact"), null=True, blank=True, editable=False)
    next_on = models.DateField(_("next date"), null=True, blank=True, editable=False)
    next_text = models.CharField(_("next"), max_length=240, blank=True, editable=False)
    condition_due_on = models.DateField(
        _("next condition due"), null=True, blank=True, editable=False
    )
    gate_since = models.DateField(_("gate state since"), null=True, blank=True, editable=False)
    attention_on = models.DateField(_("needs attention from"), editable=False)
    week_on = models.DateField(_("needs attention within a week from"), editable=False)
    today_on = models.DateField(_("needs attention at once from"), editable=False)

    objects: ClassVar[models.Manager[Participation]] = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["place__name"]
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "programme"],
                condition=Q(status__in=["candidate", "active"]),
                name="one_open_participation_a_programme",
                violation_error_message=_("The place already takes part in this programme."),
            ),
            models.CheckConstraint(
                condition=Q(support_months__gte=1), name="participation_support_months"
            ),
        ]
        indexes = [
            # All that the portfolio's counts look at, so that they are read off the index alone.
            models.Index(
                fields=["programme", "status", "attention_on", "id", "week_on", "today_on"],
                name="participations_by_attention",
            ),
            models.Index(
                fields=["status", "attention_on", "id", "week_on", "today_on"],
                name="participations_by_status",
            ),
        ]

    def __str__(self) -> str:
        return self.place.name

    def is_visible_to(self, user: User) -> bool:
        """What `visible_to` tells, of the one in hand."""
        scope = scope_of(user)
        return self.programme_id in scope.run_programmes or self.pk in scope.roles

    def lock(self) -> None:
        """Let verbs on the same participation that check before they write wait for each other.

        The object in hand gets the stored values, so that nothing stale is written back.
        """
        self.refresh_from_db(from_queryset=Participation.objects.select_for_update())
