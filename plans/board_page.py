"""What the board shows: a column a state, a card an action. A card can be drawn alone.

The cards are drawn from stencils; one with a message, after a move that was refused, is drawn
by its template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe

from core.addresses import address
from core.policy import allowed
from core.refusals import Conflict, Refusal
from core.stencils import stencil
from people.models import User
from places.models import Participation
from plans.action_filters import Filters, Select, selects
from plans.action_rows import ActionRow, late_text, period, read_rows
from plans.domain.lock import lock_reason
from plans.models import ActionState, Goal
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
    ActionState.IDEA.value: ActionState.PLANNED.value,
    ActionState.PLANNED.value: ActionState.UNDER_WAY.value,
    ActionState.UNDER_WAY.value: ActionState.DONE.value,
    ActionState.PAUSED.value: ActionState.UNDER_WAY.value,
    ActionState.DONE.value: ActionState.UNDER_WAY.value,
    ActionState.DROPPED.value: ActionState.PLANNED.value,
}
_CARD = "plans/board/card.html"


@dataclass(frozen=True, slots=True)
class Card:
    """An action as its card shows it. `rank` is its place in the plan."""

    pk: int
    rank: int
    title: str
    state: str
    goal: str
    responsible: str
    when: str
    late: str
    reason: str
    version: int
    url: str
    move_url: str


@dataclass(frozen=True, slots=True)
class Column:
    """A state with its cards, drawn."""

    state: str
    label: str
    count: int
    cards: SafeString


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a card says after a move that was refused: the reason, and both values of a conflict.

    `state` and `reason` are what was sent, `theirs` (label, reason) what is stored meanwhile.
    """

    message: str
    state: str
    reason: str
    theirs: tuple[str, str] | None = None

    @classmethod
    def of(cls, refusal: Refusal, state: str, reason: str = "") -> Trouble:
        """What a refused move says; of a conflict what is stored meanwhile."""
        theirs = None
        if isinstance(refusal, Conflict):
            label = dict(ActionState.choices)[str(refusal.theirs["state"])]
            theirs = (str(label), str(refusal.theirs["state_reason"]))
        return cls(str(refusal), state, reason, theirs)

    @property
    def state_label(self) -> str:
        """What the sender chose, in words."""
        return str(dict(ActionState.choices).get(self.state, ""))


class Board:
    """The board of a place as one reader sees it."""

    def __init__(self, participation: Participation, request: HttpRequest, user: User) -> None:
        self.participation = participation
        self.request = request
        self.user = user
        self.goals = list(
            Goal.objects.filter(participation=participation).only("pk", "title", "order")
        )
        self.filters = replace(
            Filters.read(request.GET, self.goals), state="", overdue="", priority="", doer=""
        )
        self.closed = lock_reason(participation)
        self.may_move = not self.closed and allowed(user, "plans.edit", participation)
        self._titles = {goal.pk: goal.title for goal in self.goals}
        order = {goal.pk: number for number, goal in enumerate(self.goals)}
        #: All actions in the plan's order; a card's rank is its place among them.
        self.rows = sorted(
            read_rows(participation), key=lambda row: order.get(row.goal_id or 0, len(order))
        )
        self._choices = {
            here: tuple(
                (value, str(label)) for value, label in ActionState.choices if value != here
            )
            for here in ActionState.values
        }
        self._ranks = {row.pk: rank for rank, row in enumerate(self.rows)}

    def context(self, troubled: Mapping[int, Trouble] | None = None) -> dict[str, Any]:
        """What templates/plans/board/page.html needs; `troubled` cards say what went wrong."""
        shown = filter(self.filters.passes(self.user.pk), self.rows)
        by_state: dict[str, list[SafeString]] = {state: [] for state in ActionState.values}
        for row in shown:
            by_state[row.state].append(self.draw(self._card(row), (troubled or {}).get(row.pk)))
        words = words_of(self.participation.programme)
        return {
            "participation": self.participation,
            "words": words,
            "any_action": bool(self.rows),
            "columns": [_column(state, by_state[state]) for state in COLUMNS],
            "dropped": _column(ActionState.DROPPED, by_state[ActionState.DROPPED]),
            "selects": self._selects(words.goal),
            "filtered": bool(self.filters.query),
            "closed": self.closed,
            "may_move": self.may_move,
            "may_add": allowed(self.user, "plans.edit", self.participation),
        }

    def card_of(self, action: int, trouble: Trouble | None = None) -> SafeString:
        """One card, drawn alone after a move. Raises KeyError for an action of another place."""
        return self.draw(self._card(self.rows[self._ranks[action]]), trouble)

    def state_of(self, action: int) -> str:
        """In which column an action stands now."""
        return self.rows[self._ranks[action]].state

    def _card(self, row: ActionRow) -> Card:
        numbers = (self.participation.pk, row.pk)
        return Card(
            pk=row.pk,
            rank=self._ranks[row.pk],
            title=row.title,
            state=row.state,
            goal=self._titles.get(row.goal_id or 0, ""),
            responsible=row.responsible or row.organisation,
            when="" if row.late else period(row.starts_on, row.ends_on),
            late=late_text(row.ends_on) if row.late and row.ends_on else "",
            reason=row.state_reason,
            version=row.version,
            url=address("plans:action", *numbers),
            move_url=address("plans:board_move", *numbers) + self.filters.query,
        )

    def draw(self, card: Card, trouble: Trouble | None = None) -> SafeString:
        """A card as HTML."""
        if trouble is not None:
            facts = {
                "card": card, "trouble": trouble, "may_move": True, "states": ActionState.choices,
                "chosen": trouble.state or _NEXT[card.state],
                "csrf_token": self._token,
            }  # fmt: skip
            return mark_safe(render_to_string(_CARD, facts))
        texts = ("goal", "responsible", "when", "late", "reason")
        slots = {
            f"card.{name}": getattr(card, name)
            for name in ("pk", "rank", "title", "version", "url", "move_url", *texts)
            if name not in texts or getattr(card, name)
        }
        values: dict[str, Any] = slots
        names = tuple(slots)
        if self.may_move:
            names += ("csrf_token",)
            values = slots | {"csrf_token": self._token}
        facts_ = (
            ("card.state", card.state),
            ("may_move", self.may_move),
            ("states", self._choices[card.state]),
            ("chosen", _NEXT[card.state]),
        )
        return stencil(_CARD, names, facts_).fill(values)

    @cached_property
    def _token(self) -> str:
        """One token for all forms of the page: a new mask for each takes as long as its card."""
        return get_token(self.request)

    def _selects(self, goal_word: str) -> list[Select]:
        offered = selects(self.rows, self.filters, self.goals, goal_word)
        return [one for one in offered if one.name in _OFFERED and len(one.choices) > 1]


def _column(state: ActionState, cards: list[SafeString]) -> Column:
    return Column(state.value, str(state.label), len(cards), mark_safe("".join(cards)))
