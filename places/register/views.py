"""The place register: list, place page, what is changed there, imports, and taking a place in."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.searching import settlements
from core.downloads import download
from core.exports import CSV_TYPE
from core.policy import SIGNED_IN, allowed
from core.requests import SignedInRequest
from core.sheets.cells import short_names
from core.web.lists import listing
from core.web.shell import Context, Posting, form_page, page
from people.models import Region
from people.models.organisation import THREE_SECTORS
from places.models import Place, PlaceCode, PlaceImport, PopulationObservation
from places.models.place import CodeScheme
from places.register import areas, eligibility, imports, pages, services
from places.register.forms import AreaForm, CodeForm, EnrolForm, FigureForm, PlaceForm, UploadForm
from places.register.pages import Chance, PlaceFilters, PlacePages, place_url
from programmes.models.programme import PlaceKind
from programmes.pace import pace_of

ROWS = 50
FORM = "places/register/form.html"
ENROL = "places/register/enrol.html"
IMPORT_PAGES = PlacePages()


def with_names(queryset: QuerySet[Place]) -> QuerySet[Place]:
    """What the head of a place's page shows."""
    return queryset.select_related("municipality", "region", "area__municipality")


def with_figures(queryset: QuerySet[Place]) -> QuerySet[Place]:
    """And its population, which the chart, the programmes' rules and the five attributes read."""
    return with_names(queryset).prefetch_related("population")


edit_form = partial(form_page, "places.edit_place", Place, FORM, select=with_names)
edit_button = partial(form_page, "places.edit_place", Place)
import_form = partial(form_page, "places.register_places", PlaceImport)


@page(SIGNED_IN, template="places/register/list.html")
def places(request: SignedInRequest) -> Context:
    """The register's list. Every filter stands in the address."""
    shown = listing(
        request.GET,
        pages.find(request.user),
        PlaceFilters,
        order=pages.order(),
        request=request,
        per_page=ROWS,
    )
    return {
        "listing": shown,
        "may_register": allowed(request.user, "places.register_places"),
    }


@page("places.view_place", Place, "places/register/place.html", select=with_figures)
def place(request: SignedInRequest, place: Place) -> Context:
    """The place, whatever programmes it is or was in."""
    return pages.context(place, request.user)


@form_page("places.register_places", template="places/register/new.html")
def place_new(request: SignedInRequest) -> Posting[Place]:
    """Enter a place: picked from the register of areas (`?area=`), or by hand."""
    regions = list(Region.objects.run_by(request.user))
    countries = {region.country for region in regions}
    pick = AreaForm(request.GET or None, countries=countries, user=request.user, auto_id="pick-%s")
    area = pick.cleaned_data["area"] if pick.is_bound and pick.is_valid() else None
    form = PlaceForm(
        request.POST or None,
        regions=regions,
        user=request.user,
        initial={"area": area, **areas.filled_from(area)} if area else {},
    )
    return Posting(
        form=form,
        verb=partial(areas.enter_place, region=regions[0], by=request.user),
        done=lambda made: _("%(place)s is in the register.") % {"place": made.name},
        warnings=lambda _made: form.told,
        to=place_url,
        context={"pick": pick, "area": area, "has_areas": settlements(countries).exists()},
    )


@edit_form()
def place_edit(request: SignedInRequest, place: Place) -> Posting[Place]:
    """Change what the register says of a place."""
    form = PlaceForm(
        request.POST or None, instance=place, regions=[place.region], user=request.user
    )
    return Posting(
        form=form,
        verb=lambda **values: services.change_place(place=place, by=request.user, values=values),
        done=_("The changes are saved."),
        warnings=lambda _changed: form.told,
        to=place_url(place),
        context={
            "title": _("Change %(place)s") % {"place": place.name},
            "action": _("Save the changes"),
        },
    )


@edit_form()
def place_area(request: SignedInRequest, place: Place) -> Posting[Place]:
    """Say which area of the register a place is."""
    return Posting(
        form=AreaForm(
            request.POST or None,
            countries=[place.region.country],
            user=request.user,
            empty=_("None"),
            initial={"area": place.area or areas.like(place)},
        ),
        verb=partial(areas.link_area, place=place, by=request.user),
        done=lambda linked: (
            _("In the register it is %(area)s.") % {"area": linked.area.name}
            if linked.area
            else _("It is no area of the register now.")
        ),
        to=f"{place_url(place)}#facts",
        context={
            "title": _("Which area is %(place)s?") % {"place": place.name},
            "action": _("Save"),
        },
    )


@edit_form()
def code_add(request: SignedInRequest, place: Place) -> Posting[PlaceCode]:
    """Add a code."""
    return Posting(
        form=CodeForm(request.POST or None),
        verb=partial(services.add_code, place=place, by=request.user),
        done=_("The code is added."),
        to=f"{place_url(place)}#codes",
        context={
            "title": _("Add a code for %(place)s") % {"place": place.name},
            "action": _("Add the code"),
        },
    )


@edit_button()
def code_remove(request: SignedInRequest, place: Place, code_id: int) -> Posting[None]:
    """Take a code away."""
    code = get_object_or_404(PlaceCode, pk=code_id, place=place)
    return Posting(
        verb=partial(services.remove_code, code=code, by=request.user),
        done=_("The code %(code)s is removed.") % {"code": code.code},
        to=f"{place_url(place)}#codes",
    )


@edit_form()
def figure_add(request: SignedInRequest, place: Place) -> Posting[PopulationObservation]:
    """Add a population figure."""
    return Posting(
        form=FigureForm(request.POST or None),
        verb=partial(services.add_figure, place=place, by=request.user),
        done=_("The figure is added."),
        to=f"{place_url(place)}#population",
        context={
            "title": _("Add a population figure for %(place)s") % {"place": place.name},
            "action": _("Add the figure"),
        },
    )


@edit_form()
def figure_edit(
    request: SignedInRequest, place: Place, figure_id: int
) -> Posting[PopulationObservation]:
    """Correct a population figure."""
    figure = get_object_or_404(PopulationObservation, pk=figure_id, place=place)
    return Posting(
        form=FigureForm(request.POST or None, instance=figure),
        verb=lambda **values: services.change_figure(figure=figure, by=request.user, values=values),
        done=_("The figure is corrected. The one before stays in the history."),
        to=f"{place_url(place)}#population",
        context={
            "title": _("Correct the figure for %(year)s") % {"year": figure.year},
            "action": _("Save the correction"),
            "remove": reverse("places:figure_remove", args=[place.pk, figure.pk]),
        },
    )


@edit_button()
def figure_remove(request: SignedInRequest, place: Place, figure_id: int) -> Posting[None]:
    """Take a wrong figure away."""
    figure = get_object_or_404(PopulationObservation, pk=figure_id, place=place)
    return Posting(
        verb=partial(services.remove_figure, figure=figure, by=request.user),
        done=_("The figure for %(year)s is removed.") % {"year": figure.year},
        to=f"{place_url(place)}#population",
    )


# --- Taking a place into a programme


@form_page("places.edit_place", Place, ENROL, select=with_names)
def enrol_place(request: SignedInRequest, place: Place) -> Posting[Any] | HttpResponse:
    """Choose a programme, see what its conditions say, start. `?programme=` names it."""
    offered = [
        chance
        for chance in pages.chances(place, request.user, list(place.participations.all()))
        if chance.may_enrol and not chance.taking_part
    ]
    chosen = _chosen(offered, request.GET.get("programme", ""))
    if chosen is None:
        return render(request, ENROL, {"place": place, "offered": offered, "chosen": None})
    form = _enrol_form(request, chosen)

    def context() -> Context:
        """The conditions as they stand with the promises in the form, stored or not."""
        rules = chosen.rules
        if promises := form.promises():
            rules = eligibility.check(place, chosen.programme, promises)
        return {
            "place": place, "offered": offered, "chosen": chosen, "rules": rules,
            "pace": pace_of(chosen.programme),
        }  # fmt: skip

    return Posting(
        form=form,
        verb=partial(services.enrol, place=place, programme=chosen.programme, by=request.user),
        done=_("%(place)s takes part. Say next who leads the process and who coaches.")
        % {"place": place.name},
        to=lambda made: reverse("places:people", args=[made.pk]),
        context=context,
    )


def _chosen(offered: list[Chance], wanted: str) -> Chance | None:
    if not wanted and len(offered) == 1:
        return offered[0]
    return next((chance for chance in offered if str(chance.programme.pk) == wanted), None)


def _enrol_form(request: HttpRequest, chosen: Chance) -> EnrolForm:
    unmet = {rule.key for rule in chosen.rules if not rule.passed}
    form = EnrolForm(
        request.POST or None,
        request.FILES or None,
        programme=chosen.programme,
        missing=THREE_SECTORS if eligibility.SECTORS in unmet else (),
        initial={"started_on": max(timezone.localdate(), chosen.programme.starts_on)},
    )
    if not unmet:
        del form.fields["override_reason"]
    return form


# --- Bringing a list of places in


@form_page("places.register_places", template=IMPORT_PAGES.template("import"))
def import_upload(request: SignedInRequest) -> Posting[PlaceImport]:
    """Choose a file."""
    regions = list(Region.objects.run_by(request.user))
    form = UploadForm(request.POST or None, request.FILES or None, regions=regions)
    names = {"kinds": short_names(PlaceKind), "schemes": CodeScheme.choices}
    return IMPORT_PAGES.upload(request, form, PlaceImport(), **names)


@page("places.register_places")
def import_template(request: HttpRequest) -> HttpResponse:
    """The columns as a CSV file. The mark at its start makes Excel read it as UTF-8."""
    return download(imports.COLUMNS.template_csv().encode("utf-8-sig"), "places.csv", CSV_TYPE)


@page("places.register_places", PlaceImport)
def import_preview(request: SignedInRequest, place_import: PlaceImport) -> HttpResponse:
    """What the import would do, or did."""
    return IMPORT_PAGES.preview(request, place_import)


@import_form()
def import_update(request: SignedInRequest, place_import: PlaceImport) -> Posting[PlaceImport]:
    """Let the import change places that the register has already, or not."""
    return IMPORT_PAGES.update(request, place_import)


@import_form()
def import_confirm(request: SignedInRequest, place_import: PlaceImport) -> HttpResponse:
    """Carry the import out."""
    return IMPORT_PAGES.confirm(request, place_import)


@import_form()
def import_discard(request: SignedInRequest, place_import: PlaceImport) -> Posting[None]:
    """Throw the preview away."""
    return IMPORT_PAGES.discard(request, place_import)
