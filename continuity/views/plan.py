"""The plan for what comes after: its page, its sections, settling it, ending the support."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from continuity import plan_page
from continuity.domain.plan import plan_of, save_section, settle
from continuity.forms.plan import FIELD_OF_CODE, FORMS, EndForm, SectionForm
from continuity.opening import refuse_closed
from continuity.sections import TITLES, values_of, version_of
from continuity.theirs import told
from core.policy import policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from places.domain.ending import end_support
from places.models import Participation

#: GET on an address that only takes POST leads to the page: signing in again after an
#: expired session ends up there.
form_page = require_http_methods(["GET", "HEAD", "POST"])

_END_FIELDS = {
    "date_in_future": "on",
    "date_before_start": "on",
    "date_after_end": "on",
    "reason_missing": "reason",
}


def for_after(queryset: QuerySet[Participation]) -> QuerySet[Participation]:
    """What the head reads, and the region: its country says which forms there are."""
    return queryset.select_related("place__municipality", "programme__region", "method_version")


@policy("continuity.view", Participation, select=for_after)
@require_safe
def page(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Who carries on when the support ends, and what is missing."""
    context = plan_page.context(participation, user=request.user)
    return render(request, "continuity/plan/page.html", context)


@policy("continuity.edit", Participation, select=for_after)
@form_page
def section(request: SignedInRequest, participation: Participation, section: str) -> HttpResponse:
    """Edit one section."""
    if section not in FORMS:
        raise Http404
    refuse_closed(participation)
    form_class = partial(FORMS[section], participation=participation, user=request.user)
    if request.method != "POST":
        plan = plan_of(participation)
        initial = values_of(plan, section) | {"version": version_of(plan, section)}
        return _form(request, form_class(initial=initial))
    form = form_class(request.POST)
    if not form.is_valid():
        return _form(request, form, 422)
    try:
        save_section(
            participation=participation,
            by=request.user,
            section=section,
            version=form.cleaned_data["version"],
            **form.values(),
        )
    except Refusal as refusal:
        form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
        theirs = []
        if isinstance(refusal, Conflict):
            # Sent again, the form carries the stored version: then what stands in it holds.
            carry(form, version=str(refusal.version))
            theirs = told(form, refusal.theirs)
        return _form(request, form, refusal.status, theirs)
    messages.success(request, _("Saved."))
    return _to_page(participation, section)


@policy("continuity.settle", Participation, select=for_after)
@form_page
def settle_plan(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Say that it is settled who carries on."""
    if request.method == "POST":
        settle(participation=participation, by=request.user)
        messages.success(request, _("Settled. The place no longer asks who carries on."))
    return _to_page(participation)


@policy("places.manage_clock", Participation, select=for_after)
@form_page
def end(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """End the support."""
    if request.method != "POST":
        return _to_page(participation)
    form = EndForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            end_support(participation=participation, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(_END_FIELDS.get(refusal.code), str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("The support has ended. The follow-ups are on their way."))
            return _to_page(participation)
    context = plan_page.context(participation, user=request.user, end_form=form)
    return render(request, "continuity/plan/page.html", context, status=status)


def _form(
    request: SignedInRequest,
    form: SectionForm,
    status: int = 200,
    theirs: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    context = {
        "participation": form.participation,
        "form": form,
        "section": form.section,
        "title": TITLES[form.section],
        "theirs": theirs,
    }
    return render(request, "continuity/plan/section.html", context, status=status)


def _to_page(participation: Participation, anchor: str = "") -> HttpResponseRedirect:
    url = reverse("continuity:plan", args=[participation.pk])
    return HttpResponseRedirect(f"{url}#{anchor}" if anchor else url)
