"""What the place page shows, collected in a fixed number of queries whatever it holds."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, CharField, DateField, F, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from core.policy import allowed
from people.models import Sector, User
from places.checklist import (
    Tally,
    Target,
    facts_of,
    is_late,
    is_settled,
    lines_of,
    lock_of,
    next_lines,
    step_url,
)
from places.domain import attention
from places.domain.attention import Kind
from places.models import (
    Assignment,
    Commitment,
    GateState,
    GroupMember,
    ItemOrigin,
    Participation,
    Role,
    StepItem,
)
from places.readiness import Facts, Part, readiness
from places.rules import roles_on
from programmes.models import Step

#: Lines named on the page as next; the rest is on the steps' pages.
NEXT_SHOWN = 5
CONTACTS_SHOWN = 3


@dataclass(frozen=True)
class Person:
    """Somebody in a role on the place."""

    role: str
    name: str
    stand_in: bool

    @property
    def label(self) -> str:
        """The role's name."""
        return str(Role(self.role).label)


@dataclass
class People:
    """Everybody around a place."""

    roles: list[Person]
    members: list[GroupMember]
    commitments: list[Commitment]

    @property
    def sectors(self) -> list[tuple[str, int]]:
        """The working group's sectors with the number of members of each."""
        counts = Counter(member.sector for member in self.members)
        return [
            (str(Sector(value).label), counts[value]) for value in Sector.values if counts[value]
        ]


def context(participation: Participation, *, user: User) -> dict[str, Any]:
    """The context of the place page for this user."""
    lines = list(lines_of(participation))
    steps = steps_of(participation, lines)
    people = people_of(participation)
    parts = _readiness(participation, lines, steps, people)
    may_tick = allowed(user, "places.tick", participation)
    upcoming = next_lines(participation, lines)
    return {
        "participation": participation,
        "tab": "overview",
        "cards": cards(participation, lines, people, parts, user=user),
        "next_lines": [_next(participation, line) for line in upcoming[:NEXT_SHOWN]],
        "more_lines": max(0, len(upcoming) - NEXT_SHOWN),
        "primary": primary(participation, upcoming, parts, user=user),
        "may_tick": may_tick,
        "steps": _steps(participation, steps, lines),
        "parts": parts,
        "parts_done": sum(1 for part in parts if part.done),
        "people": people,
        "contacts": _contacts(participation, user),
        "may_log": allowed(user, "places.log_contact", participation),
        "may_export": allowed(user, "places.export", participation),
        "files": sum(line.file_count for line in lines),
    }


def steps_of(participation: Participation, lines: Sequence[StepItem]) -> list[Step]:
    """The method's steps in order: those of the lines, asked for only when one has no line."""
    found = {line.step_id: line.step for line in lines}
    if len(found) == len(participation.progress):
        return list(found.values())
    return list(Step.objects.filter(version=participation.method_version_id))


def people_of(participation: Participation) -> People:
    """Roles, working group and commitments that hold today, read with one query."""
    none = Cast(Value(None), DateField())
    no = Value(False, output_field=BooleanField())
    roles = (
        Assignment.objects.active()
        .filter(participation=participation)
        .order_by()
        .values_list(_text("role"), "role", "user__name", "user__email", none, "stand_in")
    )
    members = (
        GroupMember.objects.filter(participation=participation, left_on__isnull=True)
        .order_by()
        .values_list(_text("member"), "sector", "name", "task", none, no)
    )
    commitments = (
        Commitment.objects.filter(participation=participation, withdrawn_on__isnull=True)
        .order_by()
        .values_list(_text("commitment"), "sector", "person", _text(""), F("given_on"), no)
    )
    people = People([], [], [])
    for kind, value, name, more, day, stand_in in roles.union(
        members, commitments, all=True
    ).order_by():
        if kind == "role":
            people.roles.append(Person(value, name or more, bool(stand_in)))
        elif kind == "member":
            people.members.append(GroupMember(sector=value, name=name, task=more))
        else:
            people.commitments.append(Commitment(sector=value, person=name, given_on=day))
    order = [*Role.values]
    people.roles.sort(key=lambda one: (order.index(one.role), one.stand_in, one.name))
    return people


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _readiness(
    participation: Participation, lines: list[StepItem], steps: list[Step], people: People
) -> list[Part]:
    if participation.gate_state not in {GateState.CLOSED, GateState.RETURNED}:
        return []
    facts = Facts(participation)
    # Cached properties of Facts: what is read already is not read again.
    facts.__dict__.update(
        items=lines,
        steps={step.key: step for step in steps},
        members=people.members,
        commitments=people.commitments,
    )
    return readiness(participation, facts)


def cards(
    participation: Participation,
    lines: Sequence[StepItem],
    people: People,
    parts: Sequence[Part],
    *,
    user: User,
) -> list[dict[str, str]]:
    """What needs this user here today, the most pressing first, as call cards."""
    today = timezone.localdate()
    roles = roles_on(user, participation)
    steers = not roles.isdisjoint({Role.COACH, "manager", "region_admin"})
    found = [
        _card(participation, flag)
        for flag in attention.reasons(attention_facts(participation), today)
        # A silence is the coach's to break; the place reads no reproach.
        if flag.kind != Kind.QUIET or steers
    ]
    late = [
        line
        for line in lines
        if is_late(line, today) and not lock_of(participation, line.step.order)
    ]
    late = [line for line in late if line.required and line.origin != ItemOrigin.CONDITION]
    if late:
        title = ngettext("%(count)d line is late", "%(count)d lines are late", len(late)) % {
            "count": len(late)
        }
        found.append(
            _made(
                "warn", _("Late"), title, late[0].text, step_url(participation, late[0].step.order)
            )
        )
    if (
        parts
        and all(part.done for part in parts)
        and allowed(user, "places.submit_gate", participation)
    ):
        url = reverse("places:gate", args=[participation.pk])
        text = _("All parts are there. Hand in, and the decision opens the next phase.")
        found.append(_made("ok", _("Gate"), _("Everything is ready for the gate"), text, url))
    if Role.MUNICIPALITY_CONTACT in roles and not _municipality_promised(people):
        url = reverse("places:people", args=[participation.pk])
        text = _("The gate asks for it in writing, with a person and a date.")
        found.append(
            _made("warn", _("Commitment"), _("The municipality's commitment is missing"), text, url)
        )
    return found


def attention_facts(participation: Participation) -> attention.Facts:
    """The participation's summary for `attention.reasons`."""
    columns = {name: getattr(participation, name) for name in attention.Facts._fields[:-1]}
    return attention.Facts(**columns, quiet_after_days=participation.programme.quiet_after_days)


def _municipality_promised(people: People) -> bool:
    return any(one.sector == Sector.MUNICIPALITY for one in people.commitments)


def _card(participation: Participation, flag: attention.Flag) -> dict[str, str]:
    name, arguments = {
        Kind.GATE: ("places:gate", [participation.pk]),
        Kind.RETURNED: ("places:gate", [participation.pk]),
        Kind.CONDITION: ("places:step", [participation.pk, max(1, participation.current_step)]),
        Kind.QUIET: ("places:coaching", [participation.pk]),
        Kind.NEXT: ("places:coaching", [participation.pk]),
        Kind.ENDING: ("places:people", [participation.pk]),
    }[Kind(flag.kind)]
    return _made(
        flag.level, str(Kind(flag.kind).label), flag.text, "", reverse(name, args=arguments)
    )


def _made(level: str, kind: str, title: str, text: str, url: str) -> dict[str, str]:
    return {"level": level, "kind": kind, "title": title, "text": text, "url": url}


def primary(
    participation: Participation, upcoming: Sequence[StepItem], parts: Sequence[Part], *, user: User
) -> Target | None:
    """The page's one button, by what this user is here for."""
    waiting = participation.gate_state == GateState.WAITING
    if waiting and allowed(user, "places.decide_gate", participation):
        return _to_gate(participation, _("Decide at the gate"))
    if waiting and allowed(user, "places.assess_gate", participation):
        return _to_gate(participation, _("Assess for the gate"))
    if allowed(user, "places.log_contact", participation):
        return Target(_("Log a contact"), reverse("places:coaching", args=[participation.pk]))
    if allowed(user, "places.tick", participation):
        return _local_primary(participation, upcoming, parts, user=user)
    return None


def _local_primary(
    participation: Participation, upcoming: Sequence[StepItem], parts: Sequence[Part], *, user: User
) -> Target | None:
    """The button of those who do the work on the spot."""
    required = [line for line in upcoming if line.required]
    ready = parts and not required and all(part.done for part in parts)
    if ready and allowed(user, "places.submit_gate", participation):
        return _to_gate(participation, _("Hand in at the gate"))
    if not upcoming:
        return None
    step = (required or upcoming)[0].step
    label = _("Go on with step %(order)s: %(title)s") % {"order": step.order, "title": step.title}
    return Target(label, step_url(participation, step.order))


def _to_gate(participation: Participation, label: str) -> Target:
    return Target(label, reverse("places:gate", args=[participation.pk]))


def _next(participation: Participation, line: StepItem) -> dict[str, Any]:
    return {
        "text": line.text,
        "step": line.step,
        "facts": " · ".join(facts_of(line)),
        "late": is_late(line),
        "condition": line.origin == ItemOrigin.CONDITION,
        "url": f"{step_url(participation, line.step.order)}?open={line.pk}#item-{line.pk}",
    }


def _steps(
    participation: Participation, steps: Sequence[Step], lines: Sequence[StepItem]
) -> list[dict[str, Any]]:
    return [
        _step(participation, step, [line for line in lines if line.step_id == step.pk])
        for step in steps
    ]


def _step(participation: Participation, step: Step, lines: Sequence[StepItem]) -> dict[str, Any]:
    lock = lock_of(participation, step.order)
    dues = [line.due_on for line in lines if line.due_on and line.required and not is_settled(line)]
    return {
        "order": step.order,
        "title": step.title,
        "url": step_url(participation, step.order),
        "state": participation.progress[step.order - 1 : step.order] or "a",
        "count": Tally.of(lines),
        "due": _due(min(dues)) if dues else "",
        "lock": lock[1] if lock and lock[0] == "gate_not_passed" else "",
        "gate_here": participation.gate_after == step.order,
    }


def _due(day: dt.date) -> str:
    return _("due %(day)s") % {"day": short_date(day)}


def _contacts(participation: Participation, user: User) -> list[dict[str, Any]]:
    """The last contacts; the private part only for those who may read it."""
    private = allowed(user, "places.read_private_notes", participation)
    entries = participation.coaching.select_related("by").order_by("-on", "-pk")[:CONTACTS_SHOWN]
    return [
        {
            "when": one.on,
            "title": one.get_kind_display(),
            "who": str(one.by),
            "text": one.shared,
            "private": one.private if private else "",
            "next_text": one.next_text if one.next_done_on is None else "",
            "next_on": one.next_on,
        }
        for one in entries
    ]
