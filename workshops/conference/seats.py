"""Seats in sessions: counted from the choices themselves, under the lock on the meeting's row.

A choice holds for the whole party. Waiting ones move up when there is room for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.refusals import Refusal
from outbox.models import LetterKind
from workshops.letters.own import Line, Told, send_own
from workshops.links import link_to
from workshops.models import Answer, Invitation, Seat, Session, SessionChoice, Workshop
from workshops.templatetags.meetings import meeting_day


def taken_in(workshop: Workshop) -> dict[int, int]:
    """Seats taken by session; sessions that nobody has chosen are not in it. One query."""
    rows = SessionChoice.objects.filter(session__workshop=workshop, waiting=False)
    sums = rows.values_list("session").annotate(sum=Sum("invitation__persons")).order_by()
    return dict(sums)


def comes(invitation: Invitation) -> bool:
    """Whether the guest has a seat at the conference."""
    return (
        invitation.answer == Answer.YES and invitation.seat == Seat.TAKEN and not invitation.is_off
    )


def after_answer(workshop: Workshop, invitation: Invitation) -> None:
    """Make the choices fit a changed answer. `workshop` is locked.

    Who does not come gives them back. A larger party must fit everywhere: Refusal session_full.
    """
    if not comes(invitation):
        give_back(workshop, invitation)
        return
    taken = taken_in(workshop)
    chosen = invitation.session_choices.filter(waiting=False).select_related("session")
    sessions = [one.session for one in chosen]
    for session in sessions:
        if session.capacity is not None and taken.get(session.pk, 0) > session.capacity:
            raise Refusal(
                "session_full",
                _("“%(title)s” has no room for so many. Choose another session first.")
                % {"title": session.title},
                field="companions",
            )
    move_up(workshop, sessions)


def give_back(workshop: Workshop, invitation: Invitation) -> None:
    """Free all the sessions of a guest, and let others move up. `workshop` is locked."""
    chosen = list(invitation.session_choices.select_related("session"))
    if chosen:
        invitation.session_choices.all().delete()
        move_up(workshop, [one.session for one in chosen])


def move_up(workshop: Workshop, sessions: Iterable[Session]) -> None:
    """Give free seats to those who wait, in their order, and tell them. `workshop` is locked."""
    ids = [one.pk for one in sessions]
    waiting = SessionChoice.objects.filter(session__in=ids, waiting=True)
    rows = list(waiting.select_related("session", "invitation").order_by("pk"))
    taken = taken_in(workshop) if rows else {}
    for row in rows:
        room, persons = row.session.capacity, row.invitation.persons
        if room is not None and taken.get(row.session_id, 0) + persons > room:
            continue
        taken[row.session_id] = taken.get(row.session_id, 0) + persons
        row.waiting = False
        row.save(update_fields=["waiting", "updated_at"])
        row.session.workshop = row.invitation.workshop = workshop
        _tell_moved_up(row)


def _tell_moved_up(row: SessionChoice) -> None:
    guest, session = row.invitation, row.session
    if not guest.email:
        return
    with override(guest.language):
        told = Told(
            subject=_("A seat for you: %(course)s") % {"course": session.title},
            sentences=[
                _("Hello %(name)s!") % {"name": guest.name},
                _("A seat has come free in a session that you wait for. It is yours."),
            ],
            facts=[Line(session.title, when_of(session))],
            action_label=_("See or change your sessions"),
            why=_("You get this letter because you are on the guest list of this meeting."),
        )
        send_own(
            session.workshop.programme.region, told, to=guest.email, language=guest.language,
            kind=LetterKind.OFFER, key=f"session-choice:{row.pk}:up",
            links={"link": link_to("workshops:guest_sessions", guest)},
        )  # fmt: skip


def when_of(session: Session) -> str:
    """Day, time and room of a session, by the hall's clock."""
    start, end = session.local_start, session.local_end
    day = meeting_day(Workshop(starts_at=session.starts_at, time_zone=session.workshop.time_zone))
    hours = f"{start:%H.%M}–{end:%H.%M}"
    return ", ".join(part for part in (day, hours, session.room) if part)
