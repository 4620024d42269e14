"""The research log of a programme: entries, who takes part, the log as a table."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.downloads import download
from core.exports import XLSX_TYPE, file_name, xlsx
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.models import Informant, ResearchEntry
from learning.research import pages, services
from learning.research.forms import AgreeForm, EntryForm
from programmes.home.pages import head, with_head
from programmes.models import Programme

_RIGHT, FORM = "learning.keep_research", "learning/research/form.html"


def _with_programme(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("programme")


entry_page = partial(form_page, _RIGHT, ResearchEntry, select=_with_programme)


@page(_RIGHT, Programme, "learning/research/log.html", select=with_head)
def research_log(request: SignedInRequest, programme: Programme) -> Context:
    """The log."""
    return head(programme, request.user) | pages.log(programme, request.GET)


@form_page(_RIGHT, Programme, FORM)
def research_add(request: SignedInRequest, programme: Programme) -> Posting[ResearchEntry]:
    """Write an entry."""
    return Posting(
        form=EntryForm(request.POST or None, programme=programme),
        verb=partial(services.write, programme=programme, by=request.user),
        done=_("Noted."),
        to=_url(programme.pk),
        context={"title": _("A new entry"), "back": _url(programme.pk)},
    )


@entry_page(FORM)
def research_edit(request: SignedInRequest, entry: ResearchEntry) -> Posting[ResearchEntry]:
    """Change an entry."""
    back = _url(entry.programme_id)
    return Posting(
        form=EntryForm(request.POST or None, programme=entry.programme, row=entry),
        verb=partial(services.change, entry=entry, by=request.user),
        done=_("Saved."),
        to=back,
        context={"title": _("Change the entry"), "back": back, "entry": entry},
    )


@entry_page()
def research_remove(request: SignedInRequest, entry: ResearchEntry) -> Posting[None]:
    """Take an entry away."""
    return Posting(
        verb=partial(services.remove, entry=entry, by=request.user),
        done=_("The entry is removed."),
        to=_url(entry.programme_id),
    )


@form_page(_RIGHT, Programme, "learning/research/people.html", select=with_head)
def research_people(request: SignedInRequest, programme: Programme) -> Posting[Informant]:
    """Who takes part, and somebody new."""
    return Posting(
        form=AgreeForm(request.POST or None),
        verb=partial(services.agree, programme=programme, by=request.user),
        done=lambda made: _("Noted. In the log the person is %(code)s.") % {"code": made.code},
        to=_people(programme.pk),
        context=lambda: head(programme, request.user) | pages.people(programme),
    )


@form_page(_RIGHT, Informant, select=_with_programme)
def research_withdraw(request: SignedInRequest, informant: Informant) -> Posting[Informant]:
    """Somebody takes part no more."""
    return Posting(
        verb=partial(services.withdraw, informant=informant, by=request.user),
        done=_("The name is gone, and so is all that the person told."),
        to=_people(informant.programme_id),
    )


@page(_RIGHT, Programme)
def research_log_xlsx(_request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The log under codes, as a workbook."""
    name = file_name(programme.name, _("Research log"), ending="xlsx", on=timezone.localdate())
    return download(xlsx([pages.sheet(programme)]), name, XLSX_TYPE)


def _url(programme_id: int) -> str:
    return reverse("learning:research_log", args=[programme_id])


def _people(programme_id: int) -> str:
    return reverse("learning:research_people", args=[programme_id])
