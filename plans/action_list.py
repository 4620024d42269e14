"""What the list of actions shows, collected in a fixed number of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.money import money
from core.policy import allowed
from people.models import User
from places.models import Participation
from plans.action_filters import Filters, quick_links, selects
from plans.action_rows import actions_of
from plans.blockers import is_living, lock_reason
from plans.domain.action_rules import people_of
from plans.funding.gap import Gap, add_up, gap_of_actions
from plans.models import Action, ActionState, Goal
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
    return _("Ideas") if all(row.state == "idea" for row in rows) else _("Without a goal")
