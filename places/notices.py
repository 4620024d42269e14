"""What of places stands in the bell: handed in, decided, a role given."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from notices import kinds
from notices.services import tell
from people.models import Assignment, ProgrammeRole, RegionRole, Role, User
from places.gate.events import on_decided
from places.gate.letters import recipients
from places.models import Decision, GateReview, Participation


def with_place(participations: QuerySet[Any]) -> QuerySet[Any]:
    """What the sentences name."""
    return participations.select_related("place")


def runners_of(participation: Participation) -> QuerySet[User]:
    """Who manages the place's programme or administers its region today."""
    managers = ProgrammeRole.objects.managers().filter(programme=participation.programme_id)
    admins = RegionRole.objects.active().filter(region=participation.programme.region_id)
    return User.objects.filter(
        Q(pk__in=managers.values("user_id")) | Q(pk__in=admins.values("user_id")), is_active=True
    )


def tell_handed_in(review: GateReview) -> None:
    """To the coaches and those who decide."""
    participation = review.participation
    coaches = Assignment.objects.active().filter(participation=participation, role=Role.COACH)
    tell(
        "gate_handed_in",
        [*runners_of(participation), *coaches.values_list("user_id", flat=True)],
        participation,
        address=_gate(participation),
        by=review.submitted_by,
    )


@on_decided
def tell_decided(review: GateReview, by: User) -> None:
    """To those who get the letter."""
    tell(
        "gate_decided",
        recipients(review),
        review.participation,
        address=_gate(review.participation),
        by=by,
        decision=review.decision,
    )


def tell_assigned(assignment: Assignment, by: User) -> None:
    """To whoever has got the role."""
    participation = assignment.participation
    tell(
        "role_given",
        [assignment.user_id],
        participation,
        address=reverse("places:participation", args=[participation.pk]),
        by=by,
        role=assignment.role,
    )


def _gate(participation: Participation) -> str:
    return reverse("places:gate", args=[participation.pk])


def _handed_in(one: Participation, _facts: dict[str, Any]) -> str:
    return _("%(place)s has handed in to the gate.") % {"place": one.place}


def _decided(one: Participation, facts: dict[str, Any]) -> str:
    decision = Decision(facts["decision"]).label
    return _("%(place)s, decision at the gate: %(decision)s.") % {
        "place": one.place,
        "decision": str(decision).lower(),
    }


def _given(one: Participation, facts: dict[str, Any]) -> str:
    return _("You have a role at %(place)s: %(role)s.") % {
        "place": one.place,
        "role": str(Role(facts["role"]).label).lower(),
    }


kinds.register("gate_handed_in", Participation, _handed_in, level="warn", select=with_place)
kinds.register("gate_decided", Participation, _decided, level="ok", select=with_place)
kinds.register("role_given", Participation, _given, select=with_place)
