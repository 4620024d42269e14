"""A programme's needs study: its counter, the needs, the workbook."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.downloads import download
from core.exports import XLSX_TYPE, Column, Sheet, xlsx
from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from programmes.models import Programme
from workshops.domain.needs import figures_of, record_need, remove_need, save_need, save_study
from workshops.forms.series import NeedForm, StudyForm, of_need, of_study
from workshops.models import Need, NeedLevel, NeedsStudy

form_page = require_http_methods(["GET", "HEAD", "POST"])
_FIELD_OF_CODE = {
    "no_question": "question", "wrong_number": "wanted", "no_text": "text",
    "unknown_level": "level", "wrong_region": "organisation", "date_in_future": "recorded_on",
    "wrong_meeting": "workshop",
}  # fmt: skip


def _study(programme: Programme) -> NeedsStudy | None:
    return NeedsStudy.objects.select_related("programme").filter(programme=programme).first()


@policy("workshops.manage_needs", Programme)
@require_safe
def needs(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """How many organisations are heard, and every need by organisation."""
    study = _study(programme)
    context = {
        "programme": programme,
        "study": study,
        "figures": figures_of(study) if study else None,
        "needs": study.needs.select_related("organisation", "workshop") if study else [],
        "levels": NeedLevel.choices,
    }
    return render(request, "workshops/needs/page.html", context)


@policy("workshops.manage_needs", Programme)
@form_page
def needs_study(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """What is asked, how many must be heard, what came of it."""
    form = StudyForm(request.POST or None, initial=of_study(_study(programme)))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                save_study(programme=programme, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(_FIELD_OF_CODE.get(refusal.code), str(refusal))
                status = refusal.status
            else:
                return _back(programme)
    context = {"programme": programme, "form": form}
    return render(request, "workshops/needs/study.html", context, status=status)


@policy("workshops.manage_needs", Programme)
@form_page
def need_add(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Write a need down."""
    study = get_object_or_404(NeedsStudy.objects.select_related("programme"), programme=programme)
    form = NeedForm(
        request.POST or None, programme=programme, initial={"recorded_on": timezone.localdate()}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                record_need(study=study, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(_FIELD_OF_CODE.get(refusal.code), str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The need is written down."))
                return _back(programme)
    context = {"programme": programme, "form": form, "need": None}
    return render(request, "workshops/needs/form.html", context, status=status)


@policy("workshops.manage_needs", Programme)
@form_page
def need_edit(request: SignedInRequest, programme: Programme, need_id: int) -> HttpResponse:
    """Correct a need."""
    need = _need(programme, need_id)
    form = NeedForm(request.POST or None, programme=programme, initial=of_need(need))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                save_need(need=need, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(_FIELD_OF_CODE.get(refusal.code), str(refusal))
                status = refusal.status
            else:
                return _back(programme)
    context = {"programme": programme, "form": form, "need": need}
    return render(request, "workshops/needs/form.html", context, status=status)


@policy("workshops.manage_needs", Programme)
@require_POST
def need_remove(request: SignedInRequest, programme: Programme, need_id: int) -> HttpResponse:
    """Take a need out."""
    remove_need(need=_need(programme, need_id), by=request.user)
    messages.success(request, _("Taken out."))
    return _back(programme)


@policy("workshops.manage_needs", Programme)
@require_safe
def needs_xlsx(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """All needs as a workbook: the ground for an application."""
    study = get_object_or_404(NeedsStudy, programme=programme)
    rows = [
        (
            str(one.organisation), one.organisation.get_sector_display(), one.theme, one.text,
            one.get_level_display(), one.recorded_on, str(one.workshop or ""),
        )
        for one in study.needs.select_related("organisation", "workshop")
    ]  # fmt: skip
    columns = [
        Column(_("Organisation"), width=32), Column(_("Sector")), Column(_("About")),
        Column(_("The need"), width=60), Column(_("How pressing")),
        Column(_("Told on"), "date"), Column(_("At the meeting"), width=30),
    ]  # fmt: skip
    book = xlsx([Sheet(_("Needs"), columns, rows)])
    return download(book, _("Needs") + ".xlsx", XLSX_TYPE)


def _need(programme: Programme, need_id: int) -> Need:
    needs_ = Need.objects.select_related("study__programme", "organisation", "workshop", "contact")
    return get_object_or_404(needs_, study__programme=programme, pk=need_id)


def _back(programme: Programme) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("workshops:needs", args=[programme.pk]))
