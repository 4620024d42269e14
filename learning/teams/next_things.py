"""What is next for a member: work of sessions, goals; what other slices add.

A slice registers a function of the team and the account; it asks a fixed number of questions:

    @register
    def of_experiments(team, user, today): return [Thing(title, text, due, url), …]
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import short_date
from learning.models import SessionDone, SessionPart, Team

if TYPE_CHECKING:
    from people.models import User
    from workshops.models import Workshop

#: Days after the due day on which work that is not done is still asked for.
LATE_DAYS = 30
#: Days before it from which it counts as near.
SOON_DAYS = 7
_FAR = dt.date.max


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to do. `due` None: whenever it suits."""

    title: str
    text: str
    due: dt.date | None
    url: str

    def level(self, today: dt.date) -> str:
        """How much it presses: stop when late, warn when near."""
        if self.due is None:
            return "info"
        if self.due < today:
            return "stop"
        return "warn" if self.due <= today + dt.timedelta(days=SOON_DAYS) else "info"

    def when(self, today: dt.date) -> str:
        """By when, in words."""
        if self.due is None:
            return ""
        if self.due < today:
            return _("Should have been done by %(date)s") % {"date": short_date(self.due)}
        return _("By %(date)s") % {"date": short_date(self.due)}


Find = Callable[[Team, "User", dt.date], Iterable[Thing]]
_finders: list[Find] = []


def register(find: Find) -> Find:
    """Let a slice add what is next."""
    _finders.append(find)
    return find


def next_things(
    team: Team,
    user: User,
    member: Any,
    sessions: Sequence[Workshop],
    today: dt.date,
) -> list[Thing]:
    """What waits for this member, the most pressing first. `sessions` come with their plans.

    `member` is what `members.member_of` gives: None for who is no member.
    """
    found = [thing for find in _finders for thing in find(team, user, today)]
    if member is not None:
        found += _work(team, member, sessions, today)
        found += _goals(team, member, sessions, today)
    return sorted(found, key=lambda thing: thing.due or _FAR)


def _work(team: Team, member: Any, sessions: Sequence[Workshop], today: dt.date) -> Iterable[Thing]:
    done = set(SessionDone.objects.filter(member=member).values_list("plan_id", "part"))
    earliest = today - dt.timedelta(days=LATE_DAYS)
    for session in sessions:
        plan = getattr(session, "session_plan", None)
        if plan is None:
            continue
        for part in SessionPart:
            text, due = getattr(plan, part), getattr(plan, f"{part}_due")
            over = part == SessionPart.PREPARATION and session.local_start.date() < today
            early = part == SessionPart.ASSIGNMENT and session.local_start.date() > today
            if not text or due < earliest or over or early or (plan.pk, part) in done:
                continue
            title = (
                _("Prepare “%(session)s”")
                if part == SessionPart.PREPARATION
                else _("Your assignment after “%(session)s”")
            ) % {"session": session.title}
            url = reverse("learning:session_work", args=[team.pk, session.pk, part])
            yield Thing(title, text, due, url)


def _goals(
    team: Team, member: Any, sessions: Sequence[Workshop], today: dt.date
) -> Iterable[Thing]:
    url = reverse("learning:goals", args=[team.pk])
    if not member.goals_written:
        yield Thing(
            _("Write what you want to learn"),
            _("In your own words, with where you stand today."),
            None,
            url,
        )
    last = max((session.local_start.date() for session in sessions), default=None)
    if last is not None and last <= today and member.goals_open:
        yield Thing(
            _("Look back at what you wanted to learn"),
            _("The sessions are over: where do you stand now?"),
            None,
            url,
        )
