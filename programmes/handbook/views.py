"""Reading methods: the list, the handbook page, comparing, the file."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpResponse

from core.requests import SignedInRequest
from core.web.shell import Context, page
from programmes.document.rows import whole
from programmes.handbook import pages
from programmes.loading.services import export_method
from programmes.models import MethodVersion

#: More digits than any stored number has.
LONGEST_NUMBER = 18


def _with_origin(versions: QuerySet[MethodVersion]) -> QuerySet[MethodVersion]:
    return whole(versions).select_related(
        "method__region", "method__parent__region", "forked_from", "gate"
    )


@page("programmes.view_method", template="programmes/handbook/list.html")
def method_list(request: SignedInRequest) -> Context:
    """All methods that the user may read, by region, forks with their lineage."""
    return pages.methods(request.user, request.GET.get("page"))


@page("programmes.view_method", MethodVersion, "programmes/handbook/page.html", select=_with_origin)
def method_page(request: SignedInRequest, version: MethodVersion) -> Context:
    """A version as a handbook: what to do, when, why and how to know that it is done."""
    return pages.method(version, request.user)


@page("programmes.view_method", MethodVersion, select=_with_origin)
def method_export(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """The version as a YAML file."""
    name = f"{version.method.key}-{version.number}.{version.language}.yaml"
    return HttpResponse(
        export_method(version),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@page(
    "programmes.view_method", MethodVersion, "programmes/handbook/compare.html", select=_with_origin
)
def method_compare(request: SignedInRequest, version: MethodVersion) -> Context:
    """What differs between this version and another one; `with` in the address names it."""
    others = (
        MethodVersion.objects.visible_to(request.user)
        .exclude(pk=version.pk)
        .select_related("method__region")
    )
    chosen = request.GET.get("with", "")
    if not chosen:
        return pages.comparison(version, None, others)
    if not chosen.isascii() or not chosen.isdecimal() or len(chosen) > LONGEST_NUMBER:
        raise Http404
    other = _with_origin(others).filter(pk=int(chosen)).first()
    if other is None:
        raise Http404
    return pages.comparison(version, other, others)
