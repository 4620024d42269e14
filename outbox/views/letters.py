"""The outbox: which letters left, which did not and why, and each letter as it looks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from core.policy import allowed, policy
from core.requests import SignedInRequest
from outbox.domain import steer
from outbox.forms import LetterFilter, SendAgainForm
from outbox.models import Letter, LetterState
from outbox.rules import text_is_open

PER_PAGE = 50
LATE = dt.timedelta(minutes=5)

#: A letter's HTML is shown like a stranger's: no scripts, no forms, nothing from elsewhere.
LETTER_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
FRAMING_CSP = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}

LEVELS: dict[str, str] = {
    LetterState.SENT: "ok",
    LetterState.READY: "info",
    LetterState.LEASED: "info",
    LetterState.HANDING_OVER: "info",
    LetterState.DEFERRED: "info",
    LetterState.HELD: "warn",
    LetterState.UNKNOWN: "warn",
    LetterState.FAILED: "stop",
    LetterState.SUPPRESSED: "stop",
    LetterState.KEPT: "off",
    LetterState.DISCARDED: "off",
}


def _with_region(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    return letters.select_related("region", "recipient")


@policy("outbox.view_outbox")
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The letters that the user may see, newest first."""
    visible = Letter.objects.visible_to(request.user)
    chosen = LetterFilter(request.GET)
    letters = chosen.apply(visible).select_related("region").defer("text", "html")
    page = Paginator(letters, PER_PAGE).get_page(request.GET.get("page"))
    for letter in page.object_list:
        letter.level = LEVELS[letter.state]
    context = {
        "page": page,
        "filter": chosen,
        "waiting_for": _attention(visible),
        "demo": settings.DEMO,
    }
    return render(request, "outbox/list.html", context)


def _attention(letters: QuerySet[Letter]) -> dict[str, int]:
    """How many letters need a person, by why."""
    late = timezone.now() - LATE
    return letters.aggregate(
        unknown=Count("pk", Q(state=LetterState.UNKNOWN)),
        failed=Count("pk", Q(state__in=[LetterState.FAILED, LetterState.SUPPRESSED])),
        held=Count("pk", Q(state=LetterState.HELD)),
        late=Count("pk", Q(state__in=[LetterState.READY, LetterState.LEASED], not_before__lt=late)),
    )


@policy("outbox.view_letter", Letter, select=_with_region)
@require_safe
@csp_override(FRAMING_CSP)
def letter(request: SignedInRequest, letter: Letter) -> HttpResponse:
    """One letter: as it looks, as plain text, its files, and what the mail server said."""
    readable = text_is_open(request.user, letter)
    may_steer = allowed(request.user, "outbox.steer_letter", letter)
    context = {
        "letter": letter,
        "level": LEVELS[letter.state],
        "readable": readable,
        "files": letter.attachments.defer("content") if readable else [],
        "attempts": [
            {
                "when": attempt.at,
                "title": attempt.get_outcome_display(),
                "text": attempt.answer,
                "level": LEVELS[attempt.outcome],
            }
            for attempt in letter.attempts.all()
        ],
        "form": SendAgainForm(),
    }
    return render(request, "outbox/letter.html", context | _verbs(letter, may_steer=may_steer))


def _verbs(letter: Letter, *, may_steer: bool) -> dict[str, Any]:
    return {
        "may_hold": may_steer and letter.state in steer.MAY_HOLD,
        "may_release": may_steer and letter.state in steer.MAY_RELEASE,
        "may_discard": may_steer and letter.state in steer.MAY_DISCARD,
        "may_send_again": may_steer and letter.state in steer.MAY_SEND_AGAIN,
        "asks_before_sending": letter.state == LetterState.UNKNOWN,
    }


def _require_open_text(request: SignedInRequest, letter: Letter) -> None:
    """404 for a sign-in code that is not this user's to read."""
    if not text_is_open(request.user, letter):
        raise Http404


@policy("outbox.view_letter", Letter)
@require_safe
@xframe_options_sameorigin
@csp_override(LETTER_CSP)
def page(request: SignedInRequest, letter: Letter) -> HttpResponse:
    """The letter's HTML by itself, for the frame on its page."""
    _require_open_text(request, letter)
    if not letter.html:
        raise Http404
    return HttpResponse(letter.html)


@policy("outbox.view_letter", Letter)
@require_safe
@csp_override({"default-src": [CSP.NONE], "sandbox": ""})  # without any exception
def attachment(request: SignedInRequest, letter: Letter, attachment_id: int) -> HttpResponse:
    """A file that goes with the letter, to save; never shown in the browser."""
    _require_open_text(request, letter)
    file = get_object_or_404(letter.attachments, pk=attachment_id)
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file.name
    )
    return response
