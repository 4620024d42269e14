"""Answers: a guest's own page and the open page, by the link alone; the organiser's list; poster.

GET and HEAD change nothing, so that programs which open every link in a mail may do so.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from core.downloads import download, stored
from core.exports import PDF_TYPE
from core.policy import PUBLIC, allowed
from core.requests import SignedInRequest
from core.throttle import client_address, within
from core.web.shell import Context, Posting, form_page, page
from jobs.documents import Asked, document
from jobs.kinds import Made
from workshops.answers import pages, services
from workshops.answers.by_link import (
    by_answer_link,
    by_feedback_link,
    by_page_link,
    in_language,
    public,
    too_often,
)
from workshops.answers.feedback import (
    LEAST_ANSWERS,
    ask_for_feedback,
    give_feedback,
    results_of,
)
from workshops.answers.forms import (
    ASK,
    AnswerForm,
    FeedbackForm,
    PhoneForm,
    PosterForm,
    SignUpForm,
    stored_answer,
)
from workshops.answers.pages import Poster
from workshops.calendars import ics
from workshops.conference.pages import programme_of
from workshops.links import answer_token, sign_up_token, sign_up_url
from workshops.models import Answer, Feedback, FeedbackGiven, Invitation, Question, Workshop
from workshops.queries import with_head

FEEDBACK = "workshops/answers/feedback.html"
#: Changes through one link in ten minutes: more is a program.
MOST_CHANGES, CHANGE_SECONDS = 20, 600
#: Sign-ups from one address in an hour; a tablet on the counter of the village shop makes some.
MOST_SIGN_UPS, SIGN_UP_SECONDS = 30, 3600


# --- a guest's own page ---


@by_answer_link
@form_page(PUBLIC, template="workshops/answers/form.html")
def answer(request: HttpRequest, invitation: Invitation) -> Posting[Any] | HttpResponse:
    """The meeting, where the guest stands, and the answer as a form."""
    if too_many_changes(request, invitation):
        return too_often(request)

    def ask(*, question: str, **_answer: Any) -> Question:
        return services.ask(invitation=invitation, text=question)

    def context() -> Context:
        if form.is_bound:
            # The verb may have read newer values; the page shows what is stored now.
            invitation.refresh_from_db(fields=["answer", "seat", "persons", "offered_until"])
            invitation.workshop.refresh_from_db(fields=["seats_taken", "capacity", "state"])
        return public(**pages.guest_page(invitation))

    form = AnswerForm(
        request.POST or None, workshop=invitation.workshop, initial=stored_answer(invitation)
    )
    return Posting(
        form=form,
        verb=ask if form.pressed == ASK else partial(services.answer, invitation=invitation),
        to=_thanks_url(request, invitation),
        context=context,
    )


@by_answer_link
@form_page(PUBLIC, template="workshops/answers/say.html")
def say(request: HttpRequest, invitation: Invitation, said: str) -> Posting[Any] | HttpResponse:
    """A letter's button: asks once, with the answer filled in; only the page's button counts."""
    if too_many_changes(request, invitation):
        return too_often(request)
    where = pages.standing(invitation)
    if not (where.can_answer or (where.can_decline and said == Answer.NO)):
        return HttpResponseRedirect(reverse("workshops:answer", args=[answer_token(invitation)]))
    given = request.POST.dict() | {"answer": said} if request.method == "POST" else None
    return Posting(
        form=AnswerForm(given, workshop=invitation.workshop, initial=stored_answer(invitation)),
        verb=partial(services.answer, invitation=invitation),
        to=_thanks_url(request, invitation),
        context=lambda: public(
            said=said,
            said_words=Answer(said).label,
            invitation=invitation,
            workshop=invitation.workshop,
            standing=where,
            room=pages.room(invitation.workshop),
            token=answer_token(invitation),
        ),
    )


@by_answer_link
@page(PUBLIC, template="workshops/answers/answered.html")
def answered(request: HttpRequest, invitation: Invitation) -> Context | HttpResponse:
    """What is noted now, in large words."""
    where = pages.standing(invitation)
    if where.state in ("asked", "planned") and not invitation.questions.exists():
        return HttpResponseRedirect(reverse("workshops:answer", args=[answer_token(invitation)]))
    return public(
        invitation=invitation,
        workshop=invitation.workshop,
        standing=where,
        token=answer_token(invitation),
        owed=list(invitation.questions.filter(replied_at__isnull=True)),
    )


@by_answer_link
@form_page(PUBLIC, template="workshops/answers/leave.html")
def leave(request: HttpRequest, invitation: Invitation) -> Posting[Invitation] | HttpResponse:
    """Leave the list: asked once, done by the button."""
    if too_many_changes(request, invitation):
        return too_often(request)
    return Posting(
        verb=partial(services.leave_list, invitation=invitation),
        to=_thanks_url(request, invitation),
        context=public(
            invitation=invitation,
            workshop=invitation.workshop,
            token=answer_token(invitation),
        ),
    )


@by_answer_link
@page(PUBLIC)
def calendar(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The meeting for the guest's calendar."""
    workshop = invitation.workshop
    if workshop.state == "draft":
        raise Http404
    url = request.build_absolute_uri(reverse("workshops:answer", args=[answer_token(invitation)]))
    entry = ics.event(workshop, method="PUBLISH", url=url)
    return download(entry.encode(), _("meeting") + ".ics", "text/calendar; charset=utf-8")


@by_answer_link
@page(PUBLIC)
def material(request: HttpRequest, invitation: Invitation, material_id: int) -> HttpResponse:
    """A file that the meeting shows to those who are invited."""
    files = invitation.workshop.materials.filter(for_guests=True).exclude(file="")
    one = get_object_or_404(files, pk=material_id)
    return stored(one.file, one.file_name, one.content_type)


def too_many_changes(request: HttpRequest, invitation: Invitation) -> bool:
    """Whether so much was changed through one link that it must be a program. Counts one."""
    return request.method == "POST" and not within(
        "answer", str(invitation.pk), limit=MOST_CHANGES, seconds=CHANGE_SECONDS
    )


def _thanks_url(request: HttpRequest, invitation: Invitation) -> str:
    address = reverse("workshops:answered", args=[answer_token(invitation)])
    return in_language(request, address)


# --- the open page: anybody who has its address may sign up ---


@by_page_link
@form_page(PUBLIC, template="workshops/answers/sign_up.html")
def sign_up(request: HttpRequest, workshop: Workshop) -> Posting[str] | HttpResponse:
    """The meeting and the form. The next page is the same whoever is on the list already."""
    if request.method == "POST" and not within(
        "sign-up", client_address(request), limit=MOST_SIGN_UPS, seconds=SIGN_UP_SECONDS
    ):
        return too_often(request)
    form = SignUpForm(request.POST or None, workshop=workshop)

    def put_on_list(**values: Any) -> str:
        """What the next page says; a program that fills in every field is told yes, kept off."""
        if form.cleaned_data["website"]:
            return "room"
        signed = services.sign_up(
            workshop=workshop, language=get_language() or "", sender=client_address(request),
            **values,
        )  # fmt: skip
        if signed.waits:
            return "confirm"
        return "room" if signed.has_room else "waiting"

    def thanks(said: str) -> str:
        way = "mail" if form.cleaned_data["email"] else "phone"
        outcome = f"{said}-{way}"
        address = reverse("workshops:signed_up", args=[sign_up_token(workshop), outcome])
        return in_language(request, address)

    return Posting(
        form=form,
        verb=put_on_list,
        to=thanks,
        context=lambda: public(
            workshop=workshop,
            room=pages.room(workshop),
            open=services.is_open(workshop),
            agenda=list(workshop.agenda.all()),
            share_url=sign_up_url(workshop),
            **programme_of(workshop),
        ),
    )


@by_page_link
@page(PUBLIC, template="workshops/answers/signed_up.html")
def signed_up(request: HttpRequest, workshop: Workshop, outcome: str) -> Context:
    """Thanks; whether there was room, and where the confirmation goes. No word of who."""
    return public(
        workshop=workshop,
        token=sign_up_token(workshop),
        has_room=outcome.startswith("room"),
        by_phone=outcome.endswith("phone"),
        waits=outcome.startswith("confirm"),
    )


# --- the organiser's list ---


@page("workshops.view_guests", Workshop, "workshops/answers/answers.html", select=with_head)
def answers(request: SignedInRequest, workshop: Workshop) -> Context:
    """Who comes, may come, does not come, waits; what they need and ask."""
    return pages.answers(workshop, request.user, request.GET.get("q", "").strip())


@form_page("workshops.invite", Workshop, "workshops/answers/by_phone.html", select=with_head)
def by_phone(
    request: SignedInRequest, workshop: Workshop, invitation_id: int
) -> Posting[Invitation]:
    """Take a guest's answer by phone. A short form may leave out needs: they stay as they are."""
    guests = workshop.invitations.filter(removed_at__isnull=True).named_for(request.user)
    invitation: Invitation = get_object_or_404(guests, pk=invitation_id)
    invitation.workshop = workshop
    stored = stored_answer(invitation)
    given = {"persons": 1} | stored | request.POST.dict() if request.method == "POST" else None
    return Posting(
        form=PhoneForm(given, workshop=workshop, initial=stored),
        verb=partial(services.answer, invitation=invitation, by=request.user),
        done=_noted,
        to=_url("answers", workshop),
        context={"invitation": invitation},
    )


def _noted(row: Invitation) -> str:
    if row.seat == "waiting":
        return _("Noted: %(name)s is in the waiting list.") % {"name": row.name}
    if row.answer == Answer.YES:
        return _("Noted: %(name)s comes. Persons: %(persons)d.") % {
            "name": row.name, "persons": row.persons,
        }  # fmt: skip
    if row.answer == Answer.MAYBE:
        return _("Noted: %(name)s may come.") % {"name": row.name}
    return _("Noted: %(name)s does not come.") % {"name": row.name}


# --- feedback: asked for, given behind a link, read as figures ---


@by_feedback_link
@form_page(PUBLIC, template=FEEDBACK)
def feedback(request: HttpRequest, invitation: Invitation) -> Posting[Feedback] | HttpResponse:
    """The form behind the link; once it is sent, the thanks."""
    context = {"workshop": invitation.workshop}
    if FeedbackGiven.objects.filter(invitation=invitation).exists():
        return render(request, FEEDBACK, context | {"given": True})
    return Posting(
        form=FeedbackForm(request.POST or None),
        verb=partial(give_feedback, invitation=invitation),
        to=request.path,
        context=context,
    )


@form_page("workshops.write_minutes", Workshop, select=with_head)
def feedback_ask(request: SignedInRequest, workshop: Workshop) -> Posting[int]:
    """Write to everybody who came."""
    return Posting(
        verb=partial(ask_for_feedback, workshop=workshop, by=request.user),
        done=lambda count: (
            ngettext("%(count)s guest is asked.", "%(count)s guests are asked.", count)
            % {"count": count}
        ),
        to=_url("feedback_results", workshop),
    )


@page(
    "workshops.write_minutes", Workshop, "workshops/answers/feedback_results.html",
    select=with_head,
)  # fmt: skip
def feedback_results(request: SignedInRequest, workshop: Workshop) -> Context:
    """What came in, from three answers on."""
    results = results_of(workshop)
    ratings = results.ratings if results else {}
    most = max(ratings.values(), default=0)
    return {
        "results": results,
        "bars": [(number, count, count * 100 // most) for number, count in ratings.items()],
        "least": LEAST_ANSWERS,
        "came": workshop.invitations.filter(attended_at__isnull=False).count(),
        "title": _("How people found it"),
    }


# --- the poster and the open page's address ---


@page("workshops.view_workshop", Workshop, "workshops/answers/poster.html", select=with_head)
def poster(request: SignedInRequest, workshop: Workshop) -> Context:
    """The poster as it will look, and the address of the open page."""
    form, made = _poster(request, workshop)
    return {
        "form": form,
        "sheet": made.sheet(preview=True),
        "address": sign_up_url(workshop) if workshop.open_sign_up else "",
        "may_edit": allowed(request.user, "workshops.edit", workshop),
    }


@document(
    "workshops.poster",
    gettext_lazy("Poster"),
    "workshops.view_workshop",
    Workshop,
    select=with_head,
)
def poster_pdf(asked: Asked, workshop: Workshop) -> Made:
    """The poster to print."""
    _form, made = _poster(asked, workshop)
    name = _("Poster %(size)s") % {"size": made.size.upper()}
    return Made(made.pdf(), f"{name}, {workshop.title}.pdf", PDF_TYPE)


@form_page("workshops.edit", Workshop)
def renew_page(request: SignedInRequest, workshop: Workshop) -> Posting[Workshop]:
    """Give the open page a new address."""
    return Posting(
        verb=partial(services.renew_page, workshop=workshop, by=request.user),
        done=_("The page has a new address. Take down the old posters."),
        to=_url("poster", workshop),
    )


def _poster(request: SignedInRequest | Asked, workshop: Workshop) -> tuple[PosterForm, Poster]:
    """The form as it was sent; what cannot be right in it is taken as not given."""
    usual = {"size": "a4", "language": workshop.language, "line": ""}
    form = PosterForm({**usual, **request.GET.dict()})
    form.is_valid()
    return form, Poster(workshop=workshop, **usual | form.cleaned_data)


def _url(name: str, workshop: Workshop) -> str:
    return reverse(f"workshops:{name}", args=[workshop.pk])
