"""Series: their list, their page, who is responsible, one meeting with each partner."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.policy import allowed, policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from programmes.models import Programme
from workshops.domain.composition import states_of
from workshops.domain.multiply import multiply as multiply_meeting
from workshops.domain.series import (
    FIELDS,
    add_series,
    give_series_duty,
    remove_series,
    save_series,
    take_series_duty,
)
from workshops.forms.series import MultiplyForm, SeriesDutyForm, SeriesForm
from workshops.models import Series, Workshop
from workshops.views.select import for_page

form_page = require_http_methods(["GET", "HEAD", "POST"])
_FIELD_OF_CODE = {
    "no_name": "name", "name_taken": "name", "unknown_kind": "kind",
    "ends_before_start": "ends_on", "no_parts": "parts_needed",
}  # fmt: skip


def with_programme(queryset: Any) -> Any:
    """What the head of a series' pages shows."""
    return queryset.select_related("programme__region")


@policy("programmes.view_programme", Programme)
@require_safe
def programme_series(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """All series and activities of a programme that the user sees."""
    rows = Series.objects.visible_to(request.user).filter(programme=programme)
    context = {
        "programme": programme,
        "rows": rows.annotate(meetings=Count("workshops")).prefetch_related("duties"),
        "may_plan": allowed(request.user, "workshops.plan_in_programme", programme),
    }
    return render(request, "workshops/series/list.html", context)


@policy("workshops.view_series", Series, select=with_programme)
@require_safe
def series(request: SignedInRequest, series: Series) -> HttpResponse:
    """One series: its window, who is responsible, its meetings and whether the rule is met."""
    return _series_page(request, series, SeriesDutyForm(series=series, user=request.user))


def _series_page(
    request: SignedInRequest, series: Series, duty_form: SeriesDutyForm, status: int = 200
) -> HttpResponse:
    meetings = list(
        series.workshops.visible_to(request.user)
        .select_related("host")
        .annotate(
            invited=Count("invitations", filter=Q(invitations__removed_at=None)),
            coming=Count("invitations", filter=Q(invitations__answer="yes")),
            came=Count("invitations", filter=Q(invitations__attended_at__isnull=False)),
        )
        .order_by("part", "starts_at", "pk")
    )
    states = states_of(meetings)
    context = {
        "series": series,
        "programme": series.programme,
        "rows": [{"workshop": one, "parties": states[one.pk]} for one in meetings],
        "duties": series.duties.all(),
        "manages": allowed(request.user, "workshops.manage_series", series),
        "sees_attendance": allowed(request.user, "workshops.view_series_attendance", series),
        "duty_form": duty_form,
    }
    return render(request, "workshops/series/page.html", context, status=status)


@policy("workshops.plan_in_programme", Programme)
@form_page
def series_new(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Add a series or an activity."""
    form = SeriesForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = add_series(programme=programme, by=request.user, **form.values())
            except Refusal as refusal:
                form.add_error(_FIELD_OF_CODE.get(refusal.code), str(refusal))
                status = refusal.status
            else:
                return HttpResponseRedirect(reverse("workshops:series", args=[made.pk]))
    context = {"programme": programme, "form": form}
    return render(request, "workshops/series/form.html", context, status=status)


@policy("workshops.manage_series", Series, select=with_programme)
@form_page
def series_edit(request: SignedInRequest, series: Series) -> HttpResponse:
    """Change a series."""
    initial = {name: getattr(series, name) for name in (*FIELDS, "version")}
    form = SeriesForm(request.POST or None, initial=initial)
    status = 200
    theirs: list[tuple[Any, object]] = []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            version = form.cleaned_data["version"] or 0
            try:
                save_series(series=series, by=request.user, version=version, **form.values())
            except Refusal as refusal:
                form.add_error(_FIELD_OF_CODE.get(refusal.code), str(refusal))
                status = refusal.status
                if isinstance(refusal, Conflict):
                    carry(form, version=str(refusal.version))
                    theirs = [(form[name].label, one) for name, one in refusal.theirs.items()]
            else:
                return HttpResponseRedirect(reverse("workshops:series", args=[series.pk]))
    context = {"programme": series.programme, "series": series, "form": form, "theirs": theirs}
    return render(request, "workshops/series/form.html", context, status=status)


@policy("workshops.manage_series", Series, select=with_programme)
@require_POST
def series_remove(request: SignedInRequest, series: Series) -> HttpResponse:
    """Take a series without meetings away."""
    remove_series(series=series, by=request.user)
    messages.success(request, _("Taken away."))
    return HttpResponseRedirect(reverse("workshops:programme_series", args=[series.programme_id]))


@policy("workshops.manage_series", Series, select=with_programme)
@require_POST
def series_duty_add(request: SignedInRequest, series: Series) -> HttpResponse:
    """Give somebody a task through the series."""
    form = SeriesDutyForm(request.POST, series=series, user=request.user)
    if not form.is_valid():
        return _series_page(request, series, form, status=422)
    give_series_duty(series=series, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("workshops:series", args=[series.pk]))


@policy("workshops.manage_series", Series, select=with_programme)
@require_POST
def series_duty_remove(request: SignedInRequest, series: Series, duty_id: int) -> HttpResponse:
    """Take a task back."""
    duty = get_object_or_404(series.duties.select_related("series__programme"), pk=duty_id)
    take_series_duty(duty=duty, by=request.user)
    return HttpResponseRedirect(reverse("workshops:series", args=[series.pk]))


@policy("workshops.edit", Workshop, select=for_page)
@form_page
def multiply(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Make a meeting with each partner from this draft."""
    form = MultiplyForm(request.POST or None, workshop=workshop)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = multiply_meeting(workshop=workshop, by=request.user, starts=form.starts)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                said = ngettext(
                    "%(count)s meeting is made.", "%(count)s meetings are made.", len(made)
                )
                messages.success(request, said % {"count": len(made)})
                workshop.refresh_from_db(fields=["series"])
                return HttpResponseRedirect(reverse("workshops:series", args=[workshop.series_id]))
    context = {"workshop": workshop, "form": form}
    return render(request, "workshops/series/multiply.html", context, status=status)
