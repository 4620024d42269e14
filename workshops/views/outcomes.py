"""What came out of a meeting: decisions, ideas that go into the plan, questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.policy import policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from workshops import minutes_page
from workshops.domain.outcomes import add_outcome, idea_to_action, remove_outcome, save_outcome
from workshops.domain.questions import ask, reply
from workshops.forms.minutes import OutcomeForm, QuestionForm, ReplyForm, TakeUpForm
from workshops.models import OutcomeKind, Workshop
from workshops.queries import with_head

_FIELD_OF_CODE = {"no_text": "text"}


@policy("workshops.write_minutes", Workshop, select=with_head)
@require_POST
def outcome_add(request: SignedInRequest, workshop: Workshop, kind: str) -> HttpResponse:
    """Write down a decision or an idea."""
    form = OutcomeForm(request.POST, auto_id="new-%s")
    if form.is_valid():
        try:
            outcome = add_outcome(workshop=workshop, by=request.user, kind=kind, **form.values())
        except Refusal as refusal:
            form.add_error(_FIELD_OF_CODE.get(refusal.code), str(refusal))
        else:
            return _back(workshop, f"outcome-{outcome.pk}")
    return _page(request, workshop, outcome_form=form, adding=kind)


@policy("workshops.write_minutes", Workshop, select=with_head)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_edit(request: SignedInRequest, workshop: Workshop, outcome_id: int) -> HttpResponse:
    """Correct an outcome."""
    outcome = get_object_or_404(workshop.outcomes, pk=outcome_id)
    if request.method != "POST":
        return _edit(request, workshop, outcome, minutes_page.filled(outcome))
    form = minutes_page.filled(outcome, request.POST)
    if not form.is_valid():
        return _edit(request, workshop, outcome, form, status=422)
    version = form.cleaned_data["version"] or 0
    try:
        save_outcome(outcome=outcome, by=request.user, version=version, **form.values())
    except Conflict as conflict:
        carry(form, version=str(conflict.version))
        form.add_error(None, str(conflict))
        theirs = [(form[name].label, value) for name, value in conflict.theirs.items()]
        return _edit(request, workshop, outcome, form, status=409, theirs=theirs)
    except Refusal as refusal:
        form.add_error(_FIELD_OF_CODE.get(refusal.code), str(refusal))
        return _edit(request, workshop, outcome, form, status=refusal.status)
    return _back(workshop, f"outcome-{outcome.pk}")


@policy("workshops.write_minutes", Workshop, select=with_head)
@require_POST
def outcome_remove(request: SignedInRequest, workshop: Workshop, outcome_id: int) -> HttpResponse:
    """Take an outcome out of the minutes."""
    outcome = get_object_or_404(workshop.outcomes.select_related("workshop"), pk=outcome_id)
    remove_outcome(outcome=outcome, by=request.user)
    messages.success(request, _("Taken out."))
    return _back(workshop, "outcomes")


@policy("workshops.write_minutes", Workshop, select=with_head)
@require_POST
def outcome_to_action(
    request: SignedInRequest, workshop: Workshop, outcome_id: int
) -> HttpResponse:
    """Take an idea into the plan of one of the meeting's places."""
    outcome = get_object_or_404(workshop.outcomes.select_related("workshop"), pk=outcome_id)
    form = TakeUpForm(request.POST, workshop=workshop)
    if not form.is_valid():
        return _page(request, workshop)
    place = form.cleaned_data["participation"]
    idea_to_action(outcome=outcome, by=request.user, participation=place)
    messages.success(
        request, _("The idea stands among the ideas of the plan of %(place)s.") % {"place": place}
    )
    return _back(workshop, f"outcome-{outcome.pk}")


@policy("workshops.write_minutes", Workshop, select=with_head)
@require_POST
def question_add(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Put down a question from the hall."""
    form = QuestionForm(request.POST, auto_id="ask-%s")
    if form.is_valid():
        question = ask(workshop=workshop, by=request.user, **form.cleaned_data)
        return _back(workshop, f"question-{question.pk}")
    return _page(request, workshop, question_form=form)


@policy("workshops.write_minutes", Workshop, select=with_head)
@require_POST
def question_reply(request: SignedInRequest, workshop: Workshop, question_id: int) -> HttpResponse:
    """Answer a question; a guest gets the answer as a letter."""
    question = get_object_or_404(
        workshop.questions.select_related("workshop__programme", "invitation"), pk=question_id
    )
    form = ReplyForm(request.POST, auto_id=False)
    if not form.is_valid():
        return _page(request, workshop, replying=question.pk, reply_form=form)
    reply(question=question, by=request.user, reply=form.cleaned_data["reply"])
    messages.success(
        request,
        _("Answered. A letter is on its way.") if question.invitation else _("Answered."),
    )
    return _back(workshop, f"question-{question.pk}")


def _page(request: SignedInRequest, workshop: Workshop, **more: Any) -> HttpResponse:
    context = minutes_page.context(workshop, request.user, **more)
    return render(request, "workshops/minutes/page.html", context, status=422)


def _edit(
    request: SignedInRequest,
    workshop: Workshop,
    outcome: Any,
    form: forms.Form,
    *,
    status: int = 200,
    theirs: Any = (),
) -> HttpResponse:
    context = {
        "workshop": workshop, "outcome": outcome, "form": form, "theirs": theirs,
        "is_idea": outcome.kind == OutcomeKind.IDEA,
    }  # fmt: skip
    return render(request, "workshops/minutes/outcome.html", context, status=status)


def _back(workshop: Workshop, anchor: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('workshops:minutes', args=[workshop.pk])}#{anchor}")
