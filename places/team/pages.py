"""What the page "People and time" shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import (
    local_day,
    short_date,
    span,
)
from core.policy import allowed
from people.models import Assignment, Decline, Role, User
from people.models.organisation import THREE_SECTORS
from places.clock import clock_months, months_used, support_end
from places.models import ClockChange, ClockKind, Participation, ParticipationStatus
from places.team.forms import (
    CommitmentForm,
    EndForm,
    ExtensionForm,
    InviteForm,
    MemberForm,
    PauseForm,
)
from places.team.services import may_name_stand_in, roles_given_by
from programmes.models import Programme
from programmes.words import role_word

#: The order in which roles are shown: who is responsible first.
ORDER = (Role.PROCESS_LEADER, Role.COACH, Role.MUNICIPALITY_CONTACT, Role.MEMBER, Role.OBSERVER)
#: So many coaches are the aim, so that they can cover for each other.
COACHES_WANTED = 2
#: For so many days a declined role stands among those that are held.
DECLINE_SHOWN = 30


@dataclass(frozen=True, slots=True)
class RoleRow:
    """Somebody's role. `end_form` is None where the reader may not end it."""

    assignment: Assignment
    label: str
    state: str
    end_form: Form | None
    opened: bool
    #: How the person declined, when he or she did.
    decline: Decline | None = None

    @property
    def is_past(self) -> bool:
        """Whether it belongs to the history; a new refusal is shown to who must act on it."""
        shown_from = timezone.localdate() - timedelta(days=DECLINE_SHOWN)
        if self.decline is not None:
            return local_day(self.decline.at) < shown_from
        return self.state == "past"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A pause or extension in words."""

    change: ClockChange
    title: str


def context(
    participation: Participation, user: User, drafts: Mapping[str, Form] | None = None
) -> dict[str, Any]:
    """Everything the page needs. `drafts` are forms that were sent and not accepted, by name."""
    drafts = drafts or {}
    may_manage = allowed(user, "places.manage_group", participation)
    return {
        "participation": participation,
        "tab": "people",
        "drafts": drafts,
        "may_manage": may_manage,
        "may_see_sums": may_manage,
        "may_mark_test": allowed(user, "places.manage_clock", participation),
        **_roles(participation, user, drafts),
        **_members(participation),
        **_commitments(participation),
        **_support(participation),
        **_forms(participation, user, drafts, may_manage=may_manage),
    }


def _members(participation: Participation) -> dict[str, Any]:
    members = list(participation.members.select_related("organisation", "user"))
    here = [member for member in members if member.left_on is None]
    sectors = {member.sector for member in here}
    return {
        "members": here,
        "members_left": [member for member in members if member.left_on],
        "sectors_missing": [str(one.label) for one in THREE_SECTORS if one not in sectors],
    }


def _commitments(participation: Participation) -> dict[str, Any]:
    commitments = list(participation.commitments.select_related("organisation"))
    return {
        "commitments": [one for one in commitments if one.withdrawn_on is None],
        "commitments_withdrawn": [one for one in commitments if one.withdrawn_on],
    }


def _support(participation: Participation) -> dict[str, Any]:
    changes = list(participation.clock_changes.select_related("by"))
    return {
        "clock": clock_facts(participation, changes),
        "changes": [ChangeRow(change, _change_title(change)) for change in changes],
    }


def invite_form(participation: Participation, user: User, data: Any = None) -> InviteForm | None:
    """The form by which roles are given; None for those who may give none.

    Members of the working group are taken in by their own form, account included.
    """
    roles = [role for role in roles_given_by(user, participation) if role != Role.MEMBER]
    if not roles:
        return None
    if Role.COACH not in roles and may_name_stand_in(user, participation):
        roles = [*roles, Role.COACH]
    initial = {
        "role": Role.PROCESS_LEADER if Role.PROCESS_LEADER in roles else roles[0],
        "language": participation.programme.language,
        "starts_on": timezone.localdate(),
    }
    may_agree_sum = allowed(user, "places.manage_roles", participation)
    return InviteForm(
        data,
        roles=roles,
        programme=participation.programme,
        may_agree_sum=may_agree_sum,
        initial=initial,
        prefix="invite",
    )


def clock_facts(participation: Participation, changes: list[ClockChange]) -> dict[str, Any]:
    """The support in numbers and how its end comes about, line by line."""
    today = timezone.localdate()
    ends_on = support_end(participation, changes)
    paused = sum(change.days for change in changes)
    total = clock_months(participation, changes)
    added = total - participation.support_months
    lines = [
        ngettext(
            "%(count)s month from %(day)s",
            "%(count)s months from %(day)s",
            participation.support_months,
        )
        % {"count": participation.support_months, "day": short_date(participation.started_on)}
    ]
    if added:
        lines.append(
            ngettext("and %(count)s month of extension", "and %(count)s months of extension", added)
            % {"count": added}
        )
    if paused:
        lines.append(
            ngettext("and %(count)s day of pause", "and %(count)s days of pause", paused)
            % {"count": paused}
        )
    return {
        "ends_on": ends_on,
        "total": total,
        "used": months_used(total=total, ends_on=ends_on, on=today),
        "lines": lines,
        "paused_now": next((one.ends_on for one in changes if one.covers(today, today)), None),
        "ended": today > ends_on,
    }


def _forms(
    participation: Participation, user: User, drafts: Mapping[str, Form], *, may_manage: bool
) -> dict[str, Form | None]:
    """The forms that the reader may send."""
    today = timezone.localdate()
    forms: dict[str, Form | None] = {"invite_form": invite_form(participation, user)}
    if may_manage:
        forms["member_form"] = MemberForm(participation=participation, user=user, prefix="member")
        forms["commitment_form"] = CommitmentForm(
            participation=participation,
            user=user,
            prefix="commitment",
            initial={"given_on": today},
        )
    if allowed(user, "places.manage_clock", participation) and _under_way(participation):
        forms["pause_form"] = PauseForm(prefix="pause")
        forms["extension_form"] = ExtensionForm(prefix="extension")
    sent = {f"{name}_form": form for name, form in drafts.items()}
    return {name: sent.get(name, form) for name, form in forms.items()}


def _roles(
    participation: Participation, user: User, drafts: Mapping[str, Form]
) -> dict[str, list[Any]]:
    today = timezone.localdate()
    may_end = set(roles_given_by(user, participation))
    rows = []
    assignments = list(participation.assignments.select_related("user"))
    declines = _declines(participation, [one for one in assignments if one.ends_on])
    for assignment in assignments:
        state = _state(assignment, today)
        draft = drafts.get(f"end-{assignment.pk}")
        form = None
        if assignment.role in may_end and state != "past":
            form = draft or end_form(assignment)
        rows.append(
            RoleRow(
                assignment,
                role_word(participation.programme, assignment.role),
                state,
                form,
                draft is not None,
                declines.get(assignment.pk),
            )
        )
    rank = {role.value: number for number, role in enumerate(ORDER)}
    rows.sort(key=lambda row: (rank[row.assignment.role], row.assignment.starts_on))
    return {
        "roles_now": [row for row in rows if not row.is_past],
        "roles_past": [row for row in rows if row.is_past],
        "missing": _missing(rows, participation.programme),
    }


def _declines(participation: Participation, ended: list[Assignment]) -> dict[int, Decline]:
    """The refusal by which each of these roles ended, by the role's number."""
    if not ended:
        return {}
    found = Decline.objects.filter(
        region=participation.programme.region_id, user__in=[one.user_id for one in ended]
    )
    by_day: dict[tuple[int, date | None], Decline] = {
        (one.user_id, local_day(one.at) - timedelta(days=1)): one for one in found
    }
    return {
        one.pk: by_day[one.user_id, one.ends_on]
        for one in ended
        if (one.user_id, one.ends_on) in by_day
    }


def end_form(assignment: Assignment, data: Any = None) -> EndForm:
    """The form by which a role is ended."""
    day = max(timezone.localdate(), assignment.starts_on)
    return EndForm(
        data, prefix=f"end-{assignment.pk}", initial={"ends_on": assignment.ends_on or day}
    )


def _state(assignment: Assignment, today: date) -> str:
    if assignment.ends_on and assignment.ends_on < today:
        return "past"
    return "coming" if assignment.starts_on > today else "now"


def _missing(roles: list[RoleRow], programme: Programme) -> list[str]:
    """What is wanted and not there, in sentences."""
    now = [row.assignment.role for row in roles if row.state == "now"]
    missing, coach = [], {"role": role_word(programme, Role.COACH)}
    if Role.PROCESS_LEADER not in now:
        missing.append(_("Nobody leads the process yet."))
    if not now.count(Role.COACH):
        missing.append(_("%(role)s: nobody yet. Two can cover for each other.") % coach)
    elif now.count(Role.COACH) < COACHES_WANTED:
        missing.append(_("%(role)s: only one. Two can cover for each other.") % coach)
    if Role.MUNICIPALITY_CONTACT not in now:
        missing.append(_("The municipality has named no contact yet."))
    return missing


def _change_title(change: ClockChange) -> str:
    if change.kind == ClockKind.EXTENSION:
        months = change.months or 0
        return ngettext("%(count)s month more", "%(count)s months more", months) % {"count": months}
    return _("Pause %(days)s") % {"days": span(change.starts_on, change.ends_on)}


def _under_way(participation: Participation) -> bool:
    return participation.status in {ParticipationStatus.ACTIVE, ParticipationStatus.CANDIDATE}
