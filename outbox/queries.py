"""Named querysets of letters, and who sees which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models

from people.openings import read_through
from people.scope import scope_of

if TYPE_CHECKING:
    from people.models import User


#: What belongs to no region: letters about accounts. Operators see that they left, never their
#: text (`outbox.rules.text_is_open`). A letter of another kind without a region is shown to nobody.
PLATFORMS_OWN = models.Q(region__isnull=True, kind="account")


def open_to(user: User) -> models.Q:
    """The condition that a letter is to no own list, or to the user's."""
    return models.Q(kept_for__isnull=True) | models.Q(kept_for=user)


def _regions_of(user: User) -> list[int]:
    """The regions whose letters the user may see; the outbox asks for them here alone.

    As numbers and not as a question inside the question: only then does an index serve.
    """
    return sorted(scope_of(user).run_regions | read_through(user))


class LetterQuerySet(models.QuerySet[Any]):
    """Letters."""

    def visible_to(self, user: User) -> Self:
        """A region's for those who run it, and those of one's own sendings.

        An operator sees letters about accounts, and those of regions that he or she has opened.

        A letter to an address of somebody's own list is for that person alone. Never account
        letters, which hold sign-in codes. Only in the demo does everybody see everything: there
        the outbox is the mailbox of the made-up people.
        """
        if not user.is_authenticated:
            return self.none()
        if settings.DEMO:
            return self.all()
        if user.is_staff:
            return self.filter(PLATFORMS_OWN | models.Q(region__in=_regions_of(user)))
        regions = _regions_of(user)
        seen = models.Q(region__in=regions)
        sent, has_kept = self._elsewhere(user, regions)
        if sent:
            seen |= models.Q(campaign__in=sent)
        if has_kept:
            seen |= models.Q(kept_for=user)
        return self.filter(open_to(user), seen).exclude(kind="account")

    def _elsewhere(self, user: User, regions: list[int]) -> tuple[list[int], bool]:
        """What there is for the user in other regions: own campaigns, and letters to own lists.

        For almost all who run a region nothing: then the region's index gives the list of letters.
        """
        campaigns: models.QuerySet[Any] = apps.get_model("outbox", "Campaign").objects.all()
        sent = campaigns.filter(created_by=user).exclude(region__in=regions)
        letters: models.QuerySet[Any] = apps.get_model("outbox", "Letter").objects.all()
        kept = letters.filter(kept_for=user).exclude(region__in=regions)
        nothing = models.Value(0)
        numbers = set(
            sent.order_by()
            .values_list("pk", flat=True)
            .union(kept.order_by().annotate(nothing=nothing).values_list("nothing", flat=True))
        )
        return sorted(numbers - {0}), 0 in numbers

    def needs(self, user: User, regions: Iterable[int]) -> tuple[int, int]:
        """How many of the regions' letters did not arrive, and sendings that the user may approve.

        Letters to somebody else's own list are not counted: the user could not open them. One
        statement.
        """
        sendings: models.QuerySet[Any] = apps.get_model("outbox", "Campaign").objects.to_approve()
        found = self.filter(region__in=regions, state__in=["failed", "unknown", "held"]).aggregate(
            letters=models.Count("pk", open_to(user) & models.Q(state__in=["failed", "unknown"])),
            sendings=models.Count(
                "campaign",
                models.Q(state="held", campaign__in=sendings.exclude(created_by=user)),
                distinct=True,
            ),
        )
        return found["letters"], found["sendings"]

    def own_trouble(
        self, user: User, regions: Iterable[int], since: dt.datetime
    ) -> tuple[int, int]:
        """Of the user's sendings since then: letters that did not arrive, and those told of.

        What did not arrive in the regions that the user runs is counted by `needs`. One statement.
        """
        own = self.filter(campaign__created_by=user, campaign__created_at__gte=since)
        bounces: models.QuerySet[Any] = apps.get_model("outbox", "Bounce").objects.all()
        noted = bounces.filter(letter=models.OuterRef("pk"), is_final=False)
        failed = models.Q(state__in=["failed", "unknown"]) & ~models.Q(region__in=regions)
        found = own.aggregate(
            failed=models.Count("pk", failed),
            noted=models.Count("pk", models.Q(models.Exists(noted), state="sent")),
        )
        return found["failed"], found["noted"]

    def told_of(self) -> Self:
        """Sent letters of which a mail server has told something: late, or in words alone."""
        bounces: models.QuerySet[Any] = apps.get_model("outbox", "Bounce").objects.all()
        return self.filter(
            models.Exists(bounces.filter(letter=models.OuterRef("pk"), is_final=False)),
            state="sent",
        )

    def deliverable(self, now: dt.datetime) -> Self:
        """Letters that a worker may take up now, the longest waiting first."""
        return self.filter(state__in=["ready", "deferred"], not_before__lte=now).order_by(
            "not_before", "pk"
        )

    def lost(self, now: dt.datetime) -> Self:
        """Letters whose worker has not come back in time."""
        return self.filter(state__in=["leased", "handing_over"], leased_until__lt=now)


class CampaignQuerySet(models.QuerySet[Any]):
    """Campaigns."""

    def visible_to(self, user: User) -> Self:
        """A region's for those who run it, and those that the user has sent; all in the demo."""
        if not user.is_authenticated:
            return self.none()
        if settings.DEMO:
            return self.all()
        return self.filter(models.Q(region__in=_regions_of(user)) | models.Q(created_by=user))

    def to_approve(self) -> Self:
        """Sendings that wait for a second person."""
        return self.filter(needs_approval=True, approved_at__isnull=True, stopped_at__isnull=True)


class SuppressionQuerySet(models.QuerySet[Any]):
    """Blocked addresses."""

    def visible_to(self, user: User) -> Self:
        """A region's for those who run it; a bounce where it stands in the way of their letters.

        A bounce holds for the whole platform. It is shown to those whose own region has written
        to the address: another region's addresses are none of their business, and neither are
        those of somebody's own list.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self.filter(
                models.Q(region__isnull=True) | models.Q(region__in=_regions_of(user))
            )
        letters: models.QuerySet[Any] = apps.get_model("outbox", "Letter").objects.all()
        regions = _regions_of(user)
        written = letters.filter(
            open_to(user), region__in=regions, to_address=models.OuterRef("address")
        ).exclude(kind="account")
        return self.filter(
            models.Q(region__in=regions) | models.Q(models.Exists(written), region__isnull=True)
        )


class ParkingQuerySet(models.QuerySet[Any]):
    """What waits since a backup was restored."""

    def visible_to(self, user: User) -> Self:
        """All for operators; their region's for its administrators."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.is_staff else self.filter(region__in=scope_of(user).regions)
