"""What goes with a session of a laboratory: work before and after it, and its mixed groups."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from learning.models.team import TeamMember
from workshops.models import Workshop


class SessionPart(models.TextChoices):
    """Work before the session, and between this one and the next."""

    PREPARATION = "preparation", _("Preparation")
    ASSIGNMENT = "assignment", pgettext_lazy("after a session", "Assignment")


class SessionPlan(TimeStamped):
    """What members do before and after a session, until when, and what to think about."""

    workshop = models.OneToOneField(
        Workshop, models.CASCADE, related_name="session_plan", verbose_name=_("session")
    )
    preparation = models.TextField(_("before the session"), max_length=2000, blank=True)
    preparation_due = models.DateField(_("preparation done by"), null=True, blank=True)
    assignment = models.TextField(_("after the session"), max_length=2000, blank=True)
    assignment_due = models.DateField(_("assignment done by"), null=True, blank=True)
    prompt = models.CharField(_("question to think about"), max_length=400, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["workshop__starts_at", "pk"]
        verbose_name = _("work of a session")
        verbose_name_plural = _("work of sessions")

    def __str__(self) -> str:
        return str(self.workshop)


class SessionDone(TimeStamped):
    """A member has done the work before or after a session, with a word about it.

    `shared`: all teams of the laboratory read the words, else the team and the facilitator.
    """

    plan = models.ForeignKey(
        SessionPlan, models.CASCADE, related_name="done", verbose_name=_("session")
    )
    member = models.ForeignKey(
        TeamMember, models.CASCADE, related_name="done", verbose_name=_("member")
    )
    part = models.CharField(_("work"), max_length=11, choices=SessionPart)
    words = models.TextField(_("what came of it"), max_length=1000, blank=True)
    shared = models.BooleanField(_("shown to the whole laboratory"), default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("work that is done")
        verbose_name_plural = _("work that is done")
        constraints = [
            models.UniqueConstraint(fields=["plan", "member", "part"], name="session_work_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_part_display()}"


class SessionGroup(TimeStamped):
    """A group across disciplines and municipalities, for one session."""

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="session_groups", verbose_name=_("session")
    )
    number = models.PositiveSmallIntegerField(_("number"))

    class Meta:
        ordering = ["number"]
        verbose_name = _("mixed group")
        verbose_name_plural = _("mixed groups")
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="mixed_group_number")
        ]

    def __str__(self) -> str:
        return str(self.number)


class GroupSeat(models.Model):
    """Who sits in which group of a session; `by_hand` when somebody moved him or her there."""

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="group_seats", verbose_name=_("session")
    )
    group = models.ForeignKey(
        SessionGroup, models.CASCADE, related_name="seats", verbose_name=_("group")
    )
    member = models.ForeignKey(
        TeamMember, models.CASCADE, related_name="seats", verbose_name=_("member")
    )
    by_hand = models.BooleanField(_("moved by hand"), default=False)

    class Meta:
        ordering = ["member__member__name", "pk"]
        verbose_name = _("seat in a mixed group")
        verbose_name_plural = _("seats in mixed groups")
        constraints = [
            models.UniqueConstraint(fields=["workshop", "member"], name="one_group_a_session")
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.member}"
