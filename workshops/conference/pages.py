"""What the pages of a conference show: its programme, who chose what, names and badges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.db.models import Sum
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from core.policy import allowed
from people.models import User
from workshops.checkin.codes import checkin_token, short_code
from workshops.conference.seats import comes, taken_in
from workshops.models import Invitation, Session, SessionChoice, Workshop, WorkshopKind


@dataclass(frozen=True, slots=True)
class Slot:
    """Sessions that begin at the same time."""

    first: Session
    rows: list[dict[str, Any]]

    @property
    def is_choice(self) -> bool:
        """Whether one can choose here."""
        return any(not row["session"].for_all for row in self.rows)


def sessions(workshop: Workshop, user: User) -> dict[str, Any]:
    """The sessions with how many have chosen each. Four queries."""
    taken = taken_in(workshop)
    waiting = dict(
        SessionChoice.objects.filter(session__workshop=workshop, waiting=True)
        .values_list("session")
        .annotate(sum=Sum("invitation__persons"))
        .order_by()
    )
    return {
        "rows": [
            {"session": one, "taken": taken.get(one.pk, 0), "waiting": waiting.get(one.pk, 0)}
            for one in _of(workshop)
        ],
        "may_edit": allowed(user, "workshops.edit", workshop),
        "sees_guests": allowed(user, "workshops.view_guests", workshop),
        "interested": workshop.interests.filter(confirmed_at__isnull=False).count(),
    }


def programme_of(workshop: Workshop, invitation: Invitation | None = None) -> dict[str, Any]:
    """The conference's programme for guests, by time; nothing for another kind of meeting.

    Documents of sessions stand in it for those who have a personal link.
    """
    if workshop.kind != WorkshopKind.CONFERENCE:
        return {}
    own: dict[int, SessionChoice] = {}
    if invitation is not None:
        own = {one.session_id: one for one in invitation.session_choices.all()}
    found = workshop.sessions.prefetch_related("materials")
    taken = taken_in(workshop)
    by_time: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in found:
        one.workshop = workshop
        left = None if one.capacity is None else max(one.capacity - taken.get(one.pk, 0), 0)
        by_time[one.starts_at].append({
            "session": one,
            "choice": own.get(one.pk),
            "left": left,
            "documents": [item for item in one.materials.all() if item.for_guests]
            if invitation is not None
            else [],
        })  # fmt: skip
    return {
        "slots": [Slot(rows[0]["session"], rows) for rows in by_time.values()],
        "may_choose": invitation is not None
        and comes(invitation)
        and workshop.starts_at > timezone.now(),
        "conference": True,
    }


def _of(workshop: Workshop) -> list[Session]:
    rows = list(workshop.sessions.all())
    for one in rows:
        one.workshop = workshop
    return rows


# --- on paper: only names that the reader may see


def _guests(workshop: Workshop, reader: User) -> tuple[list[Invitation], int]:
    """Those who come and whose names the reader may read, by name; how many are not shown."""
    coming = workshop.invitations.coming()
    shown = list(
        coming.named_for(reader).select_related("organisation", "party").order_by("name", "pk")
    )
    return shown, coming.count() - len(shown)


def _choices(guests: Sequence[Invitation]) -> dict[int, list[Session]]:
    rows = SessionChoice.objects.filter(invitation__in=[one.pk for one in guests], waiting=False)
    found: dict[int, list[Session]] = defaultdict(list)
    for one in rows.select_related("session").order_by("session__starts_at"):
        found[one.invitation_id].append(one.session)
    return found


def _persons(guests: Sequence[Invitation]) -> list[tuple[Invitation, str, bool]]:
    """Guests and those who come along, one by one; whether it is the guest."""
    found = []
    for guest in guests:
        found.append((guest, guest.name, True))
        found += [(guest, name, False) for name in guest.companions]
    return found


def _organisation(guest: Invitation) -> str:
    return str(guest.organisation or guest.organisation_name)


def badges_html(workshop: Workshop, reader: User) -> tuple[SafeString, int]:
    """All badges as one document, eight on a sheet; how many they are."""
    guests, _hidden = _guests(workshop, reader)
    chosen = _choices(guests)
    badges = [
        {
            "name": name,
            "organisation": _organisation(guest),
            "group": guest.party.name if guest.party else "",
            "rooms": [f"{one.starts_at.astimezone(workshop.zone):%H.%M} {one.room or one.title}"
                      for one in chosen.get(guest.pk, [])],
            "code": _code(guest) if own else "",
            "short": short_code(guest) if own else "",
        }
        for guest, name, own in _persons(guests)
    ]  # fmt: skip
    context = {"workshop": workshop, "badges": badges}
    return render_to_string("workshops/conference/badges_pdf.html", context), len(badges)


def _code(guest: Invitation) -> str:
    return str(segno.make(checkin_token(guest), error="m").svg_data_uri(border=2))


def names_html(workshop: Workshop, reader: User) -> tuple[SafeString, int]:
    """The list of names as one document; how many lines it has."""
    guests, hidden = _guests(workshop, reader)
    chosen = _choices(guests)
    rows = sorted(
        (
            {
                "name": name,
                "organisation": _organisation(guest),
                "group": guest.party.name if guest.party else "",
                "with": "" if own else guest.name,
                "sessions": ", ".join(one.title for one in chosen.get(guest.pk, [])),
            }
            for guest, name, own in _persons(guests)
        ),
        key=lambda row: row["name"].casefold(),
    )
    context = {"workshop": workshop, "rows": rows, "hidden": hidden}
    return render_to_string("workshops/conference/names_pdf.html", context), len(rows)


def session_html(session: Session, reader: User) -> tuple[SafeString, int]:
    """Who has chosen a session, as one document to tick off at its door."""
    workshop = session.workshop
    choices = session.choices.filter(waiting=False, invitation__in=workshop.invitations.coming())
    guests = list(
        Invitation.objects.filter(session_choices__in=choices)
        .named_for(reader)
        .select_related("organisation")
        .order_by("name", "pk")
    )
    rows = [
        {"name": name, "organisation": _organisation(guest)}
        for guest, name, _own in _persons(guests)
    ]
    context = {
        "workshop": workshop, "session": session, "rows": rows,
        "hidden": choices.count() - len(guests),
    }  # fmt: skip
    return render_to_string("workshops/conference/session_pdf.html", context), len(rows)
