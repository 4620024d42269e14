"""A guest's own page: see the meeting, answer, ask, leave the list. By the link alone.

GET and HEAD change nothing, so that programs which open every link in a mail may do so.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import download, stored
from core.policy import PUBLIC, policy
from core.refusals import Refusal
from core.throttle import within
from workshops.answer_page import page, standing
from workshops.calendars import ics
from workshops.domain import answers
from workshops.domain.links import answer_token
from workshops.forms.answer import ASK, FIELD_OF_CODE, AnswerForm, stored_answer
from workshops.models import Invitation
from workshops.views.by_link import by_answer_link, go_on, public, too_often

#: Changes through one link in ten minutes: more is a program.
MOST_CHANGES, CHANGE_SECONDS = 20, 600


@policy(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@by_answer_link
def answer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The meeting, where the guest stands, and the answer as a form."""
    workshop = invitation.workshop
    if request.method != "POST":
        return _form(request, invitation, _empty(invitation))
    if _too_many(invitation):
        return too_often(request)
    form = AnswerForm(request.POST, workshop=workshop, initial=stored_answer(invitation))
    if not form.is_valid():
        return _form(request, invitation, form, 422)
    try:
        _carry_out(invitation, form)
    except Refusal as refusal:
        field = FIELD_OF_CODE.get(refusal.code)
        form.add_error(field if field in form.fields else None, str(refusal))
        return _form(request, invitation, form, refusal.status)
    route = "workshops:answered"
    return go_on(request, reverse(route, args=[answer_token(invitation)]))


@policy(PUBLIC)
@require_safe
@by_answer_link
def answered(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """What is noted now, in large words."""
    where = standing(invitation)
    if where.state in ("asked", "planned") and not invitation.questions.exists():
        return HttpResponseRedirect(reverse("workshops:answer", args=[answer_token(invitation)]))
    context = {
        "invitation": invitation, "workshop": invitation.workshop, "standing": where,
        "token": answer_token(invitation),
        "owed": list(invitation.questions.filter(replied_at__isnull=True)),
    }  # fmt: skip
    return public(request, "answered", context)


@policy(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@by_answer_link
def leave(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Leave the list: asked once, done by the button."""
    token = answer_token(invitation)
    if request.method == "POST":
        if _too_many(invitation):
            return too_often(request)
        answers.leave_list(invitation=invitation)
        return go_on(request, reverse("workshops:answered", args=[token]))
    context = {"invitation": invitation, "workshop": invitation.workshop, "token": token}
    return public(request, "leave", context)


@policy(PUBLIC)
@require_safe
@by_answer_link
def calendar(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The meeting for the guest's calendar."""
    workshop = invitation.workshop
    if workshop.state == "draft":
        raise Http404
    url = request.build_absolute_uri(reverse("workshops:answer", args=[answer_token(invitation)]))
    entry = ics.event(workshop, method="PUBLISH", url=url)
    return download(entry.encode(), _("meeting") + ".ics", "text/calendar; charset=utf-8")


@policy(PUBLIC)
@require_safe
@by_answer_link
def material(request: HttpRequest, invitation: Invitation, material_id: int) -> HttpResponse:
    """A file that the meeting shows to those who are invited."""
    files = invitation.workshop.materials.filter(for_guests=True).exclude(file="")
    one = get_object_or_404(files, pk=material_id)
    return stored(one.file, one.file_name, one.content_type)


def _carry_out(invitation: Invitation, form: AnswerForm) -> None:
    if form.pressed == ASK:
        answers.ask(invitation=invitation, text=form.cleaned_data["question"])
    else:
        answers.answer(invitation=invitation, answer=form.pressed, **form.details())


def _too_many(invitation: Invitation) -> bool:
    return not within("answer", str(invitation.pk), limit=MOST_CHANGES, seconds=CHANGE_SECONDS)


def _empty(invitation: Invitation) -> AnswerForm:
    return AnswerForm(workshop=invitation.workshop, initial=stored_answer(invitation))


def _form(
    request: HttpRequest, invitation: Invitation, form: AnswerForm, status: int = 200
) -> HttpResponse:
    if form.is_bound:
        # The verb may have read newer values; the page shows what is stored now.
        invitation.refresh_from_db(fields=["answer", "seat", "persons", "offered_until"])
        invitation.workshop.refresh_from_db(fields=["seats_taken", "capacity", "state"])
    return public(request, "form", page(invitation) | {"form": form}, status=status)
