"""What the page of guests shows: figures of all, names of those the reader may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from core.policy import allowed
from people.models import Sector, User
from workshops.domain.guests import only_own_list
from workshops.models import (
    Answer,
    GuestList,
    HowInvited,
    Invitation,
    RequiredGroup,
    Seat,
    Workshop,
)

PAGE_SIZE = 50
ON_LIST = Q(removed_at__isnull=True, left_at__isnull=True)
WRITTEN = Q(invited_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    value: str
    label: Any
    is_chosen: bool


def context(workshop: Workshop, user: User, asked: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page needs, with the same number of queries however many guests there are."""
    lists, parties = list_rows(workshop, user), list(workshop.required_groups.all())
    figures = figures_of(workshop)
    may_invite = allowed(user, "workshops.invite", workshop)
    named = workshop.invitations.named_for(user)
    page = _page(filtered(named, asked), asked)
    return {
        "workshop": workshop,
        "figures": figures,
        "page": page,
        "filters": _filters(asked, lists, parties),
        "search": asked.get("q", ""),
        "is_filtered": any(asked.get(name) for name in ("q", *FILTERS)),
        "hidden_lists": [one for one in lists if one.is_hidden],
        "lists": lists,
        "may_invite": may_invite,
        "only_own": may_invite and only_own_list(user, workshop),
        "is_empty": not figures["total"],
    }


def figures_of(workshop: Workshop) -> dict[str, int]:
    """How many stand where, lists with an owner included. One query."""
    return Invitation.objects.filter(workshop=workshop).aggregate(
        total=Count("pk", ON_LIST),
        coming=Count("pk", ON_LIST & Q(answer=Answer.YES)),
        maybe=Count("pk", ON_LIST & Q(answer=Answer.MAYBE)),
        no=Count("pk", ON_LIST & Q(answer=Answer.NO)),
        unanswered=Count("pk", ON_LIST & WRITTEN & Q(answer=Answer.NONE)),
        not_written=Count(
            "pk", ON_LIST & ~WRITTEN & Q(answer=Answer.NONE) & ~Q(email="")
        ),
        to_ring=Count("pk", ON_LIST & Q(email="", answer=Answer.NONE)),
        off=Count("pk", ~ON_LIST),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListRow:
    """A guest list with its figures; `is_hidden` when its names are somebody else's."""

    guest_list: GuestList
    guests: int
    coming: int
    unanswered: int
    is_hidden: bool
    is_own: bool


def list_rows(workshop: Workshop, user: User) -> list[ListRow]:
    """The meeting's lists with their figures. One query."""
    on_list = Q(invitations__removed_at__isnull=True, invitations__left_at__isnull=True)
    lists = workshop.guest_lists.select_related("owner").annotate(
        guests=Count("invitations", on_list),
        coming=Count("invitations", on_list & Q(invitations__answer=Answer.YES)),
        unanswered=Count(
            "invitations",
            on_list & Q(invitations__answer="", invitations__invited_at__isnull=False),
        ),
    )
    return [
        ListRow(
            guest_list=one,
            guests=one.guests,
            coming=one.coming,
            unanswered=one.unanswered,
            is_hidden=one.owner_id not in (None, user.pk),
            is_own=one.owner_id == user.pk,
        )
        for one in lists
    ]


def filtered(guests: QuerySet[Invitation], asked: Mapping[str, str]) -> QuerySet[Invitation]:
    """The guests that fit the filters of the address; what is no filter of ours is passed over."""
    found = guests.select_related("guest_list", "party", "organisation", "replaced_by")
    where = asked.get("answer", "")
    found = found.filter(~ON_LIST if where == "off" else ON_LIST)
    if condition := _ANSWERS.get(where):
        found = found.filter(condition)
    for name in ("guest_list", "party"):
        if (number := asked.get(name, "")).isdecimal() and len(number) < 18:  # noqa: PLR2004
            found = found.filter(**{f"{name}_id": int(number)})
    if asked.get("sector") in Sector.values:
        found = found.filter(sector=asked["sector"])
    if asked.get("how") in HowInvited.values:
        found = found.filter(how=asked["how"])
    for word in asked.get("q", "").replace("\x00", "").split()[:5]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(phone__icontains=word)
            | Q(organisation_name__icontains=word)
        )
    return found.order_by("name", "pk")


FILTERS = ("answer", "guest_list", "party", "sector", "how")
_ANSWERS: dict[str, Q] = {
    "yes": Q(answer=Answer.YES),
    "maybe": Q(answer=Answer.MAYBE),
    "no": Q(answer=Answer.NO),
    "unanswered": WRITTEN & Q(answer=Answer.NONE),
    "not_written": ~WRITTEN & Q(answer=Answer.NONE) & ~Q(email=""),
    "to_ring": Q(email="", answer=Answer.NONE),
    "waiting": Q(seat=Seat.WAITING),
}


def _filters(
    asked: Mapping[str, str], lists: list[ListRow], parties: list[RequiredGroup]
) -> list[dict[str, Any]]:
    """The filters: name, label, choices. One without choices is left out."""
    answers = [
        ("yes", _("Yes")), ("maybe", _("Maybe")), ("no", _("No")),
        ("unanswered", _("No answer yet")), ("not_written", _("Not written to yet")),
        ("to_ring", _("To be rung")), ("waiting", _("In the waiting list")),
        ("off", _("Off the list")),
    ]  # fmt: skip
    told: list[tuple[str, str, list[tuple[str, Any]]]] = [
        ("answer", _("Every answer"), answers),
        (
            "guest_list",
            _("Every list"),
            [(str(row.guest_list.pk), row.guest_list.name) for row in lists if not row.is_hidden],
        ),
        ("party", _("Every group"), [(str(one.pk), one.name) for one in parties]),
        ("sector", _("Every sector"), list(Sector.choices)),
        ("how", _("However invited"), list(HowInvited.choices)),
    ]
    return [
        {
            "name": name,
            "label": label,
            "choices": [Choice(value, text, asked.get(name) == value) for value, text in choices],
        }
        for name, label, choices in told
        if choices
    ]


def _page(guests: QuerySet[Invitation], asked: Mapping[str, str]) -> Page[Invitation]:
    return Paginator(guests, PAGE_SIZE).get_page(asked.get("page"))


def lists_for(workshop: Workshop, user: User) -> QuerySet[GuestList]:
    """The lists that the user may put guests on: nobody's own, and his or her own."""
    lists = GuestList.objects.filter(workshop=workshop)
    if only_own_list(user, workshop):
        return lists.filter(owner=user)
    return lists.filter(Q(owner__isnull=True) | Q(owner=user)).order_by(
        F("owner").asc(nulls_first=True), "pk"
    )
