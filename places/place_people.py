"""Everybody around a place, in one question.

Roles, working group, commitments, the last contacts, and what the gate asks for.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection
from django.utils import timezone

from core.prepared import keeping_cursor
from people.models import Assignment, Role, Sector, User
from places.models import CoachingEntry, CoachingKind, Commitment, GroupMember, Participation
from programmes.models import Gate, GateCriterion

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


@dataclass(frozen=True)
class Contact:
    """A coaching contact. `private` is for those who may read private notes."""

    kind: str
    by: str
    on: dt.date
    next_done: bool
    shared: str
    private: str
    next_text: str
    next_on: dt.date | None

    @property
    def label(self) -> str:
        """What kind of contact it was."""
        return str(CoachingKind(self.kind).label)


@dataclass
class People:
    """Everybody around a place. `criteria`: the parts that each criterion of the gate names."""

    roles: list[Person] = field(default_factory=list)
    members: list[GroupMember] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    criteria: list[list[str]] = field(default_factory=list)

    @property
    def sectors(self) -> list[tuple[str, int]]:
        """The working group's sectors with the number of members of each."""
        counts = Counter(member.sector for member in self.members)
        return [
            (str(Sector(value).label), counts[value]) for value in Sector.values if counts[value]
        ]


def people_of(participation: Participation) -> People:
    """Roles, working group and commitments that hold today; the last contacts; the criteria."""
    today = timezone.localdate()
    pk = participation.pk
    with keeping_cursor(connection) as cursor:
        cursor.execute(_question(), [pk, today, today, pk, pk, pk, participation.method_version_id])
        # Contacts newest first and criteria in their order, by the branches' own numbers.
        rows = sorted(cursor.fetchall(), key=lambda row: row[-1])
    people = People()
    for kind, value, name, more, day, mark, *texts, next_on, _order in rows:
        if kind == "role":
            people.roles.append(Person(value, name or more, bool(mark)))
        elif kind == "member":
            people.members.append(GroupMember(sector=value, name=name, task=more))
        elif kind == "commitment":
            people.commitments.append(Commitment(sector=value, person=name, given_on=_day(day)))
        elif kind == "contact":
            fields: list[Any] = [value, name or more, _day(day), bool(mark), *texts, _day(next_on)]
            people.contacts.append(Contact(*fields))
        else:
            people.criteria.append(json.loads(value))
    order = [*Role.values]
    people.roles.sort(key=lambda one: (order.index(one.role), one.stand_in, one.name))
    return people


def _day(value: Any) -> Any:
    """SQLite answers a date of a union as text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


@cache
def _question() -> str:
    """Five tables at once, in plain SQL.

    The place page asks it each time, and the query builder takes five times as long to write
    the parts as the database to answer them. Table names and placeholders only.
    """
    none = "'', '', '', CAST(NULL AS date)"
    return f"""
        SELECT 'role', a.role, u.name, u.email, CAST(NULL AS date), a.stand_in, {none}, a.id
          FROM {Assignment._meta.db_table} a JOIN {User._meta.db_table} u ON u.id = a.user_id
         WHERE a.participation_id = %s AND a.starts_on <= %s
           AND (a.ends_on IS NULL OR a.ends_on >= %s)
        UNION ALL
        SELECT 'member', m.sector, m.name, m.task, NULL, FALSE, {none}, m.id
          FROM {GroupMember._meta.db_table} m
         WHERE m.participation_id = %s AND m.left_on IS NULL
        UNION ALL
        SELECT 'commitment', c.sector, c.person, '', c.given_on, FALSE, {none}, c.id
          FROM {Commitment._meta.db_table} c
         WHERE c.participation_id = %s AND c.withdrawn_on IS NULL
        UNION ALL
        SELECT * FROM (
            SELECT 'contact', e.kind, w.name, w.email, e."on", e.next_done_on IS NOT NULL,
                   e.shared, e.private, e.next_text, e.next_on,
                   ROW_NUMBER() OVER (ORDER BY e."on" DESC, e.id DESC) AS number
              FROM {CoachingEntry._meta.db_table} e
              JOIN {User._meta.db_table} w ON w.id = e.by_id
             WHERE e.participation_id = %s
             ORDER BY number LIMIT {CONTACTS_SHOWN}
        ) last_contacts
        UNION ALL
        SELECT 'criterion', CAST(q.parts AS text), '', '', NULL, FALSE, {none}, q."order"
          FROM {GateCriterion._meta.db_table} q JOIN {Gate._meta.db_table} g ON g.id = q.gate_id
         WHERE g.version_id = %s
    """  # noqa: S608
