"""Importing places: upload, look, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import download
from core.policy import policy
from core.refusals import Refusal
from places.domain import import_cells, imports
from places.domain.import_columns import COLUMNS
from places.domain.register import regions_run_by
from places.forms.imports import UploadForm
from places.models import ImportState, PlaceImport
from places.models.place import CodeScheme
from places.views.acting import acting
from programmes.models.programme import PlaceKind

#: So many faults and so many places are shown; of the rest the number is told.
SHOWN = 100

import_post = require_http_methods(["GET", "HEAD", "POST"])


@policy("places.register_places")
@import_post
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file. What is wrong with it as a whole is told here."""
    user = acting(request)
    form = UploadForm(request.POST or None, request.FILES or None, regions=regions_run_by(user))
    if request.method == "POST" and form.is_valid():
        try:
            made = imports.upload(
                region=form.region_chosen(),
                file_name=form.cleaned_data["file"].name,
                content=form.content(),
                by=user,
                update_existing=form.cleaned_data["update_existing"],
            )
        except Refusal as refusal:
            form.add_error("file", [str(refusal), *refusal.details])
        else:
            return _to_preview(made)
    context = {
        "form": form,
        "columns": COLUMNS,
        "kinds": import_cells.short_names(PlaceKind),
        "schemes": CodeScheme.choices,
    }
    return render(
        request, "places/register/import.html", context, status=422 if form.is_bound else 200
    )


@policy("places.register_places")
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The columns as a CSV file. The mark at its start makes Excel read it as UTF-8."""
    return download(
        imports.template_csv().encode("utf-8-sig"), "places.csv", "text/csv; charset=utf-8"
    )


@policy("places.register_places", PlaceImport)
@require_safe
def preview(request: HttpRequest, place_import: PlaceImport) -> HttpResponse:
    """What the import would do, or did."""
    return _page(request, place_import)


@policy("places.register_places", PlaceImport)
@import_post
def update(request: HttpRequest, place_import: PlaceImport) -> HttpResponse:
    """Let the import change places that the register has already, or not."""
    if request.method == "POST":
        wanted = request.POST.get("update_existing") == "1"
        imports.set_update_existing(
            place_import=place_import, update_existing=wanted, by=acting(request)
        )
    return _to_preview(place_import)


@policy("places.register_places", PlaceImport)
@import_post
def confirm(request: HttpRequest, place_import: PlaceImport) -> HttpResponse:
    """Carry the import out. A second click finds it done."""
    if request.method != "POST":
        return _to_preview(place_import)
    try:
        imports.confirm(place_import=place_import, by=acting(request))
    except Refusal as refusal:
        if refusal.code == "import_expired":
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("places:place_import"))
        messages.error(request, str(refusal))
        return _page(request, place_import, status=refusal.status)
    return _to_preview(place_import)


@policy("places.register_places", PlaceImport)
@import_post
def discard(request: HttpRequest, place_import: PlaceImport) -> HttpResponse:
    """Throw the preview away."""
    if request.method != "POST":
        return _to_preview(place_import)
    imports.discard(place_import=place_import, by=acting(request))
    messages.success(request, _("The file is thrown away. Nothing was imported."))
    return HttpResponseRedirect(reverse("places:place_import"))


def _to_preview(place_import: PlaceImport) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("places:place_import_preview", args=[place_import.pk]))


def _page(request: HttpRequest, place_import: PlaceImport, status: int = 200) -> HttpResponse:
    if place_import.state == ImportState.DONE:
        return render(request, "places/register/import_done.html", {"done": place_import})
    plan = imports.plan_of(place_import)
    context = {
        "place_import": place_import,
        "plan": plan,
        "faults": plan.faults[:SHOWN],
        "more_faults": max(0, len(plan.faults) - SHOWN),
        "places": plan.places[:SHOWN],
        "more_places": max(0, len(plan.places) - SHOWN),
        "known": any(not place.is_new for place in plan.places),
        "action": _action(len(plan.new), len(plan.changed)),
        "nothing": not plan.faults and not plan.new and not plan.changed,
    }
    return render(request, "places/register/import_preview.html", context, status=status)


def _action(new: int, changed: int) -> str:
    """What the button does, in its own words."""
    if new and changed:
        return _("Import %(new)s and change %(changed)s places") % {"new": new, "changed": changed}
    if changed:
        return ngettext("Change %(count)s place", "Change %(count)s places", changed) % {
            "count": changed
        }
    return ngettext("Import %(count)s place", "Import %(count)s places", new) % {"count": new}
