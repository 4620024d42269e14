"""Who may do what with the directory (django-rules predicates)."""

from __future__ import annotations

import rules

from learning.models import DirectoryImport, DirectoryKeeper, PublicFunction, Question
from people.models import Region, User
from people.rules import runs_region_of, runs_somewhere


@rules.predicate
def keeps_directory(
    user: User, thing: PublicFunction | DirectoryKeeper | DirectoryImport | Region | None
) -> bool:
    """Whether the user runs the region of the entry; without one: any region."""
    if thing is None:
        return bool(runs_somewhere(user))
    return runs_region_of(user, thing.pk if isinstance(thing, Region) else thing.region_id)


@rules.predicate
def keeps_answer(user: User, question: Question | None) -> bool:
    """Whether the user runs the region that answered, and may keep the answer for others."""
    if question is None:
        return False
    return runs_region_of(user, question.participation.programme.region_id)


rules.add_perm("learning.view_directory", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("learning.keep_directory", keeps_directory)
rules.add_perm("learning.keep_answer", keeps_answer)
