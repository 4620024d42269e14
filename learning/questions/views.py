"""Questions: of a place, asked, assigned, answered, followed; the region's list and its team."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.models import Question, QuestionLine
from learning.questions import pages, services
from learning.questions.caseload import caseload as caseload_of
from learning.questions.forms import AnswerForm, AskForm, AssignForm, CallForm, LineForm
from learning.questions.notices import url_of
from learning.questions.similar import similar
from notices.services import read_about
from places.models import Participation
from places.queries import with_head
from programmes.models import Programme

ONE, FORM = "learning/questions/one.html", "learning/questions/form.html"


def _with_people(rows: QuerySet[Question]) -> QuerySet[Question]:
    return rows.select_related(
        "participation__place__municipality", "participation__programme", "asked_by",
        "assigned_to", "answered_by",
    )  # fmt: skip


def _with_version(rows: QuerySet[Programme]) -> QuerySet[Programme]:
    return rows.select_related("method_version", "region")


answer_page = partial(form_page, "learning.answer_question", Question, select=_with_people)
follow_page = partial(form_page, "learning.follow_question", Question, select=_with_people)


@page("learning.view_questions", Participation, "learning/questions/page.html", select=with_head)
def place_questions(request: SignedInRequest, participation: Participation) -> Context:
    """What the place has asked."""
    return pages.listed(participation, request.user)


@page("learning.list_questions", template="learning/questions/list.html")
def questions(request: SignedInRequest) -> Context:
    """The questions of all one's places and programmes."""
    return pages.region(request.user, request.GET, request)


@page("learning.view_questions", Question, ONE, select=_with_people)
def question(request: SignedInRequest, question: Question) -> Context:
    """One question as a conversation."""
    if request.user.unread_notices:
        read_about(question, by=request.user)
    return pages.one(question, request.user)


@form_page("learning.ask", Participation, FORM, select=with_head)
def ask(request: SignedInRequest, participation: Participation) -> Posting[Question]:
    """Ask the region."""
    form = AskForm(request.POST or None)
    verb = partial(services.ask, participation=participation, by=request.user)
    return _asking(request, participation, form, verb, _("Ask the region"))


@form_page("learning.log_call", Participation, FORM, select=with_head)
def log_call(request: SignedInRequest, participation: Participation) -> Posting[Question]:
    """Write down what was asked by telephone."""
    form = CallForm(request.POST or None)
    verb = partial(services.log_call, participation=participation, by=request.user)
    return _asking(request, participation, form, verb, _("Write down a call"))


def _asking(
    request: SignedInRequest, participation: Participation, form: AskForm, verb: Any, title: str
) -> Posting[Question]:
    def context() -> dict[str, Any]:
        text = form.cleaned_data.get("text", "") if form.is_bound else ""
        return {
            "title": title,
            "back": reverse("learning:place_questions", args=[participation.pk]),
            "before": similar(text, participation, request.user) if text else [],
        }

    return Posting(
        form=form, verb=verb, done=_("Your question is on its way."), to=url_of, context=context
    )


@answer_page(ONE)
def question_assign(request: SignedInRequest, question: Question) -> Posting[Question]:
    """Give it to somebody."""
    form = AssignForm(request.POST or None, question=question)
    return _at(
        request, question, form, "assign_form", partial(services.assign, question=question),
        lambda made: _("%(name)s has the question.") % {"name": made.assigned_to},
    )  # fmt: skip


@answer_page(ONE)
def question_answer(request: SignedInRequest, question: Question) -> Posting[Question]:
    """Answer it."""
    form = AnswerForm(request.POST or None)
    return _at(
        request, question, form, "answer_form", partial(services.answer, question=question),
        _("The place has your answer."),
    )  # fmt: skip


@follow_page(ONE)
def question_line(request: SignedInRequest, question: Question) -> Posting[QuestionLine]:
    """Add a word."""
    form = LineForm(request.POST or None, auto_id="line_%s")
    return _at(
        request, question, form, "line_form", partial(services.add_line, question=question), ""
    )


@follow_page()
def question_close(request: SignedInRequest, question: Question) -> Posting[Question]:
    """Close it."""
    verb = partial(services.close, question=question)
    return _at(request, question, None, "", verb, _("The question is closed."))


@follow_page()
def question_reopen(request: SignedInRequest, question: Question) -> Posting[Question]:
    """Open it again."""
    verb = partial(services.reopen, question=question)
    return _at(request, question, None, "", verb, _("The question is open again."))


def _at(
    request: SignedInRequest, question: Question, form: Any, name: str, verb: Any, done: Any
) -> Posting[Any]:
    return Posting(
        form=form,
        name=name or "form",
        verb=partial(verb, by=request.user),
        done=done,
        to=url_of(question),
        back=url_of(question),
        context=lambda: pages.one(question, request.user, **({name: form} if name else {})),
    )


@page("programmes.view_programme", Programme, "learning/questions/team.html", select=_with_version)
def team(request: SignedInRequest, programme: Programme) -> Context:
    """Who of the region stands for which sector."""
    return pages.team(programme, request.user)


@page(
    "programmes.edit_programme", Programme, "learning/questions/caseload.html", select=_with_version
)
def caseload(request: SignedInRequest, programme: Programme) -> Context:
    """What each coach has on the table."""
    return {"rows": caseload_of(programme)}
