"""Which participations a reader may take a report out of, and which reports somebody sees."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q, QuerySet

from people.models import Role, User
from people.scope import scope_of
from places.models import Participation

REPORTING_ROLES = (Role.COACH, Role.PROCESS_LEADER, Role.MUNICIPALITY_CONTACT)
#: Who reads the reports of a place, drafts too: all but its observers, who see no sums.
READING_ROLES = (*REPORTING_ROLES, Role.MEMBER)


def reportable_by(user: User) -> QuerySet[Participation]:
    """The participations for which the permission `places.export` holds."""
    own = scope_of(user).participations(*REPORTING_ROLES)
    return Participation.objects.run_or_among(user, own)


class ReportQuerySet(models.QuerySet[Any]):
    """Periodic reports."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the reports that the user may read.

        All of programmes that he or she runs; those of places where he or she works; of other
        programmes with a role at a place, observers among them, the approved ones of the
        programme, which show sums of many places and no single one.
        """
        scope = scope_of(user)
        return self.filter(
            Q(programme__in=scope.run_programmes)
            | Q(participation__in=scope.participations(*READING_ROLES))
            | Q(
                participation__isnull=True,
                state="approved",
                programme__in=scope.place_programmes,
            )
        )

    def newest(self) -> Self:
        """Without those that a later version has taken the place of."""
        later = self.model.objects.filter(
            programme=models.OuterRef("programme"),
            number=models.OuterRef("number"),
            version__gt=models.OuterRef("version"),
        )
        of_place = later.filter(participation=models.OuterRef("participation"))
        of_programme = later.filter(participation__isnull=True)
        return self.filter(
            Q(participation__isnull=False) & ~models.Exists(of_place)
            | Q(participation__isnull=True) & ~models.Exists(of_programme)
        )


class CompositionQuerySet(models.QuerySet[Any]):
    """Own reports of programmes."""

    def visible_to(self, user: User) -> Self:
        """Narrow to those of programmes that the user runs."""
        return self.filter(programme__in=scope_of(user).run_programmes)


class EditionQuerySet(models.QuerySet[Any]):
    """Own reports as they were made."""

    def visible_to(self, user: User) -> Self:
        """Those of programmes that the user runs; with a role there, those of sums alone."""
        scope = scope_of(user)
        return self.filter(
            Q(composition__programme__in=scope.run_programmes)
            | Q(composition__programme__in=scope.place_programmes, audience="sums")
        )


class WordTemplateQuerySet(models.QuerySet[Any]):
    """Word templates of regions."""

    def visible_to(self, user: User) -> Self:
        """Those of regions that the user administers."""
        return self.filter(region__in=scope_of(user).regions)


def with_subject(reports: QuerySet[Any]) -> QuerySet[Any]:
    """Reports with what their pages and files name."""
    return reports.select_related(
        "programme__region",
        "programme__owner",
        "programme__report_rules",
        "programme__method_version",
        "participation__place__municipality",
        "participation__programme",
        "handed_in_by",
        "decided_by",
    )


def with_composition(editions: QuerySet[Any]) -> QuerySet[Any]:
    """Editions with what their pages and files name."""
    return editions.select_related(
        "composition__programme__region", "composition__programme__owner", "made_by"
    )


def with_programme(compositions: QuerySet[Any]) -> QuerySet[Any]:
    """Own reports with their programme."""
    return compositions.select_related(
        "programme__region", "programme__owner", "programme__report_rules"
    )
