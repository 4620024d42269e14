"""The verbs of the stream: write, change, take back, turn into something, release a file.

What is written in the coaches' room leaves it by no door: the audit trail holds its number only
and stands on the message, letters and notices carry no word of it, and it becomes no action.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core import audit, throttle, uploads
from core.plain_text import plain_lines
from core.policy import require
from core.refusals import Refusal, needed
from learning.models import FileState, Message, MessageFile, Room, StreamVisit
from learning.models.stream import MESSAGE_LENGTH
from learning.stream import letters
from learning.stream.notices import tell_mentioned, tell_owed
from learning.stream.people import people_of
from learning.stream.rules import right_of
from people.models import User
from places.coaching.services import log_contact
from places.models import CoachingEntry, Participation
from plans.actions.services import add_action
from plans.changes import length_of, refuse_longer, refuse_older
from plans.models import Action, Origin

#: One's own message may be changed or taken back for so long; then others have built on it.
CHANGEABLE = dt.timedelta(hours=24)
#: Messages that one person may write at one place in so many seconds.
MOST_MESSAGES, IN_SECONDS = 20, 600
#: People that one message may be turned to.
MOST_MENTIONED = 10
#: Days ahead within which an answer may be asked for.
LONGEST_DAYS = 365


@transaction.atomic
def write_message(
    *,
    participation: Participation,
    by: User,
    text: str,
    room: str = Room.PLACE,
    mentioned: Iterable[User] = (),
    answers: Message | None = None,
    upload: UploadedFile | None = None,
    mail_key: str | None = None,
) -> Message:
    """Write in a room; those it is turned to get a notice, and a letter if they want them at once.

    Who owes an answer to `answers` has given it. Refusals: text_missing, too_long, too_many,
    other_room, not_here, and those of `core.uploads.check`.
    """
    require(by, _right(room), participation)
    words = _checked(text)
    if answers is not None and (answers.participation_id, answers.room) != (participation.pk, room):
        raise Refusal("other_room", _("The message that you answer stands elsewhere."))
    if answers is not None:
        answers = Message.objects.select_for_update(of=("self",)).get(pk=answers.pk)
    people = _checked_people(participation, room, mentioned)
    kept = _kept(upload) if upload is not None else {}
    _throttle(participation, by)
    message = Message.objects.create(
        participation=participation, room=room, text=words, by=by, answers=answers,
        by_mail=mail_key is not None, mail_key=mail_key,
    )  # fmt: skip
    if kept:
        MessageFile.objects.create(message=message, state=FileState.RELEASED, **kept)
    audit.record("message.written", message, by=by, room=room)
    if answers is not None and answers.is_owed and by.pk == answers.owed_by_id:
        _settle(answers)
    message.mentioned.set(people)
    tell_mentioned(message, people, by)
    letters.send(message, people, by)
    visit(participation=participation, by=by, room=room)
    return message


@transaction.atomic
def edit_message(*, message: Message, by: User, version: int, text: str) -> Message:
    """Change one's own words. Refusals: not_yours, too_late, taken_back, those of the text.

    Conflict: changed in another window.
    """
    row = _own(message, by)
    words = _checked(text)
    if words != row.text:
        refuse_older(row, version, {"text": words})
        row.text, row.edited_at, row.version = words, timezone.now(), row.version + 1
        row.save()
        audit.record("message.changed", row, by=by, room=row.room)
    return row


@transaction.atomic
def take_back(*, message: Message, by: User) -> Message:
    """Take away one's own words and files; that something stood there remains.

    Refusals: not_yours, too_late, taken_up (it became something else).
    """
    row = _own(message, by)
    if row.entry_id or row.action_id:
        raise Refusal("taken_up", _("It is in the log or the plan already."))
    files = list(row.files.all())
    for one in files:
        _throw(one, by)
    row.text, row.taken_back_at, row.version = "", timezone.now(), row.version + 1
    row.owed_by = row.owed_on = None
    row.save()
    row.mentioned.clear()
    audit.record("message.taken_back", row, by=by, room=row.room)
    return row


@transaction.atomic
def to_log(*, message: Message, by: User, kind: str, minutes: int | None = None) -> CoachingEntry:
    """Make an entry of the coaching log of it; twice, it is there once.

    Of the coaches' room the words go into the private part. Refusals: those of `log_contact`.
    """
    row, participation = _locked(message, by, "learning.log_message")
    _refuse_gone(row)
    if row.entry is not None:
        return row.entry
    words: dict[str, Any] = {"shared" if row.room == Room.PLACE else "private": row.text}
    row.entry = log_contact(
        participation=participation, by=by, kind=kind, on=timezone.localdate(row.created_at),
        minutes=minutes, with_whom=str(row.by or "")[:200] if row.by_id != by.pk else "",
        **words,
    )  # fmt: skip
    row.save(update_fields=["entry", "updated_at"])
    audit.record("message.to_log", row, by=by, room=row.room)
    return row.entry


@transaction.atomic
def to_action(*, message: Message, by: User) -> Action:
    """Make an action of the plan of it; twice, it is there once.

    Refusals: coaches_only (the plan is read by the place) and those of `add_action`.
    """
    row, participation = _locked(message, by, "learning.take_message_up")
    _refuse_gone(row)
    if row.room != Room.PLACE:
        raise Refusal("coaches_only", _("The plan is read by the place. Write it there yourself."))
    if row.action is not None:
        return row.action
    first = " ".join(row.text.split())
    title = Truncator(first).chars(length_of(Action, "title"))
    row.action = add_action(
        participation=participation, by=by, title=title,
        description=row.text if title != first else "",
        origin=Origin.OTHER,
        origin_text=_("Message from %(who)s") % {"who": row.by or _("somebody")},
    )  # fmt: skip
    row.save(update_fields=["action", "updated_at"])
    audit.record("message.to_action", row, by=by, room=row.room)
    return row.action


@transaction.atomic
def to_question(*, message: Message, by: User, owed_by: User, owed_on: dt.date) -> Message:
    """Say who owes an answer to it, and by when. Refusals: not_here, wrong_day, taken_back."""
    row, participation = _locked(message, by, _right(message.room))
    _refuse_gone(row)
    _checked_people(participation, row.room, [owed_by], field="owed_by")
    today = timezone.localdate()
    if not today <= owed_on <= today + dt.timedelta(days=LONGEST_DAYS):
        raise Refusal(
            "wrong_day", _("Choose a day from today on, at most a year ahead."), field="owed_on"
        )
    row.owed_by, row.owed_on, row.answered_at = owed_by, owed_on, None
    row.save()
    audit.record("message.owed", row, by=by, room=row.room)
    tell_owed(row, by)
    return row


@transaction.atomic
def settle_question(*, message: Message, by: User) -> Message:
    """Say that the answer came by another way. Refusal: nothing_owed."""
    row, _participation = _locked(message, by, _right(message.room))
    if not row.is_owed:
        raise Refusal("nothing_owed", _("Nobody owes an answer to it any more."))
    _settle(row)
    audit.record("message.settled", row, by=by, room=row.room)
    return row


@transaction.atomic
def decide_file(*, file: MessageFile, by: User, release: bool) -> MessageFile:
    """Let others open a file that came by mail, or throw it away. Refusal: decided_already."""
    require(by, "learning.release_file", file.message.participation)
    row = MessageFile.objects.select_for_update().get(pk=file.pk)
    if row.state != FileState.HELD:
        raise Refusal("decided_already", _("Somebody has looked at this file already."))
    if release:
        row.state, row.decided_by, row.decided_at = FileState.RELEASED, by, timezone.now()
        row.save()
    else:
        _throw(row, by)
    verb = "message.file_released" if release else "message.file_refused"
    audit.record(verb, file.message, by=by, room=file.message.room)
    return row


def visit(*, participation: Participation, by: User, room: str) -> None:
    """Remember that somebody was in a room now."""
    StreamVisit.objects.update_or_create(
        participation=participation, person=by, room=room, defaults={"at": timezone.now()}
    )


def kept_by(message: Message) -> bool:
    """Whether its writer may still change it."""
    return message.taken_back_at is None and timezone.now() - message.created_at <= CHANGEABLE


def _right(room: str) -> str:
    if room not in Room.values:
        raise Refusal("other_room", _("There is no such room."))
    return right_of(room)


def _checked(text: str) -> str:
    words = needed(
        plain_lines(text or "").strip(), "text_missing", _("Write a message."), field="text"
    )
    refuse_longer(words, MESSAGE_LENGTH, field="text")
    return words


def _checked_people(
    participation: Participation, room: str, people: Iterable[User], field: str = "mentioned"
) -> list[User]:
    wanted = {one.pk for one in people}
    if len(wanted) > MOST_MENTIONED:
        raise Refusal(
            "too_many_people",
            _("Turn to at most %(most)d people.") % {"most": MOST_MENTIONED}, field=field,
        )  # fmt: skip
    found = list(people_of(participation, room).filter(pk__in=wanted)) if wanted else []
    if len(found) != len(wanted):
        raise Refusal("not_here", _("Choose people who can read this room."), field=field)
    return found


def _throttle(participation: Participation, by: User) -> None:
    who = f"{participation.pk}:{by.pk}"
    if not throttle.within("stream.write", who, limit=MOST_MESSAGES, seconds=IN_SECONDS):
        raise Refusal(
            "too_many",
            _("You have written %(most)d messages here in ten minutes. Wait a moment.")
            % {"most": MOST_MESSAGES},
        )


def _kept(upload: UploadedFile) -> dict[str, Any]:
    kept = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
    kept.file.name = f"{kept.sha256[:16]}.{uploads.extension_of(kept.name)}"
    return {
        "file": kept.file, "file_name": kept.name, "content_type": kept.content_type,
        "size": kept.size, "sha256": kept.sha256,
    }  # fmt: skip


def hold_file(message: Message, upload: UploadedFile) -> MessageFile:
    """Keep a mail's file until somebody looks at it; of a refused one its name and why."""
    try:
        kept = _kept(upload)
    except Refusal as refusal:
        name = uploads.clean_name(upload.name or "")
        return MessageFile.objects.create(
            message=message, file_name=name, state=FileState.REFUSED, fault=str(refusal)[:200]
        )
    return MessageFile.objects.create(message=message, state=FileState.HELD, **kept)


def _throw(file: MessageFile, by: User) -> None:
    stored, name = file.file, file.file.name if file.file else ""
    file.file, file.state, file.decided_by = "", FileState.REFUSED, by
    file.decided_at = timezone.now()
    file.save()
    if name:
        transaction.on_commit(lambda: stored.storage.delete(name))


def _settle(message: Message) -> None:
    message.answered_at = timezone.now()
    message.save(update_fields=["answered_at", "updated_at"])


def _locked(message: Message, by: User, right: str) -> tuple[Message, Participation]:
    participation = message.participation
    require(by, right, participation)
    if message.room == Room.COACHES:
        require(by, right_of(Room.COACHES), participation)
    rows = Message.objects.select_for_update(of=("self",)).select_related("entry", "action", "by")
    row = rows.get(pk=message.pk)
    row.participation = participation
    return row, participation


def _own(message: Message, by: User) -> Message:
    row, _participation = _locked(message, by, _right(message.room))
    if row.by_id != by.pk:
        raise Refusal("not_yours", _("Only the one who wrote it may do that."))
    _refuse_gone(row)
    if not kept_by(row):
        raise Refusal("too_late", _("It has stood for a day. Write a new message."))
    return row


def _refuse_gone(message: Message) -> None:
    if message.taken_back_at is not None:
        raise Refusal("taken_back", _("The message is taken back."))
