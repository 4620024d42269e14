"""A programme's partners and managers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from people.models import ProgrammeRole
from programmes.domain.managers import add_manager, end_manager
from programmes.domain.programme import add_partner, remove_partner
from programmes.forms.programme import EndForm, ManagerForm, PartnerForm
from programmes.models import Programme
from programmes.views.drafts import FORM
from programmes.views.programmes import loaded, page_context


@policy("programmes.edit_programme", Programme, select=loaded)
@require_POST
def partner_add(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Add a partner from the programme's page."""
    form = PartnerForm(request.POST, programme=programme, user=request.user)
    status = 400
    if form.is_valid():
        try:
            add_partner(programme, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("The partner is added."))
            return redirect("programmes:programme", programme.pk)
    context = page_context(request, programme, {"partner_form": form})
    return render(request, "programmes/programme.html", context, status=status)


@policy("programmes.edit_programme", Programme)
@FORM
def partner_remove(request: SignedInRequest, programme: Programme, partner_id: int) -> HttpResponse:
    """Ask, and take a partner out."""
    partner = get_object_or_404(
        programme.partners.select_related("organisation", "programme"), pk=partner_id
    )
    if request.method == "POST":
        remove_partner(partner, by=request.user)
        messages.success(request, _("The partner is removed."))
        return redirect("programmes:programme", programme.pk)
    return render(
        request, "programmes/partner_remove.html", {"programme": programme, "partner": partner}
    )


@policy("programmes.manage_roles", Programme, select=loaded)
@require_POST
def manager_add(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Let somebody manage the programme."""
    form = ManagerForm(request.POST)
    status = 400
    if form.is_valid() and form.user is not None:
        try:
            add_manager(
                programme, by=request.user, user=form.user, starts_on=form.cleaned_data["starts_on"]
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("The manager is added."))
            return redirect("programmes:programme", programme.pk)
    context = page_context(request, programme, {"manager_form": form})
    return render(request, "programmes/programme.html", context, status=status)


@policy("programmes.manage_roles", Programme)
@FORM
def manager_end(request: SignedInRequest, programme: Programme, role_id: int) -> HttpResponse:
    """Ask for the last day, and end it."""
    role = get_object_or_404(
        ProgrammeRole.objects.filter(programme=programme).select_related("user"), pk=role_id
    )
    form = EndForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            end_manager(role, by=request.user, ends_on=form.cleaned_data["ends_on"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("The last day is noted."))
            return redirect("programmes:programme", programme.pk)
    context = {"programme": programme, "role": role, "form": form}
    return render(request, "programmes/manager_end.html", context, status=status)
