"""The minutes: write, send, approve, read, print; decisions, ideas for the plan, questions."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exports import PDF_TYPE
from core.policy import PUBLIC
from core.refusals import Conflict
from core.requests import SignedInRequest
from core.web.conflict import carry
from core.web.shell import Context, Posting, form_page, page
from jobs.documents import Asked, document
from jobs.kinds import Made
from plans.models import Action
from workshops.answers.by_link import by_answer_link, public
from workshops.answers.questions import ask, reply
from workshops.links import answer_token
from workshops.minutes import pages
from workshops.minutes.forms import (
    MinutesForm,
    OutcomeForm,
    QuestionForm,
    ReplyForm,
    TakeUpForm,
)
from workshops.minutes.services import (
    add_outcome,
    approve_minutes,
    idea_to_action,
    reading,
    remove_outcome,
    save_minutes,
    save_outcome,
    send_minutes,
)
from workshops.models import (
    Invitation,
    Minutes,
    MinutesState,
    Outcome,
    OutcomeKind,
    Question,
    Workshop,
)
from workshops.queries import with_head

PAGE = "workshops/minutes/page.html"
#: Digits of the longest id that a database takes.
ID_DIGITS = 18
write_page = partial(form_page, "workshops.write_minutes", Workshop, select=with_head)


# --- the minutes ---


@page("workshops.view_workshop", Workshop, PAGE, select=with_head)
def minutes(request: SignedInRequest, workshop: Workshop) -> Context:
    """Read the minutes, or write them."""
    return pages.minutes(workshop, request.user)


@write_page(PAGE)
def minutes_save(request: SignedInRequest, workshop: Workshop) -> Posting[Minutes]:
    """Save what is written. A script that saves by itself gets the new versions as JSON.

    With `fill=present` those who came stand below what is written of who was present.
    """
    items = list(workshop.agenda.all())
    form = MinutesForm(request.POST or None, minutes=pages.minutes_of(workshop), items=items)

    def versions() -> dict[str, int]:
        return {f"version-{item.pk}": item.version for item in workshop.agenda.all()}

    def save(**values: Any) -> Minutes:
        fill = request.POST.get("fill") == "present"
        try:
            return save_minutes(workshop=workshop, by=request.user, from_the_door=fill, **values)
        except Conflict:
            carry(form, **{name: str(number) for name, number in versions().items()})
            raise

    return Posting(
        form=form,
        verb=save,
        done=_("The minutes are saved."),
        to=_url(workshop),
        back=_url(workshop),
        answer=lambda saved: {"version": saved.version, **versions()},
        context=lambda: pages.minutes(workshop, request.user, "form"),
    )


@write_page()
def minutes_send(request: SignedInRequest, workshop: Workshop) -> Posting[Minutes]:
    """Send the minutes to those who were there."""
    return Posting(
        verb=partial(send_minutes, workshop=workshop, by=request.user),
        done=_("The minutes are on their way to those who were there."),
        to=_url(workshop),
    )


@form_page("workshops.approve_minutes", Workshop, select=with_head)
def minutes_approve(request: SignedInRequest, workshop: Workshop) -> Posting[Minutes]:
    """Approve the minutes; `in` names the later meeting at which it is done."""
    at, later = None, request.POST.get("in", "")
    if later:
        known = later.isdecimal() and len(later) <= ID_DIGITS
        visible = Workshop.objects.visible_to(request.user)
        at = get_object_or_404(visible, pk=int(later) if known else 0)
    return Posting(
        verb=partial(approve_minutes, workshop=workshop, by=request.user, in_workshop=at),
        done=_("The minutes are approved and locked."),
        to=_url(at or workshop),
    )


def _readable(asked: Asked, workshop: Workshop) -> dict[str, Any]:
    context = pages.minutes(workshop, asked.user)
    if context["minutes"].pk is None or not (context["writes"] or context["read"]):
        raise Http404
    return context


@document(
    "workshops.minutes",
    gettext_lazy("Minutes"),
    "workshops.view_workshop",
    Workshop,
    select=with_head,
    check=_readable,
)
def minutes_pdf(asked: Asked, workshop: Workshop) -> Made:
    """The minutes as PDF: for writers at any time, for others once they are sent."""
    context = _readable(asked, workshop)
    sees_names = context["sees_names"]
    name, content = pages.pdf(workshop, context["minutes"], sees_names=sees_names)
    return Made(content, name, PDF_TYPE)


@by_answer_link
@page(PUBLIC, template="workshops/minutes/guest.html")
def guest_minutes(request: HttpRequest, invitation: Invitation) -> Context:
    """The minutes for somebody who has a personal link: those that were sent, without names."""
    workshop = invitation.workshop
    found = get_object_or_404(Minutes.objects.exclude(state=MinutesState.DRAFT), workshop=workshop)
    return public(
        workshop=workshop,
        minutes=found,
        invitation=invitation,
        token=answer_token(invitation),
        read=reading(workshop, found),
        sees_names=False,
    )


# --- what came out of it; these forms stand on the page of the minutes ---


def _on_page(
    request: SignedInRequest, workshop: Workshop, name: str, **rest: Any
) -> dict[str, Any]:
    """What the postings of the page's other forms share."""
    return {
        "name": name,
        "back": _url(workshop),
        "context": lambda: pages.minutes(workshop, request.user, name, **rest),
    }


@write_page(PAGE)
def outcome_add(request: SignedInRequest, workshop: Workshop, kind: str) -> Posting[Outcome]:
    """Write down a decision or an idea."""
    return Posting(
        form=OutcomeForm(request.POST or None, kind=kind),
        verb=partial(add_outcome, workshop=workshop, by=request.user, kind=kind),
        to=lambda outcome: _url(workshop, f"outcome-{outcome.pk}"),
        **_on_page(request, workshop, f"{kind}_form"),
    )


@write_page("workshops/minutes/outcome.html")
def outcome_edit(request: SignedInRequest, workshop: Workshop, outcome_id: int) -> Posting[Outcome]:
    """Correct an outcome."""
    outcome = _outcome(workshop, outcome_id)
    return Posting(
        form=OutcomeForm(request.POST or None, outcome=outcome),
        verb=partial(save_outcome, outcome=outcome, by=request.user),
        to=_url(workshop, f"outcome-{outcome.pk}"),
        context={"outcome": outcome, "is_idea": outcome.kind == OutcomeKind.IDEA},
    )


@write_page()
def outcome_remove(request: SignedInRequest, workshop: Workshop, outcome_id: int) -> Posting[None]:
    """Take an outcome out of the minutes."""
    outcome = _outcome(workshop, outcome_id)
    return Posting(
        verb=partial(remove_outcome, outcome=outcome, by=request.user),
        done=_("Removed."),
        to=_url(workshop, "outcomes"),
    )


@write_page(PAGE)
def outcome_to_action(
    request: SignedInRequest, workshop: Workshop, outcome_id: int
) -> Posting[Action]:
    """Take an idea into the plan of one of the meeting's places."""
    outcome = _outcome(workshop, outcome_id)
    form = TakeUpForm(request.POST or None, workshop=workshop)
    return Posting(
        form=form,
        verb=partial(idea_to_action, outcome=outcome, by=request.user),
        done=lambda _action: (
            _("The idea is now among the ideas in the plan of %(place)s.")
            % {"place": form.cleaned_data["participation"]}
        ),
        to=_url(workshop, f"outcome-{outcome.pk}"),
        **_on_page(request, workshop, "take_up_form"),
    )


def _outcome(workshop: Workshop, outcome_id: int) -> Outcome:
    found: Outcome = get_object_or_404(workshop.outcomes, pk=outcome_id)
    found.workshop = workshop
    return found


@write_page(PAGE)
def question_add(request: SignedInRequest, workshop: Workshop) -> Posting[Question]:
    """Put down a question from the hall."""
    return Posting(
        form=QuestionForm(request.POST or None, auto_id="ask-%s"),
        verb=partial(ask, workshop=workshop, by=request.user),
        to=lambda question: _url(workshop, f"question-{question.pk}"),
        **_on_page(request, workshop, "question_form"),
    )


@write_page(PAGE)
def question_reply(
    request: SignedInRequest, workshop: Workshop, question_id: int
) -> Posting[Question]:
    """Answer a question; a guest gets the answer as a letter."""
    questions = workshop.questions.select_related("workshop__programme", "invitation")
    question = get_object_or_404(questions, pk=question_id)
    answered = _("Answered. A letter is on its way.") if question.invitation else _("Answered.")
    return Posting(
        form=ReplyForm(request.POST or None, question=question.pk),
        verb=partial(reply, question=question, by=request.user),
        done=answered,
        to=_url(workshop, f"question-{question.pk}"),
        **_on_page(request, workshop, "reply_form", replying=question.pk),
    )


def _url(workshop: Workshop, anchor: str = "") -> str:
    url = reverse("workshops:minutes", args=[workshop.pk])
    return f"{url}#{anchor}" if anchor else url
