"""Importing a list of actions: upload, look, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import download
from core.exports import XLSX_TYPE
from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from places.models import ImportState, Participation
from places.views.work import for_page
from plans.blockers import lock_reason
from plans.domain import imports
from plans.domain.import_columns import COLUMNS
from plans.forms.plan_import import UploadForm
from plans.models import PlanImport
from plans.words import words_of

#: So many faults are shown; of the rest the number is told.
SHOWN = 100

form_page = require_http_methods(["GET", "HEAD", "POST"])


@policy("plans.edit", Participation, select=for_page)
@form_page
def upload(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Choose a file. What is wrong with it as a whole is told here."""
    form = UploadForm(request.POST or None, request.FILES or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = imports.upload(
                participation=participation,
                file_name=form.cleaned_data["file"].name,
                content=form.content(),
                by=request.user,
                update_existing=form.cleaned_data["update_existing"],
            )
        except Refusal as refusal:
            form.add_error("file", [str(refusal), *refusal.details])
        else:
            return _to_preview(participation, made.pk)
    context = {
        "participation": participation,
        "form": form,
        "columns": COLUMNS,
        "locked": lock_reason(participation),
    }
    return render(request, "plans/import/upload.html", context, status=status)


@policy("plans.edit", Participation)
@require_safe
def template(request: HttpRequest, participation: Participation) -> HttpResponse:
    """The columns as a workbook with one row as an example."""
    return download(imports.template_xlsx(), _("actions") + ".xlsx", XLSX_TYPE)


@policy("plans.edit", Participation, select=for_page)
@require_safe
def preview(request: SignedInRequest, participation: Participation, import_id: int) -> HttpResponse:
    """What the import would do, or did."""
    return _page(request, participation, _own(request, participation, import_id))


@policy("plans.edit", Participation, select=for_page)
@form_page
def update(request: SignedInRequest, participation: Participation, import_id: int) -> HttpResponse:
    """Let the import change actions that the plan has already, or not."""
    found = _own(request, participation, import_id)
    if request.method == "POST":
        wanted = request.POST.get("update_existing") == "1"
        imports.set_update_existing(plan_import=found, update_existing=wanted, by=request.user)
    return _to_preview(participation, import_id)


@policy("plans.edit", Participation, select=for_page)
@form_page
def confirm(request: SignedInRequest, participation: Participation, import_id: int) -> HttpResponse:
    """Carry the import out. A second click finds it done."""
    found = _own(request, participation, import_id)
    if request.method != "POST":
        return _to_preview(participation, import_id)
    try:
        imports.confirm(plan_import=found, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        if refusal.code == "import_expired":
            return HttpResponseRedirect(reverse("plans:import", args=[participation.pk]))
        again = _own(request, participation, import_id)
        return _page(request, participation, again, status=refusal.status)
    return _to_preview(participation, import_id)


@policy("plans.edit", Participation)
@form_page
def discard(request: SignedInRequest, participation: Participation, import_id: int) -> HttpResponse:
    """Throw the preview away."""
    found = _own(request, participation, import_id)
    if request.method != "POST":
        return _to_preview(participation, import_id)
    imports.discard(plan_import=found, by=request.user)
    messages.success(request, _("The file is thrown away. Nothing was imported."))
    return HttpResponseRedirect(reverse("plans:import", args=[participation.pk]))


def _own(request: SignedInRequest, participation: Participation, import_id: int) -> PlanImport:
    """One's own import at this place; others' are not there."""
    found = get_object_or_404(participation.plan_imports, pk=import_id, owner=request.user)
    found.participation = participation
    return found


def _to_preview(participation: Participation, import_id: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("plans:import_preview", args=[participation.pk, import_id]))


def _page(
    request: SignedInRequest, participation: Participation, found: PlanImport, status: int = 200
) -> HttpResponse:
    context = {
        "participation": participation,
        "words": words_of(participation.programme),
        "one": found,
    }
    if found.state == ImportState.DONE:
        return render(request, "plans/import/done.html", context)
    plan = imports.plan_of(found)
    new, changed = len(plan.of("new")), len(plan.of("changed"))
    context |= {
        "plan": plan,
        "faults": plan.faults[:SHOWN],
        "more_faults": max(0, len(plan.faults) - SHOWN),
        "there": plan.of("there"),
        "action": _action(new, changed),
        "nothing": not plan.faults and not new and not changed,
    }
    return render(request, "plans/import/preview.html", context, status=status)


def _action(new: int, changed: int) -> str:
    """What the button does, in its own words."""
    if new and changed:
        return _("Import %(new)s and change %(changed)s actions") % {"new": new, "changed": changed}
    if changed:
        return ngettext("Change %(count)s action", "Change %(count)s actions", changed) % {
            "count": changed
        }
    return ngettext("Import %(count)s action", "Import %(count)s actions", new) % {"count": new}
