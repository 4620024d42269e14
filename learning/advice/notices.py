"""What of advice stands in the bell: given to a place, answered by it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from learning.models import Advice, AdviceState
from notices import kinds
from notices.services import tell
from people.models import Assignment, Role, User
from places.models import Participation


def leaders_of(participation: Participation) -> list[User]:
    """Who leads the process today."""
    held = Assignment.objects.active().filter(participation=participation, role=Role.PROCESS_LEADER)
    rows = User.objects.filter(pk__in=held.values("user_id"), is_active=True)
    return list(rows.order_by("pk"))


def tell_given(advice: Advice, participation: Participation, by: User) -> list[User]:
    """To those who lead the process; returns them."""
    people = leaders_of(participation)
    tell("advice_given", people, advice, address=url_of(advice), by=by)
    return people


def tell_answered(advice: Advice, by: User) -> None:
    """To the one who gave it."""
    if advice.by_id:
        tell(
            "advice_answered", [advice.by_id], advice, address=url_of(advice), by=by,
            state=advice.state,
        )  # fmt: skip


def url_of(advice: Advice) -> str:
    """The page of an advice."""
    return reverse("learning:advice", args=[advice.participation_id, advice.pk])


def _given(one: Advice, _facts: dict[str, Any]) -> str:
    return _("New advice for %(place)s.") % {"place": one.participation.place}


def _answered(one: Advice, facts: dict[str, Any]) -> str:
    state = facts.get("state", "")
    label = AdviceState(state).label if state in AdviceState.values else state
    return _("%(place)s has answered your advice: %(state)s.") % {
        "place": one.participation.place, "state": str(label).lower(),
    }  # fmt: skip


def _with_place(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("participation__place")


kinds.register("advice_given", Advice, _given, select=_with_place)
kinds.register("advice_answered", Advice, _answered, select=_with_place)
