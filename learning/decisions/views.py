"""Decisions of a programme: all, one, written, confirmed, and the programme that follows."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.downloads import stored
from core.policy import allowed
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.decisions import pages, services
from learning.decisions.forms import DecisionForm, NextForm
from learning.models import Decision, Verdict
from people.second_person import why_one
from programmes.home.pages import with_head
from programmes.models import Programme

FORM = "learning/decisions/form.html"


def _with_all(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related(
        "programme__region", "programme__method_version__method", "workshop", "written_by",
        "confirmed_by", "next_programme",
    )  # fmt: skip


of_programme = partial(form_page, services.RIGHT, Programme, select=with_head)
of_decision = partial(form_page, services.RIGHT, Decision, select=_with_all)


@page("programmes.view_programme", Programme, "learning/decisions/list.html", select=with_head)
def decisions(request: SignedInRequest, programme: Programme) -> Context:
    """All decisions of a programme; drafts only for those who run it."""
    return {
        "decisions": pages.shown(request.user, programme),
        "manages": allowed(request.user, services.RIGHT, programme),
    }


@page("learning.view_decisions", Decision, "learning/decisions/one.html", select=_with_all)
def decision(request: SignedInRequest, decision: Decision) -> Context:
    """One decision."""
    manages = _readable(request, decision)
    own = decision.written_by_id == request.user.pk
    return {
        "programme": decision.programme,
        "manages": manages,
        "level": pages.LEVELS[Verdict(decision.verdict)],
        "joining": decision.joining.order_by("name"),
        "why_not": _("Another person than the one who wrote it confirms it.")
        if own
        else why_one(request.user, decision.written_by),
        "begins": manages
        and decision.confirmed_at is not None
        and decision.verdict == Verdict.YES
        and decision.next_programme is None
        and allowed(request.user, "learning.begin_next", decision),
    }


@page("learning.view_decisions", Decision, select=_with_all)
def decision_paper(request: SignedInRequest, decision: Decision) -> HttpResponse:
    """Its document, as an attachment that no browser opens in our name."""
    _readable(request, decision)
    if not decision.paper:
        raise Http404
    try:
        return stored(decision.paper, decision.paper_name, decision.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


def _readable(request: SignedInRequest, decision: Decision) -> bool:
    """Whether the reader manages it. A draft is nobody else's."""
    manages = allowed(request.user, services.RIGHT, decision)
    if not manages and decision.confirmed_at is None:
        raise Http404
    return manages


@of_programme(FORM)
def decision_add(request: SignedInRequest, programme: Programme) -> Posting[Decision]:
    """Write a decision down."""
    form = DecisionForm(
        request.POST or None, request.FILES or None, programme=programme,
        initial={"decided_on": timezone.localdate()},
    )  # fmt: skip
    return Posting(
        form=form,
        verb=partial(services.write, programme=programme, by=request.user),
        done=_("Written. It counts when another person has confirmed it."),
        to=_url,
        context={
            "title": _("Write a decision"),
            "back": reverse("learning:decisions", args=[programme.pk]),
        },
    )


@of_decision(FORM)
def decision_edit(request: SignedInRequest, decision: Decision) -> Posting[Decision]:
    """Change a draft."""
    form = DecisionForm(
        request.POST or None, request.FILES or None, programme=decision.programme, row=decision
    )
    return Posting(
        form=form,
        verb=partial(services.save, decision=decision, by=request.user),
        done=_("Saved."),
        to=_url(decision),
        context={"title": _("Change the decision"), "back": _url(decision)},
    )


@of_decision()
def decision_confirm(request: SignedInRequest, decision: Decision) -> Posting[Decision]:
    """Confirm what another person has written."""
    version = request.POST.get("version", "")
    return Posting(
        verb=partial(
            services.confirm, decision=decision, by=request.user,
            version=int(version) if version.isdecimal() else decision.version,
        ),
        done=_("The decision is confirmed."),
        to=_url(decision),
    )  # fmt: skip


@of_decision()
def decision_remove(request: SignedInRequest, decision: Decision) -> Posting[None]:
    """Take a draft away."""
    return Posting(
        verb=partial(services.remove, decision=decision, by=request.user),
        done=_("The draft is gone."),
        to=reverse("learning:decisions", args=[decision.programme_id]),
        back=_url(decision),
    )


@form_page("learning.begin_next", Decision, "learning/decisions/next.html", select=_with_all)
def decision_next(request: SignedInRequest, decision: Decision) -> Posting[Programme]:
    """Begin the programme that follows."""
    return Posting(
        form=NextForm(
            request.POST or None,
            initial={"starts_on": timezone.localdate(), "partners": True},
        ),
        verb=partial(services.next_programme, decision=decision, by=request.user),
        done=lambda made: _("%(name)s is begun.") % {"name": made},
        to=lambda made: reverse("programmes:home", args=[made.pk]),
        context={
            "programme": decision.programme,
            "joining": decision.joining.order_by("name"),
            "back": _url(decision),
        },
    )


def _url(decision: Decision) -> str:
    return reverse("learning:decision", args=[decision.pk])
