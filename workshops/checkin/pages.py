"""What the check-in page shows: the guests by name, who is here, the count by sector.

Names of a list with an owner are its owner's alone; of those guests the page knows how many
are here, and lets them in by their code.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from core.collation import by_language, normalise
from core.exports import Column, Sheet
from core.policy import allowed
from core.refusals import Refusal
from grants.models import Grant
from people.models import Sector, User
from people.models.organisation import THREE_SECTORS
from workshops.checkin.attendance import Figures, figures
from workshops.checkin.forms import CodeForm, WalkInForm
from workshops.checkin.services import is_open, refuse_closed
from workshops.models import HowInvited, Invitation, Workshop
from workshops.queries import SECTOR

#: Views of the list without script.
SHOWN = ("", "missing", "here")


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


def check_in(
    workshop: Workshop, user: User, query: Mapping[str, str], *, sent: str
) -> dict[str, Any]:
    """What the page shows beside the form that was `sent`, by its name.

    `?q=` and `?show=` ("here", "missing") hide rows: the page's script uncovers them again.
    """
    search, show = query.get("q", "")[:80], query.get("show", "")
    show = show if show in SHOWN else ""
    shown = rows(workshop, user, search=search, show=show)
    hidden = others(workshop, user)
    persons = counts(shown, hidden)
    nobody = all(row.hidden for row in shown)
    forms = {"walk_in": WalkInForm(initial={"name": search if nobody else ""}), "code": CodeForm()}
    forms.pop(sent, None)
    return forms | {
        "rows": shown,
        "others": hidden,
        "total": sum(persons.values()),
        "by_sector": by_sector(persons),
        "search": search,
        "show": show,
        "closed": why_closed(workshop),
        # The page's script makes rows of it for those who walk in.
        "blank": Row(Invitation(how=HowInvited.WALKED_IN), "", ""),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }


def why_closed(workshop: Workshop) -> str:
    """Why nobody can be checked in now; empty when somebody can."""
    if is_open(workshop):
        return ""
    try:
        refuse_closed(workshop)
    except Refusal as refusal:
        return str(refusal)
    return _("The door is closed: attendance is entered until two weeks after the meeting.")


def rows(workshop: Workshop, user: User, *, search: str = "", show: str = "") -> list[Row]:
    """The guests whose names the user may read, from A to Ö. One statement."""
    wanted = normalise(search)
    made = []
    for guest in _named(workshop, user).order_by(by_language("name"), "pk"):
        organisation = guest.organisation_name or guest.told_organisation or ""
        folded = normalise(f"{guest.name} {organisation}")
        row = Row(guest, guest.told_sector, folded, organisation)
        row.hidden = (
            wanted not in row.folded
            or (show == "here" and not row.is_here)
            or (show == "missing" and row.is_here)
        )
        made.append(row)
    return made


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

    The page has the names of the others already; why nobody can be checked in goes along, as a
    page may be open before the door is. Two statements.
    """
    here, walk_ins = [], []
    for guest in _named(workshop, user).filter(
        Q(attended_persons__gt=0) | Q(how=HowInvited.WALKED_IN)
    ):
        here.append([guest.pk, guest.attended_persons])
        if guest.how == HowInvited.WALKED_IN:
            walk_ins.append({"id": guest.pk, "name": guest.name, "sector": guest.told_sector})
    return {
        "here": here,
        "walkIns": walk_ins,
        "others": others(workshop, user).here,
        "closed": why_closed(workshop),
    }


def _named(workshop: Workshop, user: User) -> QuerySet[Any]:
    return (
        Invitation.objects.filter(_expected(), workshop=workshop)
        .named_for(user)
        .annotate(told_sector=SECTOR, told_organisation=F("organisation__name"))
    )


def _expected() -> Q:
    """On the list, or here all the same."""
    return Q(removed_at__isnull=True, left_at__isnull=True) | Q(attended_at__isnull=False)


# --- attendance ---


def attendance(workshop: Workshop, user: User) -> dict[str, Any]:
    """What the page of attendance shows, beside its form."""
    found = figures(workshop)
    names = allowed(user, "workshops.check_in", workshop)
    return {
        "figures": found,
        "by_way": [{"words": way_label(one.key), "count": one} for one in found.by_way],
        "is_open": is_open(workshop),
        "places": supported_places(workshop, user) if names else [],
    }


def way_label(key: str) -> str:
    """How somebody came to the meeting, in words."""
    return {
        "invited": _("Invited"),
        "signed_up": _("Signed up"),
        "walked_in": _("Came without invitation"),
    }[key]


def sector_label(label: str) -> str:
    """A sector's name; those who stated none have a row of their own."""
    return label or _("Sector not stated")


def guests(workshop: Workshop, user: User, *, came: bool = False) -> list[Any]:
    """The guests whose names the user may read, from A to Ö; `came`: only who came."""
    rows = Invitation.objects.filter(workshop=workshop).named_for(user)
    rows = rows.filter(attended_persons__gt=0) if came else rows.on_list()
    annotated = rows.annotate(told_sector=SECTOR, told_organisation=F("organisation__name"))
    found: list[Any] = list(annotated.select_related("party").order_by(by_language("name"), "pk"))
    for guest in found:
        guest.sector_words = str(Sector(guest.told_sector).label) if guest.told_sector else ""
    return found


def supported_places(workshop: Workshop, user: User) -> list[Any]:
    """The meeting's places with an agreed support on whose sheets the user may write."""
    grants = Grant.objects.filter(
        participation__workshops=workshop.pk, agreed_on__isnull=False
    ).select_related("participation__place", "participation__programme")
    places = [grant.participation for grant in grants]
    return [place for place in places if allowed(user, "grants.enter_hours", place)]


def figure_rows(workshop: Workshop, found: Figures) -> list[tuple[str, float | int | None, str]]:
    """The figures as rows of a table: what, how many, and what the number means."""
    share = found.share_of_invited
    rows: list[tuple[str, float | int | None, str]] = [
        (_("Persons who came"), found.persons, workshop.title),
        (_("Guests (households) who came"), found.households, ""),
        (_("Guests invited"), found.invited, ""),
        (_("Of them came"), found.invited_came, ""),
        (_("Of a hundred invited came"), share, ""),
        (_("Guests for the first time"), found.first_time, _("At a meeting of this place")),
        (_("Guests who have been before"), found.been_before, ""),
        (_("Volunteer hours"), float(found.hours), ""),
        (_("Persons who gave them"), found.hours_persons, ""),
    ]
    rows += [(way_label(one.key), one.persons, _("Persons, by way")) for one in found.by_way]
    rows += [
        (sector_label(one.label), one.persons, _("Persons, by sector"))
        for one in found.by_sector
    ]  # fmt: skip
    rows += [(one.label, one.persons, _("Persons, by group")) for one in found.by_group]
    return rows


def figure_columns() -> list[Column]:
    """The columns of the sheet of figures."""
    return [
        Column(_("Figure"), width=44),
        Column(_("Number"), "figure", 14),
        Column(_("What it counts"), width=36),
    ]


def name_columns() -> list[Column]:
    """The columns of the sheet of names."""
    return [
        Column(_("Name"), width=28),
        Column(_("Organisation"), width=28),
        Column(_("Sector"), width=18),
        Column(_("Group"), width=18),
        Column(_("How invited"), width=24),
        Column(_("Persons announced"), "number", 12),
        Column(_("Persons who came"), "number", 12),
        Column(_("Checked in"), "moment"),
        Column(_("Volunteer hours each"), "money", 14),
    ]


def name_rows(workshop: Workshop, user: User) -> list[tuple[Any, ...]]:
    """Who came, one row a guest. Names of other people's lists are left out."""
    return [
        (
            guest.name,
            guest.organisation_name or guest.told_organisation or "",
            guest.sector_words,
            guest.party.name if guest.party else "",
            guest.get_how_display(),
            guest.persons,
            guest.attended_persons,
            guest.attended_at.astimezone(workshop.zone).replace(
                tzinfo=None, second=0, microsecond=0
            ),
            guest.volunteer_hours,
        )
        for guest in guests(workshop, user, came=True)
    ]


def sheets(workshop: Workshop, user: User) -> list[Sheet]:
    """Figures for all who may export; names only for those who may see the guests."""
    found = [Sheet(_("Figures"), figure_columns(), figure_rows(workshop, figures(workshop)))]
    if allowed(user, "workshops.view_guests", workshop):
        found.append(Sheet(_("Who came"), name_columns(), name_rows(workshop, user)))
    return found
