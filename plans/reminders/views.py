"""Choosing one's reminders: signed in, or by the link in a letter."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.policy import PUBLIC, SIGNED_IN
from core.requests import SignedInRequest
from core.web.shell import Posting, form_page
from people.models import User
from plans.reminders.choices import Choice, address_of, choice_of, choose_reminders
from plans.reminders.forms import ReminderForm

PAGE = "plans/my/reminders.html"


@form_page(SIGNED_IN, template=PAGE)
def reminders(request: SignedInRequest) -> Posting[Choice]:
    """The reader's own choices."""
    return _choose(request, request.user.email, request.user)


@never_cache
@form_page(PUBLIC, template=PAGE)
def reminders_by_link(request: HttpRequest, token: str) -> Posting[Choice]:
    """The choices of the address that a letter went to. Needs no account and opens no session."""
    email = address_of(token)
    if email is None:
        raise Http404
    return _choose(request, email, None)


def _choose(request: HttpRequest, email: str, by: User | None) -> Posting[Choice]:
    """Without an account there is no message: a cookie or a session would keep it."""
    return Posting(
        form=(
            ReminderForm(request.POST)
            if request.method == "POST"
            else ReminderForm.of(choice_of(email))
        ),
        verb=partial(choose_reminders, email=email, by=by),
        done=_("Your reminders are saved.") if by else "",
        to=request.path if by else f"{request.path}?saved=1",
        context={"email": email, "by_link": by is None, "saved": "saved" in request.GET},
    )
