"""What belongs to a meeting: agenda, tasks, materials. One page each, and what is sent there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.downloads import stored
from core.policy import policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from workshops.domain.agenda import add_item, move_item, remove_item, save_item
from workshops.domain.duties import give_duty, known_contacts, known_people, take_duty
from workshops.domain.materials import add_material, remove_material
from workshops.forms.meetings_around import (
    DUTY_FIELD,
    ITEM_FIELD,
    MATERIAL_FIELD,
    DutyForm,
    ItemForm,
    MaterialForm,
)
from workshops.meeting_clock import overrun, running
from workshops.meeting_page import duties_of
from workshops.meeting_rows import material_row
from workshops.models import AgendaItem, Workshop
from workshops.views.select import for_page

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _to(name: str, workshop: Workshop, anchor: str = "") -> HttpResponseRedirect:
    url = reverse(name, args=[workshop.pk])
    return HttpResponseRedirect(f"{url}#{anchor}" if anchor else url)


@policy("workshops.edit", Workshop, select=for_page)
@form_page
def agenda(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The agenda with its clock times, and the form that adds an item at the end."""
    form = ItemForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                item = add_item(workshop=workshop, by=request.user, **form.values())
            except Refusal as refusal:
                form.add_error(ITEM_FIELD.get(refusal.code), str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("“%(item)s” is added.") % {"item": item.title})
                return _to("workshops:agenda", workshop, f"item-{item.pk}")
    return _agenda(request, workshop, form, status)


def _agenda(
    request: SignedInRequest,
    workshop: Workshop,
    form: ItemForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    items = list(workshop.agenda.all())
    context = {
        "workshop": workshop,
        "rows": running(workshop, items),
        "overrun": overrun(workshop, items),
        "form": form,
    } | more
    return render(request, "workshops/agenda/page.html", context, status=status)


def _item(workshop: Workshop, item_id: int) -> AgendaItem:
    item: AgendaItem = get_object_or_404(workshop.agenda, pk=item_id)
    item.workshop = workshop
    return item


@policy("workshops.edit", Workshop, select=for_page)
@form_page
def agenda_item(request: SignedInRequest, workshop: Workshop, item_id: int) -> HttpResponse:
    """Change one item. When somebody was faster, both texts are shown."""
    item = _item(workshop, item_id)
    names = ("title", "minutes", "responsible", "note", "version")
    form = ItemForm(request.POST or None, initial={name: getattr(item, name) for name in names})
    page: dict[str, Any] = {"workshop": workshop, "item": item, "form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            version = form.cleaned_data["version"] or 0
            try:
                save_item(item=item, by=request.user, version=version, **form.values())
            except Refusal as refusal:
                form.add_error(ITEM_FIELD.get(refusal.code), str(refusal))
                status = refusal.status
                if isinstance(refusal, Conflict):
                    carry(form, version=str(refusal.version))
                    page["theirs"] = refusal.theirs
            else:
                messages.success(request, _("Saved."))
                return _to("workshops:agenda", workshop, f"item-{item.pk}")
    return render(request, "workshops/agenda/item.html", page, status=status)


@policy("workshops.edit", Workshop, select=for_page)
@require_POST
def agenda_move(request: SignedInRequest, workshop: Workshop, item_id: int) -> HttpResponse:
    """Put an item one place earlier or later: `to` is "up" or "down"."""
    item = _item(workshop, item_id)
    move_item(item=item, by=request.user, up=request.POST.get("to") == "up")
    return _to("workshops:agenda", workshop, f"item-{item.pk}")


@policy("workshops.edit", Workshop, select=for_page)
@require_POST
def agenda_remove(request: SignedInRequest, workshop: Workshop, item_id: int) -> HttpResponse:
    """Take an item away; one with something in the minutes stays, and the page says so."""
    item = _item(workshop, item_id)
    try:
        remove_item(item=item, by=request.user)
    except Refusal as refusal:
        return _agenda(request, workshop, ItemForm(), refusal.status, refused=str(refusal))
    messages.success(request, _("“%(item)s” is taken away.") % {"item": item.title})
    return _to("workshops:agenda", workshop)


@policy("workshops.edit", Workshop, select=for_page)
@form_page
def duties(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Who does what, and the form that gives somebody a task."""
    choices = {
        "user": known_people(workshop),
        "contact": known_contacts(workshop, request.user),
        "region": workshop.programme.region_id,
    }
    form = DutyForm(request.POST or None, choices=choices)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                give_duty(workshop=workshop, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                code = DUTY_FIELD.get(refusal.code)
                form.add_error(code if code in form.fields else None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The task is given."))
                return _to("workshops:duties", workshop)
    context = {"workshop": workshop, "duties": duties_of(workshop), "form": form}
    return render(request, "workshops/duties/page.html", context, status=status)


@policy("workshops.edit", Workshop, select=for_page)
@require_POST
def duty_remove(request: SignedInRequest, workshop: Workshop, duty_id: int) -> HttpResponse:
    """Take a task back. Those of the series are changed at the series."""
    duty = get_object_or_404(workshop.duties, pk=duty_id)
    duty.workshop = workshop
    take_duty(duty=duty, by=request.user)
    messages.success(request, _("The task is taken back."))
    return _to("workshops:duties", workshop)


@policy("workshops.edit", Workshop, select=for_page)
@form_page
def materials(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The materials, and the form that adds a link or a file."""
    form = MaterialForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            sent = form.cleaned_data
            try:
                add_material(
                    workshop=workshop, by=request.user, title=sent["title"], link=sent["link"],
                    upload=sent["file"], for_guests=sent["for_guests"],
                )  # fmt: skip
            except Refusal as refusal:
                form.add_error(MATERIAL_FIELD.get(refusal.code), str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The material is added."))
                return _to("workshops:materials", workshop)
    rows = [(one, material_row(one)) for one in workshop.materials.all()]
    context = {"workshop": workshop, "materials": rows, "form": form}
    return render(request, "workshops/materials/page.html", context, status=status)


@policy("workshops.view_workshop", Workshop)
@require_safe
def material(request: SignedInRequest, workshop: Workshop, material_id: int) -> HttpResponse:
    """A file, as an attachment that no browser opens in our name."""
    found = get_object_or_404(workshop.materials.exclude(file=""), pk=material_id)
    try:
        return stored(found.file, found.file_name, found.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@policy("workshops.edit", Workshop, select=for_page)
@require_POST
def material_remove(request: SignedInRequest, workshop: Workshop, material_id: int) -> HttpResponse:
    """Take a material away."""
    found = get_object_or_404(workshop.materials, pk=material_id)
    found.workshop = workshop
    remove_material(material=found, by=request.user)
    messages.success(request, _("“%(title)s” is taken away.") % {"title": found.title})
    return _to("workshops:materials", workshop)
