"""Whom a place's follow-ups go to."""

from __future__ import annotations

from dataclasses import dataclass

from continuity.models import ContinuityPlan
from people.models import Assignment, Role, User
from places.models import Participation


@dataclass(frozen=True, slots=True)
class Contact:
    """A person and an address; both empty when nobody is known."""

    name: str
    email: str


def contact_of(participation: Participation) -> Contact:
    """Who calls the group together, else the last process leader, else nobody."""
    plan = ContinuityPlan.objects.filter(participation=participation).first()
    if plan is not None and plan.convener_email:
        return Contact(plan.convener, plan.convener_email)
    last = (
        Assignment.objects.filter(
            participation=participation, role=Role.PROCESS_LEADER, user__is_active=True
        )
        .select_related("user")
        .order_by("-starts_on", "-pk")
        .first()
    )
    return Contact(last.user.get_full_name(), last.user.email) if last else Contact("", "")


def language_for(email: str, participation: Participation) -> str:
    """The language of the account with this address, else the programme's."""
    known = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
    return known or participation.programme.language
