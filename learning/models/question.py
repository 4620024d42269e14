"""Questions: what a place asks its region, and what the region's team answers."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.indexes import found_by, words_of
from core.models import TimeStamped
from people.models import ProgrammePost, Role, Sector, User
from people.scope import Scope, scope_of
from places.models import Participation

#: Characters of a question where it stands in a list.
SHOWN = 80
#: Whoever holds one of these at a place reads what it asks. An observer does not.
READERS = (Role.COACH, Role.PROCESS_LEADER, Role.MEMBER, Role.MUNICIPALITY_CONTACT)


class QuestionState(models.TextChoices):
    """How far a question has come."""

    ASKED = "asked", pgettext_lazy("a question", "Asked")
    ASSIGNED = "assigned", pgettext_lazy("a question", "Assigned")
    ANSWERED = "answered", pgettext_lazy("a question", "Answered")
    CLOSED = "closed", pgettext_lazy("a question", "Closed")


#: States in which somebody waits for an answer.
OPEN = (QuestionState.ASKED, QuestionState.ASSIGNED)


class AnswerKind(models.TextChoices):
    """Whether the region told the place how, or did it."""

    ADVICE = "advice", pgettext_lazy("an answer", "Advice: the place does it")
    DOING = "doing", pgettext_lazy("an answer", "Doing: the region has done it")


def teams_of(scope: Scope) -> frozenset[int]:
    """Ids of the programmes in whose cross-sector team somebody is."""
    return frozenset(pk for pk, held in scope.posts.items() if ProgrammePost.TEAM in held)


class QuestionQuerySet(models.QuerySet[Any]):
    """Questions."""

    def visible_to(self, user: User) -> Self:
        """Those of places that one works at or coaches, of programmes that one runs or answers."""
        scope = scope_of(user)
        return self.filter(
            Q(participation__programme__in=scope.run_programmes | teams_of(scope))
            | Q(participation__in=scope.participations(*READERS))
        )

    def open(self) -> Self:
        """Those without an answer."""
        return self.filter(state__in=OPEN)


class Question(TimeStamped):
    """A question of a place to its region.

    `caller` is who asked by telephone; a coach then wrote it down (`asked_by`). `waiting_since`
    is when it was asked, or opened again. The answer may be changed by answering again.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="questions", verbose_name=_("place")
    )
    text = models.TextField(_("question"), max_length=1000)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    caller = models.CharField(_("who asked, by telephone"), max_length=120, blank=True)
    waiting_since = models.DateTimeField(_("waiting since"), default=timezone.now)
    state = models.CharField(
        _("state"), max_length=10, choices=QuestionState, default=QuestionState.ASKED
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("assigned to"),
    )
    answer = models.TextField(_("answer"), max_length=3000, blank=True)
    answer_kind = models.CharField(
        _("advice or doing"), max_length=10, choices=AnswerKind, blank=True
    )
    minutes = models.PositiveSmallIntegerField(_("minutes spent"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-waiting_since", "-pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered") | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="answered_with_an_answer",
            ),
        ]
        indexes = [
            models.Index(fields=["participation", "-waiting_since"], name="questions_of_place"),
            models.Index(
                fields=["waiting_since"],
                name="questions_open",
                condition=Q(state__in=["asked", "assigned"]),
            ),
            words_of("questions_words", "text", "answer"),
            found_by("questions_found", "text"),
        ]

    def __str__(self) -> str:
        return Truncator(" ".join(self.text.split())).chars(SHOWN)

    @property
    def is_open(self) -> bool:
        """Whether somebody waits for an answer."""
        return self.state in OPEN

    @property
    def asker(self) -> str:
        """Who asked, in words."""
        return self.caller or (str(self.asked_by) if self.asked_by else "")


class QuestionLine(models.Model):
    """A word that follows a question: what is still unclear, what was found out."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="lines", verbose_name=_("question")
    )
    text = models.TextField(_("text"), max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("line of a question")
        verbose_name_plural = _("lines of questions")

    def __str__(self) -> str:
        return Truncator(" ".join(self.text.split())).chars(SHOWN)
