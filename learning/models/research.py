"""The log of those who follow a programme with research, and whom they meet."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models import ProgrammePost, User
from people.scope import Scope, scope_of
from places.models import Participation
from programmes.models import Programme

ENTRY_LENGTH = 6000


def researched_by(scope: Scope) -> frozenset[int]:
    """Ids of the programmes that somebody follows as a researcher today."""
    return frozenset(pk for pk, held in scope.posts.items() if ProgrammePost.RESEARCHER in held)


class OfResearchers(models.QuerySet[Any]):
    """What researchers of a programme read, as long as their post lasts. Nobody else does."""

    def visible_to(self, user: User) -> Self:
        """Those of the programmes that one follows as a researcher today."""
        return self.filter(programme__in=researched_by(scope_of(user)))


class Informant(TimeStamped):
    """Somebody whom researchers meet: a code that entries carry, and what was agreed to.

    `number` counts within the programme and is never given twice. With the consent the name and
    the person's entries go; code and days stay.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="informants", verbose_name=_("programme")
    )
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    agreed_on = models.DateField(_("agreed on"))
    how = models.CharField(_("how it was given"), max_length=160)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = OfResearchers.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("person in the research")
        verbose_name_plural = _("persons in the research")
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="informant_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(name=""),
                name="withdrawn_without_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What stands in entries and exports in place of the name."""
        return f"P{self.number}"

    def agrees(self, on: dt.date) -> bool:
        """Whether the consent held on a day, and holds still."""
        return self.agreed_on <= on and self.withdrawn_on is None


class ResearchEntry(TimeStamped):
    """A dated entry of the log: of the programme, of a place, of what one person told."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="research_entries", verbose_name=_("programme")
    )
    participation = models.ForeignKey(
        Participation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place"),
    )
    informant = models.ForeignKey(
        Informant,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("who told it"),
    )
    on = models.DateField(_("day"), default=timezone.localdate)
    text = models.TextField(_("observation"), max_length=ENTRY_LENGTH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager[Any]] = OfResearchers.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("entry of the research log")
        verbose_name_plural = _("entries of the research log")
        indexes = [models.Index(fields=["programme", "-on"], name="research_of_programme")]

    def __str__(self) -> str:
        return f"{self.on}: {self.text[:60]}"
