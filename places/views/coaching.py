"""The coaching log: its page, a new contact, a correction, the next step, the quick way in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.policy import SIGNED_IN, policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from people.scope import scope_of
from places import coaching_page
from places.domain.coaching import (
    check_editable,
    edit_contact,
    entry_version,
    log_contact,
    settle_next_step,
)
from places.forms.coaching import FIELD_OF_CODE, ContactForm
from places.models import CoachingEntry, Participation
from places.views.work import for_page

#: Places offered by the quick entry.
MOST_CHOICES = 50
#: Digits of the longest id that a database takes.
ID_DIGITS = 18

form_page = require_http_methods(["GET", "HEAD", "POST"])


@policy("places.view_participation", Participation, select=for_page)
@require_safe
def coaching(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The log, newest first. `?kind=` and `?party=` filter it."""
    context = coaching_page.context(participation, request.user, request.GET)
    return render(request, "places/coaching/page.html", context)


@policy("places.log_contact", Participation, select=for_page)
@form_page
def coaching_add(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Log a contact."""
    form = ContactForm(request.POST or None, participation=participation)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            tell = form.cleaned_data["tell_leader"]
            try:
                log_contact(
                    participation=participation, by=request.user, tell_leader=tell, **form.contact()
                )
            except Refusal as refusal:
                form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Logged and sent.") if tell else _("Logged."))
                return _to_log(participation)
    return _form(request, participation, form, status)


@policy("places.log_contact", Participation, select=for_page)
@form_page
def coaching_edit(
    request: SignedInRequest, participation: Participation, entry_id: int
) -> HttpResponse:
    """Correct a contact of one's own."""
    entry = get_object_or_404(participation.coaching, pk=entry_id)
    check_editable(entry, request.user)
    if request.method != "POST":
        return _form(request, participation, _filled(participation, entry), entry=entry)
    form = ContactForm(request.POST, participation=participation)
    if not form.is_valid():
        return _form(request, participation, form, 422, entry=entry)
    version = form.cleaned_data["version"]
    try:
        edit_contact(entry=entry, by=request.user, version=version, **form.contact())
    except Refusal as refusal:
        form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
        theirs = None
        if isinstance(refusal, Conflict):
            # Sent again, the form carries the stored version: then what stands in it holds.
            carry(form, version=str(refusal.version))
            theirs = entry
        return _form(request, participation, form, refusal.status, entry=entry, theirs=theirs)
    messages.success(request, _("The contact is corrected."))
    return _to_log(participation, f"contact-{entry.pk}")


@policy("places.log_contact", Participation, select=for_page)
@form_page
def coaching_settle(
    request: SignedInRequest, participation: Participation, entry_id: int
) -> HttpResponse:
    """Mark an agreed next step as done today."""
    entry = get_object_or_404(participation.coaching, pk=entry_id)
    if request.method == "POST":
        settle_next_step(entry=entry, by=request.user)
        messages.success(request, _("The next step is done."))
    return _to_log(participation, f"contact-{entry.pk}")


@policy(SIGNED_IN)
@require_safe
def coaching_quick(request: SignedInRequest) -> HttpResponse:
    """Choose the place to log a contact for; `?place=` (a participation) goes straight to the form.

    Those that need somebody come first. Whoever coaches sees the own places, others those
    that they run; `?q=` looks for a name.
    """
    visible = Participation.objects.visible_to(request.user)
    asked = request.GET.get("place", "")
    if asked:
        chosen = get_object_or_404(
            visible, pk=int(asked) if asked.isdecimal() and len(asked) <= ID_DIGITS else 0
        )
        return HttpResponseRedirect(reverse("places:coaching_add", args=[chosen.pk]))
    mine = visible.coached_by(request.user)
    if not mine.exists():
        mine = visible.filter(programme__in=scope_of(request.user).run_programmes)
    search = request.GET.get("q", "").strip().replace("\x00", "")[:80]
    if search:
        mine = mine.filter(place__name__icontains=search)
    places = (
        mine.active()
        .select_related("place__municipality", "programme")
        .order_by("attention_on", "pk")
    )
    shown = list(places[: MOST_CHOICES + 1])
    context = {
        "places": [(place, *coaching_page.quiet_line(place)) for place in shown[:MOST_CHOICES]],
        "more": len(shown) > MOST_CHOICES,
        "search": search,
        "most": MOST_CHOICES,
    }
    return render(request, "places/coaching/quick.html", context)


def _filled(participation: Participation, entry: CoachingEntry) -> ContactForm:
    names = (
        "kind",
        "on",
        "minutes",
        "with_whom",
        "party",
        "step",
        "shared",
        "private",
        "next_text",
        "next_on",
    )
    initial: dict[str, Any] = {name: getattr(entry, name) for name in names}
    return ContactForm(
        initial=initial | {"version": entry_version(entry)}, participation=participation
    )


def _form(
    request: SignedInRequest,
    participation: Participation,
    form: ContactForm,
    status: int = 200,
    entry: CoachingEntry | None = None,
    theirs: CoachingEntry | None = None,
) -> HttpResponse:
    context = {
        "participation": participation,
        "form": form,
        "entry": entry,
        "theirs": theirs,
    }
    return render(request, "places/coaching/form.html", context, status=status)


def _to_log(participation: Participation, anchor: str = "") -> HttpResponseRedirect:
    url = reverse("places:coaching", args=[participation.pk])
    return HttpResponseRedirect(f"{url}#{anchor}" if anchor else url)
