"""The open page of a meeting: anybody who has its address may sign up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from core.policy import PUBLIC, policy
from core.refusals import Refusal
from core.throttle import client_address, within
from workshops.answer_page import room
from workshops.domain.answers import is_open
from workshops.domain.links import sign_up_token
from workshops.domain.sign_up import sign_up as put_on_list
from workshops.forms.answer import FIELD_OF_CODE, SignUpForm
from workshops.models import Workshop
from workshops.views.by_link import by_page_link, go_on, public, too_often

#: Sign-ups from one address in an hour; a tablet on the counter of the village shop makes some.
MOST_SIGN_UPS, SECONDS = 30, 3600


@policy(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@by_page_link
def sign_up(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The meeting and the form. The next page is the same whoever is on the list already."""
    if request.method != "POST":
        return _form(request, workshop, SignUpForm(workshop=workshop))
    if not within("sign-up", client_address(request), limit=MOST_SIGN_UPS, seconds=SECONDS):
        return too_often(request)
    form = SignUpForm(request.POST, workshop=workshop)
    if not form.is_valid():
        return _form(request, workshop, form, 422)
    has_room, by_phone = True, not form.cleaned_data["email"]
    if not form.cleaned_data["website"]:
        try:
            done = put_on_list(workshop=workshop, language=get_language() or "", **form.given())
        except Refusal as refusal:
            field = FIELD_OF_CODE.get(refusal.code)
            form.add_error(field if field in form.fields else None, str(refusal))
            return _form(request, workshop, form, refusal.status)
        has_room = done.has_room
    return go_on(request, _thanks(workshop, has_room=has_room, by_phone=by_phone))


@policy(PUBLIC)
@require_safe
@by_page_link
def signed_up(request: HttpRequest, workshop: Workshop, outcome: str) -> HttpResponse:
    """Thanks; whether there was room, and where the confirmation goes. No word of who."""
    context = {
        "workshop": workshop, "token": sign_up_token(workshop),
        "has_room": outcome.startswith("room"), "by_phone": outcome.endswith("phone"),
    }  # fmt: skip
    return public(request, "signed_up", context)


def _thanks(workshop: Workshop, *, has_room: bool, by_phone: bool) -> str:
    outcome = f"{'room' if has_room else 'waiting'}-{'phone' if by_phone else 'mail'}"
    return reverse("workshops:signed_up", args=[sign_up_token(workshop), outcome])


def _form(
    request: HttpRequest, workshop: Workshop, form: SignUpForm, status: int = 200
) -> HttpResponse:
    context = {
        "workshop": workshop, "form": form, "room": room(workshop), "open": is_open(workshop),
        "agenda": list(workshop.agenda.all()),
        "materials": [],
    }  # fmt: skip
    return public(request, "sign_up", context, status=status)
