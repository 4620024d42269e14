"""What a working group does with its fact sheet: write, confirm, show, make an action of it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import plain_lines
from core.policy import require
from core.refusals import Conflict, Refusal
from facts.models import NOTE_LENGTH, FigureNote, Topic
from outbox.slots import without_slots
from people.models import User
from places.models import Participation
from plans.actions.services import add_action
from plans.models import Action, Origin
from workshops.models import Workshop, WorkshopKind, WorkshopState


def notes_of(participation: Participation) -> dict[str, FigureNote]:
    """The place's notes by topic; a new one, not stored, where nobody has written."""
    rows = participation.figure_notes.select_related("written_by", "show_at")
    found = {one.topic: one for one in rows.prefetch_related("actions")}
    return {
        topic: found.get(topic) or FigureNote(participation=participation, topic=topic, version=0)
        for topic in Topic.values
    }


def coming_meetings(participation: Participation) -> list[Workshop]:
    """The open meetings of the place that are still ahead, the next one first."""
    rows = Workshop.objects.ahead().filter(
        participations=participation, kind=WorkshopKind.OPEN_MEETING
    )
    return list(rows.exclude(state=WorkshopState.CANCELLED).order_by("starts_at", "pk")[:5])


def save_note(
    *, participation: Participation, topic: str, by: User, version: int, text: str
) -> FigureNote:
    """Write what a topic's figures mean. An emptied note is shown nowhere.

    Refusals: unknown_topic, too_long. Conflict: somebody else wrote meanwhile; both texts.
    """
    require(by, "facts.write_notes", participation)
    words = plain_lines(without_slots(text)).strip()
    if len(words) > NOTE_LENGTH:
        message = _("There is room for %(limit)d characters.") % {"limit": NOTE_LENGTH}
        raise Refusal("too_long", message, field="text")
    with transaction.atomic():
        note = _locked(participation, topic)
        if note.text == words:
            return note
        if note.version != version:
            raise Conflict(
                _("Somebody else has changed this meanwhile. Choose which text holds."),
                theirs={"text": note.text},
                yours={"text": words},
                version=note.version,
            )
        note.text = words
        note.written_by, note.written_on = by, timezone.localdate()
        if not words:
            note.finished, note.show_at = False, None
        note.version += 1
        note.save()
        audit.record("figure_note.written", participation, by=by, topic=topic)
    return note


def finish_note(*, participation: Participation, topic: str, by: User) -> FigureNote:
    """Say that a note is whole: from now on everybody at the place reads it.

    Refusals: unknown_topic, no_text.
    """
    require(by, "facts.write_notes", participation)
    with transaction.atomic():
        note = _locked(participation, topic)
        if not note.text:
            raise Refusal("no_text", _("Write what the figures mean here."), field="text")
        if not note.finished:
            note.finished = True
            note.save()
            audit.record("figure_note.finished", participation, by=by, topic=topic)
    return note


def confirm_note(*, participation: Participation, topic: str, by: User) -> FigureNote:
    """Say that a note still holds although its figures are newer. Refusals as `finish_note`."""
    require(by, "facts.write_notes", participation)
    with transaction.atomic():
        note = _locked(participation, topic)
        if not note.text:
            raise Refusal("no_text", _("Write what the figures mean here."), field="text")
        today = timezone.localdate()
        if note.confirmed_on != today:
            note.confirmed_by, note.confirmed_on = by, today
            note.save()
            audit.record("figure_note.confirmed", participation, by=by, topic=topic)
    return note


def show_notes(
    *, participation: Participation, by: User, workshop: Workshop | None, topics: Collection[str]
) -> list[FigureNote]:
    """Choose what is shown at a coming open meeting; what was shown there and is not named leaves.

    Refusals: wrong_meeting, not_finished.
    """
    require(by, "facts.write_notes", participation)
    ahead = {one.pk for one in coming_meetings(participation)}
    if workshop is None or workshop.pk not in ahead:
        raise Refusal(
            "wrong_meeting", _("Choose a coming open meeting of the place."), field="workshop"
        )
    with transaction.atomic():
        Participation.objects.select_for_update().get(pk=participation.pk)
        notes = list(participation.figure_notes.select_for_update())
        there = {one.topic: one for one in notes}
        unready = [one for one in topics if one not in there or not there[one].finished]
        if unready:
            raise Refusal("not_finished", _("Finish the note before you show it."), field="topics")
        for note in notes:
            wanted = workshop if note.topic in topics else None
            if wanted is not None or note.show_at_id == workshop.pk:
                note.show_at = wanted
        FigureNote.objects.bulk_update(notes, ["show_at"])
        audit.record("figure_note.shown", participation, by=by, topics=", ".join(sorted(topics)))
    return [one for one in notes if one.topic in topics]


def tick_note(
    *, participation: Participation, topic: str, by: User, workshop: Workshop | None, shown: bool
) -> list[FigureNote]:
    """Show one note at a coming open meeting, or no longer. Refusals as `show_notes`."""
    rows = participation.figure_notes.filter(show_at=workshop, show_at__isnull=False)
    topics = set(rows.values_list("topic", flat=True))
    topics = topics | {topic} if shown else topics - {topic}
    return show_notes(participation=participation, by=by, workshop=workshop, topics=topics)


def make_action(
    *, participation: Participation, topic: str, by: User, title: str, description: str = ""
) -> Action:
    """Note an idea in the plan that comes of a note; the action says where it is from.

    Refusals: unknown_topic, no_text and those of `plans.actions.services.add_action`.
    """
    require(by, "facts.write_notes", participation)
    with transaction.atomic():
        note = _locked(participation, topic)
        if not note.text:
            raise Refusal("no_text", _("Write what the figures mean here."), field="title")
        same = note.actions.filter(title=title.strip()).first()
        if same is not None:
            return same
        action = add_action(
            participation=participation,
            by=by,
            title=title,
            description=description,
            origin=Origin.ANALYSIS,
            origin_text=_("Fact sheet: %(topic)s") % {"topic": note.get_topic_display()},
        )
        note.actions.add(action)
        audit.record(
            "figure_note.became_action", participation, by=by, topic=topic, title=action.title
        )
    return action


def _locked(participation: Participation, topic: str) -> FigureNote:
    """The topic's note under a lock; made where there is none."""
    if topic not in Topic.values:
        raise Refusal("unknown_topic", _("The fact sheet has no such topic."))
    Participation.objects.select_for_update().get(pk=participation.pk)
    note, _new = FigureNote.objects.get_or_create(
        participation=participation, topic=topic, defaults={"version": 0}
    )
    return note
