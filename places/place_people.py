"""Everybody around a place: roles, working group, commitments, in one question."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.utils import timezone

from people.models import Sector, User
from places.models import Assignment, Commitment, GroupMember, Participation, Role


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


def people_of(participation: Participation) -> People:
    """Roles, working group and commitments that hold today."""
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(
            _question(), [participation.pk, today, today, participation.pk, participation.pk]
        )
        rows = cursor.fetchall()
    people = People([], [], [])
    for kind, value, name, more, day, stand_in in rows:
        if kind == "role":
            people.roles.append(Person(value, name or more, bool(stand_in)))
        elif kind == "member":
            people.members.append(GroupMember(sector=value, name=name, task=more))
        else:
            people.commitments.append(Commitment(sector=value, person=name, given_on=_day(day)))
    order = [*Role.values]
    people.roles.sort(key=lambda one: (order.index(one.role), one.stand_in, one.name))
    return people


def _day(value: dt.date | str) -> dt.date:
    """SQLite answers a date of a union as text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


@cache
def _question() -> str:
    """Three tables at once, in plain SQL.

    The place page asks it each time, and the query builder takes five times as long to write
    the three parts as the database to answer them. Table names and placeholders only.
    """
    return f"""
        SELECT 'role', a.role, u.name, u.email, CAST(NULL AS date), a.stand_in
          FROM {Assignment._meta.db_table} a JOIN {User._meta.db_table} u ON u.id = a.user_id
         WHERE a.participation_id = %s AND a.starts_on <= %s
           AND (a.ends_on IS NULL OR a.ends_on >= %s)
        UNION ALL
        SELECT 'member', m.sector, m.name, m.task, CAST(NULL AS date), FALSE
          FROM {GroupMember._meta.db_table} m
         WHERE m.participation_id = %s AND m.left_on IS NULL
        UNION ALL
        SELECT 'commitment', c.sector, c.person, '', c.given_on, FALSE
          FROM {Commitment._meta.db_table} c
         WHERE c.participation_id = %s AND c.withdrawn_on IS NULL
    """  # noqa: S608
