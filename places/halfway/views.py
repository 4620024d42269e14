"""A list of places taken into a programme: choose a file, look, confirm."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse

from core.downloads import download
from core.exports import CSV_TYPE
from core.requests import SignedInRequest
from core.sheets.cells import short_names
from core.sheets.pages import UploadForm
from core.web.shell import Posting, form_page, page
from places.halfway.pages import HalfWayPages
from places.halfway.sheet import COLUMNS
from places.models import HalfWayImport
from programmes.models import Programme
from programmes.models.programme import PlaceKind

PAGES = HalfWayPages()


def with_programme(queryset: QuerySet[HalfWayImport]) -> QuerySet[HalfWayImport]:
    """An import with what its plan reads."""
    return queryset.select_related("programme__region", "programme__method_version")


import_form = partial(form_page, "places.register_places", HalfWayImport, select=with_programme)


class ListForm(UploadForm):
    """A file. What takes part already stays as it is, so there is nothing to choose."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["update_existing"]

    def fill(self, kept: Any) -> None:
        """Nothing is chosen."""


@form_page("places.enrol", Programme, PAGES.template("import"))
def half_way(request: SignedInRequest, programme: Programme) -> Posting[HalfWayImport]:
    """Choose a file."""
    form = ListForm(request.POST or None, request.FILES or None)
    kept = HalfWayImport(programme=programme)
    return PAGES.upload(request, form, kept, kinds=short_names(PlaceKind))


@page("places.enrol", Programme)
def template(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The columns as a CSV file. The mark at its start makes Excel read it as UTF-8."""
    return download(COLUMNS.template_csv().encode("utf-8-sig"), "places.csv", CSV_TYPE)


@page("places.register_places", HalfWayImport, select=with_programme)
def preview(request: SignedInRequest, kept: HalfWayImport) -> HttpResponse:
    """What the import would do, or did."""
    return PAGES.preview(request, kept)


@import_form()
def confirm(request: SignedInRequest, kept: HalfWayImport) -> HttpResponse:
    """Carry the import out."""
    return PAGES.confirm(request, kept)


@import_form()
def discard(request: SignedInRequest, kept: HalfWayImport) -> Posting[None]:
    """Throw the preview away."""
    return PAGES.discard(request, kept)
