"""What a phone at the door says, checked before anything is written."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from core.refusals import Refusal
from people.models import Sector
from workshops.models import DoorAct

#: More people behind one name are a slip of the finger.
MOST_PERSONS = 99
NAME_LENGTH = 150
EMAIL_LENGTH = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkIn:
    """Who came without invitation: a name is enough."""

    name: str
    sector: str = ""
    email: str = ""

    def checked(self) -> WalkIn:
        """The same with trimmed texts.

        Refusals: name_missing, name_too_long, wrong_sector, wrong_email.
        """
        # No NUL and no line break reaches a column: the name stands in lists and letters.
        name = " ".join("".join(c if c.isprintable() else " " for c in self.name).split())
        email = self.email.strip().lower()
        if not name:
            raise Refusal("name_missing", _("Write a name."), field="name")
        if len(name) > NAME_LENGTH:
            raise Refusal(
                "name_too_long",
                _("A name has at most %(most)d characters.") % {"most": NAME_LENGTH},
                field="name",
            )
        if self.sector and self.sector not in Sector.values:
            raise Refusal(
                "wrong_sector", _("Choose a sector from the list, or none."), field="sector"
            )
        if email:
            try:
                validate_email(email)
            except ValidationError:
                email_ok = False
            else:
                email_ok = len(email) <= EMAIL_LENGTH
            if not email_ok:
                raise Refusal(
                    "wrong_email",
                    _("This is no e-mail address. Leave it out if unsure."),
                    field="email",
                )
        return WalkIn(name=name, sector=self.sector, email=email)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. The guest is named by number, by code, or by the key of his or her walk-in.

    A phone without connection cannot know the number of somebody it has just written down.
    """

    key: uuid.UUID
    act: DoorAct
    at: dt.datetime
    persons: int = 1
    invitation_id: int | None = None
    code: str = ""
    walked_in: uuid.UUID | None = None
    guest: WalkIn | None = None
    error: Refusal | None = None

    def at_time(self, at: dt.datetime, error: Refusal | None) -> Act:
        """The same act at another time, or with what is wrong about its time."""
        return replace(self, at=at, error=error)

    def checked(self) -> Act:
        """The act with trimmed texts, or a Refusal: too_late, wrong_persons, those of `WalkIn`."""
        if self.error is not None:
            raise self.error
        if not 1 <= self.persons <= MOST_PERSONS:
            raise Refusal(
                "wrong_persons",
                _("Write 1 to %(most)d persons.") % {"most": MOST_PERSONS},
                field="persons",
            )
        if self.act == DoorAct.WALK_IN:
            return replace(self, guest=(self.guest or WalkIn(name="")).checked())
        return self


class Result(StrEnum):
    """What became of an act. `WAIT`: send it again later, after the act that it hangs on."""

    DONE = "done"
    AGAIN = "again"
    WAIT = "wait"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One act's outcome. `invitation_id` is the guest's number, of a walk-in the new one."""

    key: uuid.UUID
    result: Result
    invitation_id: int | None = None
    error: Refusal | None = None
