"""Choosing one's reminders: signed in, or by the link in a letter."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.policy import PUBLIC, SIGNED_IN, policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from people.models import User
from plans.domain.reminder_choices import address_of, choice_of, choose_reminders
from plans.forms.reminders import FIELD_OF_CODE, ReminderForm

_page = require_http_methods(["GET", "HEAD", "POST"])


@policy(SIGNED_IN)
@_page
def reminders(request: SignedInRequest) -> HttpResponse:
    """The reader's own choices."""
    return _choose(request, request.user.email, request.user)


@policy(PUBLIC)
@_page
@never_cache
def reminders_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The choices of the address that a letter went to. Needs no account and opens no session."""
    email = address_of(token)
    if email is None:
        raise Http404
    return _choose(request, email, None)


def _choose(request: HttpRequest, email: str, by: User | None) -> HttpResponse:
    form = ReminderForm.of(choice_of(email))
    status, saved = 200, False
    if request.method == "POST":
        form = ReminderForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                choose_reminders(email=email, by=by, **form.values())
            except Refusal as refusal:
                form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
                status = refusal.status
            else:
                if by is not None:
                    messages.success(request, _("Your reminders are saved."))
                    return HttpResponseRedirect(request.path)
                # No message: it would be kept in a cookie or a session of somebody without one.
                status, saved = 200, True
    context = {"form": form, "email": email, "by_link": by is None, "saved": saved}
    return render(request, "plans/my/reminders.html", context, status=status)
