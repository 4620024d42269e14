"""The guest list: the page, one guest, many at once."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.plain_text import one_line
from core.refusals import Refusal
from core.requests import SignedInRequest
from core.sheets.pages import FAULT_FILES
from core.web.shell import Context, Posting, form_page, page
from workshops.guests import imports, many, pages, services
from workshops.guests.forms import (
    ConfirmForm,
    ContactsForm,
    EarlierForm,
    GroupForm,
    GuestForm,
    ImportForm,
    ListForm,
    PlaceForm,
    ReplaceForm,
)
from workshops.guests.many import Added
from workshops.models import GuestList, Invitation, Workshop
from workshops.queries import with_head

FORM = "workshops/guests/form.html"
_MENDED = re.compile(r"mend-([0-9]{1,6})-(name|email|phone)")
invite_page = partial(form_page, "workshops.invite", Workshop, select=with_head)


@page("workshops.view_guests", Workshop, "workshops/guests/page.html", select=with_head)
def guests(request: SignedInRequest, workshop: Workshop) -> Context:
    """The list: `?answer= guest_list= party= sector= how= q= page=` narrow it."""
    return pages.guests(workshop, request.user, request.GET)


# --- one guest ---


@invite_page(FORM)
def add(request: SignedInRequest, workshop: Workshop) -> Posting[Invitation]:
    """One guest by hand."""
    return Posting(
        form=GuestForm(request.POST or None, workshop=workshop, user=request.user),
        verb=partial(services.add_guest, workshop=workshop, by=request.user),
        done=lambda made: _("%(name)s is on the list. Nothing is sent yet.") % {"name": made.name},
        to=_url(workshop, "guest_add" if "another" in request.POST else "guests"),
    )


@invite_page(FORM)
def edit(request: SignedInRequest, workshop: Workshop, invitation_id: int) -> Posting[Invitation]:
    """Correct a guest's row, or take it off the list."""
    guest = _named(request, workshop, invitation_id)
    return Posting(
        form=GuestForm(request.POST or None, workshop=workshop, user=request.user, guest=guest),
        verb=partial(services.edit_guest, invitation=guest, by=request.user),
        done=_("The guest's row is corrected."),
        to=_url(workshop),
        context={"guest": guest},
    )


@invite_page()
def remove(request: SignedInRequest, workshop: Workshop, invitation_id: int) -> Posting[Invitation]:
    """Take a guest off the list."""
    guest = _named(request, workshop, invitation_id)
    return Posting(
        verb=partial(services.remove_guest, invitation=guest, by=request.user),
        done=_("%(name)s is off the list and gets no more letters.") % {"name": guest.name},
        to=_url(workshop),
    )


@invite_page("workshops/guests/replace.html")
def replace(
    request: SignedInRequest, workshop: Workshop, invitation_id: int
) -> Posting[Invitation]:
    """Somebody instead of one who has declined."""
    guest = _named(request, workshop, invitation_id)
    return Posting(
        form=ReplaceForm(request.POST or None),
        verb=partial(services.replace_guest, invitation=guest, by=request.user),
        done=lambda made: (
            _("%(new)s comes in the place of %(old)s. Now write to the new guest.")
            % {"new": made.name, "old": guest.name}
        ),
        to=_url(workshop),
        context={"guest": guest},
    )


def _named(request: SignedInRequest, workshop: Workshop, invitation_id: int) -> Invitation:
    """A guest of the meeting whose name the user may read; others are not there."""
    rows = workshop.invitations.named_for(request.user).select_related(
        "guest_list", "party", "organisation", "workshop__programme__region"
    )
    found: Invitation = get_object_or_404(rows, pk=invitation_id)
    return found


@invite_page("workshops/guests/list_form.html")
def lists(request: SignedInRequest, workshop: Workshop) -> Posting[GuestList]:
    """Make a list of one's own, whose names nobody else reads."""
    return Posting(
        form=ListForm(request.POST or None),
        verb=partial(services.make_list, workshop=workshop, by=request.user, own=True),
        done=lambda made: (
            _("The list “%(name)s” is yours. Others see how many are on it, not who.")
            % {"name": made.name}
        ),
        to=_url(workshop),
    )


# --- many at once ---


def _adding(
    request: SignedInRequest,
    workshop: Workshop,
    form: type[PlaceForm],
    verb: Any,
    context: Any = None,
) -> Posting[Added]:
    return Posting(
        form=form(request.POST or None, workshop=workshop, user=request.user),
        verb=partial(verb, workshop=workshop, by=request.user),
        done=added_in_words,
        to=_url(workshop),
        context=context or {},
    )


@invite_page("workshops/guests/contacts.html")
def contacts(request: SignedInRequest, workshop: Workshop) -> Posting[Added]:
    """From the region's contacts: single ones (`?q= sector=`), or whole sectors."""
    context = {
        "listing": pages.contacts(workshop, request.user, request.GET),
        "chosen": set(request.POST.getlist("contacts")),
    }
    return _adding(request, workshop, ContactsForm, many.add_from_contacts, context)


@invite_page("workshops/guests/group.html")
def group(request: SignedInRequest, workshop: Workshop) -> Posting[Added]:
    """The place's people: roles, and the working group's members with an account."""
    return _adding(request, workshop, GroupForm, many.add_from_group)


@invite_page("workshops/guests/earlier.html")
def earlier(request: SignedInRequest, workshop: Workshop) -> Posting[Added]:
    """The guests of an earlier meeting of the programme."""
    return _adding(request, workshop, EarlierForm, many.add_from_earlier)


@invite_page("workshops/guests/import.html")
def paste(request: SignedInRequest, workshop: Workshop) -> Posting[imports.Read] | HttpResponse:
    """Paste a list or choose a file; then see what every row would do, mend, and confirm.

    `step` of the form: none reads the list, `check` looks again, `confirm` takes it over, `skip`
    does so without the broken rows, `xlsx` and `csv` answer these as a file. Nothing is stored
    before that.
    """
    if "step" in request.POST:
        return _preview_again(request, workshop)
    form = ImportForm(
        request.POST or None, request.FILES or None, workshop=workshop, user=request.user
    )
    return Posting(
        form=form,
        verb=imports.read,
        to=lambda read: _preview(
            request, workshop, read.rows, form.cleaned_data | {"told": told_of(read)}
        ),
    )


def _preview_again(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    form = ConfirmForm(request.POST, workshop=workshop, user=request.user)
    try:
        rows = form.rows(mended_rows(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(_url(workshop, "guests_import"))
    step, refused = request.POST["step"], ""
    if step in FAULT_FILES:
        return pages.faulty(step, workshop, rows)
    if step in {"confirm", "skip"}:
        try:
            added = imports.take_over(
                workshop=workshop, by=request.user, rows=rows, source=form.cleaned_data["source"],
                skip_broken=step == "skip", **form.place(),
            )  # fmt: skip
        except Refusal as refusal:
            refused = str(refusal)
        else:
            messages.success(request, added_in_words(added))
            return HttpResponseRedirect(_url(workshop))
    return _preview(request, workshop, rows, form.cleaned_data, refused)


def _preview(
    request: SignedInRequest,
    workshop: Workshop,
    rows: list[imports.Row],
    sent: dict[str, Any],
    refused: str = "",
) -> HttpResponse:
    initial = sent | {"lines": imports.as_lines(rows)}
    context = {
        "workshop": workshop,
        "form": ConfirmForm(initial=initial, workshop=workshop, user=request.user),
        "refused": refused,
        "told": [line for line in sent["told"].split("\n") if line],
        **pages.preview(workshop, rows),
    }
    status = 409 if refused else 200
    return render(request, "workshops/guests/preview.html", context, status=status)


def told_of(read: imports.Read) -> str:
    """What of the file is not read, a sentence a line."""
    told = []
    if read.others:
        names = {"sheet": read.sheet, "names": ", ".join(read.others)}
        told.append(_("The sheet %(sheet)s is read. Not read: %(names)s.") % names)
    if read.unread:
        said = ngettext(
            "The column %(names)s is not read.",
            "The columns %(names)s are not read.",
            len(read.unread),
        )
        told.append(said % {"names": ", ".join(read.unread)})
    return "\n".join(one_line(line, 1000) for line in told)


def mended_rows(request: HttpRequest) -> dict[int, dict[str, str]]:
    """What the user has mended: the row's place in the list -> column -> words."""
    mended: dict[int, dict[str, str]] = {}
    for name, value in request.POST.items():
        if found := _MENDED.fullmatch(name):
            mended.setdefault(int(found[1]), {})[found[2]] = str(value)
    return mended


def added_in_words(added: Added) -> str:
    """What was done."""
    new = ngettext("%(count)s guest is new.", "%(count)s guests are new.", added.new)
    already = ngettext(
        "%(count)s was on the list already.", "%(count)s were on the list already.", added.already
    )
    off = ngettext(
        "%(count)s has left the list and stays off it.",
        "%(count)s have left the list and stay off it.",
        added.off,
    )
    parts = [new % {"count": added.new}]
    parts += [already % {"count": added.already}] if added.already else []
    parts += [off % {"count": added.off}] if added.off else []
    return " ".join([*parts, _("Nothing is sent yet.")])


def _url(workshop: Workshop, name: str = "guests") -> str:
    return reverse(f"workshops:{name}", args=[workshop.pk])
