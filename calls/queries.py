"""Named querysets of calls and applications, and who sees which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.scope import scope_of

if TYPE_CHECKING:
    from people.models import User


class CallQuerySet(models.QuerySet[Any]):
    """Calls."""

    def visible_to(self, user: User) -> Self:
        """Those of programmes that the user runs, and those that he or she assesses."""
        return self.filter(
            Q(programme__in=scope_of(user).run_programmes) | Q(pk__in=_assessed_by(user))
        )

    def published(self) -> Self:
        """Those that everybody may read."""
        return self.filter(published_at__isnull=False)

    def told(self) -> Self:
        """Published ones that open later or are open: what a public page lists."""
        return self.published().filter(closes_at__gt=timezone.now()).order_by("closes_at", "pk")


class ApplicationQuerySet(models.QuerySet[Any]):
    """Applications."""

    def visible_to(self, user: User) -> Self:
        """Those of programmes that the user runs; an assessor sees what was handed in.

        What is still being written is known to those who run the programme by its place alone.
        """
        handed_in = Q(call__in=_assessed_by(user), state="handed_in")
        return self.filter(Q(call__programme__in=scope_of(user).run_programmes) | handed_in)

    def handed_in(self) -> Self:
        """Those that are assessed and decided."""
        return self.filter(state="handed_in")


def _assessed_by(user: User) -> Any:
    from calls.models import Assessor  # noqa: PLC0415 - models load after this module

    return Assessor.objects.filter(user=user.pk, left_at__isnull=True).values("call")


def with_head(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """What the head of a call's pages names, and what its rules ask."""
    return rows.select_related("programme__region")


def with_call(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The same for a page of an application."""
    return rows.select_related("call__programme__region", "municipality")


def to_read(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """And with all that is read of it."""
    rows = with_call(rows).select_related("area", "decision__proposed_by").defer("area__outline")
    return rows.prefetch_related("confirmations", "files")
