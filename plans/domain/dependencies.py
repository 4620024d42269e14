"""What an action waits for: set together, and never in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import User
from plans.domain.action_rules import refuse_locked
from plans.domain.lock import lock_plan
from plans.models import Action, Dependency


def set_needs(
    *, action: Action, needs: Iterable[Action], by: User, version: int | None = None
) -> int:
    """Let the action wait for exactly these others; answers the action's version afterwards.

    Setting what is there changes nothing and answers the `version` that was given, if one was.
    The plan's lock is held, so that two people cannot close a circle from two sides. Refusals:
    plan_locked, other_place, needs_itself, circle (names the way round in words). Conflict:
    `version` is older than what is stored.
    """
    participation = action.participation
    require(by, "plans.edit", participation)
    with transaction.atomic():
        participation = lock_plan(participation)
        action = Action.objects.get(pk=action.pk)
        refuse_locked(participation, action.state)
        wanted = {other.pk for other in needs}
        edges = _edges(participation.pk)
        before = set(edges.get(action.pk, ()))
        if wanted == before:
            return action.version if version is None else version
        others = Action.objects.in_bulk(wanted | before)
        if any(other.participation_id != participation.pk for other in others.values()):
            raise Refusal(
                "other_place", _("An action can only wait for one of the same place."), field="goal"
            )
        if version is not None and version != action.version:
            raise _conflict(action, [others[pk] for pk in before], [others[pk] for pk in wanted])
        _refuse_circle(action, edges, wanted)
        Dependency.objects.filter(action=action).exclude(needs__in=wanted).delete()
        Dependency.objects.bulk_create(
            Dependency(action=action, needs_id=pk) for pk in sorted(wanted - before)
        )
        action.version += 1
        action.save(update_fields=["version", "updated_at"])
        audit.record("action.needs", participation, by=by, action=action.pk, title=action.title)
    return action.version


def _refuse_circle(action: Action, edges: Mapping[int, list[int]], wanted: set[int]) -> None:
    if action.pk in wanted:
        raise Refusal("needs_itself", _("An action cannot wait for itself."), field="needs")
    circle = find_circle({**edges, action.pk: sorted(wanted)}, action.pk)
    if circle:
        titles = dict(Action.objects.filter(pk__in=circle).values_list("pk", "title"))
        raise Refusal("circle", _circle_text([titles[pk] for pk in circle]), field="needs")


def _conflict(action: Action, theirs: list[Action], yours: list[Action]) -> Conflict:
    return Conflict(
        _("Somebody else has changed this action. Nothing is lost: choose which values to keep."),
        theirs={"needs": theirs}, yours={"needs": yours}, version=action.version,
    )  # fmt: skip


def find_circle(edges: Mapping[int, Sequence[int]], start: int) -> list[int]:
    """The way from `start` along what each waits for back to `start`; empty when there is none.

    `start` stands first and last. Walks without recursion: a plan may be a long chain.
    """
    came_from: dict[int, int] = {}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for there in edges.get(here, ()):
            if there == start:
                way = [start, here]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1] if here != start else [start, start]
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return []


def _edges(participation_id: int) -> dict[int, list[int]]:
    edges: dict[int, list[int]] = {}
    rows = Dependency.objects.filter(action__participation=participation_id)
    for action_id, needs_id in rows.values_list("action_id", "needs_id"):
        edges.setdefault(action_id, []).append(needs_id)
    return edges


def _circle_text(titles: list[str]) -> str:
    """The whole way round, so that one sees which arrow to take away."""
    steps = [
        _("“%(action)s” waits for “%(needs)s”") % {"action": action, "needs": needs}
        for action, needs in pairwise(titles)
    ]
    return _("That would be a circle, and nothing in it could start: %(way)s.") % {
        "way": "; ".join(steps)
    }
