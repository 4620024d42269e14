"""The outbox: which letters left, which did not and why, each as it looks, and what one may do."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from core.policy import allowed, policy
from core.requests import SignedInRequest
from core.web.lists import Sort, listing
from core.web.shell import Context, Posting, form_page, page
from outbox.campaigns.pages import in_short
from outbox.letters import editing, services
from outbox.letters.forms import LetterFilters, SendAgainForm, TextForm
from outbox.letters.pages import (
    STATE_LEVELS,
    as_read,
    calendar_facts,
    language_links,
    languages_of,
    needed_in,
    written,
)
from outbox.models import Bounce, Campaign, Letter, LetterState
from outbox.parking.services import what_is_parked
from outbox.rules import text_is_open
from people.models import Region
from people.scope import scope_of

NEWEST_FIRST = {"newest": Sort("", ("-pk",))}
#: Sendings that the outbox names above the letters.
MOST_SENDINGS = 5
LATE = dt.timedelta(minutes=5)
#: So long what a mail server told of a letter stands above the list.
TOLD_FOR = dt.timedelta(days=14)

#: A letter's HTML is shown like a stranger's: no scripts, no forms, nothing from elsewhere. The
#: one picture that it fetches is the region's logo, from this site.
LETTER_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
FRAMING_CSP = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}


def with_campaign(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """What a letter's page and its verbs ask of what stands around it."""
    return letters.select_related("region", "recipient", "campaign")


@page("outbox.view_outbox", template="outbox/list.html")
def index(request: SignedInRequest) -> Context:
    """What needs somebody, the latest sendings, and the letters that the user may see."""
    visible = Letter.objects.visible_to(request.user)
    sendings = Campaign.objects.visible_to(request.user)
    notes = Bounce.objects.filter(letter=OuterRef("pk"), is_final=False)
    letters = visible.select_related("region").defer("text", "html")
    letters = letters.annotate(has_notes=Q(state=LetterState.SENT) & Q(Exists(notes)))
    shown = listing(request.GET, letters, LetterFilters, order=NEWEST_FIRST)
    chosen = cast("LetterFilters", shown.filters)
    for letter in shown.rows:
        letter.level = STATE_LEVELS[letter.state]
    return {
        "listing": shown,
        "views": chosen.views(),
        "waiting_for": _attention(visible) | {"told": _told_lately(visible)},
        "parked": what_is_parked(by=request.user),
        "to_approve": list(sendings.to_approve()[:MOST_SENDINGS]),
        "sendings": [] if shown.narrowed else in_short(sendings[:MOST_SENDINGS]),
        "sending": sendings.filter(pk=chosen.chosen_sending).first()
        if chosen.chosen_sending
        else None,
        "demo": settings.DEMO,
        "letterheads": list(Region.objects.filter(pk__in=scope_of(request.user).regions)),
        "may_see_blocked": allowed(request.user, "outbox.view_suppressions"),
    }


def _attention(letters: QuerySet[Letter]) -> dict[str, int]:
    """How many letters need a person, by why."""
    need = Q(state__in=[LetterState.UNKNOWN, LetterState.FAILED, LetterState.HELD])
    before = timezone.now() - LATE
    late = Q(state=LetterState.READY, not_before__lt=before) | Q(
        state=LetterState.LEASED, not_before__lt=before
    )
    # Each part of the condition fits a partial index with few rows.
    return letters.filter(need | late).aggregate(
        unknown=Count("pk", Q(state=LetterState.UNKNOWN)),
        failed=Count("pk", Q(state=LetterState.FAILED)),
        # Those that wait for a second person are told with their campaign.
        held=Count(
            "pk", Q(state=LetterState.HELD) & ~Q(campaign__in=Campaign.objects.to_approve())
        ),
        late=Count("pk", late),
    )


def _told_lately(letters: QuerySet[Letter]) -> int:
    """Of how many letters a mail server has told something in the last two weeks."""
    since = timezone.now() - TOLD_FOR
    lately = Bounce.objects.filter(received_at__gte=since, is_final=False)
    return letters.filter(pk__in=lately.values("letter"), state=LetterState.SENT).count()


@csp_override(FRAMING_CSP)
@page("outbox.view_letter", Letter, "outbox/letter.html", select=with_campaign)
def letter(request: SignedInRequest, letter: Letter) -> Context:
    """One letter: as it looks in each language, as plain text, its files, what the server said."""
    is_open = text_is_open(request.user, letter)
    languages = languages_of(letter)
    language = request.GET.get("language", "")
    language = language if language in languages else languages[0]
    read = as_read(letter, language) if is_open else None
    may_steer = allowed(request.user, "outbox.steer_letter", letter)
    went = letter.state == LetterState.SENT
    return {
        "level": STATE_LEVELS[letter.state],
        "readable": is_open,
        "notes": list(letter.bounces.filter(is_final=False)) if went else [],
        "read": read,
        "calendar": calendar_facts(read.calendar) if read else [],
        "language": language,
        "languages": language_links(languages, language),
        "masked": bool(letter.links or letter.campaign_id) and not settings.DEMO,
        "files": letter.attachments.defer("content") if is_open else [],
        "attempts": [*_attempts(letter), *_bounces(letter)],
        "form": SendAgainForm(),
    } | _verbs(letter, may_steer=may_steer)


def _attempts(letter: Letter) -> list[dict[str, Any]]:
    return [
        {
            "when": attempt.at,
            "title": attempt.get_outcome_display(),
            "text": attempt.answer,
            "level": STATE_LEVELS[attempt.outcome],
        }
        for attempt in letter.attempts.all()
    ]


def _bounces(letter: Letter) -> list[dict[str, Any]]:
    return [
        {
            "when": bounce.received_at,
            "title": _("Came back: not delivered")
            if bounce.is_final
            else _("Told by the recipient's mail server"),
            "text": f"{bounce.status} {bounce.detail}".strip(),
            "level": "stop" if bounce.is_final else "warn",
        }
        for bounce in letter.bounces.all()
    ]


def _verbs(letter: Letter, *, may_steer: bool) -> dict[str, Any]:
    unapproved = letter.campaign is not None and letter.campaign.waits_for_approval
    return {
        "may_hold": may_steer and letter.state in services.MAY_HOLD,
        "may_release": may_steer and letter.state in services.MAY_RELEASE and not unapproved,
        "may_discard": may_steer and letter.state in services.MAY_DISCARD,
        "may_send_again": may_steer
        and letter.state in services.MAY_SEND_AGAIN
        and not unapproved
        and (letter.campaign is None or letter.campaign.stopped_at is None),
        "asks_before_sending": letter.state == LetterState.UNKNOWN,
        "may_edit": may_steer and editing.may_edit_letter(letter),
    }


def _require_open_text(request: SignedInRequest, letter: Letter) -> None:
    """404 for a sign-in code that is not this user's to read."""
    if not text_is_open(request.user, letter):
        raise Http404


@policy("outbox.view_letter", Letter)
@require_safe
@xframe_options_sameorigin
@csp_override(LETTER_CSP)
def html_page(request: SignedInRequest, letter: Letter) -> HttpResponse:
    """The letter's HTML by itself, for the frame on its page."""
    _require_open_text(request, letter)
    language = request.GET.get("language", "")
    read = as_read(letter, language if language in languages_of(letter) else letter.language)
    if not read.html:
        raise Http404
    return HttpResponse(read.html)


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


@form_page("outbox.steer_letter", Letter, select=with_campaign)
def hold(request: SignedInRequest, letter: Letter) -> Posting[Letter]:
    """Keep the letter from leaving."""
    return Posting(
        verb=partial(services.hold, letter, by=request.user),
        done=_("The letter is held back. It leaves when somebody releases it."),
        to=letter.get_absolute_url(),
    )


@form_page("outbox.steer_letter", Letter, select=with_campaign)
def release(request: SignedInRequest, letter: Letter) -> Posting[Letter]:
    """Let the letter leave."""
    return Posting(
        verb=partial(services.release, letter, by=request.user),
        done=_("The letter is released and leaves now."),
        to=letter.get_absolute_url(),
    )


@form_page("outbox.steer_letter", Letter, select=with_campaign)
def discard(request: SignedInRequest, letter: Letter) -> Posting[Letter]:
    """Say that the letter shall not leave."""
    return Posting(
        verb=partial(services.discard, letter, by=request.user),
        done=_("The letter is discarded. It stays here to be read."),
        to=letter.get_absolute_url(),
    )


@form_page("outbox.steer_letter", Letter, select=with_campaign)
def send_again(request: SignedInRequest, letter: Letter) -> Posting[Letter]:
    """Send the letter again; one that may have arrived asks for a confirmation."""
    form = SendAgainForm(request.POST)
    form.full_clean()
    return Posting(
        verb=partial(services.send_again, letter, by=request.user, **form.cleaned_data),
        done=_("The letter is sent again."),
        to=letter.get_absolute_url(),
    )


@form_page(
    "outbox.steer_letter",
    Letter,
    "outbox/edit.html",
    select=lambda letters: letters.select_related("region"),
)
def edit(request: SignedInRequest, letter: Letter) -> Posting[Letter]:
    """Change a single letter that has not left."""
    editing.refuse_letter(letter)
    return Posting(
        form=TextForm(request.POST or None, initial=written(letter)),
        verb=partial(editing.edit_letter, letter, by=request.user),
        done=_("The text is changed."),
        to=letter.get_absolute_url(),
        context={
            "part": letter,
            "names": sorted({*letter.values, *letter.links}),
            "needed": needed_in(letter, set(letter.links)),
            "goes_back": letter.get_absolute_url(),
        },
    )
