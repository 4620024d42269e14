"""A focus group's verbs: the guide, consent, notes by several hands, the summary back.

Sessions of one series share one guide, so that their answers can be laid side by side. Nothing
that is kept names a participant who has not agreed to what the meeting asks.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import one_line, plain_lines
from core.policy import require
from core.refusals import Conflict, Refusal
from outbox.slots import without_slots
from people.models import User
from workshops.letters.writing import write_to_guests
from workshops.models import (
    Consent,
    FocusGroup,
    FocusNote,
    GuideQuestion,
    Invitation,
    LetterRole,
    RecordingPolicy,
    RequiredGroup,
    Series,
    Workshop,
    WorkshopKind,
)

QUESTION_LENGTH, PROBES_LENGTH, NOTE_LENGTH = 300, 1000, 2000
CONSENT_LENGTH, SUMMARY_LENGTH = 2000, 4000
MOST_QUESTIONS, MOST_NOTES, MOST_MINUTES, MOST_DAYS = 40, 1000, 600, 365
#: A shorter name is an ordinary word too often to look for it in what was said.
SHORTEST_NAME = 3


def is_focus_group(workshop: Workshop) -> bool:
    """Whether the meeting has a guide, consent and notes."""
    return workshop.kind == WorkshopKind.FOCUS_GROUP


def setup_of(workshop: Workshop) -> FocusGroup:
    """What the focus group tells; the house's words, not stored, where nobody has changed them."""
    found = FocusGroup.objects.filter(workshop=workshop).first()
    if found is not None:
        return found
    with translation.override(workshop.language):
        text = _(
            "I agree that what I say is written down. My name stands beside it only for those "
            "who arrange the conversation; what others read says only which group I belong to. "
            "I can withdraw this at any time."
        )
    return FocusGroup(workshop=workshop, consent_text=text, version=0)


def guide_of(workshop: Workshop) -> QuerySet[GuideQuestion]:
    """The questions of the meeting: those of its series, which all its sessions share.

    A meeting that has changed its series keeps the questions under which it has notes.
    """
    noted = FocusNote.objects.filter(workshop=workshop).values("question")
    own = Q(workshop=workshop) if workshop.series_id is None else Q(series=workshop.series_id)
    return GuideQuestion.objects.filter(own | Q(pk__in=noted))


# --- the guide


def add_question(
    *, workshop: Workshop, by: User, text: str, probes: str = "", minutes: int | None = None
) -> GuideQuestion:
    """Put a question last in the guide. The same question again is one.

    Refusals: not_a_focus_group, no_text, too_long, wrong_minutes, too_many.
    """
    require(by, "workshops.edit", workshop)
    values = _checked_question(text, probes, minutes)
    with transaction.atomic():
        _locked(workshop)
        rows = guide_of(workshop)
        same = rows.filter(text=values["text"]).first()
        if same is not None:
            return same
        if rows.count() >= MOST_QUESTIONS:
            raise Refusal(
                "too_many",
                _("A guide has at most %(most)d questions.") % {"most": MOST_QUESTIONS},
            )
        whose = {"series_id": workshop.series_id} if workshop.series_id else {"workshop": workshop}
        last = rows.aggregate(last=Max("order"))["last"] or 0
        question = GuideQuestion.objects.create(order=last + 1, **whose, **values)
        audit.record("guide.added", workshop, by=by)
    return question


def save_question(
    *, workshop: Workshop, question: GuideQuestion, by: User, version: int, **fields: Any
) -> GuideQuestion:
    """Change text, probes or minutes. Refusals as `add_question`. Conflict: changed meanwhile."""
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        _locked(workshop)
        question = guide_of(workshop).select_for_update().get(pk=question.pk)
        before = {name: getattr(question, name) for name in ("text", "probes", "minutes")}
        if _changed(question, before, _checked_question(**before | fields), version):
            audit.record("guide.changed", workshop, by=by)
    return question


def move_question(*, workshop: Workshop, question: GuideQuestion, by: User, up: bool) -> None:
    """Put a question one place earlier or later. At the end it stays."""
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        _locked(workshop)
        rows = list(guide_of(workshop))
        here = rows.index(question)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(rows):
            return
        rows[here], rows[there] = rows[there], rows[here]
        for order, row in enumerate(rows, start=1):
            row.order = order
        GuideQuestion.objects.bulk_update(rows, ["order"])
        audit.record("guide.moved", workshop, by=by)


def remove_question(*, workshop: Workshop, question: GuideQuestion, by: User) -> None:
    """Take a question out of the guide. Refusal: has_notes, at any session of the series."""
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        _locked(workshop)
        if question.notes.exists():
            raise Refusal(
                "has_notes", _("Notes stand under this question, so it stays in the guide.")
            )
        question.delete()
        audit.record("guide.removed", workshop, by=by)


def _checked_question(text: str, probes: str, minutes: int | None) -> dict[str, Any]:
    values = {"text": one_line(without_slots(text), 10_000), "probes": _lines(probes)}
    if not values["text"]:
        raise Refusal("no_text", _("Write the question."), field="text")
    _refuse_longer(values["text"], QUESTION_LENGTH, "text")
    _refuse_longer(values["probes"], PROBES_LENGTH, "probes")
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise Refusal(
            "wrong_minutes",
            _("Give a number from 1 to %(most)s.") % {"most": MOST_MINUTES},
            field="minutes",
        )
    return {**values, "minutes": minutes}


# --- consent and recording


def save_setup(
    *,
    workshop: Workshop,
    by: User,
    version: int,
    consent_text: str,
    recording: str,
    delete_after: int | None = None,
) -> FocusGroup:
    """Say what participants agree to and what is recorded. Another text is another edition.

    Refusals: not_a_focus_group, no_text, too_long, unknown_recording, no_days, wrong_days.
    Conflict: changed meanwhile; both values.
    """
    require(by, "workshops.edit", workshop)
    values = _checked_setup(consent_text, recording, delete_after)
    with transaction.atomic():
        _locked(workshop)
        setup = setup_of(workshop)
        before = {name: getattr(setup, name) for name in values}
        # Whoever has agreed has agreed to what was recorded, too.
        other_terms = setup.pk is not None and before != values
        if setup.pk is None or _would_change(setup, before, values, version):
            setup.consent_edition += 1 if other_terms else 0
            _write(setup, values)
            audit.record("focus.set_up", workshop, by=by)
    return setup


def keep_consent(*, invitation: Invitation, given: bool) -> Consent | None:
    """Keep what a participant has ticked, with the text and the day; taking it back is kept too.

    Notes that name somebody who has taken it back name only the group from then on.
    """
    workshop = invitation.workshop
    if not is_focus_group(workshop):
        return None
    with transaction.atomic():
        setup = setup_of(workshop)
        stored = Consent.objects.select_for_update().filter(invitation=invitation).first()
        today = timezone.localdate()
        if given:
            if stored is not None and _holds(stored, setup):
                return stored
            stored, _new = Consent.objects.update_or_create(
                invitation=invitation,
                defaults={
                    "edition": setup.consent_edition,
                    "text": setup.consent_text,
                    "given_on": today,
                    "withdrawn_on": None,
                },
            )
            audit.record("consent.given", workshop, by=None, edition=stored.edition)
        elif stored is not None and stored.withdrawn_on is None:
            stored.withdrawn_on = today
            stored.save(update_fields=["withdrawn_on", "updated_at"])
            FocusNote.objects.filter(speaker=invitation).update(speaker=None)
            audit.record("consent.withdrawn", workshop, by=None)
    return stored


def has_consented(invitation: Invitation) -> bool:
    """Whether the participant agrees to the text as it is now."""
    stored = Consent.objects.filter(invitation=invitation).first()
    return stored is not None and _holds(stored, setup_of(invitation.workshop))


def may_be_named(workshop: Workshop) -> set[int]:
    """Ids of the guests whom notes may name: those who agree to the text as it is now."""
    setup = setup_of(workshop)
    given = Consent.objects.filter(invitation__workshop=workshop, withdrawn_on__isnull=True)
    return set(given.filter(edition=setup.consent_edition).values_list("invitation_id", flat=True))


def _holds(stored: Consent, setup: FocusGroup) -> bool:
    return stored.withdrawn_on is None and stored.edition == setup.consent_edition


def _checked_setup(consent_text: str, recording: str, delete_after: int | None) -> dict[str, Any]:
    text = _lines(consent_text)
    if not text:
        raise Refusal("no_text", _("Write what participants agree to."), field="consent_text")
    _refuse_longer(text, CONSENT_LENGTH, "consent_text")
    if recording not in RecordingPolicy.values:
        raise Refusal("unknown_recording", _("Choose what is recorded."), field="recording")
    if recording == RecordingPolicy.NONE:
        delete_after = None
    elif delete_after is None:
        raise Refusal(
            "no_days", _("Say after how many days the recording is deleted."), field="delete_after"
        )
    elif not 1 <= delete_after <= MOST_DAYS:
        raise Refusal(
            "wrong_days",
            _("Give a number from 1 to %(most)s.") % {"most": MOST_DAYS},
            field="delete_after",
        )
    return {"consent_text": text, "recording": recording, "delete_after": delete_after}


# --- notes


def add_note(
    *,
    workshop: Workshop,
    question: GuideQuestion,
    by: User,
    text: str,
    party: RequiredGroup | None = None,
    speaker: Invitation | None = None,
) -> FocusNote:
    """Write down what was said under a question. The same words twice in a row are one note.

    Refusals: not_a_focus_group, other_guide, no_text, too_long, too_many, wrong_group,
    wrong_guest, no_consent, names_somebody.
    """
    require(by, "workshops.write_minutes", workshop)
    with transaction.atomic():
        _locked(workshop)
        if not guide_of(workshop).filter(pk=question.pk).exists():
            raise Refusal("other_guide", _("The question belongs to another guide."))
        values = _checked_note(workshop, text, party, speaker)
        notes = workshop.focus_notes.filter(question=question)
        last = notes.last()
        if last is not None and all(getattr(last, name) == one for name, one in values.items()):
            return last
        if workshop.focus_notes.count() >= MOST_NOTES:
            raise Refusal("too_many", _("There are %(most)d notes already.") % {"most": MOST_NOTES})
        note = FocusNote.objects.create(
            workshop=workshop, question=question, written_by=by, **values
        )
        audit.record("focus_note.added", workshop, by=by)
    return note


def save_note(*, note: FocusNote, by: User, version: int, **fields: Any) -> FocusNote:
    """Change a note's text, party or speaker. Refusals as `add_note`. Conflict: both values."""
    workshop = note.workshop
    require(by, "workshops.write_minutes", workshop)
    with transaction.atomic():
        _locked(workshop)
        rows = FocusNote.objects.select_for_update(of=("self",)).select_related("party", "speaker")
        note = rows.get(pk=note.pk)
        before = {name: getattr(note, name) for name in ("text", "party", "speaker")}
        if _changed(note, before, _checked_note(workshop, **before | fields), version):
            audit.record("focus_note.changed", workshop, by=by)
    return note


def remove_note(*, note: FocusNote, by: User) -> None:
    """Take a note out. Taken out already: nothing happens."""
    require(by, "workshops.write_minutes", note.workshop)
    with transaction.atomic():
        _deleted, of = FocusNote.objects.filter(pk=note.pk).delete()
        if of:
            audit.record("focus_note.removed", note.workshop, by=by)


def _checked_note(
    workshop: Workshop, text: str, party: RequiredGroup | None, speaker: Invitation | None
) -> dict[str, Any]:
    words = _lines(text)
    if not words:
        raise Refusal("no_text", _("Write what was said."), field="text")
    _refuse_longer(words, NOTE_LENGTH, "text")
    if party is not None and party.workshop_id != workshop.pk:
        raise Refusal("wrong_group", _("The group belongs to another meeting."), field="party")
    named = may_be_named(workshop)
    if speaker is not None:
        if speaker.workshop_id != workshop.pk:
            raise Refusal(
                "wrong_guest", _("The guest is invited to another meeting."), field="speaker"
            )
        if speaker.pk not in named:
            raise Refusal(
                "no_consent",
                _("This person has not agreed to be named. Choose only the group."),
                field="speaker",
            )
        party = party or speaker.party
    guests = workshop.invitations.exclude(pk__in=named).values_list("name", flat=True)
    if any(_names(words, name) for name in guests):
        raise Refusal(
            "names_somebody",
            _("The note names somebody who has not agreed to it. Write it without the name."),
            field="text",
        )
    return {"text": words, "party": party, "speaker": speaker}


def _names(text: str, name: str) -> bool:
    """Whether the text holds the whole name, as words of its own."""
    said, wanted = (f" {_spaced(one)} " for one in (text, name))
    return len(wanted.strip()) >= SHORTEST_NAME and wanted in said


def _spaced(text: str) -> str:
    words = "".join(one if one.isalnum() else " " for one in text.casefold())
    return " ".join(words.split())


# --- the summary


def save_summary(*, workshop: Workshop, by: User, version: int, summary: str) -> FocusGroup:
    """Write what those who came are to read. Refusals: names_somebody, too_long. Conflict."""
    require(by, "workshops.write_minutes", workshop)
    text = _lines(summary)
    _refuse_longer(text, SUMMARY_LENGTH, "summary")
    with transaction.atomic():
        _locked(workshop)
        if any(_names(text, name) for name in workshop.invitations.values_list("name", flat=True)):
            raise Refusal(
                "names_somebody",
                _("The summary goes to all: write it without names."),
                field="summary",
            )
        setup = setup_of(workshop)
        if _would_change(setup, {"summary": setup.summary}, {"summary": text}, version):
            _write(setup, {"summary": text})
            audit.record("focus.summarised", workshop, by=by)
    return setup


def send_summary(*, workshop: Workshop, by: User) -> int:
    """Send the summary to those who came; how many. A corrected one goes out once more.

    Refusals: not_held_yet, nothing_written, nobody_came.
    """
    require(by, "workshops.write_minutes", workshop)
    with transaction.atomic():
        _locked(workshop)
        setup = setup_of(workshop)
        if workshop.starts_at > timezone.now():
            raise Refusal("not_held_yet", _("The meeting has not begun yet."))
        if not setup.summary:
            raise Refusal("nothing_written", _("Write the summary first."), field="summary")
        came = list(workshop.invitations.on_list().filter(attended_at__isnull=False))
        if not came:
            raise Refusal("nobody_came", _("Nobody is checked in. Enter who came first."))
        mark = hashlib.sha256(setup.summary.encode()).hexdigest()[:16]
        write_to_guests(
            workshop=workshop,
            role=LetterRole.SUMMARY,
            invitations=came,
            key=f"workshop:{workshop.pk}:summary:{mark}",
            by=by,
            common=lambda _language: {"summary": setup.summary},
        )
        setup.summary_sent_at = timezone.now()
        setup.save(update_fields=["summary_sent_at", "updated_at"])
        audit.record("focus.summary_sent", workshop, by=by, guests=len(came))
    return len(came)


# --- shared


def _locked(workshop: Workshop) -> None:
    """Lock the meeting's row, and the series' where the guide is shared."""
    if not is_focus_group(workshop):
        raise Refusal("not_a_focus_group", _("Only a focus group has a guide and notes."))
    if workshop.series_id is not None:
        Series.objects.select_for_update().get(pk=workshop.series_id)
    Workshop.objects.select_for_update().get(pk=workshop.pk)


def _lines(text: str) -> str:
    return plain_lines(without_slots(text)).strip()


def _refuse_longer(text: str, limit: int, field: str) -> None:
    if len(text) > limit:
        raise Refusal(
            "too_long",
            _("There is room for %(limit)d characters.") % {"limit": limit},
            field=field,
        )


def _would_change(row: Any, before: dict[str, Any], after: dict[str, Any], version: int) -> bool:
    """Whether something is to be written. Raises Conflict when another version was read."""
    if before == after:
        return False
    if version != row.version:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Choose which text holds."),
            theirs=before,
            yours=after,
            version=row.version,
        )
    return True


def _write(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()


def _changed(row: Any, before: dict[str, Any], after: dict[str, Any], version: int) -> bool:
    if not _would_change(row, before, after, version):
        return False
    _write(row, after)
    return True
