"""What the pages of the directory show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from core.policy import allowed
from learning.directory.finding import SHOWN, asked_words, ranked
from learning.directory.forms import AskForm, FilterForm
from learning.models import DirectoryKeeper, PublicFunction
from people.models import Region, User
from people.rules import runs_somewhere
from programmes.models import Municipality

A_PAGE = 30


def municipalities_for(regions: QuerySet[Region]) -> QuerySet[Municipality]:
    """Those that an entry may belong to: of the regions' countries."""
    return Municipality.objects.filter(country__in=regions.values("country")).order_by("name")


def _with_entries(rows: QuerySet[Any]) -> QuerySet[Municipality]:
    return Municipality.objects.filter(pk__in=rows.values("municipality")).order_by("name")


def directory(user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """The list with its filters, the best first where something is asked."""
    rows: Any = PublicFunction.objects.visible_to(user)
    form = FilterForm(query, municipalities=_with_entries(rows))
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("municipality"):
        rows = rows.filter(Q(municipality=asked["municipality"]) | Q(municipality__isnull=True))
    if asked.get("sector"):
        rows = rows.filter(sector=asked["sector"])
    if asked.get("stale"):
        rows = rows.stale()
    if asked.get("proposed"):
        rows = rows.filter(proposed=True)
    rows = ranked(rows, asked["q"]) if asked.get("q") else rows.order_by("name", "pk")
    shown = rows.select_related("region", "municipality")
    return {
        "form": form,
        "page": Paginator(shown, A_PAGE).get_page(query.get("page")),
        "filtered": any(asked.values()),
        "keeps": runs_somewhere(user),
        "open_regions": open_regions().filter(
            pk__in=PublicFunction.objects.visible_to(user).values("region")
        ),
    }


def one(function: PublicFunction, user: User) -> dict[str, Any]:
    """One entry."""
    return {"keeps": allowed(user, "learning.keep_directory", function)}


def keepers(user: User) -> dict[str, Any]:
    """Who keeps what, of the regions that the user runs."""
    rows = DirectoryKeeper.objects.filter(region__in=Region.objects.run_by(user))
    return {
        "keepers": rows.select_related("region", "municipality").order_by(
            "region__name", "municipality__name"
        )
    }


def open_regions() -> QuerySet[Region]:
    """Regions with an open directory."""
    with_entries = PublicFunction.objects.filter(published=True).values("region")
    return Region.objects.filter(pk__in=with_entries).order_by("name")


def who(region: Region, query: Mapping[str, str]) -> dict[str, Any]:
    """The open search: what fits a question best. At most three statements."""
    rows = PublicFunction.objects.filter(region=region, published=True)
    form = AskForm(query, municipalities=_with_entries(rows))
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("municipality"):
        rows = rows.filter(Q(municipality=asked["municipality"]) | Q(municipality__isnull=True))
    question = asked.get("q") or ""
    found = ranked(rows, question) if question else rows.order_by("name", "pk")
    return {
        "region": region,
        "form": form,
        "question": question,
        "told": bool(asked_words(question)),
        "found": list(found.select_related("region", "municipality")[:SHOWN]),
    }


def kept_by(keeper: DirectoryKeeper) -> QuerySet[Any]:
    """The entries of a keeper."""
    rows = PublicFunction.objects.filter(region=keeper.region, municipality=keeper.municipality)
    return rows.select_related("region", "municipality").order_by("name", "pk")
