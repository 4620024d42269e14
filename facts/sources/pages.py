"""What the pages of queries show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Count
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from facts.jsonstat import Dataset
from facts.mapping import figures_of, status_of
from facts.models import Indicator, Level, Observation, Query, QueryRun, QueryState, Status
from facts.queries import regions_of
from facts.sets.loading import IndicatorSet, all_sets
from facts.sources.clients import Source, source_for
from facts.sources.faults import SourceFault
from facts.sources.forms import SALT, SearchForm, found_in, newest
from facts.sources.running import refuse_too_many
from facts.sources.services import described
from facts.sources.tables import Chosen, Table, cells_of, resolved
from people.models import Region, User

#: A preview asks for no more figures.
PREVIEWED = 60
#: Runs that a query's page shows, and figures.
RUNS, FIGURES = 20, 50
LEVELS = {
    QueryState.NEW: "info",
    QueryState.RUNNING: "info",
    QueryState.FINE: "ok",
    QueryState.FAILED: "stop",
    QueryState.CHANGED: "warn",
}


def region_for(user: User, pk: int) -> Region:
    """The region, for somebody who collects figures for it. Raises Http404."""
    return get_object_or_404(regions_of(user), pk=pk)


# --- The region's room


@dataclass(frozen=True, slots=True)
class ShownSet:
    """A set with its indicators, and how many figures of it there are."""

    key: str
    name: str
    indicators: list[dict[str, Any]]
    figures: int
    ready: int

    @property
    def fetchable(self) -> bool:
        """Whether anything of it can be fetched at once."""
        return bool(self.ready)


def overview(region: Region) -> dict[str, Any]:
    """Queries with their state, and the sets with what they hold."""
    queries = list(
        Query.objects.filter(region=region).select_related("region").order_by("name", "pk")
    )
    counted = dict(
        Observation.objects.filter(region=region, superseded_on__isnull=True)
        .values_list("indicator__key")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return {
        "region": region,
        "queries": [(one, LEVELS[QueryState(one.state)]) for one in queries],
        "sets": [_shown(one, region, counted) for one in all_sets().values()],
        "by_hand": sum(counted.values()),
    }


def _shown(one: IndicatorSet, region: Region, counted: dict[str, int]) -> ShownSet:
    rows = [row for row in one.indicators if row["country"] in {region.country, ""}]
    shown = [_indicator(row, region, counted.get(row["key"], 0)) for row in rows]
    ready = sum(1 for row in rows if row["confirmed"])
    return ShownSet(one.key, one.name, shown, sum(row["figures"] for row in shown), ready)


def _indicator(row: dict[str, Any], region: Region, figures: int) -> dict[str, Any]:
    """What a line of a set says; where its table has to be looked up, the way there."""
    one = Indicator(
        **{name: row.get(name) or {} for name in ("names", "meanings", "units")},
        level=row["level"],
    )
    words = row.get("look_for") or {}
    search = urlencode({
        "source": f"{row['client']}:{row['host']}",
        "q": words.get(_language(row), "") or row["table"],
    })  # fmt: skip
    return {
        "name": one.name,
        "meaning": one.meaning,
        "unit": one.unit,
        "level": Level(row["level"]).label,
        "source": row["source"],
        "table": row["table"],
        "licence": row.get("licence", ""),
        "by_file": not row["client"],
        "confirmed": row["confirmed"],
        "figures": figures,
        "search_url": f"{reverse('facts:search', args=[region.pk])}?{search}",
    }


def _language(row: dict[str, Any]) -> str:
    """The language in which a source is searched."""
    return "da" if row["client"] == "dst" else "sv"


# --- Searching and choosing


def search(region: Region, query: QueryDict) -> dict[str, Any]:
    """The form, and the tables that were found or why there are none."""
    form = SearchForm(query if "source" in query else None)
    context: dict[str, Any] = {"form": form, "region": region}
    if not form.is_bound or not form.is_valid():
        return context
    kind, _sign, host = form.cleaned_data["source"].partition(":")
    try:
        source = source_for(kind, host)
        hits = source.search(form.cleaned_data["q"])
    except SourceFault as fault:
        return context | {"trouble": str(fault)}
    here = form.cleaned_data["source"]
    shown = [
        (
            hit,
            urlencode({"source": here, "q": hit.id} if hit.folder else
                      {"source": here, "table": hit.id}),
        )
        for hit in hits
    ]  # fmt: skip
    return context | {"hits": shown, "source": source, "asked": True}


def asked_table(query: QueryDict) -> tuple[Source, Table, dict[str, str]]:
    """Source, table and ways of dividing that an address names.

    Raises Http404 for an address that names none, SourceFault.
    """
    asked = {name: str(value) for name, value in query.items()}
    kind, _sign, host = asked.get("source", "").partition(":")
    number = asked.get("table", "")
    if not number or not host:
        raise Http404
    source = source_for(kind, host)
    lists = {
        name.removeprefix("list."): value
        for name, value in asked.items()
        if name.startswith("list.") and value
    }
    return source, source.table(number, lists), lists


def codes(scope: str, text: str) -> dict[str, Any]:
    """What a search among a variable's codes finds. Raises Http404 for a scope that is not ours."""
    try:
        kind, host, number, code, chosen_list = signing.loads(scope, salt=SALT, max_age=24 * 3600)
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    table = source_for(kind, host).table(number, {code: chosen_list} if chosen_list else None)
    if code not in table.by_code:
        raise Http404
    hits, more = found_in(table.by_code[code].values, text)
    return {
        "hits": [{"value": one, "text": label, "note": one} for one, label in hits],
        "more": more,
    }


@dataclass(frozen=True, slots=True)
class Preview:
    """The first figures of a question, and how large all of it is."""

    heads: list[str]
    rows: list[list[str]]
    cells: int
    parts: int
    notes: list[str]


def preview(region: Region, source: Source, table: Table, asked: dict[str, Any]) -> Preview:
    """Ask for a few figures. Refusals: those of `resolved`, SourceFault."""
    lists = asked["selection"]["lists"]
    chosen = resolved(table, asked["selection"]["values"])
    refuse_too_many(chosen)
    parts = source.parts(table, chosen)
    cube = next(source.data(table, _few(chosen), lists))
    read = figures_of(cube, asked["mapping"], region=region, unit=table.unit)
    notes = []
    if read.unknown_areas:
        notes.append(
            _("The register of areas does not know these codes: %(codes)s.")
            % {"codes": ", ".join(sorted(read.unknown_areas)[:10])}
        )
    if read.wrong_level:
        notes.append(
            _("Some codes are areas of another level than the indicator's: they are left out.")
        )
    return Preview(
        heads=[*(one.label for one in cube.dimensions), _("Value")],
        rows=list(_rows(cube)),
        cells=cells_of(chosen),
        parts=len(parts),
        notes=notes,
    )


def _few(chosen: Chosen) -> Chosen:
    """The first codes of each variable, so that few figures are asked for."""
    few = {code: words[-3:] for code, words in chosen.items()}
    while cells_of(few) > PREVIEWED:
        longest = max(few, key=lambda code: len(few[code]))
        few[longest] = few[longest][1:]
    return few


def _rows(cube: Dataset) -> Any:
    for at, (places, value) in enumerate(cube.cells()):
        words = [
            one.labels.get(code, code) for one, code in zip(cube.dimensions, places, strict=True)
        ]
        state, number = status_of(value, cube.status_at(at))
        yield [*words, str(number) if number is not None else str(Status(state).label)]


def seen_now(source: Source, table: Table, asked: dict[str, Any]) -> dict[str, Any]:
    """What the table is like, for the query that is saved."""
    return described(source, table, asked["selection"])


# --- One query


def query_page(query: Query) -> dict[str, Any]:
    """The query in words, its runs, and its newest figures."""
    runs = list(query.runs.select_related("by")[: RUNS + 1])
    rows = (
        Observation.objects.filter(query=query, superseded_on__isnull=True)
        .select_related("indicator", "area", "place")
        .order_by("-year", "-period", "area__name", "place__name", "dims_key")
    )
    return {
        "level": LEVELS[QueryState(query.state)],
        "changed": query.state == QueryState.CHANGED,
        "selection": _selection(query),
        "indicators": _indicators(query),
        "runs": [(one, _run_level(one)) for one in runs[:RUNS]],
        "figures": list(rows[:FIGURES]),
        "figure_count": rows.count(),
        "last": runs[0] if runs else None,
    }


def _run_level(one: QueryRun) -> str:
    return {"running": "info", "done": "ok", "failed": "stop"}[one.state]


def _indicators(query: Query) -> list[str]:
    told = query.mapping.get("indicator") or {}
    keys = [told["key"]] if "key" in told else list((told.get("codes") or {}).values())
    return [one.name for one in Indicator.objects.filter(key__in=keys)]


def _selection(query: Query) -> list[tuple[str, str, int]]:
    """Each variable with the first of what is chosen of it, and how many more there are."""
    labels, time = query.seen.get("labels", {}), query.mapping.get("time")
    found = []
    chosen = (query.selection.get("values") or {}).items()
    for variable, words in sorted(chosen, key=lambda one: (one[0] == time, one[0])):
        known = labels.get(variable, {})
        named = [known.get(word) or newest(word) for word in words]
        found.append((variable, ", ".join(named[:8]), max(0, len(named) - 8)))
    return found
