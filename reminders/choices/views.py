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
from reminders.choices.forms import RhythmForm
from reminders.choices.links import address_of
from reminders.choices.services import choose, rhythm_of
from reminders.clock.rules import GAP
from reminders.kinds import every

PAGE = "reminders/choice.html"


@form_page(SIGNED_IN, template=PAGE)
def choice(request: SignedInRequest) -> Posting[str]:
    """The reader's own choice, and what is reminded of at all."""
    return _choose(request, request.user.email, request.user)


@never_cache
@form_page(PUBLIC, template=PAGE)
def choice_by_link(request: HttpRequest, token: str) -> Posting[str]:
    """The choice of the address that a letter went to. Needs no account and opens no session."""
    email = address_of(token)
    if email is None:
        raise Http404
    return _choose(request, email, None)


def _choose(request: HttpRequest, email: str, by: User | None) -> Posting[str]:
    """Without an account there is no message: a cookie or a session would keep it."""
    return Posting(
        form=RhythmForm(
            request.POST if request.method == "POST" else None,
            initial={"rhythm": rhythm_of(email)},
        ),
        verb=partial(choose, email=email, by=by),
        done=_("Your reminders are saved.") if by else "",
        to=request.path if by else f"{request.path}?saved=1",
        context={
            "email": email,
            "by_link": by is None,
            "saved": "saved" in request.GET,
            "kinds": every(),
            "gap": GAP,
        },
    )
