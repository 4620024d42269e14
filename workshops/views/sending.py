"""Letters of a meeting: the page, writing one, looking at it, sending, undoing, approving."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from outbox.letters.views import FRAMING_CSP, LETTER_CSP
from workshops import sending_page
from workshops.domain import campaigns
from workshops.domain.campaign_rules import FIRST_BIG
from workshops.domain.letter_preview import preview as look
from workshops.domain.letter_preview import send_test
from workshops.domain.letter_texts import placeholders_of
from workshops.forms.sending import FIELD_OF_CODE, ComposeForm, fresh
from workshops.models import LetterRole, MeetingCampaign, Workshop
from workshops.queries import with_head
from workshops.views.guests import to

form_page = require_http_methods(["GET", "HEAD", "POST"])


@policy("workshops.view_guests", Workshop, select=with_head)
@require_safe
def letters(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Sendings with their fate, letters that went by themselves, reminders."""
    context = sending_page.context(workshop, request.user)
    context["key"] = uuid.uuid4()
    return render(request, "workshops/sending/page.html", context)


@policy("workshops.invite", Workshop, select=with_head)
@form_page
def compose(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Write a letter: `?role=` invitation or reminder. A POST is the way back from the preview."""
    if request.method == "POST":
        form = ComposeForm(request.POST, workshop=workshop, user=request.user)
        return _compose(request, workshop, form)
    role = request.GET.get("role", LetterRole.INVITATION)
    if role not in sending_page.ROLES:
        raise Http404
    return _compose(request, workshop, fresh(workshop, request.user, role))


@policy("workshops.invite", Workshop, select=with_head)
@require_POST
@csp_override(FRAMING_CSP)
def preview(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The letter as it will look and how many get it; sent from here."""
    form = ComposeForm(request.POST, workshop=workshop, user=request.user)
    if not form.is_valid():
        return _compose(request, workshop, form, 422)
    told = form.sending()
    try:
        people = campaigns.chosen(
            workshop, role=told["role"], audience=told["audience"], guest_list=told["guest_list"]
        )
        readers = Counter(_language(one, told, workshop) for one in people)
        language = workshop.language if workshop.language in readers else min(readers)
        read = _look(request, workshop, form, language, people[0])
        waits = campaigns.needs_second_person(request.user, workshop.programme.region, len(people))
        campaigns.check_may_write(workshop, request.user, told["guest_list"])
    except Refusal as refusal:
        return _refused(request, workshop, form, refusal)
    all_of_them = sending_page.recipients(
        workshop, role=told["role"], audience=told["audience"], guest_list=told["guest_list"]
    ).count()
    languages = sorted(readers, key=lambda code: (code != language, code))
    names = dict(settings.LANGUAGES)
    form.auto_id = False  # its fields stand hidden in several forms
    context = {
        "workshop": workshop, "form": form, "read": read, "count": len(people), "waits": waits,
        "left_out": all_of_them - len(people), "first_big": FIRST_BIG,
        "languages": [(code, names[code], readers[code]) for code in languages],
        "language": language,
        "send_at": told["send_at"],
        "leaves": told["send_at"].astimezone(workshop.zone) if told["send_at"] else None,
    }  # fmt: skip
    return render(request, "workshops/sending/preview.html", context)


@policy("workshops.invite", Workshop, select=with_head)
@require_POST
@xframe_options_sameorigin
@csp_override(LETTER_CSP)
def preview_page(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The letter's HTML by itself in the language of `show`, for the frame of the preview."""
    form = ComposeForm(request.POST, workshop=workshop, user=request.user)
    language = request.POST.get("show", workshop.language)
    if not form.is_valid() or language not in dict(settings.LANGUAGES):
        return HttpResponse(_("There is nothing to show: the form has a mistake."), status=422)
    told = form.sending()
    try:
        people = campaigns.chosen(
            workshop, role=told["role"], audience=told["audience"], guest_list=told["guest_list"]
        )
        return HttpResponse(_look(request, workshop, form, language, people[0]).html)
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")


@policy("workshops.invite", Workshop, select=with_head)
@require_POST
def test_letter(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The letter to oneself; the form stays."""
    form = ComposeForm(request.POST, workshop=workshop, user=request.user)
    if not form.is_valid():
        return _compose(request, workshop, form, 422)
    told = form.sending()
    try:
        send_test(
            workshop=workshop, by=request.user, role=told["role"], subject=told["subject"],
            body=told["body"], key=told["key"],
        )  # fmt: skip
    except Refusal as refusal:
        return _refused(request, workshop, form, refusal)
    messages.success(
        request,
        _("A test letter is on its way to %(address)s.") % {"address": request.user.email},
    )
    return _compose(request, workshop, form)


@policy("workshops.invite", Workshop, select=with_head)
@require_POST
def send(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Send: it leaves in five minutes, at its time, or when a second person has approved it."""
    form = ComposeForm(request.POST, workshop=workshop, user=request.user)
    if not form.is_valid():
        return _compose(request, workshop, form, 422)
    try:
        campaign = campaigns.send(workshop=workshop, by=request.user, **form.sending())
    except Refusal as refusal:
        return _refused(request, workshop, form, refusal)
    return _sent(request, workshop, campaign)


@policy("workshops.invite", Workshop, select=with_head)
@require_POST
def send_to_new(request: SignedInRequest, workshop: Workshop, campaign_id: int) -> HttpResponse:
    """The same invitation to guests who came onto the list later."""
    campaign = _campaign(workshop, campaign_id)
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        messages.error(request, _("This form is used up. Open it anew."))
        return to(workshop, "letters")
    try:
        made = campaigns.send_to_new(campaign=campaign, by=request.user, key=key)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return to(workshop, "letters")
    return _sent(request, workshop, made)


@policy("workshops.view_guests", Workshop, select=with_head)
@require_POST
def undo(request: SignedInRequest, workshop: Workshop, campaign_id: int) -> HttpResponse:
    """Take a sending back of which nothing has left; the verb asks who may."""
    try:
        campaigns.undo(campaign=_campaign(workshop, campaign_id), by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Undone. Nobody gets the letter."))
    return to(workshop, "letters")


@policy("workshops.approve_sending", Workshop, select=with_head)
@form_page
def approve(request: SignedInRequest, workshop: Workshop, campaign_id: int) -> HttpResponse:
    """Read a big sending as a second person, then let it leave or stop it."""
    campaign = _campaign(workshop, campaign_id)
    refused, status = "", 200
    if request.method == "POST":
        try:
            campaigns.approve(campaign=campaign, by=request.user)
        except Refusal as refusal:
            refused, status = str(refusal), refusal.status
        else:
            messages.success(request, _("Approved. The letters leave."))
            return to(workshop, "letters")
    row = sending_page.row_of(workshop, request.user, campaign.pk)
    context = {"workshop": workshop, "row": row, "refused": refused}
    return render(request, "workshops/sending/approve.html", context, status=status)


# --- Inside


def _compose(
    request: SignedInRequest, workshop: Workshop, form: Any, status: int = 200
) -> HttpResponse:
    role = form["role"].value()
    if role not in sending_page.ROLES:  # the form says what is wrong
        role = LetterRole.INVITATION
    context = {
        "workshop": workshop,
        "form": form,
        "role": LetterRole(role),
        "placeholders": [
            (f"{{{name}}}", label) for name, label in placeholders_of(role).items()
        ],
        "counts": sending_page.counts(workshop, request.user, role),
    }  # fmt: skip
    return render(request, "workshops/sending/compose.html", context, status=status)


def _refused(
    request: SignedInRequest, workshop: Workshop, form: Form, refusal: Refusal
) -> HttpResponse:
    form.add_error(FIELD_OF_CODE.get(refusal.code), [str(refusal), *refusal.details])
    return _compose(request, workshop, form, refusal.status)


def _look(
    request: SignedInRequest, workshop: Workshop, form: ComposeForm, language: str, reader: Any
) -> Any:
    told = form.sending()
    return look(
        workshop=workshop, role=told["role"], language=language, subject=told["subject"],
        body=told["body"], reader=reader, source=reader.source,
    )  # fmt: skip


def _language(one: Any, told: dict[str, Any], workshop: Workshop) -> str:
    return one.language if told["translated"] else workshop.language


def _campaign(workshop: Workshop, campaign_id: int) -> MeetingCampaign:
    rows = workshop.campaigns.select_related(
        "outbox", "guest_list", "sent_by", "workshop__programme__region"
    )
    found: MeetingCampaign = get_object_or_404(rows, pk=campaign_id)
    return found


def _sent(
    request: SignedInRequest, workshop: Workshop, campaign: MeetingCampaign
) -> HttpResponseRedirect:
    outbox = campaign.outbox
    outbox.refresh_from_db(fields=["letter_count"])  # counted up by the database
    count = outbox.letter_count
    if outbox.waits_for_approval:
        said = ngettext(
            "%(count)s letter waits for a second person, who has been asked to look at it.",
            "%(count)s letters wait for a second person, who has been asked to look at them.",
            count,
        )
    elif campaign.send_at:
        said = ngettext(
            "%(count)s letter leaves at its time. Until then you can undo it.",
            "%(count)s letters leave at their time. Until then you can undo it.",
            count,
        )
    else:
        said = ngettext(
            "%(count)s letter leaves in five minutes. Until then you can undo it.",
            "%(count)s letters leave in five minutes. Until then you can undo it.",
            count,
        )
    messages.success(request, said % {"count": count})
    return to(workshop, "letters")
