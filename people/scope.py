"""Who may see and do what, told in one place: the scope of a user.

Every role that somebody holds today, and every task at a meeting, is read with one statement
and kept on the account in hand for the length of the request. `visible_to` of each model, the
predicates, the menu and the start pages ask the scope and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from core.prepared import Prepared, Slot
from people.models import (
    Assignment,
    Duty,
    ProgrammePost,
    ProgrammeRole,
    RegionRole,
    Role,
    Task,
)

REGION_ADMIN = "region_admin"
MANAGER = ProgrammePost.MANAGER.value
#: Before a post's name in the one question: a post and a task may have one name.
_POST = "post:"
_HOST = "host"
#: Roles of people who work at one place.
LOCAL_ROLES = (Role.PROCESS_LEADER, Role.MEMBER, Role.MUNICIPALITY_CONTACT, Role.OBSERVER)
_WIDEST_FIRST = {name: number for number, name in enumerate((REGION_ADMIN, MANAGER, *Role.values))}

type Roles = Mapping[int, frozenset[str]]


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


@dataclass(frozen=True)
class Scope:
    """All that one user is on a day, as ids; nothing for somebody who is not signed in."""

    on: dt.date | None = None
    #: The roles with their names, the widest first. Tasks at meetings are none.
    held: tuple[Held, ...] = ()
    #: Regions that the user administers.
    regions: frozenset[int] = frozenset()
    #: Programmes that the user manages.
    managed: frozenset[int] = frozenset()
    #: Regions that the user runs: administers, or manages a programme of.
    run_regions: frozenset[int] = frozenset()
    #: Programmes that the user runs: manages, or those of regions that he or she administers.
    run_programmes: frozenset[int] = frozenset()
    #: Participations with the user's roles there (values of `Role`).
    roles: Roles = field(default_factory=dict)
    #: What these participations belong to.
    places: frozenset[int] = frozenset()
    place_programmes: frozenset[int] = frozenset()
    place_regions: frozenset[int] = frozenset()
    #: Meetings, and whole series, with the user's tasks there (values of `Task`).
    meetings: Roles = field(default_factory=dict)
    series: Roles = field(default_factory=dict)
    #: Programmes with the user's posts there (values of `ProgrammePost`), but the manager's.
    posts: Roles = field(default_factory=dict)
    #: The names of these programmes.
    post_programmes: Mapping[int, str] = field(default_factory=dict)
    #: Programmes with the municipalities that the user coordinates there.
    coordinated: Mapping[int, frozenset[int]] = field(default_factory=dict)
    #: The same programmes with the organisations that are these municipalities there.
    hosts: Mapping[int, frozenset[int]] = field(default_factory=dict)
    #: Programmes of these meetings, series and posts: read, with their series and timeline.
    task_programmes: frozenset[int] = frozenset()

    def has(self, *roles: str) -> bool:
        """Whether the user holds one of the roles somewhere."""
        return any(one.role in roles for one in self.held)

    def participations(self, *roles: str) -> frozenset[int]:
        """Ids of the participations with one of the roles; without roles: with any."""
        if not roles:
            return frozenset(self.roles)
        return frozenset(pk for pk, held in self.roles.items() if not held.isdisjoint(roles))

    @property
    def coached(self) -> frozenset[int]:
        """Ids of the participations on which the user is coach."""
        return self.participations(Role.COACH)

    @property
    def runs(self) -> bool:
        """Whether the user administers a region or manages a programme."""
        return bool(self.run_regions)

    @property
    def follows(self) -> bool:
        """Whether the user looks after several places: runs a programme or coaches."""
        return self.has(REGION_ADMIN, MANAGER, Role.COACH)

    @property
    def coaches_only(self) -> bool:
        """Whether "my places" are those the user coaches, not a whole programme's."""
        return self.has(Role.COACH) and not self.runs

    @property
    def works_locally(self) -> bool:
        """Whether the user has roles, and none of them over several places."""
        return bool(self.held) and not self.follows

    @property
    def is_nobody(self) -> bool:
        """Whether the user has no role anywhere."""
        return not self.held

    @property
    def has_only_tasks(self) -> bool:
        """Whether the user has tasks at meetings or posts in programmes, and no other role."""
        return self.is_nobody and bool(self.meetings or self.series or self.posts)

    def holds(self, programme: Any, *posts: str) -> bool:
        """Whether the user has one of the posts in this `programmes.Programme`, or any of them.

        Without posts: any. Managing it, or administering its region, is asked by `runs_programme`.
        """
        held = self.posts.get(programme.pk, frozenset())
        return bool(held) if not posts else not held.isdisjoint(posts)

    def running(self, programme: Any) -> frozenset[str]:
        """By which roles the user runs this `programmes.Programme`."""
        found = {REGION_ADMIN} if programme.region_id in self.regions else set()
        return frozenset(found | {MANAGER} if programme.pk in self.managed else found)

    def runs_programme(self, programme: Any) -> bool:
        """Whether the user runs this `programmes.Programme`."""
        return bool(self.running(programme))

    def roles_at(self, participation: Any) -> frozenset[str]:
        """All roles that reach this `places.Participation`: those of `Role`, and of its programme.

        Asks nothing, unless the user runs something and the programme is not in hand.
        """
        here = self.roles.get(participation.pk, frozenset())
        return here | self.running(participation.programme) if self.runs else here

    def reaches(self, *, participation: int, programme: int, region: int) -> bool:
        """The same question by ids: whether any role reaches the participation."""
        return participation in self.roles or programme in self.managed or region in self.regions


NOBODY = Scope()


def scope_of(user: Any) -> Scope:
    """What the user is today; nobody for somebody who is not signed in."""
    if not user.is_authenticated:
        return NOBODY
    today = timezone.localdate()
    kept: Scope | None = user.kept_scope
    if kept is None or kept.on != today:
        rows = [_Row._make(row) for row in _prepared(today)(user=user.pk)]
        kept = user.kept_scope = _scope(today, rows)
    return kept


def forget_scope(*users: Any) -> None:
    """Read the scope anew when it is asked for next: each verb that changes roles says so.

    It names both the account whose role it is and the one that acts: they may be one person in
    two objects.
    """
    for user in users:
        if user is not None and user.is_authenticated:
            user.kept_scope = None


def scopes_of(users: Iterable[int], on: dt.date) -> dict[int, Scope]:
    """The scopes of accounts, by id, on a day. One statement for any number of them."""
    ids = list(users)
    rows: dict[int, list[_Row]] = {pk: [] for pk in ids}
    for row in map(_Row._make, _question(on, user__in=ids)):
        rows[row.user].append(row)
    return {pk: _scope(on, found) for pk, found in rows.items()}


class _Row(NamedTuple):
    """A role or task. What it is held at, and what that belongs to, differs by role."""

    user: int
    role: str
    where: str
    at: int | None
    programme: int | None
    region: int
    place: int


@lru_cache(maxsize=2)
def _prepared(on: dt.date) -> Prepared:
    """The question for one account, written once a day.

    Every page asks it; the benchmark's lines `place_page` and `meeting_page` need it so.
    """
    return Prepared(_question(on, user=Slot("user")))


def _question(on: dt.date, **whose: Any) -> QuerySet[Any]:
    """All roles on the day and all tasks, as the columns of `_Row`."""
    assignments = Assignment.objects.active(on).values_list(
        "user_id",
        "role",
        Case(
            When(role=Role.COACH, then=F("participation__programme__region__name")),
            default=F("participation__place__name"),
        ),
        "participation_id",
        "participation__programme_id",
        "participation__programme__region_id",
        "participation__place_id",
    )
    posts = ProgrammeRole.objects.active(on).values_list(
        "user_id",
        Case(When(role=MANAGER, then=Value(MANAGER)), default=Concat(Value(_POST), F("role"))),
        "programme__name", "programme_id", "programme_id", "programme__region_id",
        Coalesce("municipality_id", Value(0)),
    )  # fmt: skip
    # A row for each organisation that is a coordinator's municipality in the programme.
    hosts = ProgrammeRole.objects.active(on).filter(
        role=ProgrammePost.COORDINATOR, municipality__partners__programme=F("programme")
    ).values_list(
        "user_id", Value(_HOST), "programme__name", "programme_id", "programme_id",
        "programme__region_id", "municipality__partners__organisation_id",
    )  # fmt: skip
    # A row for each programme of the region, and one for a region without.
    administrators = RegionRole.objects.active(on).values_list(
        "user_id", Value(REGION_ADMIN), "region__name", "region_id", "region__programmes",
        "region_id", "pk",
    )  # fmt: skip
    duties = Duty.objects.values_list(
        "user_id", "task", "name", "workshop_id", "series_id", "pk",
        Coalesce("workshop__programme_id", "series__programme_id"),
    )  # fmt: skip
    first, *others = (
        rows.filter(**whose).order_by()
        for rows in (assignments, posts, hosts, administrators, duties)
    )
    return first.union(*others, all=True).order_by()


def _scope(on: dt.date, rows: list[_Row]) -> Scope:
    admin = [row for row in rows if row.role == REGION_ADMIN]
    manager = [row for row in rows if row.role == MANAGER]
    local = [row for row in rows if row.role in Role]
    tasks = [row for row in rows if row.role in Task]
    posts = [row for row in rows if row.role.startswith(_POST)]
    own = [row for row in posts if row.role == _POST + ProgrammePost.COORDINATOR]
    hosts = [row for row in rows if row.role == _HOST]
    # A coach's region is named once, however many places he or she has in it.
    held = {
        Held(row.role, row.region if row.role == Role.COACH else row.at or 0, row.where, row.region)
        for row in (*admin, *manager, *local)
    }
    return Scope(
        on=on,
        held=tuple(sorted(held, key=lambda one: (_WIDEST_FIRST[one.role], one.where, one.pk))),
        regions=frozenset(row.region for row in admin),
        managed=frozenset(row.programme for row in manager if row.programme),
        run_regions=frozenset(row.region for row in (*admin, *manager)),
        run_programmes=frozenset(row.programme for row in (*admin, *manager) if row.programme),
        roles=_by_id((row.at, row.role) for row in local),
        places=frozenset(row.place for row in local),
        place_programmes=frozenset(row.programme for row in local if row.programme),
        place_regions=frozenset(row.region for row in local),
        meetings=_by_id((row.at, row.role) for row in tasks),
        series=_by_id((row.programme, row.role) for row in tasks),  # the series stands there
        posts=_by_id((row.programme, row.role.removeprefix(_POST)) for row in posts),
        post_programmes={row.programme: row.where for row in posts if row.programme},
        coordinated=_by_id((row.programme, row.place) for row in own),  # the municipality
        hosts=_by_id((row.programme, row.place) for row in hosts),  # the organisation
        # The programme of a task stands there.
        task_programmes=frozenset([row.place for row in tasks] + [row.at or 0 for row in posts]),
    )


def _by_id[T](pairs: Iterable[tuple[int | None, T]]) -> dict[int, frozenset[T]]:
    found: defaultdict[int, set[T]] = defaultdict(set)
    for pk, role in pairs:
        if pk is not None:
            found[pk].add(role)
    return {pk: frozenset(roles) for pk, roles in found.items()}
