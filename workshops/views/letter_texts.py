"""A programme's own words for letters: by role and language, beside the house's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.policy import policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from outbox.letters.views import FRAMING_CSP, LETTER_CSP
from programmes.models import Programme
from workshops.domain.letter_preview import preview_words
from workshops.domain.letter_texts import (
    LetterWords,
    checked_words,
    house_text,
    placeholders_of,
    reset_text,
    save_text,
)
from workshops.forms.sending import FIELD_OF_CODE, LetterTextForm
from workshops.models import LetterRole, LetterText, Workshop

form_page = require_http_methods(["GET", "HEAD", "POST"])
LANGUAGES = dict(settings.LANGUAGES)


def _select(queryset: Any) -> Any:
    return queryset.select_related("region")


@policy("workshops.manage_letter_texts", Programme, select=_select)
@require_safe
def index(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """All letters, with the languages in which the programme has words of its own."""
    own = set(programme.letter_texts.values_list("role", "language"))
    rows = [
        {
            "role": role,
            "subject": house_text(role, programme.language).subject,
            "languages": [
                {"code": code, "name": name, "is_own": (role.value, code) in own}
                for code, name in LANGUAGES.items()
            ],
        }
        for role in LetterRole
    ]
    context = {"programme": programme, "rows": rows}
    return render(request, "workshops/sending/texts.html", context)


@policy("workshops.manage_letter_texts", Programme, select=_select)
@form_page
@csp_override(FRAMING_CSP)
def text(request: SignedInRequest, programme: Programme, role: str, language: str) -> HttpResponse:
    """The words of one letter in one language."""
    _known(role, language)
    own = LetterText.objects.filter(programme=programme, role=role, language=language).first()
    house, theirs, status = house_text(role, language), None, 200
    if request.method == "POST":
        form, status = LetterTextForm(request.POST), 422
        if form.is_valid():
            try:
                save_text(
                    programme=programme, by=request.user, role=role, language=language,
                    **form.cleaned_data,
                )  # fmt: skip
            except Refusal as refusal:
                form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
                status = refusal.status
                if isinstance(refusal, Conflict):
                    carry(form, version=str(refusal.version))
                    theirs = refusal.theirs
            else:
                messages.success(request, _("Saved. New letters use these words."))
                return _back(programme)
    else:
        now = LetterWords(own.subject, own.body) if own else house
        form = LetterTextForm(
            initial={"subject": now.subject, "body": now.body, "version": own.version if own else 0}
        )
    context = {
        "programme": programme, "form": form, "own": own, "house": house, "theirs": theirs,
        "role": LetterRole(role), "language": language, "language_name": LANGUAGES[language],
        "placeholders": [(f"{{{name}}}", label) for name, label in placeholders_of(role).items()],
    }  # fmt: skip
    return render(request, "workshops/sending/text.html", context, status=status)


@policy("workshops.manage_letter_texts", Programme, select=_select)
@require_POST
@xframe_options_sameorigin
@csp_override(LETTER_CSP)
def text_preview(
    request: SignedInRequest, programme: Programme, role: str, language: str
) -> HttpResponse:
    """The words in the form as a letter about the next meeting, or an example; for a frame."""
    _known(role, language)
    try:
        words = checked_words(role, request.POST.get("subject", ""), request.POST.get("body", ""))
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    read = preview_words(
        workshop=_example(programme), role=role, language=language, words=words,
        reader=request.user,
    )  # fmt: skip
    return HttpResponse(read.html)


@policy("workshops.manage_letter_texts", Programme, select=_select)
@require_POST
def reset(request: SignedInRequest, programme: Programme, role: str, language: str) -> HttpResponse:
    """Back to the house's words."""
    _known(role, language)
    reset_text(programme=programme, by=request.user, role=role, language=language)
    messages.success(request, _("The house's words hold again."))
    return _back(programme)


def _example(programme: Programme) -> Workshop:
    """The programme's next meeting, else its latest, else one that is only shown."""
    meetings = Workshop.objects.filter(programme=programme).select_related("programme__region")
    found = meetings.ahead().first() or meetings.order_by("-starts_at").first()
    if found is not None:
        return found
    start = (timezone.now() + dt.timedelta(days=14)).replace(minute=0, second=0, microsecond=0)
    return Workshop(
        programme=programme, title=_("Open village meeting"), starts_at=start,
        language=programme.language, hall=_("The village hall"),
    )  # fmt: skip


def _known(role: str, language: str) -> None:
    if role not in LetterRole.values or language not in LANGUAGES:
        raise Http404


def _back(programme: Programme) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("workshops:letter_texts", args=[programme.pk]))
