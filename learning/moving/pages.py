"""What the pages of a place's method show."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, OuterRef, Q, Subquery

from core.policy import allowed
from core.web.lists import PER_PAGE, ShortPaginator
from learning.models import MethodMove, MoveState
from learning.moving.forms import RefuseForm
from learning.moving.merging import merge
from learning.moving.services import newer
from people.models import User
from places.models import ItemState, Participation
from programmes.models import MethodVersion, Programme


def of_place(participation: Participation, user: User) -> dict[str, Any]:
    """The version by which a place works, newer ones, and when it went over."""
    moves = list(participation.moves.select_related("before", "after", "proposed_by", "decided_by"))
    waiting = next((one for one in moves if one.state == MoveState.PROPOSED), None)
    may_decide = allowed(user, "learning.decide_move", participation)
    return {
        "version": participation.method_version,
        "newer": newer(participation),
        "moves": [one for one in moves if one.state != MoveState.PROPOSED],
        "waiting": waiting,
        "found": merge(participation, waiting.after) if waiting else None,
        "may_propose": allowed(user, "learning.propose_move", participation),
        "may_decide": bool(waiting and may_decide and waiting.proposed_by_id != user.pk),
        "own": bool(waiting and waiting.proposed_by_id == user.pk),
        "refuse_form": RefuseForm(),
    }


def snapshots(move: MethodMove) -> dict[str, Any]:
    """Both checklists of a move, as they were frozen."""
    states = dict(ItemState.choices)
    return {
        "move": move,
        "sides": [
            side | {"lines": [line | {"said": states[line["state"]]} for line in side["lines"]]}
            for side in (move.snapshot_before, move.snapshot_after)
            if side
        ],
    }


def of_programme(programme: Programme, user: User, page: str | None) -> dict[str, Any]:
    """The places of a programme by the version they work by, those behind first."""
    last = (
        MethodVersion.objects.published()
        .filter(method=OuterRef("method_version__method"))
        .order_by()
        .values("method")
        .annotate(last=Max("number"))
        .values("last")
    )
    waiting = MethodMove.objects.filter(
        participation=OuterRef("pk"), state=MoveState.PROPOSED
    ).values("after__number")
    rows = (
        Participation.objects.visible_to(user)
        .filter(Q(status="active") | Q(status="candidate"), programme=programme)
        .select_related("place", "method_version")
        .annotate(last=Subquery(last), waits=Subquery(waiting[:1]))
        .order_by("method_version__number", "place__name")
    )
    return {"page": ShortPaginator(rows, PER_PAGE).get_page(page)}
