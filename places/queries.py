"""Named querysets of places and participations, and who sees which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from core.policy import fixed
from people.scope import scope_of

if TYPE_CHECKING:
    from people.models import User
    from places.models import Participation

#: Days before the end of the support at which a place asks for attention.
SUPPORT_WARNING_DAYS = 90
#: The same while nobody is settled who carries on: half a year, six months of any length.
HANDOVER_WARNING_DAYS = 183


class PlaceQuerySet(models.QuerySet[Any]):
    """Places."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the places that the user may know of.

        All places of a region for its administrators and programme managers; for others the
        places at which they have a role today.
        """
        scope = scope_of(user)
        return self.filter(Q(region__in=scope.run_regions) | Q(pk__in=scope.places))


class ParticipationQuerySet(models.QuerySet[Any]):
    """Participations."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the participations that the user may know of.

        Those of the regions and programmes that he or she runs, and those with a role today.
        """
        return self.run_or_among(user, scope_of(user).participations())

    def run_or_among(self, user: User, ids: Collection[int]) -> Self:
        """Those of programmes that the user runs, and these."""
        return self.filter(Q(programme__in=scope_of(user).run_programmes) | Q(pk__in=ids))

    def coached_by(self, user: User) -> Self:
        """Participations on which the user is coach today."""
        return self.filter(pk__in=scope_of(user).coached)

    def active(self) -> Self:
        """Under way."""
        return self.filter(status="active")

    def counted(self) -> Self:
        """The places that lists of a programme, figures and reports speak of.

        No tests, no municipality that takes part itself, no room of a project's own.
        """
        return self.filter(is_test=False).exclude(kind__in=("municipality", "project"))

    def reminded(self, on: dt.date | None = None) -> Self:
        """Those of programmes that go on: the end of a programme ends its reminders."""
        today = on or timezone.localdate()
        going = Q(programme__ends_on__isnull=True) | Q(programme__ends_on__gte=today)
        return self.filter(going).exclude(programme__status="closed")

    def needing_attention(self, on: dt.date | None = None) -> Self:
        """Those whose first day of need has come."""
        return self.filter(attention_on__lte=on or timezone.localdate())

    def quiet(self, days: int, on: dt.date | None = None) -> Self:
        """Under way, without contact for more than `days` days and with no date ahead."""
        today = on or timezone.localdate()
        limit = today - dt.timedelta(days=days)
        return self.active().filter(
            Q(last_contact_on__lt=limit) | Q(last_contact_on__isnull=True, started_on__lt=limit),
            Q(next_on__isnull=True) | Q(next_on__lt=today),
        )

    def support_ending(self, days: int = SUPPORT_WARNING_DAYS, on: dt.date | None = None) -> Self:
        """Under way, with at most `days` days of support left, or past it."""
        limit = (on or timezone.localdate()) + dt.timedelta(days=days)
        return self.active().filter(support_ends_on__lte=limit)

    def at_gate(self) -> Self:
        """Handed in and waiting for a decision."""
        return self.filter(gate_state="waiting")


@fixed
def with_head(queryset: models.QuerySet[Participation]) -> models.QuerySet[Participation]:
    """Participations with what the head of each of their pages shows.

    `elsewhere`: whether the place takes part in another programme as well.
    """
    same = queryset.model.objects.filter(place=models.OuterRef("place"))
    return queryset.select_related("place__municipality", "programme").annotate(
        method_language=models.F("method_version__language"),
        elsewhere=models.Exists(same.exclude(programme=models.OuterRef("programme"))),
    )


def method_language(participation: Participation) -> str:
    """The language of the place's method, where the page has another one; else empty."""
    known = getattr(participation, "method_language", None)
    language = str(known or participation.method_version.language)
    return "" if language == get_language() else language


@fixed
def with_place(queryset: models.QuerySet[Participation]) -> models.QuerySet[Participation]:
    """Participations with what a line of the audit trail names."""
    return queryset.select_related("place")
