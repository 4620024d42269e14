"""Sendings: which there are, where one is, and what a person may do with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from core.policy import allowed, policy
from core.requests import SignedInRequest
from core.web.lists import ShortPaginator
from outbox import sending_page
from outbox.domain import steer_sending
from outbox.levels import LEVELS
from outbox.models import Campaign
from outbox.reading_page import calendar_facts, language_links, with_placeholders
from outbox.views.letters import FRAMING_CSP, LETTER_CSP, PER_PAGE
from people.models import User


def with_people(found: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """What a sending's pages name beside it."""
    return found.select_related("region", "created_by", "approved_by", "stopped_by")


@policy("outbox.view_campaigns")
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The sendings that the user may see, newest first."""
    found = with_people(Campaign.objects.visible_to(request.user))
    page = ShortPaginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": rows_of(list(page.object_list)),
        "may_see_outbox": allowed(request.user, "outbox.view_outbox"),
    }
    return render(request, "outbox/sendings/list.html", context)


def rows_of(found: list[Campaign]) -> list[dict[str, Any]]:
    """Sendings with where they are, for a list."""
    counts = sending_page.counts_of(found)
    return [
        {"sending": one, "standing": sending_page.standing(one, counts[one.pk])} for one in found
    ]


@policy("outbox.view_campaign", Campaign, select=with_people)
@require_safe
@csp_override(FRAMING_CSP)
def sending(request: SignedInRequest, campaign: Campaign) -> HttpResponse:
    """One sending: its progress, what failed, its texts. `?language=` chooses the text."""
    counts = sending_page.counts_of([campaign])[campaign.pk]
    parts = list(campaign.texts.order_by("pk"))
    wanted = request.GET.get("language")
    part = next((one for one in parts if one.language == wanted), parts[0] if parts else None)
    reading = with_placeholders(part) if part else None
    standing = sending_page.standing(campaign, counts)
    context = {
        "sending": campaign,
        "standing": standing,
        "part": part,
        "reading": reading,
        "calendar": calendar_facts(reading.calendar) if reading else [],
        "languages": language_links([one.language for one in parts], part.language if part else ""),
    } | sending_page.acts(campaign, counts, request.user)
    if standing.troubled:
        context |= _failures(campaign, standing.troubled, request.user)
    return render(request, "outbox/sendings/page.html", context)


def _failures(campaign: Campaign, troubled: int, reader: User) -> dict[str, Any]:
    """What did not arrive; of somebody else's own list only how many."""
    found = campaign.letters.filter(state__in=sending_page.IN_TROUBLE).visible_to(reader)
    letters = found.order_by("state", "pk").defer("text", "html")[: sending_page.MOST_FAILURES]
    seen = found.count()
    return {
        "failures": [(letter, LEVELS[letter.state]) for letter in letters],
        "failure_count": seen,
        "failures_of_own_lists": troubled - seen,
    }


@policy("outbox.view_campaign", Campaign)
@require_safe
def progress(request: SignedInRequest, campaign: Campaign) -> HttpResponse:
    """The live part of the page alone. `?seen=` is what the reader was told last."""
    counts = sending_page.counts_of([campaign])[campaign.pk]
    now = sending_page.standing(campaign, counts)
    context = {
        "sending": campaign,
        "standing": now,
        "is_news": request.GET.get("seen", now.key) != now.key,
    }
    return render(request, "outbox/sendings/progress.html", context)


@policy("outbox.view_campaign", Campaign)
@require_safe
@xframe_options_sameorigin
@csp_override(LETTER_CSP)
def text_page(request: SignedInRequest, campaign: Campaign, language: str) -> HttpResponse:
    """The HTML of one language by itself, for the frame on the sending's page."""
    part = get_object_or_404(campaign.texts, language=language)
    if not part.html:
        raise Http404
    return HttpResponse(with_placeholders(part).html)


@policy("outbox.approve_campaign", Campaign)
@require_POST
def approve(request: SignedInRequest, campaign: Campaign) -> HttpResponse:
    """Let the sending leave, as the second person."""
    steer_sending.approve(campaign, by=request.user)
    messages.success(request, _("The sending is approved."))
    return redirect(campaign)


@policy("outbox.undo_campaign", Campaign)
@require_POST
def undo(request: SignedInRequest, campaign: Campaign) -> HttpResponse:
    """Take the sending back while nothing of it has left."""
    steer_sending.undo(campaign, by=request.user)
    messages.success(request, _("The sending is undone. Nobody gets it."))
    return redirect(campaign)


@policy("outbox.steer_campaign", Campaign)
@require_POST
def hold(request: SignedInRequest, campaign: Campaign) -> HttpResponse:
    """Hold back all that waits."""
    letters = steer_sending.hold_all(campaign, by=request.user)
    return _told(
        request,
        campaign,
        ngettext("%(letters)d letter is held back.", "%(letters)d letters are held back.", letters),
        letters,
    )


@policy("outbox.steer_campaign", Campaign)
@require_POST
def release(request: SignedInRequest, campaign: Campaign) -> HttpResponse:
    """Let all that is held back leave."""
    letters = steer_sending.release_all(campaign, by=request.user)
    return _told(
        request,
        campaign,
        ngettext("%(letters)d letter is released.", "%(letters)d letters are released.", letters),
        letters,
    )


@policy("outbox.steer_campaign", Campaign)
@require_POST
def discard(request: SignedInRequest, campaign: Campaign) -> HttpResponse:
    """Discard what has not left."""
    letters = steer_sending.discard_rest(campaign, by=request.user)
    return _told(
        request,
        campaign,
        ngettext("%(letters)d letter is discarded.", "%(letters)d letters are discarded.", letters),
        letters,
    )


@policy("outbox.steer_campaign", Campaign)
@require_POST
def send_again(request: SignedInRequest, campaign: Campaign) -> HttpResponse:
    """Send the letters that failed again."""
    letters = steer_sending.send_failed_again(campaign, by=request.user)
    return _told(
        request,
        campaign,
        ngettext(
            "%(letters)d letter is sent again.", "%(letters)d letters are sent again.", letters
        ),
        letters,
    )


def _told(
    request: SignedInRequest, campaign: Campaign, sentence: str, letters: int
) -> HttpResponse:
    messages.success(request, sentence % {"letters": letters})
    return redirect(campaign)
