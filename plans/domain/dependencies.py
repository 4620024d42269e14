"""What an action waits for: set together, and never in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.models import Participation
from plans.blockers import lock_plan
from plans.domain.action_rules import refuse_locked
from plans.models import Action, Dependency


def set_needs(*, action: Action, needs: Iterable[Action], by: User) -> Action:
    """Let the action wait for exactly these others; setting what is there changes nothing.

    Refusals: plan_locked and those of `checked_needs`.
    """
    participation = action.participation
    require(by, "plans.edit", participation)
    with transaction.atomic():
        participation = lock_plan(participation)
        action = Action.objects.get(pk=action.pk)
        refuse_locked(participation, action.state)
        wanted = checked_needs(participation, action, needs)
        if wanted != list(needs_of(action)):
            action.version += 1
            action.save(update_fields=["version", "updated_at"])
            write_needs(action, participation, wanted, by=by)
    return action


def needs_of(action: Action) -> QuerySet[Action]:
    """What the action waits for."""
    return Action.objects.filter(needed_by_rows__action=action).order_by("pk")


def checked_needs(
    participation: Participation, action: Action, needs: Iterable[Action]
) -> list[Action]:
    """The others as they are to be stored.

    The caller holds the plan's lock, so that two people cannot close a circle from two sides.
    Refusals: other_place, needs_itself, circle (names the way round in words).
    """
    wanted = sorted(set(needs), key=lambda other: other.pk)
    if any(other.participation_id != participation.pk for other in wanted):
        raise Refusal(
            "other_place", _("An action can only wait for one of the same place."), field="needs"
        )
    if action in wanted:
        raise Refusal("needs_itself", _("An action cannot wait for itself."), field="needs")
    edges = {**_edges(participation.pk), action.pk: [other.pk for other in wanted]}
    circle = find_circle(edges, action.pk)
    if circle:
        titles = dict(Action.objects.filter(pk__in=circle).values_list("pk", "title"))
        raise Refusal("circle", _circle_text([titles[pk] for pk in circle]), field="needs")
    return wanted


def write_needs(
    action: Action, participation: Participation, wanted: list[Action], *, by: User
) -> None:
    """Store what was checked, and tell the trail."""
    Dependency.objects.filter(action=action).exclude(needs__in=wanted).delete()
    there = set(action.needs_rows.values_list("needs_id", flat=True))
    Dependency.objects.bulk_create(
        Dependency(action=action, needs=other) for other in wanted if other.pk not in there
    )
    audit.record("action.needs", participation, by=by, action=action.pk, title=action.title)


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
