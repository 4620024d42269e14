"""Places, people at them and evidence in the search of the head (core.search)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.search.finding import Kind, Source, register
from people.models import Assignment, User
from people.register.searching import PEOPLE
from places.models import Evidence, GroupMember, Participation, Place

PLACES = Kind("places", _("Places"), "geo-alt", 10)
DOCUMENTS = Kind("documents", _("Documents"), "file-earmark", 60)


def _with_way(places: QuerySet[Any], user: User) -> QuerySet[Any]:
    """With the newest way of each through a programme: its page is what people look for."""
    ways = Participation.objects.visible_to(user).filter(place=OuterRef("pk"))
    newest = ways.order_by("-started_on", "-pk").values("pk")[:1]
    return places.select_related("municipality").annotate(way=Subquery(newest))


def _page(place: Any) -> str:
    if place.way is None:
        return reverse("places:place", args=[place.pk])
    return reverse("places:participation", args=[place.way])


def _roles(user: User) -> QuerySet[Any]:
    """Those of today at places that the user may see."""
    places = Participation.objects.visible_to(user)
    return Assignment.objects.active().filter(participation__in=places)


def _accounts(user: User) -> QuerySet[Any]:
    return User.objects.filter(pk__in=_roles(user).values("user_id"))


def _with_role(accounts: QuerySet[Any], user: User) -> QuerySet[Any]:
    """With the newest place at which they have a role."""
    newest = _roles(user).filter(user=OuterRef("pk")).order_by("-starts_on", "-pk")
    return accounts.annotate(
        way=Subquery(newest.values("participation_id")[:1]),
        place_name=Subquery(newest.values("participation__place__name")[:1]),
    )


def _members(user: User) -> QuerySet[Any]:
    """Members of working groups; those with an account are found as such."""
    rows = GroupMember.objects.filter(participation__in=Participation.objects.visible_to(user))
    return rows.filter(left_on__isnull=True, user__isnull=True)


def _at_place(members: QuerySet[Any], _user: User) -> QuerySet[Any]:
    return members.annotate(way=F("participation_id"), place_name=F("participation__place__name"))


def _evidence(user: User) -> QuerySet[Any]:
    rows = Evidence.objects.filter(item__participation__in=Participation.objects.visible_to(user))
    return rows.filter(removed_at__isnull=True)


def _at_step(evidence: QuerySet[Any], _user: User) -> QuerySet[Any]:
    return evidence.annotate(
        way=F("item__participation_id"),
        step=F("item__step__order"),
        place_name=F("item__participation__place__name"),
    )


def _line(evidence: Any) -> str:
    step = reverse("places:step", args=[evidence.way, evidence.step])
    return f"{step}#item-{evidence.item_id}"


def _place_name(row: Any) -> str:
    return str(row.place_name)


def _people_page(row: Any) -> str:
    return reverse("places:people", args=[row.way])


register(
    Source(
        PLACES,
        Place.objects.visible_to,
        names=("name",),
        texts=("name", "description"),
        shown=_with_way,
        note=lambda row: str(row.municipality.name),
        url=_page,
    )
)
for _rows, _shown in ((_accounts, _with_role), (_members, _at_place)):
    register(
        Source(PEOPLE, _rows, names=("name",), shown=_shown, note=_place_name, url=_people_page)
    )
register(Source(DOCUMENTS, _evidence, names=("name",), shown=_at_step, note=_place_name, url=_line))
