"""Whether a place meets a programme's conditions, told rule by rule.

Three kinds of rule (domain notes 2): inclusive bounds of the number of inhabitants, kinds of
place, and a commitment from each of three sectors. A rule that the programme does not set is
not listed. Nothing here refuses: `services.enrol` does, and may be overridden with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from people.models import Sector
from people.models.organisation import THREE_SECTORS
from places.models import Commitment, Place, PopulationObservation
from places.models.place import kind_name
from programmes.models import Programme

POPULATION, KIND, SECTORS = "population", "kind", "sectors"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule's answer: a stable `key`, a `title`, whether it is met, and why in a sentence."""

    key: str
    title: str
    passed: bool
    text: str


def check(
    place: Place, programme: Programme, commitments: Iterable[Commitment] | None = None
) -> list[RuleResult]:
    """The programme's rules for this place, in the order in which people ask them.

    `commitments` are those to count; None reads those that hold from the place's
    participations in this programme.
    """
    figure = latest_figure(place) if _bounded(programme) else None
    if commitments is None:
        commitments = _stored([place.pk], [programme.pk]).get(programme.pk, [])
    return _rules(place, programme, figure, list(commitments))


def check_all(
    place: Place, programmes: Sequence[Programme]
) -> list[tuple[Programme, list[RuleResult]]]:
    """`check` for many programmes, with two queries in all."""
    figure = latest_figure(place)
    stored = _stored([place.pk], [programme.pk for programme in programmes])
    return [
        (programme, _rules(place, programme, figure, stored.get(programme.pk, [])))
        for programme in programmes
    ]


def eligible(results: Iterable[RuleResult]) -> bool:
    """Whether every rule is met."""
    return all(result.passed for result in results)


def latest_figure(place: Place) -> PopulationObservation | None:
    """The figure that rules read: of the latest year, and of several the one entered last.

    A place that is not stored yet has none.

    Uses prefetched `population` when it is there.
    """
    if place.pk is None:
        return None
    return max(place.population.all(), key=lambda figure: (figure.year, figure.pk), default=None)


def bounds_text(low: int | None, high: int | None) -> str:
    """The bounds in words: "400–4 000 inhabitants", or with "at least" or "at most"."""
    if low is not None and high is not None:
        return _("%(low)s–%(high)s inhabitants") % {"low": _whole(low), "high": _whole(high)}
    if low is not None:
        words = ngettext("at least %(low)s inhabitant", "at least %(low)s inhabitants", low)
        return words % {"low": _whole(low)}
    words = ngettext("at most %(high)s inhabitant", "at most %(high)s inhabitants", high or 0)
    return words % {"high": _whole(high or 0)}


def _stored(places: list[int], programmes: list[int]) -> dict[int, list[Commitment]]:
    rows = Commitment.objects.filter(
        participation__place__in=places,
        participation__programme__in=programmes,
        withdrawn_on__isnull=True,
    ).select_related("participation")
    by_programme: dict[int, list[Commitment]] = {}
    for row in rows:
        by_programme.setdefault(row.participation.programme_id, []).append(row)
    return by_programme


def _bounded(programme: Programme) -> bool:
    return programme.population_min is not None or programme.population_max is not None


def _rules(
    place: Place,
    programme: Programme,
    figure: PopulationObservation | None,
    commitments: list[Commitment],
) -> list[RuleResult]:
    results = []
    if _bounded(programme):
        results.append(_population(programme, figure))
    if programme.place_kinds:
        results.append(_kind(place, programme))
    if programme.three_sectors:
        results.append(_three_sectors(commitments))
    return results


def _population(programme: Programme, figure: PopulationObservation | None) -> RuleResult:
    low, high = programme.population_min, programme.population_max
    facts = {"bounds": bounds_text(low, high)}
    if figure is None:
        text = _("No figure is known. The programme takes %(bounds)s.") % facts
        return RuleResult(POPULATION, _("Number of inhabitants"), False, text)
    passed = (low is None or figure.inhabitants >= low) and (
        high is None or figure.inhabitants <= high
    )
    text = npgettext(
        "eligibility",
        "%(number)s inhabitant in %(year)s, %(source)s. The programme takes %(bounds)s.",
        "%(number)s inhabitants in %(year)s, %(source)s. The programme takes %(bounds)s.",
        figure.inhabitants,
    ) % (
        facts
        | {
            "number": _whole(figure.inhabitants),
            "year": figure.year,
            "source": figure.source_name,
        }
    )
    return RuleResult(POPULATION, _("Number of inhabitants"), passed, text)


def _kind(place: Place, programme: Programme) -> RuleResult:
    passed = place.kind in programme.place_kinds
    wanted = ", ".join(kind_name(kind) for kind in programme.place_kinds)
    text = _("The place: %(kind)s. The programme takes: %(wanted)s.") % {
        "kind": place.kind_name,
        "wanted": wanted,
    }
    return RuleResult(KIND, _("Kind of place"), passed, text)


def _three_sectors(commitments: list[Commitment]) -> RuleResult:
    lines, missing = [], False
    for sector in THREE_SECTORS:
        given = [c for c in commitments if c.sector == sector and c.person]
        first = min(given, key=lambda c: c.given_on, default=None)
        missing = missing or first is None
        lines.append(_sector_line(sector, first))
    return RuleResult(SECTORS, _("Commitment from three sectors"), not missing, " ".join(lines))


def _sector_line(sector: Sector, given: Commitment | None) -> str:
    if given is None:
        return _("%(sector)s: no named person yet.") % {"sector": sector.label}
    return _("%(sector)s: %(person)s, %(date)s.") % {
        "sector": sector.label,
        "person": given.person,
        "date": date_format(given.given_on, "SHORT_DATE_FORMAT"),
    }


def _whole(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)
