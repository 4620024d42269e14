"""Deciding: proposals, confirmations, letters, taking in, who applied, files, erasing."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from calls.deciding import pages, services
from calls.deciding.forms import ProposalForm, SendForm, TakeInForm, VersionForm
from calls.models import Application, Call, Decision
from calls.pages import head_of
from calls.queries import with_call, with_head
from core.downloads import download
from core.exports import XLSX_TYPE, file_name, xlsx
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from places.models import Participation

DECIDE = "calls/deciding/decide.html"
decide_page = partial(form_page, "calls.decide", Application, select=with_call)


def _url(application: Application) -> str:
    return reverse("calls:decide", args=[application.pk])


def _decision(application: Application) -> Decision:
    rows = Decision.objects.select_related("proposed_by")
    row = get_object_or_404(rows, application=application)
    row.application = application
    return row


@page("calls.decide", Call, "calls/deciding/list.html", select=with_head)
def decisions(request: SignedInRequest, call: Call) -> Context:
    """What is decided, and what waits."""
    return pages.decisions(call, request.user)


@decide_page(DECIDE)
def decide(request: SignedInRequest, application: Application) -> Posting[Decision]:
    """Propose a decision, or read one."""
    row = Decision.objects.filter(application=application).first()
    form = ProposalForm(request.POST or None, decision=row)
    return Posting(
        form=form,
        verb=partial(services.propose, application=application, by=request.user),
        done=_("Proposed. Somebody else confirms it."),
        to=_url(application),
        context=lambda: pages.decide(application, request.user, form=form),
    )


@decide_page(DECIDE)
def confirm(request: SignedInRequest, application: Application) -> Posting[Decision]:
    """Confirm what another person has proposed."""
    form = VersionForm(request.POST or None)
    return Posting(
        form=form,
        name="version_form",
        verb=partial(services.confirm, decision=_decision(application), by=request.user),
        done=_("The decision is confirmed. The letter has still to be sent."),
        to=_url(application),
        back=_url(application),
        context=lambda: pages.decide(application, request.user) | {"version_form": form},
    )


@decide_page()
def take_back(request: SignedInRequest, application: Application) -> Posting[Decision]:
    """Make a confirmed decision a proposal again."""
    return Posting(
        verb=partial(services.take_back, decision=_decision(application), by=request.user),
        done=_("The decision is a proposal again."),
        to=_url(application),
    )


@decide_page(DECIDE)
def take_in(request: SignedInRequest, application: Application) -> Posting[Participation]:
    """Let an admitted place start."""
    form = TakeInForm(request.POST or None)
    return Posting(
        form=form,
        name="take_in_form",
        verb=partial(services.take_in, decision=_decision(application), by=request.user),
        done=lambda made: _("%(place)s is taken in.") % {"place": made.place.name},
        to=_url(application),
        back=_url(application),
        context=lambda: pages.decide(application, request.user, take_in_form=form),
    )


@decide_page("calls/deciding/erase.html")
def erase(request: SignedInRequest, application: Application) -> Posting[Application]:
    """Erase names and texts when somebody asks for it."""
    return Posting(
        verb=partial(services.erase, application=application, by=request.user),
        done=_("Names and texts have been erased."),
        to=application.get_absolute_url(),
        context=lambda: head_of(request.user, application),
    )


@form_page("calls.decide", Call, "calls/deciding/letters.html", select=with_head)
def letters(request: SignedInRequest, call: Call) -> Posting[int]:
    """Read the letters as they will be read, and send them."""
    return Posting(
        form=SendForm(request.POST or None),
        name="send_form",
        verb=partial(services.send_letters, call=call, by=request.user),
        done=_("The letters leave in five minutes. Until then they can be undone."),
        to=reverse("calls:decisions", args=[call.pk]),
        context=lambda: pages.letters(call, request.user),
    )


@form_page("calls.decide", Call, select=with_head)
def letters_undo(request: SignedInRequest, call: Call) -> Posting[int]:
    """Take back letters of which nothing has left."""
    return Posting(
        verb=partial(services.undo_letters, call=call, by=request.user),
        done=_("The letters are undone. The decisions stand, and nobody has been told."),
        to=reverse("calls:decisions", args=[call.pk]),
    )


@page("calls.decide", Call, "calls/deciding/statistics.html", select=with_head)
def statistics(request: SignedInRequest, call: Call) -> Context:
    """Who applied."""
    return pages.statistics(call, request.user)


@page("calls.decide", Call, select=with_head)
def export(request: SignedInRequest, call: Call) -> HttpResponse:
    """Ranking, assessments and who applied as a workbook."""
    name = file_name(call.title, call.programme.name, ending="xlsx", on=timezone.localdate())
    return download(xlsx(pages.workbook(call, request.user)), name, XLSX_TYPE)
