"""What a user is here: every role he or she holds today, read with one query a request.

Menu, start page and portfolio all ask; the answer is kept on the user object for the length
of the request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from people.rules import keep_run_region_ids
from places.models import Assignment, Role
from programmes.models import ProgrammeRole, RegionRole

if TYPE_CHECKING:
    from collections.abc import Iterable

REGION_ADMIN = "region_admin"
MANAGER = "manager"
#: Roles of people who work at one place.
LOCAL_ROLES = (Role.PROCESS_LEADER, Role.MEMBER, Role.MUNICIPALITY_CONTACT, Role.OBSERVER)


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
        kept = user.__dict__["_standing"] = Standing(tuple(_read(user)))
        keep_run_region_ids(user, frozenset(one.region for one in kept.of(REGION_ADMIN, MANAGER)))
    return kept


def _read(user: Any) -> Iterable[Held]:
    def named(role: str) -> Value:
        return Value(role, output_field=CharField())

    def text(path: str) -> Cast:
        return Cast(F(path), CharField())

    own = Assignment.objects.active().filter(user=user).order_by()
    region = "participation__programme__region"
    queries = [
        RegionRole.objects.active()
        .filter(user=user)
        .values_list(named(REGION_ADMIN), "region_id", text("region__name"), F("region_id")),
        ProgrammeRole.objects.active()
        .filter(user=user)
        .values_list(
            named(MANAGER), "programme_id", text("programme__name"), F("programme__region_id")
        ),
        own.filter(role=Role.COACH)
        .values_list(text("role"), f"{region}_id", text(f"{region}__name"), F(f"{region}_id"))
        .distinct(),
        own.exclude(role=Role.COACH).values_list(
            text("role"), "participation_id", text("participation__place__name"), F(f"{region}_id")
        ),
    ]
    rows = queries[0].union(*queries[1:], all=True)
    order = {name: number for number, name in enumerate((REGION_ADMIN, MANAGER, *Role.values))}
    return sorted(
        (Held(*row) for row in rows), key=lambda one: (order[one.role], one.where, one.pk)
    )
