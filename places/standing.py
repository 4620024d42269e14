"""What a user is here: every role he or she holds today, read with one query a request.

Menu, start page and portfolio all ask; the answer is kept on the user object for the length
of the request.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.utils import timezone

from core.prepared import keeping_cursor
from people.models import Assignment, ProgrammeRole, Region, RegionRole, Role
from people.rules import keep_run_region_ids
from places.models import Participation, Place
from programmes.models import Programme

REGION_ADMIN = "region_admin"
MANAGER = "manager"
#: Roles of people who work at one place.
LOCAL_ROLES = (Role.PROCESS_LEADER, Role.MEMBER, Role.MUNICIPALITY_CONTACT, Role.OBSERVER)
#: A role of the user that holds on the day: user, day, day.
_HELD = "r.user_id = %s AND r.starts_on <= %s AND (r.ends_on IS NULL OR r.ends_on >= %s)"
_ORDER = {name: number for number, name in enumerate((REGION_ADMIN, MANAGER, *Role.values))}


@dataclass(frozen=True, slots=True)
class Held:
    """One role.

    `where` names the region of an administrator or coach, a manager's programme, or a local
    person's place; `pk` is the id of that region, programme or participation. `region` is the
    id of the region in which it is.
    """

    role: str
    pk: int
    where: str
    region: int


@dataclass(frozen=True, slots=True)
class Standing:
    """All roles of one user today."""

    held: tuple[Held, ...] = ()
    #: Ids of the participations on which the user is coach.
    coached: frozenset[int] = frozenset()

    def has(self, *roles: str) -> bool:
        """Whether the user holds one of the roles somewhere."""
        return any(one.role in roles for one in self.held)

    def of(self, *roles: str) -> list[Held]:
        """The user's holdings of these roles."""
        return [one for one in self.held if one.role in roles]

    @property
    def runs(self) -> bool:
        """Whether the user administers a region or manages a programme."""
        return self.has(REGION_ADMIN, MANAGER)

    @property
    def follows(self) -> bool:
        """Whether the user looks after several places: runs a programme or coaches."""
        return self.has(REGION_ADMIN, MANAGER, Role.COACH)

    @property
    def coaches_only(self) -> bool:
        """Whether "my places" are those the user coaches, not a whole programme's."""
        return self.has(Role.COACH) and not self.runs

    def at(self, participation: int, programme: Programme) -> frozenset[str]:
        """The roles that reach a participation of this programme: what `roles_at` asks for."""
        found = {
            one.role
            for one in self.held
            if one.pk == (
                programme.region_id if one.role == REGION_ADMIN
                else programme.pk if one.role == MANAGER
                else participation
            )
            and one.role != Role.COACH
        }  # fmt: skip
        return frozenset(found | {Role.COACH.value} if participation in self.coached else found)

    @property
    def is_nobody(self) -> bool:
        """Whether the user has no role anywhere."""
        return not self.held


def standing(user: Any) -> Standing:
    """What the user is today; nobody for somebody not signed in."""
    if not user.is_authenticated:
        return Standing()
    kept = user.__dict__.get("_standing")
    if kept is None:
        kept = user.__dict__["_standing"] = _read(user)
        keep_run_region_ids(user, frozenset(one.region for one in kept.of(REGION_ADMIN, MANAGER)))
    return kept


def _read(user: Any) -> Standing:
    today = timezone.localdate()
    with keeping_cursor(connection) as cursor:
        cursor.execute(_question(), [user.pk, today, today] * 4)
        rows = cursor.fetchall()
    # A coach's region is named once, however many places he or she has in it.
    held = {Held(*row) for *row, _coached in rows}
    return Standing(
        tuple(sorted(held, key=lambda one: (_ORDER[one.role], one.where, one.pk))),
        frozenset(coached for *_row, coached in rows if coached is not None),
    )


@cache
def _question() -> str:
    """The roles that a user holds on a day, from three tables at once.

    Plain SQL: every page asks it, and the query builder would take ten times as long to
    write these four parts as the database to answer them. tests/places/test_standing.py
    compares it with `Period.active`.
    """
    tables = {
        "assignment": Assignment,
        "participation": Participation,
        "place": Place,
        "programme": Programme,
        "region": Region,
        "region_role": RegionRole,
        "programme_role": ProgrammeRole,
    }
    # Nothing of the request stands in the text: table names and placeholders only.
    return f"""
        SELECT 'region_admin', r.region_id, e.name, r.region_id, CAST(NULL AS bigint)
          FROM {{region_role}} r JOIN {{region}} e ON e.id = r.region_id WHERE {_HELD}
        UNION ALL
        SELECT 'manager', r.programme_id, g.name, g.region_id, NULL
          FROM {{programme_role}} r JOIN {{programme}} g ON g.id = r.programme_id WHERE {_HELD}
        UNION ALL
        SELECT r.role, g.region_id, e.name, g.region_id, p.id
          FROM {{assignment}} r JOIN {{participation}} p ON p.id = r.participation_id
          JOIN {{programme}} g ON g.id = p.programme_id JOIN {{region}} e ON e.id = g.region_id
         WHERE r.role = 'coach' AND {_HELD}
        UNION ALL
        SELECT r.role, p.id, l.name, g.region_id, NULL
          FROM {{assignment}} r JOIN {{participation}} p ON p.id = r.participation_id
          JOIN {{programme}} g ON g.id = p.programme_id JOIN {{place}} l ON l.id = p.place_id
         WHERE r.role <> 'coach' AND {_HELD}
    """.format(**{name: model._meta.db_table for name, model in tables.items()})  # noqa: S608


def roles_at(user: Any, participation: Participation) -> frozenset[str]:
    """All roles of the user that reach this participation today, in one statement.

    Those of `Role`, with `REGION_ADMIN` and `MANAGER` from the programme's side. Asked by
    every page and verb of a place; in plain SQL for the same reason as `standing`.
    """
    today = timezone.localdate()
    held = [user.pk, today, today]
    programme = participation.programme_id
    with keeping_cursor(connection) as cursor:
        cursor.execute(
            _roles_question(), [*held, participation.pk, *held, programme, *held, programme]
        )
        return frozenset(role for (role,) in cursor.fetchall())


@cache
def _roles_question() -> str:
    tables = {
        "assignment": Assignment,
        "programme": Programme,
        "region_role": RegionRole,
        "programme_role": ProgrammeRole,
    }
    return f"""
        SELECT r.role FROM {{assignment}} r WHERE {_HELD} AND r.participation_id = %s
        UNION ALL
        SELECT 'manager' FROM {{programme_role}} r WHERE {_HELD} AND r.programme_id = %s
        UNION ALL
        SELECT 'region_admin'
          FROM {{region_role}} r JOIN {{programme}} g ON g.region_id = r.region_id
         WHERE {_HELD} AND g.id = %s
    """.format(**{name: model._meta.db_table for name, model in tables.items()})  # noqa: S608
