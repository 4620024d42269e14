"""What shows actions: the list and a save in it, the page of one, the board, "my actions"."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import audit
from core.dates import time_of_day
from core.money import money
from core.policy import allowed
from core.uploads import ACCEPT
from people.models import User
from places.checklist.history import entry
from places.models import Participation
from plans.actions.filters import Filters, quick_links, selects
from plans.actions.forms import ROW_FIELDS, RowForm, StateForm
from plans.actions.rows import Rows, actions_of, flags_of, period
from plans.actions.values import people_of
from plans.blockers import LIVING, is_living, lock_reason
from plans.funding.gap import Gap, add_up, gap_of_actions
from plans.models import CLOSED, RUNNING, Action, ActionState, Dependency, Goal
from plans.words import words_of
from programmes.models import PlanForm, Programme


@dataclass(slots=True)
class Group:
    """Actions under a heading, such as a goal. `sums` says how far they are."""

    key: str
    title: str
    sums: str = ""
    rows: list[Action] = field(default_factory=list)
    add_url: str = ""


def list_context(
    participation: Participation, user: User, query: Mapping[str, str]
) -> dict[str, Any]:
    """The list of actions. The address filters it; `?order=1` shows the buttons of the order."""
    words = words_of(participation.programme)
    goals = list(participation.goals.only("title", "participation_id"))
    rows = list(actions_of(participation))
    gaps = gap_of_actions(participation)
    filters = Filters.read(query, goals)
    shown = list(filter(filters.passes(user.pk), rows)) if filters.query else rows
    may = allowed(user, "plans.edit", participation) and is_living(participation)
    lock = lock_reason(participation)
    url = reverse("plans:actions", args=[participation.pk])
    groups = _groups(participation, goals, shown, rows, gaps, add=may and not lock)
    if filters.query:
        groups = [group for group in groups if group.rows]
    return {
        "participation": participation,
        "words": words,
        "lock": lock,
        "editable": may,
        "open": not lock,
        "may_add": may,
        "may_order": may and not lock and len(rows) > 1,
        "ordering": may and not lock and query.get("order") == "1",
        "count": len(rows),
        "shown": len(shown),
        "groups": groups,
        "gaps": gaps,
        "filters": filters,
        "quick": quick_links(rows, filters, user.pk, url),
        "selects": selects(rows, filters, goals, words.goal),
        "sums": sums_text(rows, gaps, participation),
        "people": [str(person) for person in people_of(participation)] if may else [],
        "actions_url": url,
        "add_url": reverse("plans:action_add", args=[participation.pk]),
        "add_label": add_label(participation.programme),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }


def add_label(programme: Programme) -> str:
    """The button for a new action, in the programme's words."""
    if programme.plan_form == PlanForm.LOCAL_PLAN:
        return pgettext("local development plan", "Add a project")
    return pgettext("action plan", "Add an action")


def sums_text(rows: Sequence[Action], gaps: Mapping[int, Gap], participation: Participation) -> str:
    """How far some actions are: how many are done, what they cost, what is missing."""
    currency = participation.programme.currency
    counted = [row for row in rows if row.state not in _UNCOUNTED]
    total = add_up(gaps[row.pk] for row in counted if row.pk in gaps)
    parts = []
    if counted:
        done = sum(row.state == "done" for row in counted)
        said = ngettext("%(done)d of %(total)d done", "%(done)d of %(total)d done", len(counted))
        parts.append(said % {"done": done, "total": len(counted)})
    ideas = sum(row.state == "idea" for row in rows)
    if ideas:
        parts.append(ngettext("%(count)d idea", "%(count)d ideas", ideas) % {"count": ideas})
    if total.cost:
        parts.append(_("costs %(sum)s") % {"sum": money(total.cost, currency)})
    if total.missing:
        said = pgettext("money for an action", "%(sum)s missing")
        parts.append(said % {"sum": money(total.missing, currency)})
    return " · ".join(parts)


#: What is no promise (yet, or any more): not counted among what is to be done.
_UNCOUNTED = (str(ActionState.IDEA), str(ActionState.DROPPED))


def _groups(
    participation: Participation,
    goals: Sequence[Goal],
    shown: Sequence[Action],
    rows: Sequence[Action],
    gaps: Mapping[int, Gap],
    *,
    add: bool,
) -> list[Group]:
    """One group a goal in their order, then what has no goal. Sums are of all, shown or not."""
    here: dict[int | None, list[Action]] = defaultdict(list)
    every: dict[int | None, list[Action]] = defaultdict(list)
    for row in shown:
        here[row.goal_id].append(row)
    for row in rows:
        every[row.goal_id].append(row)
    url = reverse("plans:action_add", args=[participation.pk])
    groups = [
        Group(
            str(goal.pk), goal.title, sums_text(every[goal.pk], gaps, participation),
            here[goal.pk], f"{url}?goal={goal.pk}" if add else "",
        )
        for goal in goals
    ]  # fmt: skip
    if every[None]:
        groups.append(
            Group(
                "none", without_goal(every[None]), sums_text(every[None], gaps, participation),
                here[None],
            )
        )  # fmt: skip
    return groups


def without_goal(rows: Sequence[Action]) -> str:
    """The heading of what has no goal: mostly ideas."""
    return _("Ideas") if all(row.state == "idea" for row in rows) else _("Not placed yet")


def saved_answer(participation: Participation, action: Action) -> dict[str, Any]:
    """What the page needs to show a save: the row as it now is, and the sums around it."""
    rows, gaps = list(actions_of(participation)), gap_of_actions(participation)
    row = next(one for one in rows if one.pk == action.pk)
    said = Rows(participation.programme.currency)
    group = [one for one in rows if one.goal_id == row.goal_id]
    return {
        "version": row.version,
        "time": time_of_day(),
        "values": said.values(row),
        "state": row.state,
        "words": said.words(row),
        "flags": flags_of(row),
        "missing": said.missing(gaps.get(row.pk)),
        "sums": {
            "plan": sums_text(rows, gaps, participation),
            str(row.goal_id or "none"): sums_text(group, gaps, participation),
        },
    }


def row_values(values: Mapping[str, Any]) -> dict[str, str]:
    """Stored values as they stand in the fields of a row."""
    return {name: _written(values[name]) for name in ROW_FIELDS}


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value or "")


def failed_row(
    action: Action,
    form: RowForm,
    errors: dict[str, list[str]],
    *,
    theirs: Mapping[str, str] | None = None,
    version: int | None = None,
) -> dict[str, Any]:
    """A row that was not saved, as the template draws it: all that was sent is in its fields.

    After a conflict it carries the stored version: sent again, what stands in it holds.
    """
    sent = {name: str(form.data.get(name, "")) for name in ROW_FIELDS}
    shown = dict(theirs or {})
    if shown:
        shown["state"] = str(ActionState(shown["state"]).label)
    return {
        "pk": action.pk,
        "version": version or form.data.get("version", action.version),
        "title": action.title,
        "state": sent["state"],
        "reason": sent["state_reason"],
        "responsible": sent["responsible"],
        "start": sent["starts_on"],
        "end": sent["ends_on"],
        "cost": sent["cost"],
        "errors": errors | {"all": errors.get("all") or errors.get("version") or []},
        "theirs": [
            (form.fields[name].label, shown[name])
            for name in ROW_FIELDS
            if theirs and theirs[name] != sent[name]
        ],
    }


#: Lines of the history that are shown; the place's history has all.
HISTORY_LINES = 30


def action_context(
    action: Action, user: User, *, state_form: StateForm | None = None
) -> dict[str, Any]:
    """The page of an action; `state_form` is one that was refused."""
    participation = action.participation
    may = may_write(action, user)
    needs, needed_by = _around(action)
    return {
        "participation": participation,
        "words": words_of(participation.programme),
        "action": action,
        "flags": flags_of(action, needs),
        "period": period(action.starts_on, action.ends_on),
        "needs": needs,
        "needed_by": needed_by,
        "partners": list(action.partners.order_by("sector", "name").values_list("name", "sector")),
        "documents": list(action.documents.select_related("uploaded_by")),
        "history": [entry(event) for event in _history(action)],
        "may_edit": may,
        "may_see_email": allowed(user, "plans.edit", participation),
        "lock": lock_reason(participation),
        "state_form": state_form or _state_form(action),
        "accept": ACCEPT,
    }


def _around(action: Action) -> tuple[list[Action], list[Action]]:
    """What it waits for, and what waits for it. One question."""
    rows = list(
        Dependency.objects.filter(Q(action=action) | Q(needs=action)).select_related(
            "action", "needs"
        )
    )
    needs = [row.needs for row in rows if row.action_id == action.pk]
    needed_by = [row.action for row in rows if row.needs_id == action.pk]
    return sorted(needs, key=_in_order), sorted(needed_by, key=_in_order)


def _in_order(action: Action) -> tuple[int, int]:
    return action.order, action.pk


def may_write(action: Action, user: User) -> bool:
    """Whether the user may change this action now. Before the gate only ideas are written."""
    participation = action.participation
    if not allowed(user, "plans.edit", participation) or not is_living(participation):
        return False
    return action.state == ActionState.IDEA or not lock_reason(participation)


def _state_form(action: Action) -> StateForm:
    names = ("state", "state_reason", "version")
    return StateForm(initial={name: getattr(action, name) for name in names})


def _history(action: Action) -> list[Any]:
    lines = audit.history(action.participation).filter(
        verb__startswith="action.", facts__action=action.pk
    )
    return list(lines[:HISTORY_LINES])


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


#: What was done stays in sight for so many days.
DONE_DAYS = 30


def responsible_for(user: User) -> QuerySet[Action]:
    """The user's actions at places that he or she sees: by account, or by the own address."""
    # "Not empty" so that the index of addresses serves.
    mine = Q(responsible_user=user) | Q(
        ~Q(responsible_email=""),
        responsible_user__isnull=True,
        responsible_email__iexact=user.email,
    )
    return Action.objects.filter(
        mine,
        participation__in=Participation.objects.visible_to(user),
        participation__status__in=LIVING,
    )


def my_context(user: User, today: dt.date) -> dict[str, Any]:
    """What templates/plans/my/page.html needs. One question for the actions."""
    since = today - dt.timedelta(days=DONE_DAYS)
    shown = ~Q(state__in=CLOSED) | Q(state=ActionState.DONE, done_on__gte=since)
    found = (
        responsible_for(user)
        .filter(shown)
        .select_related("participation__place", "participation__programme", "goal")
        .order_by(F("ends_on").asc(nulls_last=True), "participation__place__name", "pk")
    )
    actions = list(found)
    done = [action for action in actions if action.state == ActionState.DONE]
    resting = (ActionState.IDEA, ActionState.PAUSED)
    groups = [
        Group("overdue", _("Overdue"), rows=[action for action in actions if action.is_late]),
        Group(
            "next",
            pgettext("actions", "Next"),
            rows=[action for action in actions if action.state in RUNNING and not action.is_late],
        ),
        Group(
            "later", _("Ideas and paused"), rows=[one for one in actions if one.state in resting]
        ),
        Group(
            "done",
            _("Done in the last 30 days"),
            rows=sorted(done, key=lambda action: action.done_on or today, reverse=True),
        ),
    ]
    return {"groups": [group for group in groups if group.rows], "late": len(groups[0].rows)}


def moves_of(action: Action, user: User) -> list[tuple[str, str]]:
    """The steps that are asked for most, if the user may; all others are on the action's page."""
    participation = action.participation
    if not allowed(user, "plans.edit", participation) or lock_reason(participation):
        return []
    done = (ActionState.DONE.value, _("Mark as done"))
    start = (ActionState.UNDER_WAY.value, _("Mark as under way"))
    return {
        ActionState.PLANNED.value: [done, start],
        ActionState.UNDER_WAY.value: [done],
        ActionState.PAUSED.value: [start],
        ActionState.DONE.value: [(ActionState.UNDER_WAY.value, _("Not done yet"))],
    }.get(action.state, [])
