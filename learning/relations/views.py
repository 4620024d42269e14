"""Relations: those of a place with a new note, those of all places."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.models import RelationNote
from learning.relations import pages, services
from learning.relations.forms import NoteForm
from places.models import Participation
from places.queries import with_head

_FOLDER = "learning/relations"


def _with_place(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("participation__programme")


@form_page(
    "learning.keep_relations", Participation, f"{_FOLDER}/place.html", select=with_head
)  # fmt: skip
def relations(request: SignedInRequest, participation: Participation) -> Posting[RelationNote]:
    """What is noted of the place and its actors, and a new note."""
    tag = request.GET.get("tag", "")
    return Posting(
        form=NoteForm(request.POST or None, participation=participation),
        verb=partial(services.note, participation=participation, by=request.user),
        done=_("Noted."),
        to=_url(participation.pk),
        context=partial(pages.of_place, participation, request.user, tag),
    )


@form_page("learning.remove_relation_note", RelationNote, select=_with_place)
def relation_remove(request: SignedInRequest, note: RelationNote) -> Posting[None]:
    """Take a note back."""
    return Posting(
        verb=partial(services.remove, note=note, by=request.user),
        done=_("The note is removed."),
        to=_url(note.participation_id),
    )


@page("learning.list_relations", None, f"{_FOLDER}/list.html")
def relation_notes(request: SignedInRequest) -> Context:
    """Notes on all places that one coaches or runs."""
    return pages.everywhere(request.user, request.GET, request)


def _url(participation_id: int) -> str:
    return reverse("learning:relations", args=[participation_id])
