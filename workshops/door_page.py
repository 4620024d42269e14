"""What the check-in page shows: the guests by name, who is here, the count by sector.

Names of a list with an owner are its owner's alone; of those guests the page knows how many
are here, and lets them in by their code.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from core.collation import by_language
from people.models import Sector, User
from people.models.organisation import THREE_SECTORS
from workshops.domain.folding import fold
from workshops.models import HowInvited, Invitation, Workshop
from workshops.sectors import SECTOR


@dataclass(slots=True)
class Row:
    """One guest on the page. `key` is the one of the row's plain form."""

    guest: Invitation
    sector: str
    folded: str
    organisation: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    hidden: bool = False

    @property
    def is_here(self) -> bool:
        """Whether the guest has been checked in."""
        return self.guest.attended_at is not None

    @property
    def is_walk_in(self) -> bool:
        """Whether the guest came without invitation."""
        return self.guest.how == HowInvited.WALKED_IN

    @property
    def persons(self) -> int:
        """How many to begin with: those who came, else those who were announced."""
        return self.guest.attended_persons or self.guest.persons


@dataclass(frozen=True, slots=True)
class SectorCount:
    """How many persons of a sector are here. The three sectors are shown also when empty."""

    sector: str
    label: str
    persons: int
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Others:
    """Guests of lists that are somebody else's: how many, and how many persons are here."""

    guests: int
    here: dict[str, int]


def rows(workshop: Workshop, user: User, *, search: str = "", show: str = "") -> list[Row]:
    """The guests whose names the user may read, from A to Ö. One statement.

    `search` and `show` ("here", "missing") hide rows: the page's script uncovers them again.
    """
    wanted = fold(search)
    made = []
    for guest in _named(workshop, user).order_by(by_language("name"), "pk"):
        organisation = guest.organisation_name or guest.told_organisation or ""
        folded = fold(f"{guest.name} {organisation}")
        row = Row(guest, guest.told_sector, folded, organisation)
        row.hidden = (
            wanted not in row.folded
            or (show == "here" and not row.is_here)
            or (show == "missing" and row.is_here)
        )
        made.append(row)
    return made


def blank() -> Row:
    """A row of nobody: the page's script makes rows of it for those who walk in."""
    return Row(Invitation(how=HowInvited.WALKED_IN), "", "")


def others(workshop: Workshop, user: User) -> Others:
    """Counts of the guests whose names the user may not read. One statement."""
    hidden = (
        workshop.invitations.filter(guest_list__owner__isnull=False)
        .exclude(guest_list__owner=user)
        .filter(_expected())
    )
    counted = (
        hidden.order_by()
        .annotate(told_sector=SECTOR)
        .values("told_sector")
        .annotate(guests=Count("pk"), here=Sum("attended_persons"))
    )
    found = list(counted)
    return Others(
        sum(one["guests"] for one in found),
        {one["told_sector"]: one["here"] for one in found if one["here"]},
    )


def by_sector(counts: dict[str, int]) -> list[SectorCount]:
    """The sectors in their order, with those who stated none last."""
    labels = [*Sector.choices, ("", "")]
    return [
        SectorCount(sector, str(label), counts.get(sector, 0), sector in THREE_SECTORS)
        for sector, label in labels
    ]


def counts(shown: list[Row], hidden: Others) -> dict[str, int]:
    """Persons who are here, by sector ("" for none stated)."""
    result = dict(hidden.here)
    for row in shown:
        result[row.sector] = result.get(row.sector, 0) + row.guest.attended_persons
    return result


def state(workshop: Workshop, user: User) -> dict[str, Any]:
    """Who is here, for the page's script: numbers, and names only of those who walked in.

    The page has the names of the others already. Two statements.
    """
    here, walk_ins = [], []
    for guest in _named(workshop, user).filter(
        Q(attended_persons__gt=0) | Q(how=HowInvited.WALKED_IN)
    ):
        here.append([guest.pk, guest.attended_persons])
        if guest.how == HowInvited.WALKED_IN:
            walk_ins.append({"id": guest.pk, "name": guest.name, "sector": guest.told_sector})
    return {"here": here, "walkIns": walk_ins, "others": others(workshop, user).here}


def _named(workshop: Workshop, user: User) -> QuerySet[Any]:
    return (
        Invitation.objects.filter(_expected(), workshop=workshop)
        .named_for(user)
        .annotate(told_sector=SECTOR, told_organisation=F("organisation__name"))
    )


def _expected() -> Q:
    """On the list, or here all the same."""
    return Q(removed_at__isnull=True, left_at__isnull=True) | Q(attended_at__isnull=False)
