"""Letters of a meeting: writing, sending, approving them; reminders; a programme's own words."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from core.refusals import Refusal
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from outbox.letters.views import FRAMING_CSP, LETTER_CSP
from outbox.personal import Reading
from programmes.models import Programme
from workshops.letters import pages, reminders, services
from workshops.letters.forms import (
    ComposeForm,
    LetterTextForm,
    WordsForm,
    fresh,
    reminder_form,
)
from workshops.letters.preview import preview_words, send_test
from workshops.letters.rules import BY_HAND
from workshops.letters.texts import (
    checked_words,
    house_text,
    reset_text,
    save_text,
    text_of,
    words_for,
)
from workshops.models import (
    LetterRole,
    LetterText,
    MeetingCampaign,
    Reminder,
    Workshop,
    WorkshopKind,
)
from workshops.queries import with_head

COMPOSE = "workshops/letters/compose.html"
#: What stands in the frame of a letter that cannot be shown.
FRAME = "workshops/letters/frame.html"
LANGUAGES = dict(settings.LANGUAGES)
invite_page = partial(form_page, "workshops.invite", Workshop, select=with_head)


@page("workshops.view_guests", Workshop, "workshops/letters/page.html", select=with_head)
def letters(request: SignedInRequest, workshop: Workshop) -> Context:
    """Sendings with their fate, letters that went by themselves, reminders."""
    return pages.letters(workshop, request.user)


# --- writing one ---


@invite_page()
def compose(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Write a letter: `?role=` invitation or reminder. A POST is the way back from the preview."""
    role = request.GET.get("role", LetterRole.INVITATION)
    if role not in BY_HAND:
        raise Http404
    return _compose(
        request,
        workshop,
        _form(request, workshop)
        if request.method == "POST"
        else fresh(workshop, request.user, role),
    )


def _form(request: SignedInRequest, workshop: Workshop) -> ComposeForm:
    return ComposeForm(request.POST or None, workshop=workshop, user=request.user)


def _compose(request: SignedInRequest, workshop: Workshop, form: ComposeForm) -> HttpResponse:
    around = pages.compose(workshop, request.user, form["role"].value())
    return render(request, COMPOSE, {"workshop": workshop, "form": form, **around})


def _posting(
    request: SignedInRequest, workshop: Workshop, form: ComposeForm, **rest: Any
) -> Posting[Any]:
    """What is to happen with the form of a letter; it stands on a page of its own."""
    return Posting(
        form=form,
        context=lambda: pages.compose(workshop, request.user, form["role"].value()),
        back=_url("compose", workshop),
        **rest,
    )


@csp_override(FRAMING_CSP)
@invite_page(COMPOSE)
def preview(request: SignedInRequest, workshop: Workshop) -> Posting[dict[str, Any]]:
    """The letter as it will look and how many get it; sent from here."""
    form = _form(request, workshop)

    def drawn(context: dict[str, Any]) -> HttpResponse:
        form.auto_id = False  # its fields stand hidden in several forms
        context |= {"workshop": workshop, "form": form}
        return render(request, "workshops/letters/preview.html", context)

    return _posting(
        request,
        workshop,
        form,
        verb=lambda **sending: pages.preview(workshop, request.user, sending),
        to=drawn,
    )


@xframe_options_sameorigin
@csp_override(LETTER_CSP)
@invite_page(FRAME)
def preview_page(request: SignedInRequest, workshop: Workshop) -> Posting[Reading]:
    """The letter's HTML by itself in the language of `show`, for the frame of the preview."""
    asked = request.POST.get("show", "")
    language = asked if asked in LANGUAGES else workshop.language
    return _posting(
        request,
        workshop,
        _form(request, workshop),
        verb=lambda **sending: pages.as_it_looks(workshop, sending, language),
        to=lambda read: HttpResponse(read.html),
    )


@invite_page(COMPOSE)
def test_letter(request: SignedInRequest, workshop: Workshop) -> Posting[None]:
    """The letter to oneself; the form stays."""
    form = _form(request, workshop)
    names = ("role", "subject", "body", "key")
    return _posting(
        request,
        workshop,
        form,
        verb=lambda **sending: send_test(
            workshop=workshop, by=request.user, **{name: sending[name] for name in names}
        ),
        done=_("A test letter is on its way to %(address)s.") % {"address": request.user.email},
        to=lambda _sent: _compose(request, workshop, form),
    )


@invite_page(COMPOSE)
def send(request: SignedInRequest, workshop: Workshop) -> Posting[MeetingCampaign]:
    """Send: it leaves in five minutes, at its time, or when a second person has approved it."""
    return _posting(
        request,
        workshop,
        _form(request, workshop),
        verb=partial(services.send, workshop=workshop, by=request.user),
        done=sent_in_words,
        to=_url("letters", workshop),
    )


# --- what is sent ---


@invite_page()
def send_to_new(
    request: SignedInRequest, workshop: Workshop, campaign_id: int
) -> Posting[MeetingCampaign]:
    """The same invitation to guests who came onto the list later."""
    campaign = _campaign(workshop, campaign_id)

    def send() -> MeetingCampaign:
        try:
            key = uuid.UUID(request.POST.get("key", ""))
        except ValueError:
            raise Refusal("key_taken", _("This form is used up. Open it anew.")) from None
        return services.send_to_new(campaign=campaign, by=request.user, key=key)

    return Posting(verb=send, done=sent_in_words, to=_url("letters", workshop))


@form_page("workshops.view_guests", Workshop, select=with_head)
def undo(
    request: SignedInRequest, workshop: Workshop, campaign_id: int
) -> Posting[MeetingCampaign]:
    """Take a sending back of which nothing has left; the verb asks who may."""
    campaign = _campaign(workshop, campaign_id)
    return Posting(
        verb=partial(services.undo, campaign=campaign, by=request.user),
        done=_("Undone. Nobody gets the letter."),
        to=_url("letters", workshop),
    )


@form_page(
    "workshops.approve_sending", Workshop, "workshops/letters/approve.html", select=with_head
)
def approve(
    request: SignedInRequest, workshop: Workshop, campaign_id: int
) -> Posting[MeetingCampaign]:
    """Read a big sending as a second person, then let it leave or stop it."""
    campaign = _campaign(workshop, campaign_id)
    return Posting(
        verb=partial(services.approve, campaign=campaign, by=request.user),
        done=_("Approved. The letters leave."),
        to=_url("letters", workshop),
        context=lambda: {"row": pages.row_of(workshop, request.user, campaign.pk)},
    )


def _campaign(workshop: Workshop, campaign_id: int) -> MeetingCampaign:
    rows = workshop.campaigns.select_related(
        "outbox", "guest_list", "sent_by", "workshop__programme__region"
    )
    found: MeetingCampaign = get_object_or_404(rows, pk=campaign_id)
    return found


def sent_in_words(campaign: MeetingCampaign) -> str:
    """How many letters leave, and when."""
    outbox = campaign.outbox
    outbox.refresh_from_db(fields=["letter_count"])  # counted up by the database
    count = outbox.letter_count
    if outbox.waits_for_approval:
        words = ngettext(
            "%(count)s letter waits for a second person, who has been asked to look at it.",
            "%(count)s letters wait for a second person, who has been asked to look at them.",
            count,
        )
    elif campaign.send_at:
        words = ngettext(
            "%(count)s letter leaves at its time. Until then you can undo it.",
            "%(count)s letters leave at their time. Until then you can undo it.",
            count,
        )
    else:
        words = ngettext(
            "%(count)s letter leaves in five minutes. Until then you can undo it.",
            "%(count)s letters leave in five minutes. Until then you can undo it.",
            count,
        )
    return words % {"count": count}


# --- reminders ---


@invite_page("workshops/letters/reminder.html")
def reminder(
    request: SignedInRequest, workshop: Workshop, reminder_id: int | None = None
) -> Posting[Reminder]:
    """A new reminder, or another time, audience or text of one that has not been sent."""
    found = _reminder(workshop, reminder_id) if reminder_id is not None else None
    return Posting(
        form=reminder_form(request.POST or None, found),
        verb=partial(reminders.set_reminder, workshop=workshop, by=request.user, reminder=found),
        done=_("The reminder is set."),
        to=_url("letters", workshop),
        context=lambda: {
            "reminder": found,
            "usual": text_of(workshop, LetterRole.REMINDER, workshop.language),
            "placeholders": pages.placeholders(LetterRole.REMINDER),
        },
    )


@invite_page()
def reminder_switch(
    request: SignedInRequest, workshop: Workshop, reminder_id: int
) -> Posting[Reminder]:
    """Turn a reminder on (`is_on=1`) or off."""
    found = _reminder(workshop, reminder_id)
    is_on = request.POST.get("is_on") == "1"
    return Posting(
        verb=partial(reminders.switch, reminder=found, by=request.user, is_on=is_on),
        to=_url("letters", workshop),
    )


@invite_page()
def reminder_remove(
    request: SignedInRequest, workshop: Workshop, reminder_id: int
) -> Posting[None]:
    """Take a reminder away."""
    found = _reminder(workshop, reminder_id)
    return Posting(
        verb=partial(reminders.remove, reminder=found, by=request.user),
        done=_("The reminder is removed."),
        to=_url("letters", workshop),
    )


def _reminder(workshop: Workshop, reminder_id: int) -> Reminder:
    found: Reminder = get_object_or_404(workshop.reminders, pk=reminder_id)
    found.workshop = workshop
    return found


# --- a programme's own words ---


def _with_region(rows: Any) -> Any:
    return rows.select_related("region")


texts_page = partial(form_page, "workshops.manage_letter_texts", Programme, select=_with_region)


@page(
    "workshops.manage_letter_texts", Programme, "workshops/letters/texts.html", select=_with_region
)
def letter_texts(request: SignedInRequest, programme: Programme) -> Context:
    """All letters, with the languages in which the programme has words of its own."""
    kind = _kind_asked(request)
    return {
        "rows": pages.letter_texts(programme, kind),
        "kinds": WorkshopKind.choices,
        "kind": kind,
    }


@csp_override(FRAMING_CSP)
@texts_page("workshops/letters/text.html")
def letter_text(
    request: SignedInRequest, programme: Programme, role: str, language: str
) -> Posting[LetterText]:
    """The words of one letter in one language."""
    which = _known(role, language) | {"kind": _kind_asked(request)}
    own = LetterText.objects.filter(programme=programme, **which).first()
    house = house_text(**which)
    now = words_for(programme.pk, **which)
    initial = {"subject": now.subject, "body": now.body, "version": own.version if own else 0}
    return Posting(
        form=LetterTextForm(request.POST or None, initial=initial),
        verb=partial(save_text, programme=programme, by=request.user, **which),
        done=_("Saved. New letters use this text."),
        to=_texts_url(programme, which["kind"]),
        context={
            "own": own,
            "house": house,
            "kind": which["kind"],
            "texts_url": _texts_url(programme, which["kind"]),
            "kind_name": dict(WorkshopKind.choices).get(which["kind"], ""),
            "role": LetterRole(role),
            "language": language,
            "language_name": LANGUAGES[language],
            "placeholders": pages.placeholders(role),
        },
    )


@xframe_options_sameorigin
@csp_override(LETTER_CSP)
@texts_page(FRAME)
def letter_text_preview(
    request: SignedInRequest, programme: Programme, role: str, language: str
) -> Posting[Reading]:
    """The words in the form as a letter about the next meeting, or an example; for a frame."""
    which = _known(role, language)

    def read(*, subject: str, body: str) -> Reading:
        words = checked_words(role, subject, body)
        meeting = pages.example(programme, _kind_asked(request))
        return preview_words(workshop=meeting, words=words, reader=request.user, **which)

    return Posting(
        form=WordsForm(request.POST or None),
        verb=read,
        to=lambda read: HttpResponse(read.html),
        back=_texts_url(programme),
    )


@texts_page()
def letter_text_reset(
    request: SignedInRequest, programme: Programme, role: str, language: str
) -> Posting[bool]:
    """Back to the house's words."""
    which = _known(role, language) | {"kind": _kind_asked(request)}
    return Posting(
        verb=partial(reset_text, programme=programme, by=request.user, **which),
        done=_("The standard text is used again."),
        to=_texts_url(programme, which["kind"]),
    )


def _kind_asked(request: SignedInRequest) -> str:
    """The kind of meeting whose words are read or written; empty for those of all kinds."""
    kind = request.GET.get("kind", "")
    if kind and kind not in WorkshopKind.values:
        raise Http404
    return kind


def _known(role: str, language: str) -> dict[str, Any]:
    if role not in LetterRole.values or language not in LANGUAGES:
        raise Http404
    return {"role": role, "language": language}


def _texts_url(programme: Programme, kind: str = "") -> str:
    query = {"kind": kind} if kind else None
    return reverse("workshops:letter_texts", args=[programme.pk], query=query)


def _url(name: str, workshop: Workshop) -> str:
    return reverse(f"workshops:{name}", args=[workshop.pk])
