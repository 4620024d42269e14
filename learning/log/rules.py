"""Who may do what with experiments."""

from __future__ import annotations

import rules

from learning.models import Experiment, ExperimentComment
from learning.teams.queries import facilitated
from people.models import User
from people.scope import scope_of
from places import rules as places
from places.models import Participation


def _participation(thing: Participation | Experiment | ExperimentComment) -> Participation:
    if isinstance(thing, ExperimentComment):
        return thing.experiment.participation
    return thing if isinstance(thing, Participation) else thing.participation


@rules.predicate
def writes_it(user: User, thing: Participation | Experiment | ExperimentComment | None) -> bool:
    """Whether the user works in the team."""
    return thing is not None and bool(rules.has_perm("places.tick", user, _participation(thing)))


@rules.predicate
def moderates_it(user: User, thing: Participation | Experiment | ExperimentComment | None) -> bool:
    """Whether the user facilitates or runs the programme."""
    if thing is None:
        return False
    one = _participation(thing)
    return places.runs(user, one) or one.programme_id in facilitated(user)


@rules.predicate
def shares_rooms(user: User, thing: Experiment | None) -> bool:
    """Whether the user is of the laboratory in which the experiment is shared, or of its team."""
    if thing is None:
        return False
    scope = scope_of(user)
    programmes = scope.place_programmes | scope.run_programmes | frozenset(scope.posts)
    return thing.participation.programme_id in programmes


rules.add_perm("learning.view_experiments", places.anybody_here)
rules.add_perm("learning.view_experiment", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("learning.write_experiment", writes_it)
rules.add_perm("learning.share_experiment", writes_it | moderates_it)
rules.add_perm("learning.publish_experiment", moderates_it)
rules.add_perm("learning.comment_experiment", shares_rooms)
rules.add_perm("learning.moderate_experiment", moderates_it)
