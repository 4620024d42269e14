"""What the timeline's page shows: the picture, the same as a table, and what cannot be drawn.

Two questions to the database, however many actions there are; table and list are written as
strings, since a template for each of two hundred rows would take longer than all the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dates import short_date
from core.policy import allowed
from people.models import User
from places.models import Participation
from plans.blockers import lock_reason
from plans.models import Action, ActionState, Dependency
from plans.timeline.drawing import TimelineRow, describe, height_of, timeline_svg
from plans.words import Words, words_of

#: What fits on the first printed sheet under the page's heading, in units of the picture.
FIRST_SHEET = 476


def rows_of(participation: Participation) -> list[TimelineRow]:
    """The plan's actions in their order: by goal, those without one last."""
    needs: dict[int, list[int]] = {}
    links = Dependency.objects.filter(action__participation=participation).order_by("pk")
    for action, needed in links.values_list("action_id", "needs_id"):
        needs.setdefault(action, []).append(needed)
    actions = (
        Action.objects.filter(participation=participation)
        .order_by(F("goal__order").asc(nulls_last=True), "goal_id", "order", "pk")
        .values_list(
            "pk", "title", "state", "goal__title", "starts_on", "ends_on", "done_on",
            "responsible", "organisation__name",
        )
    )  # fmt: skip
    return [
        TimelineRow(
            key=pk, title=title, state=state, goal=goal or "", starts_on=starts_on,
            ends_on=ends_on, done_on=done_on, responsible=responsible or organisation or "",
            needs=tuple(needs.get(pk, ())),
        )
        for pk, title, state, goal, starts_on, ends_on, done_on, responsible, organisation
        in actions
    ]  # fmt: skip


def context(participation: Participation, user: User, today: dt.date) -> dict[str, Any]:
    """What templates/plans/timeline/page.html needs."""
    rows = rows_of(participation)
    words = words_of(participation.programme)
    told = _Told(participation.pk, today)
    drawn = [row for row in rows if row.is_drawn]
    return {
        "words": words,
        "any_action": bool(rows),
        "svg": timeline_svg(rows, today=today, title=_("Timeline of the plan")),
        "is_long": height_of(drawn) > FIRST_SHEET,
        "summary": describe(drawn, today),
        "table": told.table(rows, words),
        "undrawn": told.undrawn(row for row in rows if not row.is_drawn),
        "may_edit": allowed(user, "plans.edit", participation) and not lock_reason(participation),
    }


class _Told:
    """Writes rows in words. Each day is put into words once: two hundred rows share few."""

    def __init__(self, participation: int, today: dt.date) -> None:
        self.url = reverse("plans:actions", args=[participation])  # an action stands under it
        self.today = today
        self.states = {state.value: str(state.label) for state in ActionState}
        self.day = cache(short_date)

    def table(self, rows: list[TimelineRow], words: Words) -> SafeString:
        """The rows of the table that says what the picture shows."""
        titles = {row.key: escape(row.title) for row in rows}
        late = f' <span class="flag stop">{escape(_("Overdue"))}</span>'
        heads = (
            words.action, words.goal, _("State"), _("Responsible"), _("Start"), _("End"),
            pgettext("actions", "Waits for"),
        )  # fmt: skip
        parts = ["<thead><tr>"]
        parts += [f'<th scope="col">{escape(head)}</th>' for head in heads]
        parts.append("</tr></thead><tbody>")
        for row in rows:
            done = row.finished_on
            ended = self.day(done or row.ends_on)
            waits = ", ".join(titles[key] for key in row.needs if key in titles)
            parts.append(
                f'<tr><th scope="row">{self._link(row)}</th><td>{escape(row.goal)}</td>'
                f"<td>{escape(self.states[row.state])}"
                f"{late if row.is_overdue(self.today) else ''}</td>"
                f"<td>{escape(row.responsible)}</td>"
                f'<td class="nowrap">{escape(self.day(row.starts_on))}</td>'
                f'<td class="nowrap">{escape(ended)}</td><td>{waits}</td></tr>'
            )
        parts.append("</tbody>")
        return mark_safe("".join(parts))

    def undrawn(self, rows: Iterable[TimelineRow]) -> SafeString:
        """List items: the actions without an end, and those that were dropped."""
        return mark_safe(
            "".join(
                f'<li class="list-row"><span>{self._link(row)}</span>'
                f'<span class="soft">{escape(self._why(row))}</span></li>'
                for row in rows
            )
        )

    def _why(self, row: TimelineRow) -> str:
        if row.state == ActionState.DROPPED:
            return self.states[row.state]
        facts = {"state": self.states[row.state], "day": self.day(row.starts_on)}
        if row.starts_on is None:
            return _("%(state)s, no dates yet") % facts
        if row.starts_on <= self.today:
            return _("%(state)s, since %(day)s, no end set") % facts
        return _("%(state)s, starts %(day)s, no end set") % facts

    def _link(self, row: TimelineRow) -> str:
        return f'<a href="{self.url}{row.key}/">{escape(row.title)}</a>'
