"""What the pages of a focus group show."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from core.policy import allowed
from people.models import User
from workshops.focus.forms import GuideForm, NoteForm, Speakers, SummaryForm
from workshops.focus.services import guide_of, may_be_named, setup_of
from workshops.models import Answer, FocusNote, GuideQuestion, Workshop


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note with the form that changes it."""

    note: FocusNote
    form: NoteForm


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the guide with what was said under it, and the form of the next note."""

    question: GuideQuestion
    notes: list[NoteRow]
    form: NoteForm


def interview(
    workshop: Workshop, user: User, *, at: int = 0, sent: NoteForm | None = None, **more: Any
) -> dict[str, Any]:
    """The whole page; constant in queries. `sent` is the note form of question `at` as sent."""
    speakers = Speakers(workshop, user)
    notes: dict[int, list[NoteRow]] = defaultdict(list)
    for note in workshop.focus_notes.order_by("pk"):
        form = NoteForm(speakers=speakers, note=note, auto_id=f"n{note.pk}-%s")
        notes[note.question_id].append(NoteRow(note, form))
    asked = [
        Asked(
            question,
            notes[question.pk],
            sent
            if sent is not None and question.pk == at
            else NoteForm(speakers=speakers, auto_id=f"q{question.pk}-%s"),
        )
        for question in guide_of(workshop)
    ]
    setup = setup_of(workshop)
    guests = workshop.invitations.on_list().exclude(answer=Answer.NO)
    return {
        "asked": asked,
        "setup": setup,
        "may_edit": allowed(user, "workshops.edit", workshop),
        "agreed": len(may_be_named(workshop)),
        "guests": guests.count(),
        "guide_form": GuideForm(auto_id="guide-%s"),
        "summary_form": SummaryForm(setup=setup),
    } | more
