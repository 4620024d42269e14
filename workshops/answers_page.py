"""What the organiser's list of answers says: who comes, who waits, what they need."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone

from core.policy import allowed
from people.models import User
from workshops.domain.waiting import has_offer
from workshops.models import Answer, Invitation, Seat, Workshop

#: A search that finds more people than this wants another letter.
MOST_FOUND = 20


@dataclass(slots=True)
class Group:
    """Parties that stand alike: those whose names the reader may see, and how many in all."""

    rows: list[Invitation] = field(default_factory=list)
    parties: int = 0
    persons: int = 0

    @property
    def unnamed(self) -> int:
        """Parties on lists of other people: counted, not named."""
        return self.parties - len(self.rows)

    def add(self, row: Invitation, *, named: bool) -> None:
        """Count a party, and keep its row when the reader may see the name."""
        self.parties += 1
        self.persons += row.persons
        if named:
            self.rows.append(row)


def page(workshop: Workshop, user: User, sought: str = "") -> dict[str, Any]:
    """The context of the page. Six queries, however many are invited."""
    groups, needs = _grouped(workshop, user)
    may_answer = allowed(user, "workshops.invite", workshop)
    return {
        "workshop": workshop,
        "groups": groups,
        "needs": needs,
        "unanswered": workshop.invitations.unanswered().count(),
        "questions": _owed(workshop, user),
        "may_reply": allowed(user, "workshops.write_minutes", workshop),
        "may_answer": may_answer,
        "sought": sought,
        "found": _found(workshop, user, sought) if may_answer and sought else None,
    }


def _grouped(
    workshop: Workshop, user: User
) -> tuple[dict[str, Group], dict[str, list[tuple[str, int]]]]:
    groups = {name: Group() for name in ("coming", "offered", "late", "waiting", "maybe", "no")}
    access: Counter[str] = Counter()
    food: Counter[str] = Counter()
    now = timezone.now()
    rows = workshop.invitations.on_list().exclude(answer=Answer.NONE)
    for row in rows.select_related("guest_list").order_by("name", "pk"):
        owner = row.guest_list.owner_id if row.guest_list else None
        groups[_group(row, now)].add(row, named=owner in (None, user.pk))
        if row.answer != Answer.NO:
            access.update(_need(row.access_needs))
            food.update(_need(row.food_needs))
    groups["waiting"].rows.sort(key=lambda row: (row.waiting_since, row.pk))
    groups["offered"].rows.sort(key=lambda row: (row.offered_until, row.pk))
    return groups, {"access": _most_first(access), "food": _most_first(food)}


def _group(row: Invitation, now: Any) -> str:
    if row.answer == Answer.YES:
        if row.seat == Seat.TAKEN:
            return "coming"
        if row.seat == Seat.WAITING:
            return "waiting"
        return "offered" if has_offer(row, now) else "late"
    return str(row.answer)


def _need(text: str) -> list[str]:
    """The need with one spelling: "Vegetarian" and "vegetarian " are the same."""
    words = " ".join(text.split())
    return [words[:1].upper() + words[1:]] if words else []


def _most_first(needs: Counter[str]) -> list[tuple[str, int]]:
    return sorted(needs.items(), key=lambda one: (-one[1], one[0]))


def _owed(workshop: Workshop, user: User) -> list[dict[str, Any]]:
    """Questions without an answer, with the name where the reader may see it."""
    owed = workshop.questions.filter(replied_at__isnull=True)
    rows = owed.select_related("invitation__guest_list").order_by("pk")
    return [{"pk": one.pk, "text": one.text, "who": _name(one.invitation, user)} for one in rows]


def _name(invitation: Invitation | None, user: User) -> str:
    if invitation is None:
        return ""
    guest_list = invitation.guest_list
    owner = guest_list.owner_id if guest_list else None
    return invitation.name if owner in (None, user.pk) else ""


def _found(workshop: Workshop, user: User, sought: str) -> list[Invitation]:
    """Guests whom a caller may be, by name, organisation, phone or address."""
    rows = workshop.invitations.on_list().named_for(user)
    for word in sought.split()[:5]:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(organisation_name__icontains=word)
            | Q(phone__icontains=word)
            | Q(email__icontains=word)
        )
    return list(rows.order_by("name", "pk")[:MOST_FOUND])
