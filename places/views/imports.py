"""Importing places: upload, look, confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.downloads import download
from core.exports import CSV_TYPE
from core.requests import SignedInRequest
from core.sheets import pages
from core.sheets.cells import short_names
from core.sheets.kept import KeptSheet
from core.sheets.pages import Cell, ImportPages, ShownRow, ShownRows
from core.sheets.rows import Plan
from core.web.shell import Posting, form_page, page
from people.models import Region
from places.domain import imports
from places.domain.import_plan import PlannedPlace
from places.models import PlaceImport
from places.models.place import CodeScheme
from programmes.models.programme import PlaceKind


class UploadForm(pages.UploadForm):
    """A file, for one region."""

    region = forms.ModelChoiceField(
        label=gettext_lazy("Region"), queryset=Region.objects.none(), empty_label=None
    )
    field_order = ("region", "file", "update_existing")

    def __init__(self, *args: Any, regions: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regions = regions
        self.fields["file"].help_text = _("CSV, XLSX or ODS, at most 5 MB and 10 000 rows.")
        self.fields["update_existing"].label = _("Change places that the register has already")
        self.fields["update_existing"].help_text = _(
            "Without this, a place that the register has already is shown as a fault."
        )
        if len(regions) == 1:
            del self.fields["region"]
        else:
            ids = [region.pk for region in regions]
            self.fields["region"].queryset = Region.objects.filter(pk__in=ids)  # type: ignore[attr-defined]

    def fill(self, kept: KeptSheet) -> None:
        """For the region asked for, or the only one."""
        super().fill(kept)
        if isinstance(kept, PlaceImport):
            kept.region = self.cleaned_data.get("region") or self.regions[0]


class PlacePages(ImportPages[PlaceImport]):
    """The pages of a list of places."""

    importer = imports.IMPORTER
    folder = "places/register"

    def url(self, name: str, kept: PlaceImport) -> str:
        """Addresses under the register."""
        if name == "start":
            return reverse("places:place_import")
        if name == "template":
            return reverse("places:place_import_template")
        return reverse(f"places:place_import_{name}", args=[kept.pk])

    def previewed(self, kept: PlaceImport, plan: Plan[PlannedPlace]) -> Mapping[str, Any]:
        """The places, when nothing stands in their way."""
        rows = [] if plan.faults else [_shown(place) for place in plan.rows]
        return {
            "shown": ShownRows.of("rows", _("Places of the list"), rows),
            "known": any(place.place_id for place in plan.rows),
            "action": _action(plan.counts["new"], plan.counts["changed"]),
        }


PAGES = PlacePages()


@form_page("places.register_places", template=PAGES.template("import"))
def upload(request: SignedInRequest) -> Posting[PlaceImport]:
    """Choose a file."""
    regions = list(Region.objects.run_by(request.user))
    form = UploadForm(request.POST or None, request.FILES or None, regions=regions)
    names = {"kinds": short_names(PlaceKind), "schemes": CodeScheme.choices}
    return PAGES.upload(request, form, PlaceImport(), **names)


@page("places.register_places")
def template(request: HttpRequest) -> HttpResponse:
    """The columns as a CSV file. The mark at its start makes Excel read it as UTF-8."""
    return download(imports.template_csv().encode("utf-8-sig"), "places.csv", CSV_TYPE)


@page("places.register_places", PlaceImport)
def preview(request: SignedInRequest, place_import: PlaceImport) -> HttpResponse:
    """What the import would do, or did."""
    return PAGES.preview(request, place_import)


@form_page("places.register_places", PlaceImport)
def update(request: SignedInRequest, place_import: PlaceImport) -> Posting[PlaceImport]:
    """Let the import change places that the register has already, or not."""
    return PAGES.update(request, place_import)


@form_page("places.register_places", PlaceImport)
def confirm(request: SignedInRequest, place_import: PlaceImport) -> HttpResponse:
    """Carry the import out."""
    return PAGES.confirm(request, place_import)


@form_page("places.register_places", PlaceImport)
def discard(request: SignedInRequest, place_import: PlaceImport) -> Posting[None]:
    """Throw the preview away."""
    return PAGES.discard(request, place_import)


def _shown(place: PlannedPlace) -> ShownRow:
    happens = {
        "new": ("ok", _("New in the register")),
        "changed": ("warn", _("Is changed")),
        "same": ("off", _("Stays as it is")),
    }
    corrected = len(place.changed_figures)
    said = ngettext("%(count)s corrected", "%(count)s corrected", corrected) % {"count": corrected}
    figures = Cell(_("New figures"), len(place.new_figures), said if corrected else "", css="num")
    cells = [
        Cell(_("Place"), place.name, place.municipality.name),
        Cell(_("Code"), place.code[1] if place.code else "–"),
        figures,
    ]
    return ShownRow(place.row, cells, happens[place.result])


def _action(new: int, changed: int) -> str:
    """What the button does, in its own words."""
    if new and changed:
        return _("Import %(new)s and change %(changed)s places") % {"new": new, "changed": changed}
    if changed:
        return ngettext("Change %(count)s place", "Change %(count)s places", changed) % {
            "count": changed
        }
    return ngettext("Import %(count)s place", "Import %(count)s places", new) % {"count": new}
