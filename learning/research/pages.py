"""What the pages of the research log show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.utils.translation import gettext as _

from core.exports import Column, Sheet
from learning.models import Informant, ResearchEntry
from programmes.models import Programme

A_PAGE = 30


def log(programme: Programme, query: Mapping[str, str]) -> dict[str, Any]:
    """The entries, the newest first, and how many people take part."""
    rows = ResearchEntry.objects.filter(programme=programme).select_related(
        "participation__place", "informant", "by"
    )
    return {
        "page": Paginator(rows, A_PAGE).get_page(query.get("page")),
        "agreed": Informant.objects.filter(programme=programme)
        .filter(withdrawn_on__isnull=True)
        .count(),
    }


def people(programme: Programme) -> dict[str, Any]:
    """Who takes part, and who did."""
    return {
        "informants": Informant.objects.filter(programme=programme).annotate(told=Count("entries"))
    }


def sheet(programme: Programme) -> Sheet:
    """The log as a table, under codes: no person's name is in a column."""
    columns = [
        Column(_("Day"), "date", 12),
        Column(_("Place"), width=24),
        Column(_("Who told it, code"), width=14),
        Column(_("What you saw or heard"), width=80),
    ]
    rows = (
        (
            one.on,
            one.participation.place.name if one.participation else "",
            one.informant.code if one.informant else "",
            one.text,
        )
        for one in ResearchEntry.objects.filter(programme=programme)
        .select_related("participation__place", "informant")
        .order_by("on", "pk")
    )
    return Sheet(_("Research log"), columns, rows)
