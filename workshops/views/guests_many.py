"""Many guests at once: a pasted list or a file, contacts, the place's people, earlier meetings."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from core.sheets.pages import Cell, ShownRow, ShownRows
from core.web.lists import ShortPaginator
from people.models import Sector
from workshops.domain import guest_import, guests_many
from workshops.domain.guest_import import BROKEN, NEW, OFF, THERE, TWICE, Row
from workshops.domain.guests_many import Added
from workshops.forms.guests import ConfirmForm, ContactsForm, EarlierForm, GroupForm, ImportForm
from workshops.models import Workshop
from workshops.queries import with_head
from workshops.views.guests import submit, to

form_page = require_http_methods(["GET", "HEAD", "POST"])
#: Rows of each kind that the preview names.
SHOWN = 50
_MENDED = re.compile(r"mend-([0-9]{1,6})-(name|email|phone)")


@policy("workshops.invite", Workshop, select=with_head)
@form_page
def paste(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Paste a list or choose a file; then see what every row would do, mend, and confirm.

    `step` of the form: none reads the list, `check` looks again, `confirm` takes it over, `skip`
    does so without the broken rows. Nothing is stored before that.
    """
    if request.method == "POST" and "step" in request.POST:
        return _preview_again(request, workshop)
    form = ImportForm(
        request.POST or None, request.FILES or None, workshop=workshop, user=request.user
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                rows = _read(form)
            except Refusal as refusal:
                field = "file" if form.cleaned_data.get("file") else "text"
                form.add_error(field, [str(refusal), *refusal.details])
            else:
                return _preview(request, workshop, rows, _carried(form, workshop, request, rows))
    context = {"workshop": workshop, "form": form}
    return render(request, "workshops/guests/import.html", context, status=status)


def _read(form: ImportForm) -> list[Row]:
    content = form.content()
    if content is not None:
        return guest_import.read_file(content)
    return guest_import.read_paste(form.cleaned_data["text"])


def _carried(form: ImportForm, workshop: Workshop, request: SignedInRequest, rows: Any) -> Any:
    place = form.place()
    initial = {
        "lines": guest_import.as_lines(rows),
        "source": form.cleaned_data["source"],
        "guest_list": place["guest_list"],
        "party": place["party"],
    }
    return ConfirmForm(initial=initial, workshop=workshop, user=request.user)


def _preview_again(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    form = ConfirmForm(request.POST, workshop=workshop, user=request.user)
    if not form.is_valid():
        messages.error(request, _("The list did not arrive whole. Paste it again."))
        return to(workshop, "guests_import")
    try:
        rows = guest_import.from_lines(form.cleaned_data["lines"], mended_rows(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return to(workshop, "guests_import")
    step = request.POST["step"]
    refused = ""
    if step in {"confirm", "skip"}:
        try:
            added = guest_import.take_over(
                workshop=workshop, by=request.user, rows=rows, source=form.cleaned_data["source"],
                skip_broken=step == "skip", **form.place(),
            )  # fmt: skip
        except Refusal as refusal:
            refused = str(refusal)
        else:
            messages.success(request, told(added))
            return to(workshop, "guests")
    form = ConfirmForm(
        initial=form.cleaned_data | {"lines": guest_import.as_lines(rows)},
        workshop=workshop, user=request.user,
    )  # fmt: skip
    return _preview(request, workshop, rows, form, refused)


def mended_rows(request: HttpRequest) -> dict[int, dict[str, str]]:
    """What the user has mended: the row's place in the list -> column -> words."""
    mended: dict[int, dict[str, str]] = {}
    for name, value in request.POST.items():
        if found := _MENDED.fullmatch(name):
            mended.setdefault(int(found[1]), {})[found[2]] = str(value)
    return mended


def _preview(
    request: SignedInRequest, workshop: Workshop, rows: list[Row], form: Any, refused: str = ""
) -> HttpResponse:
    judged = guest_import.judge(workshop, rows)
    counts, broken = judged.counts, judged.counts[BROKEN]
    passed_over = [_passed_over(row) for row in judged.of(THERE, OFF, TWICE)]
    context = {
        "workshop": workshop,
        "form": form,
        "refused": refused,
        "hidden_rows": sorted({row.number for row in rows if row.hidden}),
        "new": ShownRows.of("new-ones", _("New guests"), map(_new, judged.of(NEW)), SHOWN),
        "new_count": counts[NEW],
        "to_ring": judged.to_ring,
        "broken": judged.broken,
        "broken_count": broken,
        "more_broken": max(0, broken - guest_import.EDITABLE),
        "passed_over": ShownRows.of(
            "passed-over", _("Rows that change nothing"), passed_over, SHOWN
        ),
        "there_count": counts[THERE],
        "off_count": counts[OFF],
        "twice_count": counts[TWICE],
    }
    status = 409 if refused else 200
    return render(request, "workshops/guests/preview.html", context, status=status)


def _new(row: Row) -> ShownRow:
    ring = None if row.email else ("warn", _("Must be rung"))
    return ShownRow(row.number, [
        Cell(_("Name"), row.name),
        Cell(_("E-mail address"), row.email, flag=ring),
        Cell(_("Phone"), row.phone, css="nowrap"),
        Cell(_("Organisation"), row.organisation_name),
    ])  # fmt: skip


def _passed_over(row: Row) -> ShownRow:
    happens = {
        THERE: _("On the list already"),
        OFF: _("Has left or was taken off"),
        TWICE: _("The same as row %(number)s") % {"number": row.same_as},
    }
    cells = [Cell(_("Name"), row.name), Cell(_("E-mail address"), row.email or row.phone)]
    return ShownRow(row.number, cells, ("off", happens[row.result]))


@policy("workshops.invite", Workshop, select=with_head)
@form_page
def contacts(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """From the region's contacts: single ones (`?q= sector=`), or whole sectors."""
    form = ContactsForm(request.POST or None, workshop=workshop, user=request.user)

    def carry_out() -> str:
        chosen = [one.pk for one in form.cleaned_data["contacts"]]
        place: dict[str, Any] = {"workshop": workshop, "by": request.user, **form.place()}
        added = Added()
        if chosen:
            added = guests_many.add_from_contacts(contacts=chosen, **place)
        if sectors := form.cleaned_data["sectors"]:
            more = guests_many.add_from_organisations(sectors=sectors, **place)
            added = Added(added.new + more.new, added.already + more.already, added.off + more.off)
        elif not chosen:
            raise Refusal("nobody_chosen", _("Choose at least one contact or sector."))
        return told(added)

    status = submit(request, form, carry_out)
    if not status:
        return to(workshop, "guests")
    search, sector = request.GET.get("q", "")[:100], request.GET.get("sector", "")
    found = guests_many.contacts_for(request.user, workshop).order_by("name", "pk")
    for word in search.replace("\x00", "").split()[:5]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(organisation__name__icontains=word)
        )
    if sector in Sector.values:
        found = found.filter(organisation__sector=sector)
    context = {
        "workshop": workshop, "form": form, "search": search, "sector": sector,
        "sectors": Sector.choices,
        "page": ShortPaginator(found, 100).get_page(request.GET.get("page")),
        "chosen": set(request.POST.getlist("contacts")),
    }  # fmt: skip
    return render(request, "workshops/guests/contacts.html", context, status=status)


@policy("workshops.invite", Workshop, select=with_head)
@form_page
def group(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The place's people: roles, and the working group's members with an account."""
    form = GroupForm(request.POST or None, workshop=workshop, user=request.user)

    def carry_out() -> str:
        users = [int(number) for number in form.cleaned_data["users"]]
        return told(
            guests_many.add_from_group(
                workshop=workshop, by=request.user, users=users, **form.place()
            )
        )

    status = submit(request, form, carry_out)
    if not status:
        return to(workshop, "guests")
    context = {"workshop": workshop, "form": form}
    return render(request, "workshops/guests/group.html", context, status=status)


@policy("workshops.invite", Workshop, select=with_head)
@form_page
def earlier(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The guests of an earlier meeting of the programme."""
    form = EarlierForm(request.POST or None, workshop=workshop, user=request.user)

    def carry_out() -> str:
        return told(
            guests_many.add_from_earlier(
                workshop=workshop, by=request.user, earlier=form.cleaned_data["earlier"],
                only_who_came=form.cleaned_data["who"] == "came", **form.place(),
            )
        )  # fmt: skip

    status = submit(request, form, carry_out)
    if not status:
        return to(workshop, "guests")
    context = {"workshop": workshop, "form": form}
    return render(request, "workshops/guests/earlier.html", context, status=status)


def told(added: Added) -> str:
    """What was done, in words."""
    new = ngettext("%(count)s guest is new.", "%(count)s guests are new.", added.new)
    parts = [new % {"count": added.new}]
    if added.already:
        parts.append(
            ngettext(
                "%(count)s was on the list already.",
                "%(count)s were on the list already.",
                added.already,
            )
            % {"count": added.already}
        )
    if added.off:
        parts.append(
            ngettext(
                "%(count)s has left the list and stays off it.",
                "%(count)s have left the list and stay off it.",
                added.off,
            )
            % {"count": added.off}
        )
    parts.append(_("Nothing is sent yet."))
    return " ".join(parts)
