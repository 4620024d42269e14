"""Who may not assess or decide: found by what is known, or declared.

Found are those who apply, write with the applicants, confirm for a sector or are to lead the
process (by account or mailbox), who hold a role at the place, and who coordinate or speak for its
municipality. Nobody judges his or her own place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import BigIntegerField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from calls.models import Application, CoApplicant, Conflict, SectorConfirmation
from core.collation import normalise
from core.refusals import Refusal
from people.models import Assignment, ProgrammePost, ProgrammeRole, Role, User
from people.second_person import mailbox


class Held(NamedTuple):
    """A role at a place, a post for a municipality, or a part in an application.

    `text` is the place's name, the declared reason, or the address of who has the part.
    """

    role: str
    place: int | None
    area: int | None
    municipality: int | None
    application: int | None
    text: str


@dataclass(frozen=True)
class Ties:
    """What binds one person to places: own mailbox, places and municipalities of the roles."""

    user: User
    mailbox: str
    #: Numbers of the person's places, areas of the register, and names within a municipality.
    places: frozenset[int]
    areas: frozenset[int]
    named: frozenset[tuple[int, str]]
    municipalities: frozenset[int]
    #: Numbers of the applications that the person writes with others, and confirms for a sector.
    writes: frozenset[int]
    confirms: frozenset[int]
    declared: dict[int, str]

    def why(self, application: Application) -> str:
        """Why the person may not judge the application, in a sentence; empty where nothing is."""
        if application.pk in self.declared:
            return _("Declared: %(reason)s") % {"reason": self.declared[application.pk]}
        applies = application.account_id == self.user.pk or self._is(application.contact_email)
        reasons = (
            (applies, _("Is the applicant.")),
            (application.pk in self.writes, _("Writes the application with others.")),
            (application.pk in self.confirms, _("Is asked to confirm for a sector.")),
            (self._is(application.leader_email), _("Is to lead the process.")),
            (self._works_at(application), _("Holds a role at the place.")),
            (
                application.municipality_id in self.municipalities,
                _("Holds a role in the municipality."),
            ),
        )
        return next((said for holds, said in reasons if holds), "")

    def _works_at(self, application: Application) -> bool:
        name = (application.municipality_id or 0, normalise(application.place_name))
        return (
            application.place_id in self.places
            or application.area_id in self.areas
            or name in self.named
        )

    def _is(self, address: str) -> bool:
        return bool(address) and mailbox(address) == self.mailbox


#: Parts in an application: declared by an account, or of whoever reads an address.
_DECLARED, _WRITES, _CONFIRMS = "declared", "writes", "confirms"
_NONE = Cast(Value(None), BigIntegerField())


def ties_of(users: Iterable[User], applications: Iterable[Application]) -> dict[int, Ties]:
    """All that binds each person, by account. One statement for any number of both."""
    people = {user.pk: user for user in users}
    among = [one.pk for one in applications]
    roles = Assignment.objects.active().filter(user__in=people)
    posts = ProgrammeRole.objects.active().filter(
        user__in=people, role=ProgrammePost.COORDINATOR, municipality__isnull=False
    )
    declared = Conflict.objects.filter(user__in=people, application__in=among)
    writing = CoApplicant.objects.filter(application__in=among, removed_at__isnull=True)
    asked = SectorConfirmation.objects.filter(application__in=among)
    part = (_NONE, _NONE, _NONE, "application")
    rows = roles.order_by().values_list(
        "user", "role", "participation__place", "participation__place__area",
        "participation__place__municipality", _NONE, "participation__place__name",
    ).union(
        posts.order_by().values_list(
            "user", "role", _NONE, _NONE, "municipality", _NONE, Value("")
        ),
        declared.order_by().values_list("user", Value(_DECLARED), *part, "reason"),
        writing.order_by().values_list(_NONE, Value(_WRITES), *part, "email"),
        asked.order_by().values_list(_NONE, Value(_CONFIRMS), *part, "email"),
        all=True,
    )  # fmt: skip
    held: defaultdict[int | None, list[Held]] = defaultdict(list)
    for account, *row in rows.order_by():
        held[account].append(Held._make(row))
    return {pk: _ties(user, held[pk], held[None]) for pk, user in people.items()}


def _ties(user: User, held: list[Held], addressed: list[Held]) -> Ties:
    own = mailbox(user.email)
    at = [one for one in held if one.place is not None]
    speaks = {ProgrammePost.COORDINATOR, Role.MUNICIPALITY_CONTACT}
    parts: dict[str, frozenset[int]] = {
        part: frozenset(
            one.application
            for one in addressed
            if one.role == part and one.application and one.text and mailbox(one.text) == own
        )
        for part in (_WRITES, _CONFIRMS)
    }
    return Ties(
        user=user,
        mailbox=own,
        places=frozenset(one.place for one in at if one.place is not None),
        areas=frozenset(one.area for one in at if one.area is not None),
        named=frozenset((one.municipality or 0, normalise(one.text)) for one in at),
        municipalities=frozenset(
            one.municipality for one in held if one.municipality and one.role in speaks
        ),
        writes=parts[_WRITES],
        confirms=parts[_CONFIRMS],
        declared={one.application: one.text for one in held if one.application is not None},
    )


def why_not(application: Application, user: User) -> str:
    """Why the user may not judge this application; empty where nothing stands against it."""
    return ties_of([user], [application])[user.pk].why(application)


def refuse_conflict(application: Application, user: User) -> None:
    """Refuse somebody who has a part in the application. Refusal: conflict."""
    why = why_not(application, user)
    if why:
        raise Refusal(
            "conflict",
            _("You have a part in this application and so do not judge it. %(why)s") % {"why": why},
        )
