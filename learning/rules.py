"""Who may do what in learning (django-rules predicates)."""

from __future__ import annotations

import rules

from learning.models import Lesson, MethodMove
from people.models import User
from people.rules import runs_region_of
from places import rules as places
from places.models import Participation


def _participation(thing: Participation | Lesson | MethodMove) -> Participation:
    return thing if isinstance(thing, Participation) else thing.participation


@rules.predicate
def works_there(user: User, thing: Participation | Lesson | None) -> bool:
    """Whether the user works at the lesson's place, coaches it or runs its programme."""
    return thing is not None and bool(rules.has_perm("places.tick", user, _participation(thing)))


@rules.predicate
def edits_its_method(user: User, lesson: Lesson | None) -> bool:
    """Whether the user runs the region whose method the place worked by."""
    return lesson is not None and runs_region_of(user, lesson.step.version.method.region_id)


@rules.predicate
def runs_it(user: User, thing: Participation | MethodMove | None) -> bool:
    """Whether the user runs the place's programme."""
    return thing is not None and places.runs(user, _participation(thing))


@rules.predicate
def coaches_it(user: User, thing: Participation | MethodMove | None) -> bool:
    """Whether the user coaches the place."""
    return thing is not None and places.coaches(user, _participation(thing))


rules.add_perm("learning.view", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("learning.view_place", places.anybody_here)
rules.add_perm("learning.write", works_there)
rules.add_perm("learning.judge", edits_its_method)
rules.add_perm("learning.propose_move", runs_it | coaches_it)
rules.add_perm("learning.decide_move", runs_it | coaches_it)
