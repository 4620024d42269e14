"""What the page of attendance shows, the list on paper that is entered afterwards, the export."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from core.collation import by_language
from core.exports import Column, Sheet
from core.policy import allowed
from grants.models import Grant
from people.models import Sector, User
from workshops.domain.attendance import Figures, figures
from workshops.domain.door import is_open
from workshops.models import Invitation, Workshop
from workshops.sectors import SECTOR


def context(workshop: Workshop, user: User) -> dict[str, Any]:
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
    rows += [(one.label, one.persons, _("Persons, by group")) for one in found.by_party]
    return rows


def figure_columns() -> list[Column]:
    """The columns of the sheet of figures."""
    return [
        Column(_("Figure"), width=44),
        Column(_("Number"), "money", 14),
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
        Column(_("Checked in")),
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
            f"{guest.attended_at.astimezone(workshop.zone):%Y-%m-%d %H:%M}",
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
