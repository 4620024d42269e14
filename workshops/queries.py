"""Named querysets of meetings, series and invitations, and who sees which."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from people.queries import administered_regions
from places.queries import own_assignments
from programmes.queries import managed_programmes

if TYPE_CHECKING:
    from people.models import User

#: The sector of a guest: the own one, else that of the organisation, else "".
SECTOR = Coalesce(NullIf(F("sector"), Value("")), F("organisation__sector"), Value(""))


def with_head(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """The meetings with what the head of each of their pages shows."""
    return queryset.select_related("programme__region", "series", "host")


def own_duties(user: User) -> QuerySet[Any]:
    """The user's tasks at meetings and series."""
    return apps.get_model("workshops", "Duty").objects.filter(user=user)


class WorkshopQuerySet(models.QuerySet[Any]):
    """Meetings."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the meetings that the user may know of.

        Those of the regions and programmes that he or she runs, of places with a role today,
        and those with a task, also through the series.
        """
        if not user.is_authenticated:
            return self.none()
        link = self.model.participations.through
        at_own_places = link.objects.filter(
            workshop=OuterRef("pk"),
            participation__in=own_assignments(user).values("participation_id"),
        )
        tasks = own_duties(user)
        return self.filter(
            Q(programme__in=managed_programmes(user))
            | Q(programme__region__in=administered_regions(user))
            | Exists(at_own_places)
            | Exists(tasks.filter(workshop=OuterRef("pk")))
            | Q(series__in=tasks.filter(series__isnull=False).values("series_id"))
        )

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

    def held(self, now: dt.datetime | None = None) -> Self:
        """Announced ones that have begun, the latest first."""
        return self.filter(state="announced", starts_at__lte=now or timezone.now()).order_by(
            "-starts_at", "-pk"
        )


class SeriesQuerySet(models.QuerySet[Any]):
    """Series."""

    def visible_to(self, user: User) -> Self:
        """Those of programmes that the user runs, with a task, or with a meeting he or she sees."""
        if not user.is_authenticated:
            return self.none()
        workshops = apps.get_model("workshops", "Workshop").objects.visible_to(user)
        return self.filter(
            Q(programme__in=managed_programmes(user))
            | Q(programme__region__in=administered_regions(user))
            | Q(pk__in=own_duties(user).filter(series__isnull=False).values("series_id"))
            | Exists(workshops.filter(series=OuterRef("pk")))
        )


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
    own = own_assignments(user).filter(role__in=["process_leader", "member", "coach"])
    return places.filter(
        Q(pk__in=own.values("participation_id"))
        | Q(programme__in=managed_programmes(user))
        | Q(programme__region__in=administered_regions(user))
    )
