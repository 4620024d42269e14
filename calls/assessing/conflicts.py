"""Who may not assess or decide: found by what is known, or declared.

Found are those who apply, write with the applicants, confirm for a sector or are to lead the
process (by account or mailbox), who hold a role at the place, and who coordinate or speak for its
municipality. Nobody judges his or her own place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from calls.checking import our_place
from calls.models import Application, Conflict
from core.refusals import Refusal
from people.models import Assignment, ProgrammePost, ProgrammeRole, Role, User
from people.second_person import mailbox


@dataclass(frozen=True)
class Ties:
    """What binds one person to places: own mailbox, places and municipalities of the roles."""

    user: User
    mailbox: str
    places: frozenset[int]
    municipalities: frozenset[int]
    declared: dict[int, str]

    def why(self, application: Application) -> str:
        """Why the person may not judge the application, in a sentence; empty where nothing is.

        Uses prefetched co-applicants and confirmations.
        """
        if application.pk in self.declared:
            return _("Declared: %(reason)s") % {"reason": self.declared[application.pk]}
        if application.account_id == self.user.pk or self._is(application.contact_email):
            return _("Is the applicant.")
        co = application.co_applicants.all()
        if any(self._is(one.email) for one in co if one.removed_at is None):
            return _("Writes the application with others.")
        if any(self._is(one.email) for one in application.confirmations.all()):
            return _("Is asked to confirm for a sector.")
        if self._is(application.leader_email):
            return _("Is to lead the process.")
        if self.places:
            place = our_place(application)
            if place is not None and place.pk in self.places:
                return _("Holds a role at the place.")
        if application.municipality_id in self.municipalities:
            return _("Holds a role in the municipality.")
        return ""

    def _is(self, address: str) -> bool:
        return bool(address) and mailbox(address) == self.mailbox


def ties_of(user: User, applications: Iterable[Application]) -> Ties:
    """All that binds the person. Three statements for any number of applications."""
    held = Assignment.objects.active().filter(user=user)
    at = list(
        held.exclude(role=Role.COACH).values_list(
            "role", "participation__place", "participation__place__municipality"
        )
    )
    coordinated = ProgrammeRole.objects.active().filter(
        user=user, role=ProgrammePost.COORDINATOR, municipality__isnull=False
    )
    spoken_for = {pk for role, _place, pk in at if role == Role.MUNICIPALITY_CONTACT}
    declared = Conflict.objects.filter(
        user=user, application__in=[one.pk for one in applications]
    )
    return Ties(
        user=user,
        mailbox=mailbox(user.email),
        places=frozenset(place for _role, place, _municipality in at)
        | frozenset(held.filter(role=Role.COACH).values_list("participation__place", flat=True)),
        municipalities=frozenset(coordinated.values_list("municipality", flat=True)) | spoken_for,
        declared=dict(declared.values_list("application", "reason")),
    )


def why_not(application: Application, user: User) -> str:
    """Why the user may not judge this application; empty where nothing stands against it."""
    return ties_of(user, [application]).why(application)


def refuse_conflict(application: Application, user: User) -> None:
    """Refuse somebody who has a part in the application. Refusal: conflict."""
    why = why_not(application, user)
    if why:
        raise Refusal(
            "conflict",
            _("You have a part in this application and so do not judge it. %(why)s")
            % {"why": why},
        )


def of_people(
    users: Iterable[User], applications: list[Application]
) -> dict[tuple[int, int], str]:
    """Why each person may not judge each application, by (account, application)."""
    found = {}
    for user in users:
        ties = ties_of(user, applications)
        for one in applications:
            why = ties.why(one)
            if why:
                found[user.pk, one.pk] = why
    return found


#: Applications with what `Ties.why` reads.
NEEDED = ("co_applicants", "confirmations")
