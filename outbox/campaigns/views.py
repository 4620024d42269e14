"""Sendings: which there are, where one is, and what a person may do with it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from core.policy import allowed, policy
from core.requests import SignedInRequest
from core.web.lists import PER_PAGE, ShortPaginator
from core.web.shell import Context, Posting, form_page, page
from outbox.campaigns import pages, services
from outbox.letters import editing
from outbox.letters.forms import TextForm
from outbox.letters.pages import (
    STATE_LEVELS,
    calendar_facts,
    language_links,
    needed_in,
    with_placeholders,
    written,
)
from outbox.letters.views import FRAMING_CSP, LETTER_CSP
from outbox.models import Campaign, CampaignText
from people.models import User


def with_people(found: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """What a sending's pages name beside it."""
    return found.select_related("region", "created_by", "approved_by", "stopped_by")


@page("outbox.view_campaigns", template="outbox/sendings/list.html")
def index(request: SignedInRequest) -> Context:
    """The sendings that the user may see, newest first."""
    found = with_people(Campaign.objects.visible_to(request.user))
    shown = ShortPaginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page": shown,
        "rows": pages.in_short(shown.object_list),
        "may_see_outbox": allowed(request.user, "outbox.view_outbox"),
    }


@csp_override(FRAMING_CSP)
@page("outbox.view_campaign", Campaign, "outbox/sendings/page.html", select=with_people)
def campaign(request: SignedInRequest, campaign: Campaign) -> Context:
    """One sending: its progress, what failed, its texts. `?language=` chooses the text."""
    counts = pages.counts_of([campaign])[campaign.pk]
    parts = list(campaign.texts.order_by("pk"))
    wanted = request.GET.get("language")
    part = next((one for one in parts if one.language == wanted), parts[0] if parts else None)
    reading = with_placeholders(part) if part else None
    standing = pages.standing(campaign, counts)
    context = {
        "sending": campaign,
        "standing": standing,
        "part": part,
        "reading": reading,
        "calendar": calendar_facts(reading.calendar) if reading else [],
        "languages": language_links([one.language for one in parts], part.language if part else ""),
    } | pages.available_actions(campaign, counts, request.user)
    if standing.troubled:
        context |= _failures(campaign, standing.troubled, request.user)
    return context


def _failures(campaign: Campaign, troubled: int, reader: User) -> dict[str, Any]:
    """What did not arrive; of somebody else's own list only how many."""
    found = campaign.letters.filter(state__in=pages.IN_TROUBLE).visible_to(reader)
    letters = found.order_by("state", "pk").defer("text", "html")[: pages.MOST_FAILURES]
    seen = found.count()
    return {
        "failures": [(letter, STATE_LEVELS[letter.state]) for letter in letters],
        "failure_count": seen,
        "failures_of_own_lists": troubled - seen,
    }


@policy("outbox.view_campaign", Campaign)
@require_safe
def progress(request: SignedInRequest, campaign: Campaign) -> HttpResponse:
    """The live part of the page alone. `?seen=` is what the reader was told last."""
    counts = pages.counts_of([campaign])[campaign.pk]
    now = pages.standing(campaign, counts)
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


@form_page("outbox.approve_campaign", Campaign)
def approve(request: SignedInRequest, campaign: Campaign) -> Posting[Campaign]:
    """Let the campaign leave, as the second person."""
    return Posting(
        verb=partial(services.approve, campaign, by=request.user),
        done=_("The sending is approved."),
        to=campaign.get_absolute_url(),
    )


@form_page("outbox.undo_campaign", Campaign)
def undo(request: SignedInRequest, campaign: Campaign) -> Posting[Campaign]:
    """Take the campaign back while nothing of it has left."""
    return Posting(
        verb=partial(services.undo, campaign, by=request.user),
        done=_("The sending is undone. Nobody gets it."),
        to=campaign.get_absolute_url(),
    )


@form_page("outbox.steer_campaign", Campaign)
def hold(request: SignedInRequest, campaign: Campaign) -> Posting[int]:
    """Hold back all that waits."""
    return Posting(
        verb=partial(services.hold_all, campaign, by=request.user),
        done=lambda letters: (
            ngettext(
                "%(letters)d letter is held back.", "%(letters)d letters are held back.", letters
            )
            % {"letters": letters}
        ),
        to=campaign.get_absolute_url(),
    )


@form_page("outbox.steer_campaign", Campaign)
def release(request: SignedInRequest, campaign: Campaign) -> Posting[int]:
    """Let all that is held back leave."""
    return Posting(
        verb=partial(services.release_all, campaign, by=request.user),
        done=lambda letters: (
            ngettext(
                "%(letters)d letter is released.", "%(letters)d letters are released.", letters
            )
            % {"letters": letters}
        ),
        to=campaign.get_absolute_url(),
    )


@form_page("outbox.steer_campaign", Campaign)
def discard(request: SignedInRequest, campaign: Campaign) -> Posting[int]:
    """Discard what has not left."""
    return Posting(
        verb=partial(services.discard_rest, campaign, by=request.user),
        done=lambda letters: (
            ngettext(
                "%(letters)d letter is discarded.", "%(letters)d letters are discarded.", letters
            )
            % {"letters": letters}
        ),
        to=campaign.get_absolute_url(),
    )


@form_page("outbox.steer_campaign", Campaign)
def send_again(request: SignedInRequest, campaign: Campaign) -> Posting[int]:
    """Send the letters that failed again."""
    return Posting(
        verb=partial(services.send_failed_again, campaign, by=request.user),
        done=lambda letters: (
            ngettext(
                "%(letters)d letter is sent again.", "%(letters)d letters are sent again.", letters
            )
            % {"letters": letters}
        ),
        to=campaign.get_absolute_url(),
    )


@form_page("outbox.steer_campaign", Campaign, "outbox/edit.html")
def edit(request: SignedInRequest, campaign: Campaign, language: str) -> Posting[CampaignText]:
    """Change what a campaign says in one language, while nothing of it has left."""
    part = get_object_or_404(campaign.texts.select_related("campaign"), language=language)
    editing.refuse_campaign(campaign)
    names, links = editing.slots_of(campaign)
    goes_back = f"{campaign.get_absolute_url()}?language={language}"
    return Posting(
        form=TextForm(request.POST or None, initial=written(part)),
        verb=partial(editing.edit_campaign, part, by=request.user),
        done=_("The text is changed."),
        to=goes_back,
        context={
            "sending": campaign,
            "part": part,
            "names": sorted(names),
            "needed": needed_in(part, links),
            "goes_back": goes_back,
        },
    )
