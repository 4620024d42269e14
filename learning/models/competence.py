"""What a process leader is able to: the profile wanted, what one says of oneself, and the training.

Private to the person and to the coach whom the person names. Whoever runs the programme says what
is wanted for the role and reads nobody's ratings.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from people.models import User
from places.models import Participation
from programmes.models import Programme
from workshops.models import Course

#: The lowest and the highest level of the framework.
FIRST_LEVEL, LAST_LEVEL = 1, 4


class WantedLevel(models.Model):
    """The level that a programme wants in an area of the framework, for the role."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="wanted_levels", verbose_name=_("programme")
    )
    area = models.CharField(_("area of competence"), max_length=20)
    level = models.PositiveSmallIntegerField(_("level"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("level wanted")
        verbose_name_plural = _("levels wanted")
        constraints = [
            models.UniqueConstraint(fields=["programme", "area"], name="one_wanted_level_an_area"),
            models.CheckConstraint(
                condition=Q(level__range=(FIRST_LEVEL, LAST_LEVEL)), name="wanted_level_on_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.level}"


class ProfileQuerySet(models.QuerySet[Any]):
    """Profiles by who may read them."""

    def visible_to(self, user: User) -> Self:
        """One's own, and those of people who named one as their coach; none after one has left."""
        here = Programme.objects.visible_to(user)
        return self.filter(Q(person=user) | Q(coach=user), programme__in=here)


class CompetenceProfile(TimeStamped):
    """One person's profile in one programme."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="competence_profiles", verbose_name=_("programme")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="competence_profiles",
        verbose_name=_("whose"),
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("read by the coach"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager[Any]] = ProfileQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        verbose_name = _("competence profile")
        verbose_name_plural = _("competence profiles")
        constraints = [
            models.UniqueConstraint(fields=["programme", "person"], name="one_profile_a_person"),
            models.CheckConstraint(
                condition=Q(coach__isnull=True) | ~Q(coach=F("person")),
                name="profile_coached_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class CompetenceRating(models.Model):
    """A level on a day, by the person or by the coach. Later ones stand beside it."""

    profile = models.ForeignKey(
        CompetenceProfile, models.CASCADE, related_name="ratings", verbose_name=_("profile")
    )
    area = models.CharField(_("area of competence"), max_length=20)
    level = models.PositiveSmallIntegerField(_("level"))
    by_coach = models.BooleanField(_("by the coach"), default=False)
    on = models.DateField(_("day"))
    note = models.CharField(_("what it shows in"), max_length=240, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("rating of competence")
        verbose_name_plural = _("ratings of competence")
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "area", "by_coach", "on"], name="one_rating_a_day"
            ),
            models.CheckConstraint(
                condition=Q(level__range=(FIRST_LEVEL, LAST_LEVEL)), name="rating_on_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.level}"


class TrainingWay(models.TextChoices):
    """How something is learnt."""

    PRACTICE = "practice", _("In the work itself")
    COURSE = "course", pgettext_lazy("of learning", "Course")
    MENTOR = "mentor", _("With somebody experienced")
    READING = "reading", _("Reading and films")
    OTHER = "other", pgettext_lazy("of learning", "In another way")


class TrainingItem(TimeStamped):
    """What somebody wants to learn, how, by when, and what came of it.

    `practised_at` is the place or project where it is learnt in real work.
    """

    profile = models.ForeignKey(
        CompetenceProfile, models.CASCADE, related_name="training", verbose_name=_("profile")
    )
    area = models.CharField(_("area of competence"), max_length=20)
    goal = models.CharField(_("what I want to be able to do"), max_length=240)
    way = models.CharField(_("how"), max_length=8, choices=TrainingWay)
    course = models.ForeignKey(
        Course,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("of learning", "course"),
    )
    practised_at = models.ForeignKey(
        Participation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("learnt at"),
    )
    due_on = models.DateField(pgettext_lazy("of learning", "by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    outcome = models.CharField(_("what I can do now"), max_length=500, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["done_on", "due_on", "pk"]
        verbose_name = _("line of a training plan")
        verbose_name_plural = _("lines of training plans")

    def __str__(self) -> str:
        return self.goal
