"""The organiser's list of answers, and answers taken by phone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from workshops.answers_page import page
from workshops.domain.answers import answer
from workshops.forms.answer import FIELD_OF_CODE, PhoneForm, stored_answer
from workshops.models import Answer, Invitation, Workshop
from workshops.queries import with_head


@policy("workshops.view_guests", Workshop, select=with_head)
@require_safe
def answers(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Who comes, may come, does not come, waits; what they need and ask."""
    sought = request.GET.get("q", "").strip()[:100]
    context = page(workshop, request.user, sought)
    return render(request, "workshops/answer/answers.html", context)


@policy("workshops.invite", Workshop, select=with_head)
@require_http_methods(["GET", "HEAD", "POST"])
def by_phone(request: SignedInRequest, workshop: Workshop, invitation_id: int) -> HttpResponse:
    """Take a guest's answer by phone. A short form may leave out needs: they stay as they are."""
    guests = workshop.invitations.filter(removed_at__isnull=True).named_for(request.user)
    invitation: Invitation = get_object_or_404(guests, pk=invitation_id)
    invitation.workshop = workshop
    stored = stored_answer(invitation)
    if request.method != "POST":
        return _form(request, invitation, PhoneForm(workshop=workshop, initial=stored))
    given = {"persons": 1} | stored | request.POST.dict()
    form = PhoneForm(given, workshop=workshop, initial=stored)
    if not form.is_valid():
        return _form(request, invitation, form, 422)
    try:
        row = answer(invitation=invitation, answer=form.pressed, by=request.user, **form.details())
    except Refusal as refusal:
        field = FIELD_OF_CODE.get(refusal.code)
        form.add_error(field if field in form.fields else None, str(refusal))
        return _form(request, invitation, form, refusal.status)
    messages.success(request, _noted(row))
    return HttpResponseRedirect(reverse("workshops:answers", args=[workshop.pk]))


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


def _form(
    request: SignedInRequest, invitation: Invitation, form: PhoneForm, status: int = 200
) -> HttpResponse:
    context = {"workshop": invitation.workshop, "invitation": invitation, "form": form}
    return render(request, "workshops/answer/by_phone.html", context, status=status)
