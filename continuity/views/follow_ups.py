"""A place's follow-ups: the answers over time, and what a coach does about them."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from continuity import follow_ups_page
from continuity.domain.answers import enter_answer
from continuity.domain.follow_ups import change_contact, resend
from continuity.forms.follow_up import FIELD_OF_CODE, ContactForm, PhoneForm
from continuity.models import FollowUp
from continuity.views.plan import for_after
from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from places.models import Participation

form_page = require_http_methods(["GET", "HEAD", "POST"])


@policy("continuity.view", Participation, select=for_after)
@require_safe
def page(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """What the place answered 6, 12 and 24 months after."""
    context = follow_ups_page.context(participation, user=request.user)
    return render(request, "continuity/follow_ups/page.html", context)


@policy("continuity.follow_up", Participation, select=for_after)
@form_page
def enter(
    request: SignedInRequest, participation: Participation, follow_up_id: int
) -> HttpResponse:
    """Enter an answer that was taken by phone."""
    follow_up = _follow_up(participation, follow_up_id)
    form = PhoneForm(request.POST or None, follow_up=follow_up)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                enter_answer(
                    follow_up=follow_up,
                    by=request.user,
                    answered_by=form.cleaned_data["name"],
                    given=form.answer(),
                )
            except Refusal as refusal:
                status = _add(form, refusal)
            else:
                messages.success(request, _("The answer is kept."))
                return _to_page(participation)
    context = {"participation": participation, "follow_up": follow_up, "form": form}
    return render(request, "continuity/follow_ups/enter.html", context, status=status)


@policy("continuity.follow_up", Participation, select=for_after)
@form_page
def contact(
    request: SignedInRequest, participation: Participation, follow_up_id: int
) -> HttpResponse:
    """Let another person answer."""
    follow_up = _follow_up(participation, follow_up_id)
    initial = {"name": follow_up.name, "email": follow_up.email}
    form = ContactForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change_contact(follow_up=follow_up, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                status = _add(form, refusal)
            else:
                messages.success(request, _("The contact person is changed."))
                return _to_page(participation)
    context = {"participation": participation, "follow_up": follow_up, "form": form}
    return render(request, "continuity/follow_ups/contact.html", context, status=status)


@policy("continuity.follow_up", Participation, select=for_after)
@form_page
def send_again(
    request: SignedInRequest, participation: Participation, follow_up_id: int
) -> HttpResponse:
    """Send the link once more. GET leads to the page."""
    follow_up = _follow_up(participation, follow_up_id)
    if request.method == "POST":
        resend(follow_up=follow_up, by=request.user)
        messages.success(request, _("The link is sent again."))
    return _to_page(participation)


def _follow_up(participation: Participation, pk: int) -> FollowUp:
    found: FollowUp = get_object_or_404(participation.follow_ups, pk=pk)
    found.participation = participation
    return found


def _add(form: Form, refusal: Refusal) -> int:
    form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
    return refusal.status


def _to_page(participation: Participation) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("continuity:follow_ups", args=[participation.pk]))
