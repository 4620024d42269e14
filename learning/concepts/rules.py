"""Who may do what with concept cards (django-rules predicates)."""

from __future__ import annotations

import rules

from learning.models import Concept, ConceptUse
from learning.teams.rules import facilitates
from people.models import User
from places.models import Participation


@rules.predicate
def writes_at(user: User, participation: Participation | None) -> bool:
    """Whether the user writes cards of the team: who works there or leads the laboratory."""
    return participation is not None and (
        rules.has_perm("places.tick", user, participation)
        or facilitates(user, participation.programme)
    )


@rules.predicate
def writes(user: User, concept: Concept | None) -> bool:
    """The same, asked of a card."""
    return concept is not None and writes_at(user, concept.participation)


@rules.predicate
def photographs(user: User, concept: Concept | None) -> bool:
    """Whether the user adds photos of the area, where the card's photo is kept."""
    return concept is not None and bool(
        rules.has_perm("places.add_photos", user, concept.participation)
    )


@rules.predicate
def uses_it(user: User, use: ConceptUse | None) -> bool:
    """Whether the user works with the plan into which the card was taken."""
    return use is not None and bool(rules.has_perm("plans.edit", user, use.participation))


@rules.predicate
def reads_second(user: User, concept: Concept | None) -> bool:
    """Whether the user leads the card's laboratory; who has written it is refused by the verb."""
    return concept is not None and facilitates(user, concept.participation.programme)


rules.add_perm("learning.view_concept", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("learning.make_concept", writes_at)
rules.add_perm("learning.write_concept", writes)
rules.add_perm("learning.photograph_concept", photographs)
rules.add_perm("learning.review_concept", reads_second)
rules.add_perm("learning.tell_use", uses_it)
