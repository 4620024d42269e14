"""The result chain of a programme over the years: its words, what is counted, what was measured.

All places together: no place is named, none is ranked. What the platform knows is counted, the
rest is what the programme measures itself.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.policy import allowed
from mapping.chain.services import chain_of
from mapping.models import ChainIndicator, ChainStep, Service, ServiceSeen
from mapping.services.kept import Outcome, Tally
from people.models import User
from places.models import PopulationObservation
from places.reporting import TOOK_PART
from plans.goals.progress import ARRIVED, State, progress_of
from plans.models import Indicator
from programmes.models import Programme

#: Years of population that are shown, the latest.
MOST_YEARS = 12


@dataclass(slots=True)
class Link:
    """One link of the chain: its words, what is counted for it, what was measured."""

    step: ChainStep
    words: str
    indicators: list[ChainIndicator] = field(default_factory=list)


def chain(programme: Programme, user: User) -> dict[str, Any]:
    """The whole page. Six statements."""
    stored = chain_of(programme)
    by_step: dict[str, list[ChainIndicator]] = defaultdict(list)
    for one in programme.chain_indicators.prefetch_related("values"):
        by_step[one.step].append(one)
    links = [Link(step, getattr(stored, step), by_step[step]) for step in ChainStep]
    return {
        "chain": stored,
        "links": links,
        "plans": plan_indicators(programme),
        "population": population(programme),
        "services": services_by_year(programme),
        "outcomes": list(Outcome),
        "edits": allowed(user, "mapping.edit_chain", programme),
    }


def plan_indicators(programme: Programme) -> dict[str, int]:
    """How many indicators of the places' plans there are, are measured, are reached.

    Two statements.
    """
    rows = Indicator.objects.filter(
        goal__participation__programme=programme,
        goal__participation__status__in=TOOK_PART,
        goal__participation__is_test=False,
    ).prefetch_related("observations")
    today = timezone.localdate()
    states = [progress_of(one, list(one.observations.all()), today).state for one in rows]
    return {
        "all": len(states),
        "measured": sum(state != State.UNMEASURED for state in states),
        "reached": sum(state in ARRIVED for state in states),
    }


@dataclass(frozen=True, slots=True)
class Year:
    """Inhabitants of the places that have a figure for a year."""

    year: int
    places: int
    inhabitants: int
    series_break: bool


def population(programme: Programme) -> list[Year]:
    """Inhabitants by year, of the places that have figures. One statement.

    Sums of other places are not comparable: the page says of how many each is.
    """
    rows = PopulationObservation.objects.filter(
        place__participations__programme=programme,
        place__participations__status__in=TOOK_PART,
        place__participations__is_test=False,
    ).order_by("year", "pk")
    found: dict[int, dict[int, tuple[int, bool]]] = defaultdict(dict)
    for year, place, number, breaks in rows.values_list(
        "year", "place", "inhabitants", "series_break"
    ):
        found[year][place] = (number, breaks)
    return [
        Year(
            year,
            len(places),
            sum(number for number, _breaks in places.values()),
            any(breaks for _number, breaks in places.values()),
        )
        for year, places in sorted(found.items())
    ][-MOST_YEARS:]


@dataclass(frozen=True, slots=True)
class ServiceYear:
    """What had become of services at a year's end, or today."""

    label: str
    tally: Tally

    @property
    def numbers(self) -> list[int]:
        """In the order of the outcomes."""
        return [self.tally.total[one] for one in Outcome]


def services_by_year(programme: Programme) -> list[ServiceYear]:
    """Services kept, at risk, lost, new at each year's end, and today. Two statements."""
    seen = ServiceSeen.objects.filter(
        service__participation__programme=programme,
        service__participation__status__in=TOOK_PART,
        service__participation__is_test=False,
    )
    looks: dict[int, list[tuple[dt.date, str]]] = defaultdict(list)
    rows = seen.order_by("on", "pk").values_list("service", "on", "state")
    for service, on, state in rows:
        looks[service].append((on, state))
    if not looks:
        return []
    facts = {
        pk: (kind, start)
        for pk, kind, start in Service.objects.filter(pk__in=looks).values_list(
            "pk", "kind", "start_state"
        )
    }
    today = timezone.localdate()
    first = min(on for found in looks.values() for on, _state in found).year
    ends = [dt.date(year, 12, 31) for year in range(first, today.year)]
    years = [ServiceYear(str(end.year), _tally(looks, facts, end)) for end in ends]
    return [*years, ServiceYear(_("Today"), _tally(looks, facts, today))]


def _tally(
    looks: dict[int, list[tuple[dt.date, str]]],
    facts: dict[int, tuple[str, str]],
    day: dt.date,
) -> Tally:
    found = Tally()
    for service, rows in looks.items():
        state = _state_on(rows, day)
        if state and service in facts:
            kind, start = facts[service]
            found.add(kind, start, state)
    return found


def _state_on(rows: Iterable[tuple[dt.date, str]], day: dt.date) -> str:
    """The last that was seen until the day; rows in their order."""
    state = ""
    for on, seen in rows:
        if on <= day:
            state = seen
    return state
