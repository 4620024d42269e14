"""The fact sheet of a place: the page, its notes, its screens, its files."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import time_of_day
from core.downloads import download
from core.exports import PDF_TYPE, file_name
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from facts.models import FigureNote, Topic
from facts.sheet import files, pages
from facts.sheet.forms import ActionForm, NoteForm, ShowForm
from facts.sheet.pages import facts_of, with_place
from facts.sheet.services import (
    coming_meetings,
    confirm_note,
    finish_note,
    make_action,
    notes_of,
    save_note,
    show_notes,
    tick_note,
)
from jobs.documents import Asked, document
from jobs.kinds import Made
from places.models import Participation
from plans.models import Action
from workshops.models import Workshop

SHEET, FORM = "facts/sheet/page.html", "facts/sheet/note.html"
write_page = partial(form_page, "facts.write_notes", Participation, select=with_place)


@page("facts.view_sheet", Participation, SHEET, select=with_place)
def sheet(request: SignedInRequest, participation: Participation) -> Context:
    """All topics with their figures, and what they mean here."""
    return pages.sheet(participation, request.user, request.GET)


@write_page(FORM)
def note(request: SignedInRequest, participation: Participation, topic: str) -> Posting[FigureNote]:
    """Write a note; a script that saves by itself gets the new version."""
    found = _note(participation, topic)

    def told(saved: FigureNote) -> dict[str, Any]:
        return {"version": saved.version, "values": {"text": saved.text}, "time": time_of_day()}

    return Posting(
        form=NoteForm(request.POST or None, note=found),
        verb=partial(save_note, participation=participation, topic=topic, by=request.user),
        answer=told,
        done=_("Saved."),
        to=_url(participation, topic),
        context={"note": found, "topic": topic},
    )


@write_page()
def note_finish(
    request: SignedInRequest, participation: Participation, topic: str
) -> Posting[FigureNote]:
    """Say that the note is whole. What stands in the field is saved with it."""
    found = _note(participation, topic)

    def save_and_finish(**values: Any) -> FigureNote:
        given: dict[str, Any] = {"participation": participation, "topic": topic, "by": request.user}
        save_note(**given, **values)
        return finish_note(**given)

    return Posting(
        form=NoteForm(request.POST or None, note=found) if "text" in request.POST else None,
        verb=save_and_finish
        if "text" in request.POST
        else partial(finish_note, participation=participation, topic=topic, by=request.user),
        to=_url(participation, topic),
    )


@write_page()
def note_confirm(
    request: SignedInRequest, participation: Participation, topic: str
) -> Posting[FigureNote]:
    """Say that the note still holds."""
    _known(topic)
    return Posting(
        verb=partial(confirm_note, participation=participation, topic=topic, by=request.user),
        to=_url(participation, topic),
    )


@write_page()
def note_tick(
    request: SignedInRequest, participation: Participation, topic: str
) -> Posting[list[FigureNote]]:
    """Show the note at the coming open meeting, or no longer."""
    _known(topic)
    chosen = request.POST.get("workshop", "")
    meetings = coming_meetings(participation)
    return Posting(
        verb=partial(
            tick_note,
            participation=participation,
            topic=topic,
            by=request.user,
            workshop=next((one for one in meetings if str(one.pk) == chosen), None),
            shown="shown" in request.POST,
        ),
        to=_url(participation, topic),
    )


@write_page("facts/sheet/action.html")
def note_action(
    request: SignedInRequest, participation: Participation, topic: str
) -> Posting[Action]:
    """Make an action of a note."""
    found = _note(participation, topic)
    return Posting(
        form=ActionForm(request.POST or None, initial={"description": found.text}),
        verb=partial(make_action, participation=participation, topic=topic, by=request.user),
        done=_("The action is noted in the plan."),
        to=_url(participation, topic),
        context={"note": found, "topic": topic},
    )


@form_page("facts.write_notes", Participation, "facts/sheet/show.html", select=with_place)
def show(request: SignedInRequest, participation: Participation) -> Posting[list[FigureNote]]:
    """Choose what is shown at which open meeting."""
    meetings = coming_meetings(participation)

    def to(_notes: list[FigureNote]) -> str:
        workshop = request.POST.get("workshop", "")
        return reverse("facts:screens", args=[participation.pk, workshop])

    return Posting(
        form=ShowForm(request.POST or None, meetings=meetings),
        verb=partial(show_notes, participation=participation, by=request.user),
        to=to,
        context=lambda: pages.showing(participation, request.user),
    )


@page("facts.view_sheet", Participation, "facts/sheet/screens.html", select=with_place)
def screens(request: SignedInRequest, participation: Participation, workshop_id: int) -> Context:
    """One topic a screen."""
    meetings = Workshop.objects.filter(participations=participation)
    workshop = get_object_or_404(meetings, pk=workshop_id)
    at = request.GET.get("at", "1")
    number = int(at) if at.isdecimal() and len(at) < 3 else 1  # noqa: PLR2004
    return pages.screens(participation, request.user, workshop, number)


@page("facts.view_sheet", Participation, select=with_place)
def topic_csv(request: SignedInRequest, participation: Participation, topic: str) -> HttpResponse:
    """The figures of a topic with their sources."""
    found = facts_of(participation, pages.compared_of(request.GET))
    content = files.csv(found, _known(topic))
    return download(content, _file(participation, topic, "csv"), "text/csv; charset=utf-8")


@page("facts.view_sheet", Participation, select=with_place)
def topic_svg(request: SignedInRequest, participation: Participation, topic: str) -> HttpResponse:
    """The chart of a topic, as a file of its own."""
    found = facts_of(participation, pages.compared_of(request.GET), "paper")
    content = files.svg(found, _known(topic))
    if not content:
        raise Http404
    return download(content, _file(participation, topic, "svg"), "image/svg+xml")


@document(
    "facts.sheet",
    gettext_lazy("Fact sheet"),
    "facts.view_sheet",
    Participation,
    select=with_place,
)
def sheet_pdf(asked: Asked, participation: Participation) -> Made:
    """The fact sheet as PDF in the reader's language."""
    asked.step(_("Reading the figures"))
    facts = facts_of(participation, pages.compared_of(asked.GET), "paper")
    cards = pages.cards_of(facts, asked.user)
    asked.step(_("Drawing the pages"))
    name = file_name(
        participation.place.name, _("fact sheet"), ending="pdf", on=timezone.localdate()
    )
    return Made(files.pdf(facts, cards), name, PDF_TYPE)


def _known(topic: str) -> str:
    if topic not in Topic.values:
        raise Http404
    return topic


def _note(participation: Participation, topic: str) -> FigureNote:
    return notes_of(participation)[_known(topic)]


def _file(participation: Participation, topic: str, ending: str) -> str:
    return file_name(
        participation.place.name, str(Topic(topic).label), ending=ending, on=timezone.localdate()
    )


def _url(participation: Participation, topic: str = "") -> str:
    url = reverse("facts:sheet", args=[participation.pk])
    return f"{url}#{topic}" if topic else url
