"""A focus group's pages: guide and notes on one, what participants agree to on another."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import time_of_day
from core.refusals import Conflict
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from workshops.focus import pages
from workshops.focus.forms import GuideForm, NoteForm, SetupForm, Speakers, SummaryForm
from workshops.focus.services import (
    add_note,
    add_question,
    guide_of,
    move_question,
    remove_note,
    remove_question,
    save_note,
    save_question,
    save_setup,
    save_summary,
    send_summary,
    setup_of,
)
from workshops.models import FocusGroup, FocusNote, GuideQuestion, Workshop
from workshops.queries import with_head

PAGE = "workshops/focus/page.html"
write_page = partial(form_page, "workshops.write_minutes", Workshop, select=with_head)
edit_page = partial(form_page, "workshops.edit", Workshop, select=with_head)


@page("workshops.write_minutes", Workshop, PAGE, select=with_head)
def focus(request: SignedInRequest, workshop: Workshop) -> Context:
    """The guide with the notes under each question."""
    return pages.interview(workshop, request.user)


@edit_page(PAGE)
def question_add(request: SignedInRequest, workshop: Workshop) -> Posting[GuideQuestion]:
    """Put a question into the guide."""
    form = GuideForm(request.POST or None, auto_id="guide-%s")
    return Posting(
        form=form,
        name="guide_form",
        verb=partial(add_question, workshop=workshop, by=request.user),
        to=_url(workshop, "guide"),
        back=_url(workshop),
        context=lambda: pages.interview(workshop, request.user, guide_form=form),
    )


@edit_page("workshops/focus/question.html")
def question(
    request: SignedInRequest, workshop: Workshop, question_id: int
) -> Posting[GuideQuestion]:
    """Change a question of the guide."""
    asked = _question(workshop, question_id)
    return Posting(
        form=GuideForm(request.POST or None, question=asked),
        verb=partial(save_question, workshop=workshop, question=asked, by=request.user),
        to=_url(workshop, f"q{asked.pk}"),
        context={"question": asked},
    )


@edit_page()
def question_move(request: SignedInRequest, workshop: Workshop, question_id: int) -> Posting[None]:
    """Put a question one place earlier or later."""
    asked = _question(workshop, question_id)
    up = request.POST.get("to") == "up"
    return Posting(
        verb=partial(move_question, workshop=workshop, question=asked, by=request.user, up=up),
        to=_url(workshop, f"q{asked.pk}"),
    )


@edit_page()
def question_remove(
    request: SignedInRequest, workshop: Workshop, question_id: int
) -> Posting[None]:
    """Take a question out of the guide."""
    asked = _question(workshop, question_id)
    return Posting(
        verb=partial(remove_question, workshop=workshop, question=asked, by=request.user),
        done=_("Removed."),
        to=_url(workshop),
    )


@edit_page("workshops/focus/setup.html")
def setup(request: SignedInRequest, workshop: Workshop) -> Posting[FocusGroup]:
    """What participants agree to, and what is recorded."""
    return Posting(
        form=SetupForm(request.POST or None, setup=setup_of(workshop)),
        verb=partial(save_setup, workshop=workshop, by=request.user),
        done=_("Saved."),
        to=_url(workshop),
    )


@write_page(PAGE)
def note_add(request: SignedInRequest, workshop: Workshop, question_id: int) -> Posting[FocusNote]:
    """Write a note under a question."""
    asked = _question(workshop, question_id)
    form = NoteForm(
        request.POST or None,
        speakers=Speakers(workshop, request.user),
        auto_id=f"q{asked.pk}-%s",
    )
    return Posting(
        form=form,
        name="note_form",
        verb=partial(add_note, workshop=workshop, question=asked, by=request.user),
        to=f"{_url(workshop)}?at={asked.pk}#q{asked.pk}",
        back=_url(workshop),
        context=lambda: pages.interview(workshop, request.user, at=asked.pk, sent=form),
    )


@write_page("workshops/focus/note.html")
def note(request: SignedInRequest, workshop: Workshop, note_id: int) -> Posting[FocusNote]:
    """Change a note; a script that saves by itself gets the new version."""
    found = _note(workshop, note_id)
    speakers = Speakers(workshop, request.user)

    def save(**values: Any) -> FocusNote:
        try:
            return save_note(note=found, by=request.user, **values)
        except Conflict as conflict:
            # Both sides as the form has them: group and speaker are one choice there.
            conflict.theirs = speakers.as_sent(conflict.theirs)
            conflict.yours = speakers.as_sent(conflict.yours)
            raise

    def told(saved: FocusNote) -> dict[str, Any]:
        values = {"text": saved.text, "who": speakers.value_of(saved)}
        return {"version": saved.version, "values": values, "time": time_of_day()}

    return Posting(
        form=NoteForm(request.POST or None, speakers=speakers, note=found),
        verb=save,
        answer=told,
        to=_url(workshop, f"note-{found.pk}"),
        context={"note": found},
    )


@write_page()
def note_remove(request: SignedInRequest, workshop: Workshop, note_id: int) -> Posting[None]:
    """Take a note out."""
    found = _note(workshop, note_id)
    return Posting(
        verb=partial(remove_note, note=found, by=request.user),
        done=_("Removed."),
        to=_url(workshop, f"q{found.question_id}"),
    )


@write_page(PAGE)
def summary(request: SignedInRequest, workshop: Workshop) -> Posting[FocusGroup]:
    """Write the summary for those who came."""
    form = SummaryForm(request.POST or None, setup=setup_of(workshop))
    return Posting(
        form=form,
        name="summary_form",
        verb=partial(save_summary, workshop=workshop, by=request.user),
        done=_("Saved."),
        to=_url(workshop, "summary"),
        back=_url(workshop, "summary"),
        context=lambda: pages.interview(workshop, request.user, summary_form=form),
    )


@write_page()
def summary_send(request: SignedInRequest, workshop: Workshop) -> Posting[int]:
    """Send the summary to those who came."""
    return Posting(
        verb=partial(send_summary, workshop=workshop, by=request.user),
        done=lambda count: (
            ngettext(
                "The summary is on its way to %(count)s person.",
                "The summary is on its way to %(count)s persons.",
                count,
            )
            % {"count": count}
        ),
        to=_url(workshop, "summary"),
    )


def _question(workshop: Workshop, question_id: int) -> GuideQuestion:
    return get_object_or_404(guide_of(workshop), pk=question_id)


def _note(workshop: Workshop, note_id: int) -> FocusNote:
    found: FocusNote = get_object_or_404(workshop.focus_notes, pk=note_id)
    found.workshop = workshop
    return found


def _url(workshop: Workshop, anchor: str = "") -> str:
    url = reverse("workshops:focus", args=[workshop.pk])
    return f"{url}#{anchor}" if anchor else url
