"""Holding back, releasing, discarding and sending again: each calls its verb and goes back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.policy import policy
from core.requests import SignedInRequest
from outbox.domain import steer
from outbox.forms import SendAgainForm
from outbox.models import Letter
from outbox.views.letters import with_sending


@policy("outbox.steer_letter", Letter, select=with_sending)
@require_POST
def hold(request: SignedInRequest, letter: Letter) -> HttpResponse:
    """Keep the letter from leaving."""
    steer.hold(letter, by=request.user)
    messages.success(request, _("The letter is held back. It leaves when somebody releases it."))
    return redirect(letter)


@policy("outbox.steer_letter", Letter, select=with_sending)
@require_POST
def release(request: SignedInRequest, letter: Letter) -> HttpResponse:
    """Let the letter leave."""
    steer.release(letter, by=request.user)
    messages.success(request, _("The letter is released and leaves now."))
    return redirect(letter)


@policy("outbox.steer_letter", Letter, select=with_sending)
@require_POST
def discard(request: SignedInRequest, letter: Letter) -> HttpResponse:
    """Say that the letter shall not leave."""
    steer.discard(letter, by=request.user)
    messages.success(request, _("The letter is discarded. It stays here to be read."))
    return redirect(letter)


@policy("outbox.steer_letter", Letter, select=with_sending)
@require_POST
def send_again(request: SignedInRequest, letter: Letter) -> HttpResponse:
    """Send the letter again; one that may have arrived asks for a confirmation."""
    form = SendAgainForm(request.POST)
    form.full_clean()
    steer.send_again(
        letter, by=request.user, may_arrive_twice=form.cleaned_data["may_arrive_twice"]
    )
    messages.success(request, _("The letter is sent again."))
    return redirect(letter)
