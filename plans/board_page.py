"""What the board shows: a column a state, a card an action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.policy import allowed
from people.models import User
from places.models import Participation
from plans.action_filters import Filters, selects
from plans.action_rows import actions_of
from plans.blockers import lock_reason
from plans.models import Action, ActionState, Goal
from plans.words import words_of

#: The columns; what was dropped lies folded under them.
COLUMNS = (
    ActionState.IDEA, ActionState.PLANNED, ActionState.UNDER_WAY, ActionState.PAUSED,
    ActionState.DONE,
)  # fmt: skip
#: Filters that make sense beside columns by state.
_OFFERED = ("goal", "responsible", "theme")
#: The move that is asked for most: what the card offers first.
_NEXT = {
    ActionState.IDEA: ActionState.PLANNED,
    ActionState.PLANNED: ActionState.UNDER_WAY,
    ActionState.UNDER_WAY: ActionState.DONE,
    ActionState.PAUSED: ActionState.UNDER_WAY,
    ActionState.DONE: ActionState.UNDER_WAY,
    ActionState.DROPPED: ActionState.PLANNED,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A state with its actions, each with its place in the plan."""

    state: ActionState
    cards: list[tuple[int, Action]]

    @property
    def next(self) -> ActionState:
        """What a card of this column offers first."""
        return _NEXT[self.state]


def board_context(
    participation: Participation, user: User, query: Mapping[str, str], *, moved: int | None = None
) -> dict[str, Any]:
    """What templates/plans/board/page.html needs. The address narrows it.

    `moved` is the action whose move was refused: its card says why.
    """
    goals = list(participation.goals.only("title", "participation_id"))
    filters = _board_filters(query, goals)
    actions = list(actions_of(participation))
    shown = filters.passes(user.pk)
    # A card carries its place in the whole plan, so that a move puts it where it belongs.
    cards = [one for one in enumerate(actions) if shown(one[1]) or one[1].pk == moved]
    columns = {
        state: Column(state, [one for one in cards if one[1].state == state])
        for state in ActionState
    }
    words = words_of(participation.programme)
    offered = selects(actions, filters, goals, words.goal)
    closed = lock_reason(participation)
    may_edit = allowed(user, "plans.edit", participation)
    return {
        "words": words,
        "any_action": bool(actions),
        "columns": [columns[state] for state in COLUMNS],
        "dropped": columns[ActionState.DROPPED],
        "selects": [one for one in offered if one.name in _OFFERED and len(one.choices) > 1],
        "query": filters.query,
        "closed": closed,
        "may_move": may_edit and not closed,
        "may_add": may_edit,
        "states": ActionState.choices,
        "moved": moved,
    }


def card_context(
    participation: Participation, query: Mapping[str, str], action_id: int
) -> dict[str, Any]:
    """One card alone, drawn anew after its move."""
    cards = enumerate(actions_of(participation))
    rank, action = next(one for one in cards if one[1].pk == action_id)
    return {
        "participation": participation,
        "column": Column(ActionState(action.state), []),
        "rank": rank,
        "action": action,
        "query": _board_filters(query, participation.goals.all()).query,
        "may_move": True,
        "states": ActionState.choices,
    }


def _board_filters(query: Mapping[str, str], goals: Iterable[Goal]) -> Filters:
    """Those that the board offers: what it does not must not narrow it unseen."""
    return replace(Filters.read(query, goals), state="", overdue="", priority="", doer="")
