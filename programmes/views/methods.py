"""Reading methods: the list, the handbook page, comparing, the file."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.policy import allowed, policy
from core.requests import SignedInRequest
from people.rules import runs_somewhere
from programmes.domain.comparing import compare
from programmes.domain.loading import export_method
from programmes.domain.publishing import what_is_missing
from programmes.domain.storing import whole
from programmes.handbook import handbook
from programmes.models import Method, MethodVersion, Step
from programmes.views.drafts import LONGEST_NUMBER


@policy("programmes.view_method")
@require_safe
def method_list(request: SignedInRequest) -> HttpResponse:
    """All methods that the user may read, by region, forks with their lineage."""
    versions = (
        MethodVersion.objects.visible_to(request.user)
        .select_related("gate")
        .prefetch_related(Prefetch("steps", Step.objects.only("version_id", "order")))
        .order_by("-number")
    )
    methods = (
        Method.objects.visible_to(request.user)
        .select_related("region", "parent__region")
        .prefetch_related(Prefetch("versions", versions, to_attr="seen"))
        .order_by("region__name", "region_id", "key")
    )
    rows = [_list_row(method) for method in methods]
    titles = {row["method"].pk: row["shown"].title for row in rows}
    for row in rows:
        # A parent that the user may not read (a draft only) is called by its short name.
        parent = row["method"].parent
        row["parent_title"] = titles.get(parent.pk, parent.key) if parent else ""
    regions = [
        (region, list(group))
        for region, group in groupby(rows, key=lambda row: row["method"].region)
    ]
    context = {"regions": regions, "may_import": runs_somewhere(request.user)}
    return render(request, "programmes/method_list.html", context)


def _list_row(method: Method) -> dict[str, Any]:
    seen: list[MethodVersion] = method.seen  # type: ignore[attr-defined]
    published = next((version for version in seen if not version.is_draft), None)
    draft = next((version for version in seen if version.is_draft), None)
    shown = published or draft or seen[0]
    gate = getattr(shown, "gate", None)
    steps = len(shown.steps.all())
    return {
        "method": method, "shown": shown, "draft": draft, "published": published, "steps": steps,
        "progress": "a" * steps, "gate_after": gate.after_step if gate else 0,
    }  # fmt: skip


def _whole(versions: QuerySet[MethodVersion]) -> QuerySet[MethodVersion]:
    return whole(versions).select_related(
        "method__region", "method__parent__region", "forked_from", "gate"
    )


@policy("programmes.view_method", MethodVersion, select=_whole)
@require_safe
def method_page(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """A version as a handbook: what to do, when, why and how to know that it is done."""
    versions = list(
        MethodVersion.objects.visible_to(request.user)
        .filter(method=version.method)
        .order_by("-number")
    )
    draft = next((one for one in versions if one.is_draft), None)
    may_edit = allowed(request.user, "programmes.edit_method", version)
    forks = MethodVersion.objects.visible_to(request.user).filter(
        forked_from__method=version.method
    )
    context = {
        "version": version,
        "page": handbook(version),
        "versions": versions,
        "draft": draft,
        "forks": forks.exclude(method=version.method)
        .select_related("method__region")
        .order_by("title"),
        "may_edit": may_edit,
        "may_fork": runs_somewhere(request.user) and not version.is_draft,
        "missing": what_is_missing(version) if version.is_draft and may_edit else [],
    }
    return render(request, "programmes/method.html", context)


@policy("programmes.view_method", MethodVersion, select=_whole)
@require_safe
def method_export(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """The version as a YAML file."""
    response = HttpResponse(export_method(version), content_type="application/yaml; charset=utf-8")
    name = f"{version.method.key}-{version.number}.{version.language}.yaml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@policy("programmes.view_method", MethodVersion, select=_whole)
@require_safe
def method_compare(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """What differs between this version and another one; `with` in the address names it."""
    others = (
        MethodVersion.objects.visible_to(request.user)
        .exclude(pk=version.pk)
        .select_related("method__region")
    )
    chosen = request.GET.get("with", "")
    other = None
    if chosen:
        if not chosen.isascii() or not chosen.isdecimal() or len(chosen) > LONGEST_NUMBER:
            raise Http404
        other = _whole(others).filter(pk=int(chosen)).first()
        if other is None:
            raise Http404
    context = {
        "version": version,
        "other": other,
        "others": _near_first(others, version),
        "comparison": compare(other, version) if other else None,
    }
    return render(request, "programmes/method_compare.html", context)


def _near_first(others: QuerySet[MethodVersion], version: MethodVersion) -> list[MethodVersion]:
    """The same method's versions first, then its relatives, then the rest."""
    method = version.method

    def distance(other: MethodVersion) -> tuple[int, str, int]:
        related = {other.method_id, other.method.parent_id} & {method.pk, method.parent_id} - {None}
        nearness = 0 if other.method_id == method.pk else 1 if related else 2
        return nearness, other.title, -other.number

    return sorted(others, key=distance)
