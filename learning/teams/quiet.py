"""Who is quiet: for each member the last entry, work done for sessions, sessions attended."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.addresses import normal_address
from learning.models import SessionDone, SessionPart, Team, TeamMember
from learning.teams.entries import last_entries
from learning.teams.services import laboratory_of
from learning.teams.sessions import members_of, sessions_of
from programmes.models import Programme
from workshops.models import Invitation, Workshop


@dataclass(frozen=True, slots=True)
class Row:
    """A member: how long since the last entry, what was done, which sessions were attended."""

    member: TeamMember
    last: dt.date | None
    done: int
    wanted: int
    came: int
    held: int
    quiet: bool
    no_account: bool

    @property
    def work(self) -> str:
        """How much of the sessions' work is done, in words."""
        return _("%(done)d of %(all)d") % {"done": self.done, "all": self.wanted}

    @property
    def attendance(self) -> str:
        """How many sessions the member came to, in words."""
        return _("%(done)d of %(all)d") % {"done": self.came, "all": self.held}


@dataclass(frozen=True, slots=True)
class TeamRows:
    """A team with its members, the quietest first."""

    team: Team
    last: dt.date | None
    rows: Sequence[Row]

    @property
    def quiet(self) -> int:
        """How many of them are quiet."""
        return sum(row.quiet for row in self.rows)


def overview(programme: Programme) -> dict[str, Any]:
    """All teams, those with most quiet members first. A constant number of statements."""
    today = timezone.localdate()
    members = list(
        members_of(programme.pk).select_related(
            "member__user", "member__organisation", "team__participation__place__municipality"
        )
    )
    sessions = list(sessions_of(laboratory_of(programme)).select_related("session_plan"))
    held = [one for one in sessions if one.starts_at <= timezone.now()]
    wanted = _wanted(sessions, today)
    done = Counter(
        member
        for plan, part, member in SessionDone.objects.filter(
            member__in=[one.pk for one in members]
        ).values_list("plan_id", "part", "member_id")
        if (plan, part) in wanted
    )
    came = _came(held, members)
    entries = last_entries({one.team_id for one in members})
    quiet_after = programme.quiet_after_days
    rows: dict[int, list[Row]] = {}
    for one in members:
        moment = entries.get((one.team_id, one.member.user_id)) if one.member.user_id else None
        last = timezone.localdate(moment) if moment else None
        since = last or timezone.localdate(one.created_at)
        rows.setdefault(one.team_id, []).append(
            Row(
                one,
                last,
                done[one.pk],
                len(wanted),
                came[one.pk],
                len(held),
                quiet=(today - since).days > quiet_after,
                no_account=one.member.user_id is None,
            )
        )
    teams = [_team_rows(one.team, rows[one.team_id]) for one in _first_of_each(members)]
    teams.sort(key=lambda one: (-one.quiet, one.team.name))
    return {"teams": teams, "days": quiet_after, "quiet": sum(one.quiet for one in teams)}


def sentence(quiet: int, days: int) -> str:
    """The finding in one sentence."""
    if not quiet:
        return _("Everybody has written something in the last %(days)d days.") % {"days": days}
    return ngettext(
        "%(count)d member has written nothing for more than %(days)d days.",
        "%(count)d members have written nothing for more than %(days)d days.",
        quiet,
    ) % {"count": quiet, "days": days}


def _wanted(sessions: Iterable[Workshop], today: dt.date) -> set[tuple[int, str]]:
    """Work whose day has come, by plan and part."""
    found = set()
    for session in sessions:
        plan = getattr(session, "session_plan", None)
        if plan is None:
            continue
        for part in SessionPart.values:
            due = getattr(plan, f"{part}_due")
            if getattr(plan, part) and due and due <= today:
                found.add((plan.pk, part))
    return found


def _came(held: Sequence[Workshop], members: Sequence[TeamMember]) -> Counter[int]:
    """To how many sessions each came: known by account, else by address. One question."""
    rows = Invitation.objects.filter(
        workshop__in=[one.pk for one in held], attended_at__isnull=False
    ).values_list("workshop_id", "user_id", "email")
    by_user = {one.member.user_id: one.pk for one in members if one.member.user_id}
    by_address = {
        normal_address(one.member.user.email): one.pk for one in members if one.member.user
    }
    found = set()
    for workshop, user, email in rows:
        member = by_user.get(user) or by_address.get(normal_address(email or ""))
        if member:
            found.add((workshop, member))
    return Counter(member for _workshop, member in found)


def _first_of_each(members: Iterable[TeamMember]) -> list[TeamMember]:
    return list({one.team_id: one for one in members}.values())


def _team_rows(team: Team, rows: list[Row]) -> TeamRows:
    ordered = sorted(
        rows, key=lambda row: (not row.quiet, row.last or dt.date.min, row.member.member.name)
    )
    last = max((row.last for row in rows if row.last), default=None)
    return TeamRows(team, last, ordered)
