"""The place register: list, place page, what is changed there, and taking a place in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.policy import SIGNED_IN, allowed, policy
from core.refusals import Refusal
from core.web.lists import listing
from people.models import Region
from places import register_page
from places.domain import register
from places.forms.register import CodeForm, FigureForm, PlaceForm
from places.models import Place, PlaceCode, PopulationObservation
from places.register_page import place_url
from places.views.acting import acting

ROWS = 50

#: GET on an address that only takes POST leads to the place: signing in again after an
#: expired session ends up there.
register_post = require_http_methods(["GET", "HEAD", "POST"])

_FIELD_OF_CODE = {
    "name_missing": "name",
    "place_there": "name",
    "other_country": "municipality",
    "half_position": "latitude",
    "off_earth": "latitude",
    "code_missing": "code",
    "code_taken": "code",
    "end_before_start": "valid_to",
    "source_missing": "source",
    "year_impossible": "year",
    "figure_there": "year",
}


def with_names(queryset: QuerySet[Place]) -> QuerySet[Place]:
    """What the head of a place's page shows."""
    return queryset.select_related("municipality", "region")


@policy(SIGNED_IN)
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """The register's list. Every filter stands in the address."""
    shown = listing(
        request.GET, register_page.find(acting(request)), register_page.PlaceFilters,
        order=register_page.order(), request=request, per_page=ROWS,
    )  # fmt: skip
    context = {
        "listing": shown,
        "may_register": allowed(acting(request), "places.register_places"),
    }
    return render(request, "places/register/list.html", context)


@policy("places.view_place", Place, select=with_names)
@require_safe
def place(request: HttpRequest, place: Place) -> HttpResponse:
    """The place, whatever programmes it is or was in."""
    return _page(request, place)


@policy("places.register_places")
@register_post
def place_new(request: HttpRequest) -> HttpResponse:
    """Enter a place."""
    regions = list(Region.objects.run_by(acting(request)))
    form = PlaceForm(request.POST or None, regions=regions)
    if request.method == "POST" and form.is_valid():
        values = {"region": regions[0]} | form.cleaned_data
        made = _try(form, lambda: register.make_place(by=acting(request), **values))
        if made:
            messages.success(request, _("%(place)s is in the register.") % {"place": made.name})
            return HttpResponseRedirect(place_url(made))
    return _form(request, form, None, _("Enter a place"), _("Enter the place"))


@policy("places.edit_place", Place, select=with_names)
@register_post
def place_edit(request: HttpRequest, place: Place) -> HttpResponse:
    """Change what the register says of a place."""
    form = PlaceForm(request.POST or None, instance=place, regions=[place.region])
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if _try(
            form, lambda: register.change_place(place=place, by=acting(request), values=values)
        ):
            messages.success(request, _("The changes are saved."))
            return HttpResponseRedirect(place_url(place))
    title = _("Change %(place)s") % {"place": place.name}
    return _form(request, form, place, title, _("Save the changes"))


@policy("places.edit_place", Place, select=with_names)
@register_post
def code_add(request: HttpRequest, place: Place) -> HttpResponse:
    """Add a code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if _try(form, lambda: register.add_code(place=place, by=acting(request), **values)):
            messages.success(request, _("The code is added."))
            return HttpResponseRedirect(f"{place_url(place)}#codes")
    title = _("Add a code for %(place)s") % {"place": place.name}
    return _form(request, form, place, title, _("Add the code"))


@policy("places.edit_place", Place)
@register_post
def code_remove(request: HttpRequest, place: Place, code_id: int) -> HttpResponse:
    """Take a code away."""
    code = get_object_or_404(PlaceCode, pk=code_id, place=place)
    if request.method == "POST":
        register.remove_code(code=code, by=acting(request))
        messages.success(request, _("The code %(code)s is removed.") % {"code": code.code})
    return HttpResponseRedirect(f"{place_url(place)}#codes")


@policy("places.edit_place", Place, select=with_names)
@register_post
def figure_add(request: HttpRequest, place: Place) -> HttpResponse:
    """Add a population figure."""
    form = FigureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if _try(form, lambda: register.add_figure(place=place, by=acting(request), **values)):
            messages.success(request, _("The figure is added."))
            return HttpResponseRedirect(f"{place_url(place)}#population")
    title = _("Add a population figure for %(place)s") % {"place": place.name}
    return _form(request, form, place, title, _("Add the figure"))


@policy("places.edit_place", Place, select=with_names)
@register_post
def figure_edit(request: HttpRequest, place: Place, figure_id: int) -> HttpResponse:
    """Correct a population figure."""
    figure = get_object_or_404(PopulationObservation, pk=figure_id, place=place)
    form = FigureForm(request.POST or None, instance=figure)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if _try(
            form, lambda: register.change_figure(figure=figure, by=acting(request), values=values)
        ):
            messages.success(
                request, _("The figure is corrected. The one before stays in the history.")
            )
            return HttpResponseRedirect(f"{place_url(place)}#population")
    title = _("Correct the figure for %(year)s") % {"year": figure.year}
    remove = reverse("places:figure_remove", args=[place.pk, figure.pk])
    return _form(request, form, place, title, _("Save the correction"), remove=remove)


@policy("places.edit_place", Place)
@register_post
def figure_remove(request: HttpRequest, place: Place, figure_id: int) -> HttpResponse:
    """Take a wrong figure away."""
    figure = get_object_or_404(PopulationObservation, pk=figure_id, place=place)
    if request.method == "POST":
        register.remove_figure(figure=figure, by=acting(request))
        messages.success(request, _("The figure for %(year)s is removed.") % {"year": figure.year})
    return HttpResponseRedirect(f"{place_url(place)}#population")


def _try[T](form: BaseForm, verb: Callable[[], T]) -> T | None:
    """The verb's result; None when it refused, with the reason beside its field."""
    try:
        return verb()
    except Refusal as refusal:
        field = _FIELD_OF_CODE.get(refusal.code)
        form.add_error(field if field in form.fields else None, [str(refusal), *refusal.details])
        return None


def _form(
    request: HttpRequest,
    form: BaseForm,
    place: Place | None,
    title: str,
    action: str,
    *,
    remove: str = "",
) -> HttpResponse:
    back = (
        (place_url(place), place.name)
        if place
        else (reverse("places:register"), _("Place register"))
    )
    context: dict[str, Any] = {
        "form": form,
        "title": title,
        "action": action,
        "back": back,
        "remove": remove,
    }
    return render(
        request, "places/register/form.html", context, status=422 if form.is_bound else 200
    )


def _page(request: HttpRequest, place: Place) -> HttpResponse:
    return render(
        request, "places/register/place.html", register_page.context(place, acting(request))
    )
