"""Sessions of a conference: laid out by those who arrange it, chosen by guests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal
from outbox.headers import one_line
from outbox.slots import without_slots
from people.models import User
from workshops.conference.seats import comes, move_up, taken_in
from workshops.guests import seats
from workshops.models import Invitation, Session, SessionChoice, Workshop, WorkshopState

FIELDS = (
    "title", "about", "track", "speakers", "room", "starts_at", "ends_at", "for_all", "capacity",
    "waits",
)  # fmt: skip
_LINES = {"title": 160, "track": 80, "speakers": 300, "room": 80}
MOST_SESSIONS = 200


@transaction.atomic
def add_session(*, workshop: Workshop, by: User, **fields: Any) -> Session:
    """Add a session; the keyword arguments are `FIELDS`.

    Refusals: no_title, outside, end_before_start, no_seats, too_many.
    """
    require(by, "workshops.edit", workshop)
    workshop = seats.lock(workshop)
    empty = Session(workshop=workshop)
    given = {name: getattr(empty, name) for name in FIELDS} | fields
    values = _checked(workshop, given)
    if workshop.sessions.count() >= MOST_SESSIONS:
        raise Refusal("too_many", _("That is more sessions than a conference can hold."))
    made: Session = Session.objects.create(workshop=workshop, **values)
    audit.record("session.added", workshop, by=by, title=made.title)
    return made


@transaction.atomic
def save_session(*, session: Session, by: User, version: int, **fields: Any) -> Session:
    """Save the given fields; more seats go to those who wait.

    Refusals: those of `add_session`, capacity_below_taken, overlaps_chosen (somebody would be in
    two rooms at once). Conflict: changed meanwhile.
    """
    workshop = session.workshop
    require(by, "workshops.edit", workshop)
    workshop = seats.lock(workshop)
    session = Session.objects.select_for_update().get(pk=session.pk)
    session.workshop = workshop
    before = {name: getattr(session, name) for name in FIELDS}
    changed = {name: value for name, value in fields.items() if before[name] != value}
    if not changed:
        return session
    if version != session.version:
        raise Conflict(
            _("The session was changed in another window. Choose what holds."),
            theirs={name: before[name] for name in changed}, yours=changed,
            version=session.version,
        )  # fmt: skip
    for name, value in _checked(workshop, before | fields).items():
        setattr(session, name, value)
    _refuse_too_small(session)
    session.version += 1
    session.save()
    if session.for_all:
        session.choices.all().delete()
    if {"starts_at", "ends_at"} & set(changed):
        _refuse_two_at_once(session)
    move_up(workshop, [session])
    audit.record("session.changed", workshop, by=by, title=session.title)
    return session


@transaction.atomic
def remove_session(*, session: Session, by: User) -> None:
    """Take a session away with its choices. Refusal: is_chosen, once the conference has begun."""
    workshop = session.workshop
    require(by, "workshops.edit", workshop)
    workshop = seats.lock(workshop)
    if workshop.starts_at <= timezone.now() and session.choices.exists():
        raise Refusal("is_chosen", _("The conference has begun, and people have chosen this."))
    audit.record("session.removed", workshop, by=by, title=session.title)
    session.delete()


@transaction.atomic
def choose(*, invitation: Invitation, sessions: Iterable[int]) -> list[SessionChoice]:
    """Hold to these sessions and no others; the link is the right. What stays keeps its seat.

    Refusals: no_seat (does not come to the conference), meeting_begun, unknown_session,
    overlap, session_full (and it has no waiting list).
    """
    workshop = seats.lock(invitation.workshop)
    row = seats.row_of(invitation)
    row.workshop = workshop
    _refuse_choosing(workshop, row)
    wanted = _wanted(workshop, sessions)
    kept = {one.session_id: one for one in row.session_choices.select_related("session")}
    dropped = [one.session for pk, one in kept.items() if pk not in wanted]
    row.session_choices.filter(session__in=dropped).delete()
    taken = taken_in(workshop)
    for pk, session in wanted.items():
        if pk in kept:
            continue
        room = session.capacity
        full = room is not None and taken.get(pk, 0) + row.persons > room
        if full and not session.waits:
            raise Refusal(
                "session_full", _("“%(title)s” is full. Choose another.") % {"title": session.title}
            )
        SessionChoice.objects.create(session=session, invitation=row, waiting=full)
    move_up(workshop, dropped)
    audit.record("session.chosen", workshop, by=None, count=len(wanted))
    return list(row.session_choices.select_related("session"))


def _refuse_choosing(workshop: Workshop, row: Invitation) -> None:
    if workshop.state != WorkshopState.ANNOUNCED or not comes(row):
        raise Refusal("no_seat", _("Say yes to the conference first: then you choose sessions."))
    if workshop.starts_at <= timezone.now():
        raise Refusal("meeting_begun", _("The conference has begun. Ask at the door."))


def _wanted(workshop: Workshop, sessions: Iterable[int]) -> dict[int, Session]:
    there = {one.pk: one for one in workshop.sessions.filter(for_all=False)}
    numbers = set(sessions)
    if numbers - set(there):
        raise Refusal("unknown_session", _("One of the sessions is no longer there. Choose anew."))
    wanted = {pk: one for pk, one in there.items() if pk in numbers}
    for one, other in combinations(wanted.values(), 2):
        if one.overlaps(other):
            raise Refusal(
                "overlap",
                _("“%(one)s” and “%(other)s” are at the same time. Choose one of them.")
                % {"one": one.title, "other": other.title},
            )
    return wanted


def _checked(workshop: Workshop, values: Mapping[str, Any]) -> dict[str, Any]:
    ready = dict(values)
    for name, limit in _LINES.items():
        ready[name] = one_line(without_slots(ready[name] or ""), limit)
    ready["about"] = without_slots(ready["about"] or "").strip()
    start, end = ready["starts_at"], ready["ends_at"]
    if not ready["title"]:
        raise Refusal("no_title", _("Give the session a title."), field="title")
    if end <= start:
        raise Refusal("end_before_start", _("The end must be after the start."), field="ends")
    if start < workshop.starts_at or end > _end_of(workshop):
        raise Refusal(
            "outside", _("The session lies outside the conference's own time."), field="starts"
        )
    if ready["capacity"] is not None and ready["capacity"] < 1:
        raise Refusal("no_seats", _("Give at least one seat, or none at all."), field="capacity")
    return ready


def _end_of(workshop: Workshop) -> dt.datetime:
    """When the conference ends; with an open end that night."""
    return workshop.ends_at or workshop.starts_at + dt.timedelta(hours=16)


def _refuse_too_small(session: Session) -> None:
    taken = taken_in(session.workshop).get(session.pk, 0)
    if session.capacity is not None and session.capacity < taken:
        raise Refusal(
            "capacity_below_taken", _("%(taken)d seats are taken already.") % {"taken": taken},
            field="capacity",
        )  # fmt: skip


def _refuse_two_at_once(session: Session) -> None:
    """Nobody who has chosen it may have to be in another room at its new time."""
    others = SessionChoice.objects.filter(
        invitation__session_choices__session=session,
        session__starts_at__lt=session.ends_at,
        session__ends_at__gt=session.starts_at,
    ).exclude(session=session)
    found = others.select_related("session").first()
    if found is not None:
        raise Refusal(
            "overlaps_chosen",
            _("Somebody has chosen this and “%(title)s”, which is at that time.")
            % {"title": found.session.title},
            field="starts",
        )
