"""Writing a call: text, questions, rules, criteria; publishing, extending, closing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from calls.models import Call, CallQuestion
from calls.pages import head
from calls.queries import with_head
from calls.writing import pages, services
from calls.writing.forms import (
    CloseForm,
    CriteriaForm,
    ExtendForm,
    NewForm,
    QuestionForm,
    RulesForm,
    TextForm,
)
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from programmes.models import Programme

write_page = partial(form_page, "calls.write", Call, select=with_head)
CALL = "calls/writing/call.html"


def _url(name: str, call: Call, *more: int) -> str:
    return reverse(f"calls:{name}", args=[call.pk, *more])


@page("programmes.view_programme", Programme, "calls/writing/list.html")
def programme_calls(request: SignedInRequest, programme: Programme) -> Context:
    """The calls of a programme."""
    return pages.of_programme(programme, request.user)


@form_page("calls.add", Programme, "calls/writing/new.html")
def call_new(request: SignedInRequest, programme: Programme) -> Posting[Call]:
    """A new draft."""
    return Posting(
        form=NewForm(request.POST or None, programme=programme),
        verb=partial(services.add_call, programme=programme, by=request.user),
        to=lambda made: _url("text", made),
    )


@page("calls.view", Call, CALL, select=with_head)
def call(request: SignedInRequest, call: Call) -> Context:
    """How the call stands."""
    return pages.call_page(call, request.user)


@write_page("calls/writing/text.html")
def text(request: SignedInRequest, call: Call) -> Posting[Call]:
    """Its words, window and numbers."""
    return Posting(
        form=TextForm(request.POST or None, call=call),
        verb=partial(services.save_text, call=call, by=request.user),
        done=_("Saved."),
        to=_url("text", call),
        fields={"opens_at": "opens_on", "closes_at": "closes_on", "day": "closes_on",
                "time": "closes_time", "title": f"title_{call.language}"},
        context=lambda: head(request.user, call, "text"),
    )  # fmt: skip


@write_page("calls/writing/rules.html")
def rules(request: SignedInRequest, call: Call) -> Posting[Any]:
    """Its rules."""
    return Posting(
        form=RulesForm(request.POST or None, call=call),
        verb=partial(services.save_rules, call=call, by=request.user),
        done=_("Saved."),
        to=_url("rules", call),
        context=lambda: (
            head(request.user, call, "rules") | {"published": call.published_at is not None}
        ),
    )


@write_page("calls/writing/criteria.html")
def criteria(request: SignedInRequest, call: Call) -> Posting[Any]:
    """By what places are judged."""
    return Posting(
        form=CriteriaForm(request.POST or None, call=call),
        verb=partial(services.save_criteria, call=call, by=request.user),
        done=_("Saved."),
        to=_url("criteria", call),
        context=lambda: head(request.user, call, "criteria"),
    )


@page("calls.write", Call, "calls/writing/questions.html", select=with_head)
def questions(request: SignedInRequest, call: Call) -> Context:
    """Its questions."""
    return pages.questions_page(call, request.user)


def _question_posting(
    request: SignedInRequest, call: Call, question: CallQuestion | None
) -> Posting[CallQuestion]:
    return Posting(
        form=QuestionForm(request.POST or None, call=call, question=question),
        verb=partial(services.save_question, call=call, question=question, by=request.user),
        done=_("Saved."),
        to=_url("questions", call),
        fields={"label": f"label_{call.language}", "choices": f"choices_{call.language}"},
        context=lambda: head(request.user, call, "questions") | {"question": question},
    )


@write_page("calls/writing/question.html")
def question_new(request: SignedInRequest, call: Call) -> Posting[CallQuestion]:
    """One more question."""
    return _question_posting(request, call, None)


@write_page("calls/writing/question.html")
def question_edit(request: SignedInRequest, call: Call, question_id: int) -> Posting[CallQuestion]:
    """Change a question."""
    return _question_posting(request, call, get_object_or_404(call.questions, pk=question_id))


@write_page()
def question_remove(request: SignedInRequest, call: Call, question_id: int) -> Posting[None]:
    """Take a question away."""
    question = get_object_or_404(call.questions, pk=question_id)
    return Posting(
        verb=partial(services.remove_question, question=question, by=request.user),
        done=_("The question is removed."),
        to=_url("questions", call),
    )


@write_page()
def question_move(request: SignedInRequest, call: Call, question_id: int) -> Posting[None]:
    """Move a question up or down."""
    question = get_object_or_404(call.questions, pk=question_id)
    up = request.POST.get("to") != "down"
    return Posting(
        verb=partial(services.move_question, question=question, up=up, by=request.user),
        to=_url("questions", call) + f"#question-{question.pk}",
    )


@write_page(CALL)
def publish(request: SignedInRequest, call: Call) -> Posting[Call]:
    """Let everybody read it."""
    return Posting(
        verb=partial(services.publish, call=call, by=request.user),
        done=_("The call is published."),
        to=_url("call", call),
        back=_url("call", call),
        context=lambda: pages.call_page(call, request.user),
    )


@write_page()
def unpublish(request: SignedInRequest, call: Call) -> Posting[Call]:
    """Back to draft."""
    return Posting(
        verb=partial(services.unpublish, call=call, by=request.user),
        done=_("The call is a draft again."),
        to=_url("call", call),
    )


@write_page(CALL)
def extend(request: SignedInRequest, call: Call) -> Posting[Call]:
    """Let it close later."""
    form = ExtendForm(request.POST or None, call=call)
    return Posting(
        form=form,
        name="extend_form",
        verb=partial(services.extend, call=call, by=request.user),
        done=_("The call is open longer. Those who have begun are told."),
        to=_url("call", call),
        back=_url("call", call),
        fields={"until": "day"},
        context=lambda: pages.call_page(call, request.user, extend_form=form),
    )


@write_page(CALL)
def close(request: SignedInRequest, call: Call) -> Posting[Call]:
    """Close it early."""
    form = CloseForm(request.POST or None)
    return Posting(
        form=form,
        name="close_form",
        verb=partial(services.close, call=call, by=request.user),
        done=_("The call is closed."),
        to=_url("call", call),
        back=_url("call", call),
        context=lambda: pages.call_page(call, request.user, close_form=form),
    )
