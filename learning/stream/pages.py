"""What the pages of the stream show: messages, and grey lines of what happened between them.

Messages are rows; what happened is read from the audit trail, where the verbs wrote it anyway.
Both are read by key, the newest first.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core import audit
from core.models import AuditEvent
from core.policy import allowed
from core.prepared import Prepared, Slot
from learning.models import FileState, Message, MessageFile, Room, StreamVisit
from learning.stream.rules import may_enter
from learning.stream.services import kept_by
from people.models import User
from places.models import Participation
from plans.models import Origin
from workshops.models import Workshop

PER_PAGE = 30
#: Questions on a start page.
SHOWN = 12
#: What stands between the messages, by the verb; the trail tells more than people look for.
TOLD = (
    "advice.given", "advice.answered", "evidence.added", "photo.added", "gate.submitted",
    "gate.withdrawn", "gate.decided", "gate.entered", "plan.adopted", "target.saved",
    "analysis.presented", "member.added", "member.left", "lesson.written", "move.done",
    "continuity.settled", "support.ended", "item.changed",
)  # fmt: skip
#: Of meetings.
TOLD_OF_MEETINGS = (
    "workshop.planned", "workshop.announced", "workshop.cancelled", "minutes.approved",
    "outcome.added",
)  # fmt: skip
#: Where an event leads.
_ROOMS = {
    "advice": "learning:advice_list", "gate": "places:gate", "lesson": "learning:lessons",
    "photo": "places:photos", "plan": "plans:target", "target": "plans:target",
}  # fmt: skip

#: Stands on each start page and list of places: it takes longer to write than to answer.
_OWED = Prepared(
    Message.objects.filter(
        owed_by=Slot("user"), answered_at__isnull=True, taken_back_at__isnull=True
    )
    .select_related("participation__place", "participation__programme", "by")
    .order_by("owed_on", "pk")
)


@dataclass(frozen=True, slots=True)
class Row:
    """A message or an event, as the stream shows it."""

    at: dt.datetime
    key: str
    message: Message | None = None
    words: str = ""
    who: str = ""
    url: str = ""
    is_new: bool = False
    mine: bool = False
    changeable: bool = False


def stream(participation: Participation, user: User, room: str, before: str) -> dict[str, Any]:
    """One page of a room. At most nine statements, however many rows."""
    last = _last_visit(participation, user, room)
    cursor = _cursor(before)
    rows = [_message_row(one, user, last) for one in _messages(participation, room, cursor)]
    if room == Room.PLACE:
        rows += [_event_row(one, participation) for one in _events(participation, user, cursor)]
    rows.sort(key=_order, reverse=True)
    shown = rows[:PER_PAGE]
    return {
        "room": room,
        "rows": _said_once(shown),
        "older": shown[-1].key if len(rows) > PER_PAGE else "",
        "new": sum(1 for row in shown if row.is_new),
        "first_new": next((row.key for row in reversed(shown) if row.is_new), ""),
        "coaches_room": may_enter(user, participation, Room.COACHES),
        "logs": allowed(user, "learning.log_message", participation),
        "takes_up": allowed(user, "learning.take_message_up", participation),
        "releases": allowed(user, "learning.release_file", participation),
        "held": list(held_files(participation).filter(message__room=room))
        if allowed(user, "learning.release_file", participation)
        else [],
        "before": before,
    }


def _said_once(rows: list[Row]) -> list[Row]:
    """The rows without lines that say again, on the same day, what the line above them says."""
    kept: list[Row] = []
    for row in rows:
        above = kept[-1] if kept else None
        if (
            above is None
            or row.message is not None
            or (above.words, above.who, above.url) != (row.words, row.who, row.url)
            or timezone.localdate(above.at) != timezone.localdate(row.at)
        ):
            kept.append(row)
    return kept


def one(message: Message, user: User) -> dict[str, Any]:
    """One message with its answers, its files and what became of it."""
    participation = message.participation
    answers = message.answered_by.select_related("by").prefetch_related("files")
    gone = message.taken_back_at is not None
    mine = message.by_id == user.pk
    return {
        "row": _message_row(message, user, None),
        "message": message,
        "room": message.room,
        "answers": [_message_row(answer, user, None) for answer in answers.order_by("created_at")],
        "logs": not gone and allowed(user, "learning.log_message", participation),
        "takes_up": not gone
        and message.room == Room.PLACE
        and allowed(user, "learning.take_message_up", participation),
        "releases": allowed(user, "learning.release_file", participation),
        "mine": mine,
        "gone": gone,
        "changeable": mine and kept_by(message),
        "may_settle": message.is_owed,
    }


def _messages(
    participation: Participation, room: str, cursor: tuple[dt.datetime, str, int] | None
) -> QuerySet[Message]:
    rows = Message.objects.filter(participation=participation, room=room)
    if cursor is not None:
        at, kind, pk = cursor
        same = Q(created_at=at, pk__lt=pk) if kind == "m" else Q(pk__in=[])
        rows = rows.filter(Q(created_at__lt=at) | same)
    rows = rows.select_related("by", "owed_by", "entry", "action", "answers__by")
    found: QuerySet[Message] = rows.prefetch_related("files", "mentioned")
    return found.order_by("-created_at", "-pk")[: PER_PAGE + 1]


def _events(
    participation: Participation, user: User, cursor: tuple[dt.datetime, str, int] | None
) -> list[AuditEvent]:
    here = audit.readable(participation, user).filter(verb__in=TOLD)
    meetings = Workshop.objects.filter(participations=participation)
    held = AuditEvent.objects.filter(
        subject_type=Workshop._meta.label_lower,
        subject_id__in=meetings.values("pk"),
        verb__in=TOLD_OF_MEETINGS,
    )
    found: list[AuditEvent] = []
    for rows in (here, held):
        if cursor is not None:
            at, kind, pk = cursor
            same = Q(at=at, pk__lt=pk) if kind == "e" else Q(at=at)
            rows = rows.filter(Q(at__lt=at) | same)  # noqa: PLW2901 - narrowed
        found += rows.select_related("actor").order_by("-at", "-pk")[: PER_PAGE + 1]
    return found


def _message_row(message: Message, user: User, last: dt.datetime | None) -> Row:
    mine = message.by_id == user.pk
    return Row(
        message.created_at, f"{message.created_at.isoformat()}~m~{message.pk}", message,
        is_new=last is not None and message.created_at > last and not mine,
        mine=mine, changeable=mine and kept_by(message),
    )  # fmt: skip


def _event_row(event: AuditEvent, participation: Participation) -> Row:
    words = audit.sentence(event)
    if event.subject_type == Workshop._meta.label_lower:
        url = reverse("workshops:workshop", args=[event.subject_id])
        words = f"{event.subject_name}: {words}"
    else:
        name = _ROOMS.get(event.verb.partition(".")[0], "")
        url = reverse(name, args=[participation.pk]) if name else ""
    key = f"{event.at.isoformat()}~e~{event.pk}"
    return Row(event.at, key, words=words, who=event.actor_name, url=url)


def _order(row: Row) -> tuple[dt.datetime, str, int]:
    _at, kind, pk = row.key.split("~")
    # At one moment the message stands above the line that it made.
    return row.at, kind, int(pk)


def _cursor(text: str) -> tuple[dt.datetime, str, int] | None:
    """The place in the stream that an address names; None for what is no key."""
    at, _mark, rest = text.partition("~")
    kind, _mark, pk = rest.partition("~")
    try:
        moment = parse_datetime(at.replace(" ", "+"))
    except ValueError:
        return None
    if moment is None or timezone.is_naive(moment) or kind not in {"m", "e"}:
        return None
    return (moment, kind, int(pk)) if pk.isdecimal() and len(pk) < 19 else None  # noqa: PLR2004 - digits of a key


def _last_visit(participation: Participation, user: User, room: str) -> dt.datetime | None:
    rows = StreamVisit.objects.filter(participation=participation, person=user, room=room)
    return rows.values_list("at", flat=True).first()


def unread(participation: Participation, user: User) -> dict[str, Any]:
    """What is new, on the overview of a place. One statement."""
    if not may_enter(user, participation, Room.PLACE):
        return {}
    seen = StreamVisit.objects.filter(
        person=user, participation=OuterRef("participation"), room=OuterRef("room"),
        at__gte=OuterRef("created_at"),
    )  # fmt: skip
    rows = Message.objects.filter(participation=participation, taken_back_at__isnull=True)
    if not may_enter(user, participation, Room.COACHES):
        rows = rows.filter(room=Room.PLACE)
    newest = rows.exclude(by=user).filter(~Exists(seen)).select_related("by")
    found = list(newest.order_by("-created_at", "-pk")[: SHOWN + 1])
    return {
        "participation": participation,
        "may_read_stream": True,
        "new_messages": found[:SHOWN],
        "newest_message": found[0] if found else None,
        "more_messages": len(found) > SHOWN,
    }


def owed(user: User, _nothing: object = None) -> dict[str, Any]:
    """Questions to which the user owes an answer, of rooms that he or she may enter.

    One statement. The right is asked of what was found: few owe anything.
    """
    found = [one for one in _OWED(user=user.pk) if may_enter(user, one.participation, one.room)]
    return {"owed": found[:SHOWN], "today": timezone.localdate()}


def of_action(user: User, action: Any) -> dict[str, Any]:
    """The message that an action began as, where the user may read it. One statement at most."""
    if action.origin != Origin.OTHER:
        return {}
    rows = Message.objects.filter(action=action, room=Room.PLACE).select_related("by")
    if not may_enter(user, action.participation, Room.PLACE):
        return {}
    return {"messages": list(rows)}


def of_log(user: User, participation: Participation) -> dict[str, Any]:
    """Entries of the coaching log that began as messages. One statement."""
    if not may_enter(user, participation, Room.PLACE):
        return {}
    rows = Message.objects.filter(participation=participation, entry__isnull=False)
    if not may_enter(user, participation, Room.COACHES):
        rows = rows.filter(room=Room.PLACE)
    return {"messages": list(rows.select_related("entry", "by").order_by("-pk")[:SHOWN])}


def held_files(participation: Participation) -> QuerySet[MessageFile]:
    """Files that came by mail and wait to be looked at."""
    rows = MessageFile.objects.filter(message__participation=participation, state=FileState.HELD)
    return rows.select_related("message__by")


def title_of(room: str) -> str:
    """What a room is called."""
    return _("Conversation") if room == Room.PLACE else _("Coaches only")
