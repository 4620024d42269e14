"""Who may do what with the research log: researchers of the programme, while their post lasts."""

from __future__ import annotations

import rules

from learning.models import Informant, ResearchEntry
from learning.models.research import researched_by
from people.models import User
from people.scope import scope_of
from programmes.models import Programme


@rules.predicate
def researches(user: User, thing: Programme | Informant | ResearchEntry | None) -> bool:
    """Whether the user follows the programme as a researcher today."""
    if thing is None:
        return False
    programme = thing.pk if isinstance(thing, Programme) else thing.programme_id
    return programme in researched_by(scope_of(user))


rules.add_perm("learning.keep_research", researches)
