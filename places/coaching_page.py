"""What the coaching page shows: the log with its sums, who coaches, how quiet it is.

A private note enters a row only for a reader who may read it, so no template can show it to
others by mistake.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import ago, short_date
from core.policy import allowed
from people.models import Assignment, Role, User
from places.domain.coaching import may_edit
from places.models import (
    CoachedParty,
    CoachingEntry,
    CoachingKind,
    Participation,
    ParticipationStatus,
)

ENTRIES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One contact as the reader may see it. `private` is empty for those who may not read it."""

    entry: CoachingEntry
    private: str
    stand_in: bool
    editable: bool
    settleable: bool
    late: bool


@dataclass(frozen=True, slots=True)
class KindSum:
    """How many contacts of one kind, and how long together, in words."""

    label: str
    count: int
    hours: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the log is shown; unknown values in the address filter nothing."""

    kind: str = ""
    party: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """From an address."""
        kind, party = query.get("kind", ""), query.get("party", "")
        return cls(
            kind=kind if kind in CoachingKind.values else "",
            party=party if party in CoachedParty.values else "",
        )

    def apply(self, entries: QuerySet[CoachingEntry]) -> QuerySet[CoachingEntry]:
        """The entries that pass."""
        if self.kind:
            entries = entries.filter(kind=self.kind)
        if self.party:
            entries = entries.filter(party=self.party)
        return entries


def context(participation: Participation, user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """The coaching page."""
    filters = Filters.read(query)
    coaches = list(
        Assignment.objects.active()
        .filter(participation=participation, role=Role.COACH)
        .select_related("user")
    )
    entries = filters.apply(participation.coaching.select_related("by", "step"))
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(query.get("page"))
    stand_ins = _stand_ins(participation)
    may_log = allowed(user, "places.log_contact", participation)
    reads_private = allowed(user, "places.read_private_notes", participation)
    return {
        "participation": participation,
        "tab": "coaching",
        "filters": filters,
        "filtered": filters != Filters(),
        "kinds": CoachingKind.choices,
        "party_links": _party_links(participation, filters),
        "page": page,
        "rows": [
            _row(entry, user, stand_ins, reads_private=reads_private, may_log=may_log)
            for entry in page.object_list
        ],
        "may_log": may_log,
        "quiet": quiet_line(participation),
        "coaches": coaches,
    } | sums(entries)


def quiet_line(participation: Participation) -> tuple[str, str]:
    """How long since the last contact and what comes next: a flag's level and words."""
    today = timezone.localdate()
    last, next_on = participation.last_contact_on, participation.next_on
    if next_on is not None and next_on >= today:
        told = {
            "what": participation.next_text,
            "when": ago(next_on),
            "last": ago(last or participation.started_on),
        }
        if last is None:
            return "ok", _("No contact yet. Next: %(what)s, %(when)s.") % told
        return "ok", _("Last contact %(last)s. Next: %(what)s, %(when)s.") % told
    if next_on is not None:
        late = {
            "what": participation.next_text,
            "date": short_date(next_on),
            "last": ago(last) if last else "",
        }
        if last is None:
            return "warn", _(
                "No contact yet. %(what)s was agreed for %(date)s and is not marked as done."
            ) % late
        return "warn", _(
            "Last contact %(last)s. %(what)s was agreed for %(date)s and is not marked as done."
        ) % late
    days = (today - (last or participation.started_on)).days
    if (
        participation.status == ParticipationStatus.ACTIVE
        and days > participation.programme.quiet_after_days
    ):
        said = ngettext(
            "Quiet for %(days)d day, no next date.", "Quiet for %(days)d days, no next date.", days
        )
        return "warn", said % {"days": days}
    return "off", _("Last contact %(last)s, no next date.") % {"last": ago(last)} if last else _(
        "No contact yet."
    )


def sums(entries: QuerySet[CoachingEntry]) -> dict[str, Any]:
    """Contacts and hours of these entries: in all, this year, by kind. One query."""
    year = timezone.localdate().year
    found = {
        row["kind"]: row
        for row in entries.order_by()
        .values("kind")
        .annotate(
            count=Count("pk"),
            length=Sum("minutes"),
            this_year=Sum("minutes", filter=Q(on__year=year)),
        )
    }
    by_kind = [
        KindSum(str(kind.label), found[kind]["count"], hours(found[kind]["length"] or 0))
        for kind in CoachingKind
        if kind in found
    ]
    return {
        "by_kind": by_kind,
        "contacts": sum(row["count"] for row in found.values()),
        "hours_all": hours(sum(row["length"] or 0 for row in found.values())),
        "hours_this_year": hours(sum(row["this_year"] or 0 for row in found.values())),
        "year": year,
    }


def hours(minutes: int) -> str:
    """Hours in words: 210 minutes are "3.5", or "3,5" by the language; no decimal where none is."""
    return str(number_format(round(minutes / 60, 1), decimal_pos=0 if minutes % 60 == 0 else 1))


def _stand_ins(participation: Participation) -> list[Assignment]:
    return list(
        Assignment.objects.filter(participation=participation, role=Role.COACH, stand_in=True)
    )


def _row(
    entry: CoachingEntry,
    user: User,
    stand_ins: list[Assignment],
    *,
    reads_private: bool,
    may_log: bool,
) -> EntryRow:
    waits = entry.next_on is not None and entry.next_done_on is None
    return EntryRow(
        entry=entry,
        private=entry.private if reads_private else "",
        stand_in=any(_covers(held, entry.by_id, entry.on) for held in stand_ins),
        editable=may_log and may_edit(entry, user),
        settleable=may_log and waits,
        late=waits and entry.next_on < timezone.localdate(),  # type: ignore[operator]
    )


def _covers(held: Assignment, user_id: int, day: dt.date) -> bool:
    return (
        held.user_id == user_id
        and held.starts_on <= day
        and (held.ends_on is None or day <= held.ends_on)
    )


def _party_links(participation: Participation, filters: Filters) -> list[dict[str, Any]]:
    """The log of the place, of the municipality, or of both, keeping the kind."""
    address = reverse("places:coaching", args=[participation.pk])

    def link(value: str, label: object) -> dict[str, Any]:
        query = urlencode([(k, v) for k, v in (("kind", filters.kind), ("party", value)) if v])
        return {
            "label": label,
            "url": f"{address}?{query}" if query else address,
            "current": filters.party == value,
        }

    return [link("", _("Both")), *(link(value, label) for value, label in CoachedParty.choices)]
