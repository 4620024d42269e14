"""Who may do what with themes and analyses (django-rules predicates)."""

from __future__ import annotations

from typing import Any

import rules

from people.models import ProgrammePost, User
from people.scope import scope_of
from places.models import Participation
from places.rules import anybody_here, coaches, leads, runs, works
from programmes.models import Programme
from programmes.rules import runs_programme
from themes.models import Theme
from themes.queries import READERS


def _holds(*posts: str) -> Any:
    @rules.predicate(name="holds_" + "_or_".join(posts))
    def has(user: User, programme: Programme | None) -> bool:
        return programme is not None and scope_of(user).holds(programme, *posts)

    return has


@rules.predicate
def codes_it(user: User, theme: Theme | None) -> bool:
    """Whether the user codes in the theme's room: its place, or its programme."""
    if theme is None:
        return False
    if theme.participation is not None:
        return bool(codes_at_place(user, theme.participation))
    return bool(codes_in_programme(user, theme.programme))


codes_in_programme: Any = runs_programme | _holds(ProgrammePost.ANALYST)
codes_at_place: Any = works | coaches | runs


@rules.predicate
def reads_at_place(user: User, participation: Participation | None) -> bool:
    """Whether the user has a role at the place or reads its programme's themes by a post."""
    return participation is not None and (
        bool(anybody_here(user, participation))
        or scope_of(user).holds(participation.programme, *READERS)
    )


rules.add_perm("themes.view_in_programme", runs_programme | _holds(*READERS))
rules.add_perm("themes.code_in_programme", codes_in_programme)
rules.add_perm("themes.add_voice_in_programme", codes_in_programme | _holds(ProgrammePost.TEAM))
rules.add_perm("themes.view_at_place", reads_at_place)
rules.add_perm("themes.code_at_place", codes_at_place)
rules.add_perm("themes.add_voice_at_place", codes_at_place)
rules.add_perm("themes.view", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("themes.code", codes_it)
rules.add_perm("themes.write_analysis", codes_at_place)
rules.add_perm("themes.present_analysis", leads | coaches | runs)
