"""Editing a letter, or the text of a sending, before it leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.policy import policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from outbox.domain import edit
from outbox.forms import FIELD_OF_CODE, TextForm
from outbox.models import Campaign, CampaignText, Letter
from outbox.placeholders import names_in, readable

Save = Callable[..., object]


@policy("outbox.steer_letter", Letter, select=lambda letters: letters.select_related("region"))
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: SignedInRequest, letter: Letter) -> HttpResponse:
    """Change a single letter that has not left."""
    edit.refuse_letter(letter)
    context = {
        "letter": letter,
        "names": sorted({*letter.values, *letter.links}),
        "goes_back": letter.get_absolute_url(),
    }
    return _page(request, letter, edit.edit_letter, context)


@policy("outbox.steer_campaign", Campaign)
@require_http_methods(["GET", "HEAD", "POST"])
def sending(request: SignedInRequest, campaign: Campaign, language: str) -> HttpResponse:
    """Change what a sending says in one language, while nothing of it has left."""
    part = get_object_or_404(campaign.texts.select_related("campaign"), language=language)
    edit.refuse_sending(campaign)
    names, _links = edit.slots_of(campaign)
    context = {
        "sending": campaign,
        "names": sorted(names),
        "goes_back": f"{campaign.get_absolute_url()}?language={language}",
    }
    return _page(request, part, edit.edit_sending, context)


def _page(
    request: SignedInRequest, part: Letter | CampaignText, save: Save, context: dict[str, Any]
) -> HttpResponse:
    """Show the form, or save it; a refused one comes back with all that was typed."""
    context |= {
        "part": part,
        "needed": sorted(names_in(part.text) & ({"notice", "unsubscribe"} | _link_names(part))),
    }
    if request.method != "POST":
        form = TextForm(
            initial={
                "subject": readable(part.subject),
                "text": readable(part.text),
                "version": edit.version_of(part),
            }
        )
        return render(request, "outbox/edit.html", context | {"form": form})
    form = TextForm(request.POST)
    if not form.is_valid():
        return render(request, "outbox/edit.html", context | {"form": form}, status=422)
    try:
        save(part, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
        if isinstance(refusal, Conflict):
            # Sent again, the form carries the stored version: then what stands in it holds.
            form.carry(version=str(refusal.version))
            context["theirs"] = refusal.theirs
        return render(request, "outbox/edit.html", context | {"form": form}, status=refusal.status)
    messages.success(request, _("The text is changed."))
    return redirect(context["goes_back"])


def _link_names(part: Letter | CampaignText) -> set[str]:
    if isinstance(part, Letter):
        return set(part.links)
    return set(edit.slots_of(part.campaign)[1])
