"""The home of a programme, its decisions, documents and steps."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.downloads import stored
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from programmes.home import pages, services
from programmes.home.forms import DecisionForm, PaperEditForm, PaperForm
from programmes.models import ChecklistItem, Decision, Paper, Programme

DECISIONS, PAPERS = "programmes/home/decisions.html", "programmes/home/papers.html"


def _decisions(programme: Programme) -> str:
    return reverse("programmes:decisions", args=[programme.pk])


def _papers(programme: Programme) -> str:
    return reverse("programmes:papers", args=[programme.pk])


@page("programmes.view_programme", Programme, "programmes/home/page.html", select=pages.loaded)
def home(request: SignedInRequest, programme: Programme) -> Context:
    """What waits and for whom, the year, the municipalities, decisions, documents, news."""
    return pages.home(programme, request.user)


@page("programmes.view_programme", Programme, DECISIONS, select=pages.with_head)
def decisions(request: SignedInRequest, programme: Programme) -> Context:
    """All decisions."""
    return pages.decisions(programme, request.user)


@form_page("programmes.edit_programme", Programme, DECISIONS, select=pages.with_head)
def decision_add(request: SignedInRequest, programme: Programme) -> Posting[Any]:
    """Note a decision."""
    form = DecisionForm(request.POST or None, programme=programme, user=request.user)
    return Posting(
        form=form,
        verb=partial(services.decide, programme, by=request.user),
        done=_("The decision is noted."),
        to=_decisions(programme),
        back=_decisions(programme),
        context=lambda: pages.decisions(programme, request.user, decision_form=form),
    )


def _decision(programme: Programme, decision_id: int) -> Decision:
    rows = programme.decisions.select_related("programme")
    return get_object_or_404(rows, pk=decision_id)


@form_page(
    "programmes.edit_programme", Programme, "programmes/home/decision.html", select=pages.with_head
)
def decision_edit(request: SignedInRequest, programme: Programme, decision_id: int) -> Posting[Any]:
    """Correct a decision."""
    row = _decision(programme, decision_id)
    names = ("text", "decided_on", "decided_by", "municipality")
    return Posting(
        form=DecisionForm(
            request.POST or None,
            programme=programme,
            user=request.user,
            initial={name: getattr(row, name) for name in names},
        ),
        verb=partial(services.change_decision, row, by=request.user),
        done=_("Saved."),
        to=_decisions(programme),
        context={"decision": row},
    )


@form_page("programmes.edit_programme", Programme, select=pages.with_head)
def decision_remove(
    request: SignedInRequest, programme: Programme, decision_id: int
) -> Posting[None]:
    """Take a decision away."""
    return Posting(
        verb=partial(services.remove_decision, _decision(programme, decision_id), by=request.user),
        done=_("The decision is taken away."),
        to=_decisions(programme),
    )


@page("programmes.view_programme", Programme, PAPERS, select=pages.with_head)
def papers(request: SignedInRequest, programme: Programme) -> Context:
    """All documents, links and sources."""
    return pages.papers(programme, request.user)


@form_page("programmes.edit_programme", Programme, PAPERS, select=pages.with_head)
def paper_add(request: SignedInRequest, programme: Programme) -> Posting[Any]:
    """Add a document, a link or a source."""
    form = PaperForm(request.POST or None, request.FILES or None)
    return Posting(
        form=form,
        verb=partial(services.add_paper, programme, by=request.user),
        done=_("It is added."),
        to=_papers(programme),
        back=_papers(programme),
        context=lambda: pages.papers(programme, request.user, paper_form=form),
    )


def _paper(programme: Programme, paper_id: int) -> Paper:
    return get_object_or_404(programme.papers.select_related("programme"), pk=paper_id)


@form_page(
    "programmes.edit_programme", Programme, "programmes/home/paper.html", select=pages.with_head
)
def paper_edit(request: SignedInRequest, programme: Programme, paper_id: int) -> Posting[Any]:
    """Change what stands about a document."""
    row = _paper(programme, paper_id)
    return Posting(
        form=PaperEditForm.of(request.POST or None, row),
        verb=partial(services.change_paper, row, by=request.user),
        done=_("Saved."),
        to=_papers(programme),
        context={"paper": row},
    )


@form_page("programmes.edit_programme", Programme, select=pages.with_head)
def paper_remove(request: SignedInRequest, programme: Programme, paper_id: int) -> Posting[None]:
    """Take a document away."""
    return Posting(
        verb=partial(services.remove_paper, _paper(programme, paper_id), by=request.user),
        done=_("It is taken away."),
        to=_papers(programme),
    )


@page("programmes.view_programme", Programme)
def paper_file(request: SignedInRequest, programme: Programme, paper_id: int) -> HttpResponse:
    """A file, as an attachment that no browser opens in our name."""
    found = get_object_or_404(programme.papers.exclude(file=""), pk=paper_id)
    try:
        return stored(found.file, found.file_name, found.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@page("programmes.view_programme", Programme, "programmes/home/steps.html", select=pages.with_head)
def steps(request: SignedInRequest, programme: Programme) -> Context:
    """The method's steps that are ticked once for the whole programme."""
    return pages.steps(programme, request.user)


@form_page("programmes.edit_programme", Programme, select=pages.with_head)
def tick(request: SignedInRequest, programme: Programme, item_id: int) -> Posting[None]:
    """Tick a line, or take the tick back (`done` empty)."""
    items = ChecklistItem.objects.filter(step__version=programme.method_version_id)
    item = get_object_or_404(items.select_related("step"), pk=item_id)
    return Posting(
        verb=partial(
            services.tick, programme, item, by=request.user, done=bool(request.POST.get("done"))
        ),
        to=f"{reverse('programmes:steps', args=[programme.pk])}#step-{item.step.order}",
    )
