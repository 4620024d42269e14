"""Pages of files of figures: upload, say what the columns are, look, confirm."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.downloads import download
from core.requests import SignedInRequest
from core.sheets.pages import Cell, ImportPages, ShownRow, ShownRows
from core.web.shell import Posting, form_page, page
from facts.files.forms import ColumnsForm, UploadForm
from facts.files.services import COLUMNS, IMPORTER, FactPlan, Line
from facts.models import FactFile
from facts.sources.pages import region_for
from people.models import Region

RESULTS = {
    "new": ("ok", gettext_lazy("New")),
    "changed": ("warn", gettext_lazy("Corrected")),
    "there": ("off", gettext_lazy("Here already, says something else")),
    "same": ("off", gettext_lazy("As before")),
}


class FactPages(ImportPages[FactFile]):
    """The pages of a file of figures."""

    importer = IMPORTER
    folder = "facts/files"

    def url(self, name: str, kept: FactFile) -> str:
        """Addresses under the region."""
        if name == "start":
            return reverse("facts:file", args=[kept.region_id])
        if name == "template":
            return reverse("facts:file_template", args=[kept.region_id])
        return reverse(f"facts:file_{name}", args=[kept.pk])

    def context(self, kept: FactFile) -> Mapping[str, Any]:
        """The region."""
        return {"region": kept.region}

    def previewed(self, kept: FactFile, plan: FactPlan) -> Mapping[str, Any]:
        """The rows, with what each would do."""
        rows = [_shown(one) for one in plan.rows]
        return {
            "shown": ShownRows.of("rows", _("Row by row"), rows),
            "known": plan.of("there"),
            "action": _action(plan.counts["new"], plan.counts["changed"]),
        }


PAGES = FactPages()


def with_region(rows: QuerySet[Any]) -> QuerySet[Any]:
    """What the pages ask of a file."""
    return rows.select_related("region", "indicator")


def _shown(line: Line) -> ShownRow:
    level, text = RESULTS.get(line.result, ("stop", _("To be put right")))
    figure, there = line.figure, line.there
    value = "" if figure is None or figure.value is None else _number(figure.value)
    before = there is not None and line.result in {"changed", "there"}
    return ShownRow(
        line.row.number,
        [
            Cell(_("Area or place"), line.about or line.row.get("area")),
            Cell(_("Period"), line.row.get("period")),
            Cell(
                _("Value"),
                value or line.row.get("value"),
                sub=_("before: %(value)s") % {"value": _number(there.value)}
                if before and there is not None
                else "",
                css="num",
            ),
        ],
        (level, str(text)),
    )


def _number(value: Any) -> str:
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    plain = value.to_integral_value() if whole else value.normalize()
    return number_format(plain, force_grouping=True)


def _action(new: int, changed: int) -> str:
    parts = []
    if new:
        said = ngettext("bring in %(count)s figure", "bring in %(count)s figures", new)
        parts.append(said % {"count": new})
    if changed:
        said = ngettext("correct %(count)s figure", "correct %(count)s figures", changed)
        parts.append(said % {"count": changed})
    words = _(" and ").join(parts)
    return words[:1].upper() + words[1:]


@form_page("facts.collect_somewhere", template=PAGES.template("import"))
def upload(request: SignedInRequest, region_id: int) -> Posting[FactFile]:
    """Choose a file and say where it is from."""
    region: Region = region_for(request.user, region_id)
    form = UploadForm(request.POST or None, request.FILES or None, region=region)
    posting = PAGES.upload(request, form, FactFile(region=region))
    return Posting(
        form=form,
        verb=posting.verb,
        to=lambda kept: reverse("facts:file_columns", args=[kept.pk]),
        context=posting.context,
    )


@page("facts.collect_somewhere")
def template(request: SignedInRequest, region_id: int) -> HttpResponse:
    """The columns as a file to start from."""
    region_for(request.user, region_id)
    return download(COLUMNS.template_csv().encode("utf-8-sig"), _("figures") + ".csv", "text/csv")


@form_page("facts.collect", FactFile, PAGES.template("columns"), select=with_region)
def columns(request: SignedInRequest, kept: FactFile) -> Posting[FactFile]:
    """Say what each column is."""
    return Posting(
        form=ColumnsForm(request.POST or None, kept=kept),
        verb=partial(IMPORTER.tell_columns, kept=kept, by=request.user),
        to=reverse("facts:file_preview", args=[kept.pk]),
        context={"kept": kept, "region": kept.region},
    )


@page("facts.collect", FactFile, select=with_region)
def preview(request: SignedInRequest, kept: FactFile) -> HttpResponse:
    """What the import would do, or did."""
    return PAGES.preview(request, kept)


@form_page("facts.collect", FactFile, select=with_region)
def update(request: SignedInRequest, kept: FactFile) -> Posting[FactFile]:
    """Let the import correct figures that are here already, or not."""
    return PAGES.update(request, kept)


@form_page("facts.collect", FactFile, select=with_region)
def confirm(request: SignedInRequest, kept: FactFile) -> HttpResponse:
    """Carry the import out."""
    return PAGES.confirm(request, kept)


@form_page("facts.collect", FactFile, select=with_region)
def discard(request: SignedInRequest, kept: FactFile) -> Posting[None]:
    """Throw the preview away."""
    return PAGES.discard(request, kept)
