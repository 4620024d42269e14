"""The coaching log: its page, a new contact, a correction, the next step, the quick way in."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.policy import SIGNED_IN
from core.requests import SignedInRequest
from core.web.shell import Posting, form_page, page
from people.scope import scope_of
from places.coaching import pages
from places.coaching.forms import ContactForm
from places.coaching.services import check_editable, edit_contact, log_contact, settle_next_step
from places.models import CoachingEntry, Participation
from places.queries import with_head

FORM = "places/coaching/form.html"
RULE = "places.log_contact"
#: Places offered by the quick entry.
MOST_CHOICES = 50
#: Digits of the longest id that a database takes.
ID_DIGITS = 18


@page("places.view_participation", Participation, "places/coaching/page.html", select=with_head)
def coaching(request: SignedInRequest, participation: Participation) -> dict[str, Any]:
    """The log, newest first. `?kind=` and `?party=` filter it."""
    return pages.context(participation, request.user, request.GET)


@form_page(RULE, Participation, FORM, select=with_head)
def coaching_add(request: SignedInRequest, participation: Participation) -> Posting[CoachingEntry]:
    """Log a contact."""
    form = ContactForm(request.POST or None, participation=participation)
    return Posting(
        form=form,
        verb=partial(log_contact, participation=participation, by=request.user),
        done=lambda _entry: (
            _("Logged and sent.") if form.cleaned_data["tell_leader"] else _("Logged.")
        ),
        to=_log_url(participation),
    )


@form_page(RULE, Participation, FORM, select=with_head)
def coaching_edit(
    request: SignedInRequest, participation: Participation, entry_id: int
) -> Posting[CoachingEntry]:
    """Correct a contact of one's own."""
    entry = get_object_or_404(participation.coaching, pk=entry_id)
    check_editable(entry, request.user)
    return Posting(
        form=ContactForm(request.POST or None, participation=participation, entry=entry),
        verb=partial(edit_contact, entry=entry, by=request.user),
        done=_("The contact is corrected."),
        to=_log_url(participation, entry),
        context={"entry": entry},
    )


@form_page(RULE, Participation, select=with_head)
def coaching_settle(
    request: SignedInRequest, participation: Participation, entry_id: int
) -> Posting[CoachingEntry]:
    """Mark an agreed next step as done today."""
    entry = get_object_or_404(participation.coaching, pk=entry_id)
    return Posting(
        verb=partial(settle_next_step, entry=entry, by=request.user),
        done=_("The next step is done."),
        to=_log_url(participation, entry),
    )


@page(SIGNED_IN, template="places/coaching/quick.html")
def coaching_quick(request: SignedInRequest) -> dict[str, Any] | HttpResponse:
    """Choose the place to log a contact for; `?place=` (a participation) goes straight to the form.

    Those that need somebody come first. Whoever coaches sees the own places, others those
    that they run; `?q=` looks for a name.
    """
    visible = Participation.objects.visible_to(request.user)
    asked = request.GET.get("place", "")
    if asked:
        pk = int(asked) if asked.isdecimal() and len(asked) <= ID_DIGITS else 0
        chosen = get_object_or_404(visible, pk=pk)
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
    return {
        "places": [(place, *pages.quiet_line(place)) for place in shown[:MOST_CHOICES]],
        "more": len(shown) > MOST_CHOICES,
        "search": search,
        "most": MOST_CHOICES,
    }


def _log_url(participation: Participation, entry: CoachingEntry | None = None) -> str:
    url = reverse("places:coaching", args=[participation.pk])
    return f"{url}#contact-{entry.pk}" if entry else url
