"""The start guide of a new region: what to set up first. It ticks itself, and goes when all is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as _

from core.spots import register_panel
from people.models import Assignment, Region, Role, User
from people.scope import scope_of
from places.models import Participation
from programmes.models import MethodVersion, Programme

DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to set up, and where."""

    title: str
    text: str
    url: str
    done: bool


def _regions(user: User) -> QuerySet[Any]:
    here = OuterRef("pk")
    roles = Assignment.objects.filter(participation__programme__region=here)
    programmes = Programme.objects.filter(region=here)
    return Region.objects.filter(pk__in=scope_of(user).regions).annotate(
        has_letterhead=Case(When(contact_address="", then=False), default=True),
        has_method=Exists(MethodVersion.objects.published().filter(method__region=here)),
        has_programme=Exists(programmes),
        wants_places=Exists(programmes.filter(method_version__for_programme=False)),
        has_place=Exists(Participation.objects.filter(programme__region=here)),
        has_coach=Exists(roles.filter(role=Role.COACH)),
        has_leader=Exists(roles.filter(role=Role.PROCESS_LEADER)),
    )


def _items(region: Any) -> list[Item]:
    of_places = Programme.objects.filter(region=region.pk, method_version__for_programme=False)
    programme = of_places.order_by("-pk").first()
    places = Participation.objects.filter(programme__region=region.pk).order_by("pk")
    first = places.first()
    take_in = reverse("places:register")
    if programme is not None:
        take_in = reverse("places:half_way", args=[programme.pk])
    people = reverse("places:people", args=[first.pk]) if first is not None else take_in
    items = [
        Item(
            _("Letterhead"),
            _("Where answers to your letters go, and your logo."),
            reverse("outbox:letterhead", args=[region.pk]),
            region.has_letterhead,
        ),
        Item(
            _("Method"),
            _("Take over one that comes with the platform, or bring your own."),
            reverse("programmes:methods"),
            region.has_method,
        ),
        Item(
            _("Programme"),
            _("What runs by the method, with its days and its money."),
            reverse("programmes:programme_add"),
            region.has_programme,
        ),
    ]
    if region.has_programme and not region.wants_places:  # their steps are the programme's own
        return items
    return [
        *items,
        Item(
            _("First place"),
            _("One, or a list of all; places half-way come in as they stand."),
            take_in,
            region.has_place,
        ),
        Item(_("First coach"), _("By e-mail address, on the place's page."), people,
             region.has_coach),
        Item(
            _("First process leader"),
            _("By e-mail address too. A letter says how to sign in."),
            people,
            region.has_leader,
        ),
    ]  # fmt: skip


def context(user: User, _thing: Any) -> dict[str, Any]:
    """The guide of the first region of the user's that is not set up; empty without one."""
    regions = scope_of(user).regions
    # Looked at anew once a day: the overview of a region that works has other things to ask.
    known = f"regions-set-up-{'-'.join(map(str, sorted(regions)))}"
    if not regions or cache.get(known):
        return {}
    complete = Q(has_letterhead=True, has_method=True, has_programme=True)
    complete &= Q(wants_places=False) | Q(has_place=True, has_coach=True, has_leader=True)
    region = _regions(user).exclude(complete).order_by("name", "pk").first()
    if region is None:
        cache.set(known, "yes", DAY_SECONDS)
        return {}
    items = _items(region)
    following = next((item for item in items if not item.done), None)
    done = sum(item.done for item in items)
    return {"region": region, "items": items, "following": following, "done": done}


register_panel("places.overview", "places/portfolio/guide.html", context)
