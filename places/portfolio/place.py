"""What the page of one place shows, collected in a fixed number of queries whatever it holds."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from django.db.models import DateField, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from core.policy import allowed
from core.prepared import Prepared, Slot
from people.models import Assignment, Role, Sector, User
from people.scope import MANAGER, REGION_ADMIN, scope_of
from places import attention, todos
from places.attention import Kind, Urgency
from places.lines import (
    GATE_NOT_PASSED,
    Line,
    StepOfLine,
    Tally,
    Target,
    blocker_of,
    facts_of,
    line_url,
    next_lines,
    read_lines,
    step_url,
)
from places.models import (
    CoachingEntry,
    Commitment,
    GateState,
    GroupMember,
    ItemOrigin,
    Participation,
)
from places.pages import first_page
from places.readiness import Facts, Part, readiness
from places.todos import Todo
from programmes.models import MethodVersion, Step
from programmes.words import role_word

#: Lines named on the page as next; the rest is on the steps' pages.
NEXT_SHOWN = 5
CONTACTS_SHOWN = 3


def context(participation: Participation, *, user: User) -> dict[str, Any]:
    """The context of the place page for this user."""
    lines = read_lines(participation)
    steps = steps_of(participation, lines)
    people = people_of(participation)
    parts = _readiness(participation, lines, steps, people)
    upcoming = next_lines(participation, lines)
    return {
        "participation": participation,
        "tab": "overview",
        "cards": todos.grouped(cards(participation, lines, people, parts, user=user)),
        "next_lines": [_next(participation, line) for line in upcoming[:NEXT_SHOWN]],
        "more_lines": max(0, len(upcoming) - NEXT_SHOWN),
        "primary": primary(participation, upcoming, parts, user=user),
        "may_tick": allowed(user, "places.tick", participation),
        "steps": _steps(participation, steps, lines),
        "parts": parts,
        "parts_done": sum(1 for part in parts if part.done),
        "people": people,
        "contacts": _contacts_question()(participation=participation.pk),
        "may_read_private": allowed(user, "places.read_private_notes", participation),
        "may_export": allowed(user, "places.export", participation),
        "method": _method(participation.method_version_id),
        "files": sum(line.file_count for line in lines),
    }


@lru_cache(maxsize=256)
def _method(version: int) -> str:
    # Kept: a published version keeps its title.
    return MethodVersion.objects.values_list("title", flat=True).get(pk=version)


def steps_of(participation: Participation, lines: Sequence[Line]) -> Sequence[Step | StepOfLine]:
    """The method's steps in order: those of the lines, asked for only when one has no line."""
    steps = {line.step_id: line.step for line in lines}
    if len(steps) == len(participation.progress):
        return list(steps.values())
    return list(Step.objects.filter(version=participation.method_version_id))


def _readiness(
    participation: Participation,
    lines: Sequence[Line],
    steps: Sequence[Step | StepOfLine],
    people: People,
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


def _next(participation: Participation, line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "step": line.step,
        "facts": " · ".join(facts_of(line)),
        "late": line.is_late,
        "condition": line.is_condition,
        "of_method": line.origin == ItemOrigin.METHOD,
        "url": line_url(participation, line.step.order, line.pk),
    }


def _steps(
    participation: Participation, steps: Sequence[Step | StepOfLine], lines: Sequence[Line]
) -> list[dict[str, Any]]:
    return [
        _step(participation, step, [line for line in lines if line.step_id == step.pk])
        for step in steps
    ]


def _step(
    participation: Participation, step: Step | StepOfLine, lines: Sequence[Line]
) -> dict[str, Any]:
    blocker = blocker_of(participation, step.order)
    dues = [line.due_on for line in lines if line.due_on and line.required and not line.is_settled]
    return {
        "order": step.order,
        "title": step.title,
        "url": step_url(participation, step.order),
        "state": participation.progress[step.order - 1 : step.order] or "a",
        "count": Tally.of(lines),
        "due": _("due %(day)s") % {"day": short_date(min(dues))} if dues else "",
        "lock": blocker.text if blocker == GATE_NOT_PASSED else "",
        "gate_here": participation.gate_after == step.order,
    }


# --- Everybody around the place


@dataclass(frozen=True)
class Person:
    """Somebody in a role on the place."""

    role: str
    name: str
    stand_in: bool
    label: str


@dataclass
class People:
    """Who has a role, is in the working group or has promised something today."""

    roles: list[Person] = field(default_factory=list)
    members: list[GroupMember] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)

    @property
    def sectors(self) -> list[tuple[str, int]]:
        """The working group's sectors with the number of members of each."""
        counts = Counter(member.sector for member in self.members)
        return [
            (str(Sector(value).label), counts[value]) for value in Sector.values if counts[value]
        ]


def people_of(participation: Participation) -> People:
    """Roles, working group and commitments that hold today, in one query."""
    people = People()
    rows = _people_question(timezone.localdate())(participation=participation.pk)
    for kind, value, name, email, day, stand_in in rows:
        if kind == "role":
            word = role_word(participation.programme, value)
            people.roles.append(Person(value, name or email, bool(stand_in), word))
        elif kind == "member":
            people.members.append(GroupMember(sector=value, name=name))
        else:
            people.commitments.append(Commitment(sector=value, person=name, given_on=day))
    order = Role.values
    people.roles.sort(key=lambda one: (order.index(one.role), one.stand_in, one.name))
    people.commitments.sort(key=lambda one: one.given_on)
    return people


def promises_of(participations: Collection[int]) -> dict[int, list[Commitment]]:
    """What the municipality has promised each of the places, by participation. One query."""
    found: dict[int, list[Commitment]] = {}
    rows = Commitment.objects.filter(
        participation__in=participations, sector=Sector.MUNICIPALITY, withdrawn_on__isnull=True
    )
    for one in rows.order_by("given_on", "pk"):
        found.setdefault(one.participation_id, []).append(one)
    return found


# Prepared: for the page that everybody opens first, Django takes longer to write these two
# questions than the database to answer them.


@lru_cache(maxsize=2)
def _people_question(today: dt.date) -> Prepared:
    here = Slot("participation")
    no_day = Value(None, output_field=DateField())
    no_mark, empty = Value(False), Value("")
    # Commitments first: their columns give those of the union their types.
    commitments = Commitment.objects.filter(participation=here, withdrawn_on__isnull=True)
    members = GroupMember.objects.filter(participation=here, left_on__isnull=True)
    roles = Assignment.objects.active(today).filter(participation=here)
    union = (
        commitments.order_by()
        .values_list(Value("commitment"), "sector", "person", empty, "given_on", no_mark)
        .union(
            members.order_by().values_list(
                Value("member"), "sector", "name", empty, no_day, no_mark
            ),
            roles.order_by().values_list(
                Value("role"), "role", "user__name", "user__email", no_day, "stand_in"
            ),
            all=True,
        )
    )
    return Prepared(union.order_by())


@cache
def _contacts_question() -> Prepared:
    entries = CoachingEntry.objects.filter(participation=Slot("participation"))
    return Prepared(entries.select_related("by")[:CONTACTS_SHOWN])


# --- What needs somebody, and the page's one button


def cards(
    participation: Participation,
    lines: Sequence[Line],
    people: People,
    parts: Sequence[Part],
    *,
    user: User,
) -> list[Todo]:
    """What needs this user here, the most pressing first."""
    return [
        *_attention(participation, user),
        *_late(participation, lines),
        *_ready(participation, parts, user),
        *_promise_missing(participation, people, user),
        *todos.of_place(participation, user),
    ]


def _attention(participation: Participation, user: User) -> Iterator[Todo]:
    """The reasons for which the portfolio names the place."""
    facts = attention.facts_of(participation)
    steers = {Role.COACH, MANAGER, REGION_ADMIN} & scope_of(user).roles_at(participation)
    for flag in attention.reasons(facts, timezone.localdate()):
        # A silence is the coach's to break; the place reads no reproach.
        if flag.kind != Kind.QUIET or steers:
            kind = Kind(flag.kind)
            where = _where(participation, kind)
            yield Todo(flag.level, str(kind.label), flag.text, "", where, flag.when)


def _where(participation: Participation, kind: Kind) -> str:
    if kind == Kind.CONDITION:
        return step_url(participation, max(1, participation.current_step))
    name = {
        Kind.GATE: "places:gate",
        Kind.RETURNED: "places:gate",
        Kind.QUIET: "places:coaching",
        Kind.NEXT: "places:coaching",
        Kind.ENDING: first_page("after", otherwise="places:people"),
    }[kind]
    return reverse(name, args=[participation.pk])


def _late(participation: Participation, lines: Sequence[Line]) -> Iterator[Todo]:
    """Required lines after their day. Conditions of the gate have a reason of their own."""
    late = [
        line
        for line in lines
        if line.required
        and not line.is_condition
        and line.is_late
        and not blocker_of(participation, line.step.order)
    ]
    if late:
        title = ngettext("%(count)d line is late", "%(count)d lines are late", len(late))
        url = step_url(participation, late[0].step.order)
        yield Todo("warn", _("Late"), title % {"count": len(late)}, late[0].text, url)


def _ready(participation: Participation, parts: Sequence[Part], user: User) -> Iterator[Todo]:
    if _all_done(parts) and allowed(user, "places.submit_gate", participation):
        title = _("Everything is ready for the gate")
        text = _("All parts are there. Hand in, and the decision opens the next phase.")
        url = reverse("places:gate", args=[participation.pk])
        yield Todo("ok", _("Gate"), title, text, url, Urgency.WEEK)


def _promise_missing(participation: Participation, people: People, user: User) -> Iterator[Todo]:
    promised = any(one.sector == Sector.MUNICIPALITY for one in people.commitments)
    if not promised and Role.MUNICIPALITY_CONTACT in scope_of(user).roles_at(participation):
        title = _("The municipality's commitment is missing")
        text = _("The gate asks for it in writing, with a person and a date.")
        url = reverse("places:people", args=[participation.pk])
        yield Todo("warn", _("Commitment"), title, text, url, Urgency.WEEK)


def _all_done(parts: Sequence[Part]) -> bool:
    return bool(parts) and all(part.done for part in parts)


def primary(
    participation: Participation, upcoming: Sequence[Line], parts: Sequence[Part], *, user: User
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
    participation: Participation, upcoming: Sequence[Line], parts: Sequence[Part], *, user: User
) -> Target | None:
    """The button of those who do the work on the spot."""
    required = [line for line in upcoming if line.required]
    ready = not required and _all_done(parts)
    if ready and allowed(user, "places.submit_gate", participation):
        return _to_gate(participation, _("Hand in at the gate"))
    if not upcoming:
        return None
    step = (required or upcoming)[0].step
    label = _("Go on with step %(order)s: %(title)s") % {"order": step.order, "title": step.title}
    return Target(label, step_url(participation, step.order))


def _to_gate(participation: Participation, label: str) -> Target:
    return Target(label, reverse("places:gate", args=[participation.pk]))
