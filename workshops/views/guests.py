"""The guest list: the page, one guest by hand, a correction, taking off, replacing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.policy import policy
from core.refusals import Conflict, NotAllowed, Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from workshops import guests_page
from workshops.domain import guests
from workshops.forms.guests import FIELD_OF_CODE, GuestForm, ListForm, ReplaceForm, filled
from workshops.models import Invitation, Workshop
from workshops.queries import with_head

form_page = require_http_methods(["GET", "HEAD", "POST"])


@policy("workshops.view_guests", Workshop, select=with_head)
@require_safe
def page(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The list: `?answer= guest_list= party= sector= how= q= page=` narrow it."""
    context = guests_page.context(workshop, request.user, request.GET.dict())
    return render(request, "workshops/guests/page.html", context)


@policy("workshops.invite", Workshop, select=with_head)
@form_page
def add(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """One guest by hand."""
    data = request.POST or None
    initial = {"language": workshop.language}
    form = GuestForm(data, workshop=workshop, user=request.user, initial=initial)

    def carry_out() -> str:
        made = guests.add_guest(
            workshop=workshop, by=request.user, **form.fields_of_row(), **form.place()
        )
        return _("%(name)s is on the list. Nothing is sent yet.") % {"name": made.name}

    status = submit(request, form, carry_out)
    if not status:
        again = "another" in request.POST
        return to(workshop, "guest_add" if again else "guests")
    context = {"workshop": workshop, "form": form}
    return render(request, "workshops/guests/form.html", context, status=status)


@policy("workshops.invite", Workshop, select=with_head)
@form_page
def edit(request: SignedInRequest, workshop: Workshop, invitation_id: int) -> HttpResponse:
    """Correct a guest's row, or take it off the list."""
    guest = _named(request, workshop, invitation_id)
    theirs = None
    if request.method == "POST":
        form = GuestForm(request.POST, workshop=workshop, user=request.user)
        del form.fields["guest_list"]
        try:
            status = submit(request, form, lambda: _edit(request, guest, form))
        except Conflict as conflict:
            carry(form, version=str(conflict.version))
            theirs, status = conflict.theirs, conflict.status
        if not status:
            return to(workshop, "guests")
    else:
        form, status = filled(workshop, request.user, guest), 200
    context = {"workshop": workshop, "form": form, "guest": guest, "theirs": theirs}
    return render(request, "workshops/guests/form.html", context, status=status)


def _edit(request: SignedInRequest, guest: Invitation, form: GuestForm) -> str:
    guests.edit_guest(
        invitation=guest, by=request.user, version=form.cleaned_data["version"] or 0,
        party=form.cleaned_data["party"], **form.fields_of_row(),
    )  # fmt: skip
    return _("The guest's row is corrected.")


@policy("workshops.invite", Workshop, select=with_head)
@require_POST
def remove(request: SignedInRequest, workshop: Workshop, invitation_id: int) -> HttpResponse:
    """Take a guest off the list."""
    guest = _named(request, workshop, invitation_id)
    try:
        guests.remove_guest(invitation=guest, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("%(name)s is off the list and gets no more letters.") % {"name": guest.name}
        )
    return to(workshop, "guests")


@policy("workshops.invite", Workshop, select=with_head)
@form_page
def replace(request: SignedInRequest, workshop: Workshop, invitation_id: int) -> HttpResponse:
    """Somebody instead of one who has declined."""
    guest = _named(request, workshop, invitation_id)
    form = ReplaceForm(request.POST or None)

    def carry_out() -> str:
        made = guests.replace_guest(invitation=guest, by=request.user, **form.cleaned_data)
        return _("%(new)s comes in the place of %(old)s. Now write to the new guest.") % {
            "new": made.name,
            "old": guest.name,
        }

    status = submit(request, form, carry_out)
    if not status:
        return to(workshop, "guests")
    context = {"workshop": workshop, "form": form, "guest": guest}
    return render(request, "workshops/guests/replace.html", context, status=status)


@policy("workshops.invite", Workshop, select=with_head)
@form_page
def lists(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Make a list of one's own, whose names nobody else reads."""
    form = ListForm(request.POST or None)

    def carry_out() -> str:
        made = guests.make_list(
            workshop=workshop, by=request.user, name=form.cleaned_data["name"], own=True
        )
        return _("The list “%(name)s” is yours. Others see how many stand on it, not who.") % {
            "name": made.name
        }

    status = submit(request, form, carry_out)
    if not status:
        return to(workshop, "guests")
    context = {"workshop": workshop, "form": form}
    return render(request, "workshops/guests/list_form.html", context, status=status)


def submit(request: SignedInRequest, form: Form, carry_out: Callable[[], str]) -> int:
    """Carry out what a valid form asks; 0 when done, else the status of the page with the form.

    `carry_out` returns what to say. A refusal stands beside its field; a conflict and what is not
    allowed are the caller's.
    """
    if request.method != "POST":
        return 200
    if not form.is_valid():
        return 422
    try:
        said = carry_out()
    except (NotAllowed, Conflict):
        raise
    except Refusal as refusal:
        field = FIELD_OF_CODE.get(refusal.code)
        form.add_error(field if field in form.fields else None, [str(refusal), *refusal.details])
        return refusal.status
    messages.success(request, said)
    return 0


def to(workshop: Workshop, name: str, *args: Any) -> HttpResponseRedirect:
    """On to another page of the meeting."""
    return HttpResponseRedirect(reverse(f"workshops:{name}", args=[workshop.pk, *args]))


def _named(request: SignedInRequest, workshop: Workshop, invitation_id: int) -> Invitation:
    """A guest of the meeting whose name the user may read; others are not there."""
    rows = workshop.invitations.named_for(request.user).select_related(
        "guest_list", "party", "organisation", "workshop__programme__region"
    )
    found: Invitation = get_object_or_404(rows, pk=invitation_id)
    return found
