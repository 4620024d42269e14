"""A team of a laboratory: its task, its organisations, its members and what they want to learn."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from learning.teams.queries import TeamQuerySet
from people.models import Organisation
from places.models import GroupMember, Participation
from surveys.models import Assessment

#: The scale of a member's own look at a learning goal.
LOWEST, HIGHEST = 1, 5


class Team(TimeStamped):
    """The team of a participation of kind "team"; the participation's place is its area.

    Its people are the roles and the working group of the participation, its work the checklist
    and the plan there. `problem` is the wild problem in one sentence.
    """

    participation = models.OneToOneField(
        Participation,
        models.CASCADE,
        primary_key=True,
        related_name="team",
        verbose_name=_("participation"),
    )
    name = models.CharField(_("name of the team"), max_length=120)
    problem = models.CharField(_("our wild problem"), max_length=300, blank=True)
    whose = models.TextField(_("who has the problem"), max_length=1000, blank=True)
    usual_way = models.TextField(_("why the usual way fails"), max_length=1000, blank=True)
    #: Keys of `learning.teams.taxonomy.challenges`, in the team's order.
    challenges = models.JSONField(_("challenges"), default=list, blank=True)
    #: Numbers of `plans.goals.global_goals`.
    global_goals = models.JSONField(_("UN global goals"), default=list, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager[Any]] = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "participation"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return self.name


class TeamOrganisation(TimeStamped):
    """An organisation in a team, what it answers for, and its capacity before and after."""

    team = models.ForeignKey(
        Team, models.CASCADE, related_name="organisations", verbose_name=_("team")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    responsibility = models.TextField(_("strategic responsibility"), max_length=600, blank=True)
    before = models.ForeignKey(
        Assessment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("capacity before"),
    )
    after = models.ForeignKey(
        Assessment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("capacity after"),
    )

    class Meta:
        ordering = ["organisation__name"]
        verbose_name = _("organisation of a team")
        verbose_name_plural = _("organisations of teams")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "organisation"], name="organisation_once_a_team"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class TeamMember(TimeStamped):
    """What a member of the working group is in the team: the discipline that he or she brings."""

    member = models.OneToOneField(
        GroupMember, models.CASCADE, related_name="learner", verbose_name=_("member")
    )
    team = models.ForeignKey(Team, models.CASCADE, related_name="members", verbose_name=_("team"))
    discipline = models.CharField(_("discipline"), max_length=80)

    class Meta:
        ordering = ["member__name", "pk"]
        verbose_name = _("member of a team")
        verbose_name_plural = _("members of teams")

    def __str__(self) -> str:
        return str(self.member)


class LearningGoal(TimeStamped):
    """What a member wants to learn, in own words, and how far he or she was before and after.

    The team and the facilitator read it, nobody else.
    """

    member = models.ForeignKey(
        TeamMember, models.CASCADE, related_name="goals", verbose_name=_("member")
    )
    text = models.CharField(_("what I want to learn"), max_length=300)
    before = models.PositiveSmallIntegerField(
        _("before"), validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )
    after = models.PositiveSmallIntegerField(
        _("after"),
        null=True,
        blank=True,
        validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)],
    )
    learnt = models.CharField(_("what I learnt"), max_length=600, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("learning goal")
        verbose_name_plural = _("learning goals")
        constraints = [
            models.CheckConstraint(
                condition=Q(before__range=(LOWEST, HIGHEST))
                & (Q(after__isnull=True) | Q(after__range=(LOWEST, HIGHEST))),
                name="learning_goal_on_scale",
            )
        ]

    def __str__(self) -> str:
        return self.text
