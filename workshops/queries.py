"""Named querysets of meetings, series and invitations, and who sees which."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from people.models import ProgrammePost, Role
from people.scope import Scope, scope_of

if TYPE_CHECKING:
    from people.models import User

#: The sector of a guest: the own one, else that of the organisation, else "".
SECTOR = Coalesce(NullIf(F("sector"), Value("")), F("organisation__sector"), Value(""))


def with_head(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """The meetings with what the head of each of their pages shows."""
    return queryset.select_related("programme__region", "series", "host")


#: Posts that read all meetings of their programme.
READING_POSTS = frozenset(
    {
        ProgrammePost.FACILITATOR,
        ProgrammePost.TEACHER,
        ProgrammePost.TECHNIQUE,
        ProgrammePost.ANALYST,
        ProgrammePost.RESEARCHER,
    }
)


def with_task(scope: Scope) -> Q:
    """The condition that a meeting is the user's own.

    He or she has a task there, also through the series, or coordinates the municipality that
    holds it.
    """
    mine = Q(pk__in=scope.meetings.keys()) | Q(series__in=scope.series.keys())
    for programme, hosts in scope.hosts.items():
        mine |= Q(programme=programme, host__in=hosts)
    return mine


def reading(scope: Scope) -> Q:
    """The condition that the user reads all meetings of a programme: runs it, or by a post."""
    posts = {pk for pk, held in scope.posts.items() if not held.isdisjoint(READING_POSTS)}
    return Q(programme__in=scope.run_programmes | posts)


class WorkshopQuerySet(models.QuerySet[Any]):
    """Meetings."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the meetings that the user may know of.

        Those of the regions and programmes that he or she runs or reads by a post, of places with
        a role today, and his or her own.
        """
        scope = scope_of(user)
        return self._at_own_places_or(reading(scope) | with_task(scope), scope)

    def own_of(self, user: User) -> Self:
        """Narrow to the meetings at a place with a role today, and those with a task."""
        scope = scope_of(user)
        return self._at_own_places_or(with_task(scope), scope)

    def _at_own_places_or(self, mine: Q, scope: Scope) -> Self:
        if not scope.roles:
            return self.filter(mine)
        link = self.model.participations.through
        there = link.objects.filter(participation__in=scope.participations())
        # A union of ids: with an OR over two tables the database would look at every meeting.
        others = self.model.objects.filter(mine).order_by()
        return self.filter(pk__in=others.values("pk").union(there.values("workshop_id")))

    def announced(self) -> Self:
        """Announced and not cancelled."""
        return self.filter(state="announced")

    def ahead(self, now: dt.datetime | None = None) -> Self:
        """Those that are not over, the next first; one with an open end is over a day later."""
        moment = now or timezone.now()
        return self.filter(
            Q(ends_at__gte=moment)
            | Q(ends_at__isnull=True, starts_at__gte=moment - dt.timedelta(days=1))
        ).order_by("starts_at", "pk")

    def counted(self) -> Self:
        """Without those that only places have which are no more than a test."""
        places = apps.get_model("workshops", "Workshop").participations.through.objects
        tests = places.filter(participation__is_test=True).values("workshop")
        others = places.filter(participation__is_test=False).values("workshop")
        return self.exclude(Q(pk__in=tests) & ~Q(pk__in=others))

    def held(self, now: dt.datetime | None = None) -> Self:
        """Announced ones that have begun, the latest first."""
        return self.filter(state="announced", starts_at__lte=now or timezone.now()).order_by(
            "-starts_at", "-pk"
        )


class SeriesQuerySet(models.QuerySet[Any]):
    """Series."""

    def visible_to(self, user: User) -> Self:
        """Those of programmes that the user runs or has a task in, or with a meeting he sees."""
        scope = scope_of(user)
        workshops = apps.get_model("workshops", "Workshop").objects.visible_to(user)
        seen = workshops.filter(series__isnull=False).order_by()
        others = self.model.objects.order_by().filter(
            programme__in=scope.run_programmes | scope.task_programmes
        )
        return self.filter(pk__in=others.values("pk").union(seen.values("series_id")))


class InvitationQuerySet(models.QuerySet[Any]):
    """Invitations."""

    def on_list(self) -> Self:
        """Those who have neither left the list nor been taken off it."""
        return self.filter(removed_at__isnull=True, left_at__isnull=True)

    def named_for(self, user: User) -> Self:
        """Those whose names the user may read: lists of nobody's own, and his or her own.

        Whether the user may see guests of the meeting at all is the policy's question.
        """
        return self.filter(
            Q(guest_list__isnull=True)
            | Q(guest_list__owner__isnull=True)
            | Q(guest_list__owner=user)
        )

    def coming(self) -> Self:
        """Those who have a seat."""
        return self.on_list().filter(answer="yes", seat__in=["taken", "offered"])

    def unanswered(self) -> Self:
        """Invited, and no answer yet."""
        return self.on_list().filter(answer="", invited_at__isnull=False)


def places_to_plan_at(user: User, programme: Any = None) -> QuerySet[Any]:
    """Places under way where the user may plan a meeting: `workshops.plan_at_place`.

    With `programme` only those of it.
    """
    places = apps.get_model("places", "Participation").objects.filter(status="active")
    if programme is not None:
        places = places.filter(programme=programme)
    own = scope_of(user).participations(Role.PROCESS_LEADER, Role.MEMBER, Role.COACH)
    return places.run_or_among(user, own)


class CourseQuerySet(models.QuerySet[Any]):
    """Courses."""

    def visible_to(self, user: User) -> Self:
        """Those of series that the user sees."""
        series = apps.get_model("workshops", "Series").objects.visible_to(user)
        return self.filter(series__in=series.order_by().values("pk"))

    def open(self) -> Self:
        """Those that people can sign up to or could; the newest opening last."""
        return self.filter(opened_at__isnull=False)
