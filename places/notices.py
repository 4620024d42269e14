"""What of places stands in the bell: handed in, decided, a role given."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import short_date
from notices import kinds
from notices.services import tell
from people.models import Assignment, ProgrammeRole, RegionRole, Role, User
from places.gate.events import on_decided
from places.gate.letters import recipients
from places.models import Decision, GateReview, Participation
from places.team.events import on_handed_over


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


@on_handed_over
def tell_handed_over(role: Assignment, to: User, starts_on: dt.date, by: User) -> None:
    """To those who lead the process: who coaches them, and from when."""
    participation = role.participation
    leaders = Assignment.objects.active().filter(
        participation=participation, role=Role.PROCESS_LEADER
    )
    tell(
        "coach_changed",
        leaders.values_list("user_id", flat=True),
        participation,
        address=reverse("places:people", args=[participation.pk]),
        by=by,
        name=to.get_full_name(),
        before=role.user.get_full_name(),
        day=starts_on.isoformat(),
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


def _coach_changed(one: Participation, facts: dict[str, Any]) -> str:
    return _("%(place)s: from %(day)s %(name)s coaches you instead of %(before)s.") % {
        "place": one.place,
        "name": facts["name"],
        "before": facts["before"],
        "day": short_date(dt.date.fromisoformat(facts["day"])),
    }


kinds.register("coach_changed", Participation, _coach_changed, select=with_place)
kinds.register("gate_handed_in", Participation, _handed_in, level="warn", select=with_place)
kinds.register("gate_decided", Participation, _decided, level="ok", select=with_place)
kinds.register("role_given", Participation, _given, select=with_place)
