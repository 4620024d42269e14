"""Two leaders side by side: one who has led a place before, and one who is new to it."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models import User
from people.scope import scope_of
from programmes.models import Programme

NOTE_LENGTH, PURPOSE_LENGTH = 1000, 240


class MentoringQuerySet(models.QuerySet[Any]):
    """Pairs."""

    def visible_to(self, user: User) -> Self:
        """One's own, and those of the programmes that one runs."""
        own = Q(mentor=user) | Q(mentee=user) if user.pk else Q(pk=None)
        return self.filter(own | Q(programme__in=scope_of(user).run_programmes))

    def of(self, user: User) -> Self:
        """Those that the user is in."""
        return self.filter(Q(mentor=user) | Q(mentee=user))

    def active(self, on: dt.date | None = None) -> Self:
        """Those that hold on a day."""
        today = on or timezone.localdate()
        return self.filter(starts_on__lte=today, ends_on__gte=today, ended_at__isnull=True)


class Mentoring(TimeStamped):
    """A pair in a programme, until a day; whether it holds follows from its days."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="mentorings", verbose_name=_("programme")
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=_("experienced leader"),
    )
    mentee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("new leader")
    )
    purpose = models.CharField(
        _("what it is about"), max_length=PURPOSE_LENGTH, blank=True
    )  # fmt: skip
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"))
    ended_at = models.DateTimeField(_("ended early"), null=True, blank=True)
    paired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("paired by"),
    )

    objects: ClassVar[models.Manager[Any]] = MentoringQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-pk"]
        verbose_name = _("pair of leaders")
        verbose_name_plural = _("pairs of leaders")
        constraints = [
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="two_leaders_a_pair"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="pair_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["programme", "mentor", "mentee"],
                condition=Q(ended_at__isnull=True),
                name="pair_once_a_programme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor}, {self.mentee}"

    @property
    def is_active(self) -> bool:
        """Whether it holds today."""
        today = timezone.localdate()
        return self.ended_at is None and self.starts_on <= today <= self.ends_on

    def other(self, user: User) -> User:
        """The one beside whom the user stands."""
        return self.mentee if user.pk == self.mentor_id else self.mentor


class MentorMeeting(models.Model):
    """That the two have met, and what they take with them: read by the two alone."""

    mentoring = models.ForeignKey(
        Mentoring, models.CASCADE, related_name="meetings", verbose_name=_("pair")
    )
    on = models.DateField(_("met on"))
    note = models.TextField(_("what we take with us"), max_length=NOTE_LENGTH, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("meeting of a pair")
        verbose_name_plural = _("meetings of pairs")

    def __str__(self) -> str:
        return str(self.on)
