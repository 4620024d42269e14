"""The verb of sets: fetch one for the places of a region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from areas.models import AreaCode
from core import audit
from core.policy import require
from core.refusals import Refusal
from facts.models import Query, Refresh
from facts.models.indicator import text_in
from facts.sets.loading import IndicatorSet, all_sets, load
from facts.sources.services import Question, fetch, save_query
from jobs.models import Job
from people.models import Region, User
from places.models import Place, PlaceCode


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a set: queries that are being fetched, indicators that could not be asked."""

    queries: list[Query]
    jobs: list[Job]
    without: list[str]


def fetch_set(*, region: Region, set_key: str, by: User) -> Asked:
    """Make the queries of a set for the region's places, and fetch them.

    A query that is there already asks for the places that there are now. Refusals: no_such_set,
    nothing_to_ask.
    """
    require(by, "facts.collect", region)
    chosen = all_sets().get(set_key)
    if chosen is None:
        raise Refusal("no_such_set", _("There is no such set."))
    with transaction.atomic():
        load()
        queries, without = _queries(region, chosen, by)
        if not queries:
            raise Refusal(
                "nothing_to_ask",
                _(
                    "Nothing of this set can be fetched for your places yet: no place has a code, "
                    "or the tables have to be looked up first."
                ),
            )
        audit.record("set.asked", region, by=by, name=chosen.name, queries=len(queries))
    return Asked(queries, [fetch(query=query, by=by) for query in queries], without)


def _queries(region: Region, chosen: IndicatorSet, by: User) -> tuple[list[Query], list[str]]:
    codes = codes_of_places(region)
    queries: list[Query] = []
    without: list[str] = []
    for row in chosen.indicators:
        if row["country"] != region.country or not row["confirmed"]:
            continue
        questions = [question_of(row, chosen.key, codes, part) for part in parts_of(row)]
        asked = [one for one in questions if one is not None]
        if not asked:
            without.append(row["key"])
        queries += [
            _query(region, one, name, by)
            for one, name in zip(asked, _names(row, len(asked), region.language), strict=True)
        ]
    return queries, without


def _names(row: dict[str, Any], count: int, language: str) -> list[str]:
    """What the queries of one indicator are called, in the region's language whoever asks."""
    name = text_in(row["names"], language)
    with override(language):
        return [name, *[_("%(name)s, undivided") % {"name": name}] * (count - 1)]


def _query(region: Region, question: Question, name: str, by: User) -> Query:
    """The region's query for this, made or brought up to date."""
    found: Query | None = Query.objects.filter(
        region=region, set_key=question.set_key, table=question.table, name=name
    ).first()
    if found is None:
        return save_query(
            region=region, question=question, name=name, refresh=Refresh.YEARLY, by=by
        )
    if (found.selection, found.mapping) != (question.selection, question.mapping):
        # Other places: their names are read anew. A unit that was seen stays to be compared with.
        found.seen = {**found.seen, "labels": {}} if found.seen else {}
    found.selection, found.mapping = question.selection, question.mapping
    found.client, found.host = question.client, question.host
    found.save()
    return found


def parts_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The values that are asked for, and those of a second question where there is one."""
    variables = row["variables"]
    first = {"values": variables["values"], "lists": variables.get("lists") or {}}
    also = variables.get("also")
    return [first, {"lists": {}} | also] if also else [first]


def question_of(
    row: dict[str, Any], set_key: str, codes: dict[str, list[str]], part: dict[str, Any]
) -> Question | None:
    """The question of an indicator with the codes of places; None where no place has one."""
    values = {name: _filled(words, codes) for name, words in part["values"].items()}
    if not all(values.values()):
        return None
    variables = row["variables"]
    told = variables.get("indicator")
    indicator: dict[str, Any] = {"key": row["key"]}
    if told:
        indicator = {"variable": told["variable"], "codes": {told["code"]: row["key"]}}
    return Question(
        client=row["client"],
        host=row["host"],
        table=row["table"],
        selection={"values": values, "lists": part["lists"]},
        mapping={
            "geo": variables["geo"],
            "time": variables["time"],
            "indicator": indicator,
            "dims": variables.get("dims") or {},
        },
        set_key=set_key,
    )


def _filled(words: Iterable[str], codes: dict[str, list[str]]) -> list[str]:
    filled: list[str] = []
    for word in words:
        filled += codes.get(word[1:], []) if word.startswith("@") else [word]
    return filled


def codes_of_places(region: Region) -> dict[str, list[str]]:
    """The codes of a region's places by kind: their municipalities, counties, and their own."""
    places = Place.objects.filter(region=region, municipality__country=region.country)
    municipal = set(places.values_list("municipality__code", flat=True))
    found: dict[str, set[str]] = defaultdict(set)
    found["municipality"] = municipal
    if region.country == "SE":
        found["county"] = {code[:2] for code in municipal}
    own = PlaceCode.objects.filter(place__region=region).values_list("scheme", "code")
    of_areas = AreaCode.objects.filter(area__places__region=region).values_list("scheme", "code")
    for scheme, code in [*own, *of_areas]:
        found[scheme].add(code)
    return {kind: sorted(one) for kind, one in found.items()}
