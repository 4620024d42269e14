"""Who may do what with questions (django-rules predicates)."""

from __future__ import annotations

import rules

from learning.models import Question
from learning.models.question import teams_of
from people.models import User
from people.scope import scope_of
from places import rules as places
from places.models import Participation


def _place(thing: Participation | Question) -> Participation:
    return thing if isinstance(thing, Participation) else thing.participation


@rules.predicate
def asks(user: User, thing: Participation | Question | None) -> bool:
    """Whether the user works at the place or stands for its municipality."""
    test = places.works | places.represents_municipality
    return thing is not None and bool(test(user, _place(thing)))


@rules.predicate
def advises(user: User, thing: Participation | Question | None) -> bool:
    """Whether the user coaches the place or runs its programme."""
    return thing is not None and bool((places.coaches | places.runs)(user, _place(thing)))


@rules.predicate
def is_in_the_team(user: User, thing: Participation | Question | None) -> bool:
    """Whether the user is in the cross-sector team of the place's programme."""
    return thing is not None and _place(thing).programme_id in teams_of(scope_of(user))


rules.add_perm("learning.view_questions", asks | advises | is_in_the_team)
rules.add_perm("learning.ask", asks | advises)
rules.add_perm("learning.log_call", advises)
rules.add_perm("learning.answer_question", advises | is_in_the_team)
rules.add_perm("learning.follow_question", asks | advises | is_in_the_team)
rules.add_perm("learning.list_questions", rules.always_allow)  # visible_to() is the whole rule
