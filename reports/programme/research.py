"""Figures of a programme's meetings for research: counts and pseudonyms, never a name.

A pseudonym is made with a key of the programme: the same person (by address, else by name) has
the same one in every export of that programme and another one in every other, and nobody without
the server's key gets from it to the person. Titles, addresses and notes may name people and
are left out. So is what few have in common: a sector or a group of fewer than `FEW` persons.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from core.addresses import normal_address
from core.exports import Column, Sheet, csv_bytes, xlsx
from people.models import Sector
from programmes.models import Partner, Programme
from reports.programme.learning import held_in
from workshops.models import Answer, HowInvited, Invitation
from workshops.queries import SECTOR

LENGTH = 12
#: A sector or group of fewer persons than this would tell who a code is.
FEW = 5


def pseudonym(programme: Programme, what: str, value: object) -> str:
    """A code for a thing of the programme, always the same one."""
    salt = f"reports.research:{programme.pk}:{what}"
    return salted_hmac(salt, str(value), algorithm="sha256").hexdigest()[:LENGTH]


def all_guests(programme: Programme) -> Any:
    """Everybody who was asked to a meeting that was held, or came, with the sector."""
    return Invitation.objects.filter(
        workshop__in=held_in(programme).order_by().values("pk")
    ).annotate(of_sector=SECTOR)


def meeting_columns() -> list[Column]:
    """The heads of the meetings' counts."""
    return [
        Column(_("Meeting, code"), width=16),
        Column(_("Day"), "date", 12),
        Column(_("Kind"), width=22),
        Column(_("Series, code"), width=16),
        Column(_("Municipality"), width=20),
        Column(_("Sector"), width=18),
        Column(_("Group"), width=24),
        Column(_("Invited"), "number", 10),
        Column(_("Said yes"), "number", 10),
        Column(_("Came"), "number", 10),
    ]


def meeting_rows(programme: Programme) -> Iterator[tuple[Any, ...]]:
    """A row for each sector and group of each meeting that was held. Three questions."""
    where = dict(
        Partner.objects.filter(programme=programme, municipality__isnull=False).values_list(
            "organisation_id", "municipality__name"
        )
    )
    on_list = Q(removed_at__isnull=True, left_at__isnull=True)
    counts = (
        all_guests(programme)
        .order_by("workshop", "of_sector", "party__order")
        .values_list("workshop", "of_sector", "party__name")
        .annotate(
            invited=Count("pk", filter=on_list & Q(invited_at__isnull=False)),
            yes=Count("pk", filter=on_list & Q(answer=Answer.YES)),
            came=Coalesce(Sum("attended_persons", filter=Q(attended_at__isnull=False)), 0),
        )
    )
    by_meeting: dict[int, list[Any]] = defaultdict(list)
    for meeting, *rest in counts:
        by_meeting[meeting].append(rest)
    sectors = dict(Sector.choices)
    for one in held_in(programme):
        head = (
            pseudonym(programme, "meeting", one.pk),
            one.local_start.date(),
            str(one.get_kind_display()),
            pseudonym(programme, "series", one.series_id) if one.series_id else "",
            where.get(one.host_id, ""),
        )
        for sector, party, *numbers in by_meeting[one.pk] or [("", "", 0, 0, 0)]:
            yield (*head, str(sectors.get(sector, "")), party or "", *numbers)


def person_columns() -> list[Column]:
    """The heads of who was at which meeting, by codes."""
    return [
        Column(_("Person, code"), width=16),
        Column(_("Meeting, code"), width=16),
        Column(_("Sector"), width=18),
        Column(_("Group"), width=24),
        Column(_("Answer"), width=14),
        Column(_("Came"), width=10),
    ]


def person_rows(programme: Programme) -> Iterator[tuple[Any, ...]]:
    """A row for each guest of a meeting, in the order of the codes, which tells nothing."""
    rows = all_guests(programme).exclude(how=HowInvited.COUNTED)
    sectors, answers = dict(Sector.choices), dict(Answer.choices)
    found = [
        (
            pseudonym(programme, "person", _identity(email, name)),
            pseudonym(programme, "meeting", meeting),
            str(sectors.get(sector, "")),
            party or "",
            str(answers[answer]),
            _("yes") if attended else _("no"),
        )
        for email, name, meeting, sector, party, answer, attended in rows.values_list(
            "email", "name", "workshop", "of_sector", "party__name", "answer", "attended_at"
        )
    ]
    return iter(sorted(_without_rare(found)))


def _without_rare(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows without the sectors and groups that fewer than `FEW` persons have.

    Sector and group stand together only where as many persons have both.
    """
    people: dict[tuple[int, Any], set[str]] = defaultdict(set)
    for person, _meeting, sector, party, *_rest in rows:
        for key in ((2, sector), (3, party), (0, (sector, party))):
            people[key].add(person)
    for person, meeting, sector, party, *rest in rows:
        shown = sector if len(people[2, sector]) >= FEW else ""
        group = party if len(people[3, party]) >= FEW else ""
        if shown and group and len(people[0, (sector, party)]) < FEW:
            group = ""
        yield (person, meeting, shown, group, *rest)


def _identity(email: str, name: str) -> str:
    return normal_address(email) if email else " ".join(name.casefold().split())


def workbook(programme: Programme, on: dt.date) -> bytes:
    """Counts by meeting, codes by person, and what they mean."""
    about = [
        (_("Covers"), _("Meetings that were held until the day below.")),
        (_("As of"), on.isoformat()),
        (
            _("Codes"),
            _(
                "The same person, meeting or series has the same code in each export of this "
                "programme. No code leads back to a name without the platform's key."
            ),
        ),
        (
            _("Small groups"),
            _(
                "A sector or group of fewer than %(few)d persons is left out. Somebody who knows a "
                "meeting may still know a person in it. Publish sums."
            )
            % {"few": FEW},
        ),
    ]
    return xlsx(
        [
            Sheet(_("Meetings"), meeting_columns(), meeting_rows(programme)),
            Sheet(_("Persons"), person_columns(), person_rows(programme)),
            Sheet(_("About"), [Column(_("What"), width=20), Column(_("Value"), width=80)], about),
        ]
    )


def csv(programme: Programme) -> bytes:
    """The counts by meeting as CSV."""
    return csv_bytes(meeting_columns(), meeting_rows(programme))
