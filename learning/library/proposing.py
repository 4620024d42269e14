"""What the library proposes for a place, and why: rules as rows, computed from plain facts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.dates import short_date
from learning.models import Advice, Dismissal, Resource, ResourceRule, RuleFact
from mapping.models import Service, ServiceKind, ServiceState
from places.models import ItemState, Participation, PopulationObservation, StepItem
from programmes.models import Step
from surveys.assessment.themes import ThemeSet, all_sets
from surveys.models import AssessmentValue

#: Lists show no more.
MOST = 40
_LACKING = (ServiceState.GONE, ServiceState.NEVER)


@dataclass(frozen=True, slots=True)
class Low:
    """A theme that a place has assessed as low: the mean of the last day on which it did."""

    mean: float
    high: int
    on: dt.date


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules look at. `steps` are those with open lines, up to the one under way."""

    lacking: frozenset[str] = frozenset()
    inhabitants: int | None = None
    year: int | None = None
    steps: dict[str, str] = field(default_factory=dict)
    low: dict[str, Low] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A resource that fits the place, and the reasons."""

    resource: Resource
    reasons: list[str]


@cache
def themes_of_places() -> dict[str, ThemeSet]:
    """The themes by which a place assesses itself, with their set."""
    sets = [one for one in all_sets().values() if one.about == "place"]
    return {theme.key: one for one in sets for theme in one.themes}


def theme_name(key: str) -> str:
    """What a theme is called; a theme of a set that was taken out leaves its key."""
    found = themes_of_places().get(key)
    return next((one.name for one in found.themes if one.key == key), key) if found else key


def low_themes(participation: Participation) -> dict[str, Low]:
    """The themes that the place assessed as low, each on the last day of its set. One statement."""
    rows = AssessmentValue.objects.filter(
        assessment__participation=participation, value__isnull=False
    ).values_list("assessment__theme_set", "assessment__on", "theme_key", "value")
    found = list(rows)
    last: dict[str, dt.date] = {}
    for name, on, _key, _value in found:
        last[name] = max(on, last.get(name, on))
    values: defaultdict[str, list[int]] = defaultdict(list)
    for name, on, key, value in found:
        if value is not None and on == last[name] and key in themes_of_places():
            values[key].append(value)
    low = {}
    for key, listed in values.items():
        of, mean = themes_of_places()[key], sum(listed) / len(listed)
        if mean <= of.low_from:
            low[key] = Low(mean, of.high, last[of.key])
    return low


def facts_of(participation: Participation) -> Facts:
    """The place's facts. Four statements."""
    services = Service.objects.filter(participation=participation, state__in=_LACKING)
    figure = (
        PopulationObservation.objects.filter(place=participation.place_id)
        .order_by("-year", "-pk")
        .first()
    )
    open_lines = StepItem.objects.filter(participation=participation, state=ItemState.OPEN)
    steps = Step.objects.filter(
        pk__in=open_lines.values("step_id"), order__lte=participation.current_step
    )
    return Facts(
        lacking=frozenset(services.values_list("kind", flat=True)),
        inhabitants=figure.inhabitants if figure else None,
        year=figure.year if figure else None,
        steps=dict(steps.order_by("order").values_list("key", "title")),
        low=low_themes(participation),
    )


def reason(rule: ResourceRule, facts: Facts) -> str:
    """Why the rule holds, as a sentence; empty where it does not."""
    if rule.fact == RuleFact.SERVICE and rule.service in facts.lacking:
        return _("The place lacks: %(service)s.") % {
            "service": str(ServiceKind(rule.service).label).lower()
        }
    if rule.fact == RuleFact.STEP and rule.step_key in facts.steps:
        return _("The place works at the step “%(step)s”.") % {"step": facts.steps[rule.step_key]}
    if rule.fact == RuleFact.ANSWER and rule.theme_key in facts.low:
        low = facts.low[rule.theme_key]
        return _("The place assesses “%(theme)s” as low: %(mean)s of %(high)d (%(day)s).") % {
            "theme": theme_name(rule.theme_key), "mean": number_format(low.mean, 1),
            "high": low.high, "day": short_date(low.on),
        }  # fmt: skip
    return _of_inhabitants(rule, facts)


def _of_inhabitants(rule: ResourceRule, facts: Facts) -> str:
    if facts.inhabitants is None or rule.number is None:
        return ""
    told = {"count": facts.inhabitants, "year": facts.year, "bound": rule.number}
    if rule.fact == RuleFact.BELOW and facts.inhabitants < rule.number:
        return _("%(count)d inhabitants (%(year)d): fewer than %(bound)d.") % told
    if rule.fact == RuleFact.ABOVE and facts.inhabitants >= rule.number:
        return _("%(count)d inhabitants (%(year)d): at least %(bound)d.") % told
    return ""


def fitting(rules: Iterable[ResourceRule], facts: Facts) -> list[Proposal]:
    """The resources of which a rule holds, those with the most reasons first.

    A rule that others join holds only where all of them do; their reasons stand together.
    """
    together: defaultdict[int, list[ResourceRule]] = defaultdict(list)
    for rule in rules:
        together[rule.joins_id or rule.pk].append(rule)
    found: defaultdict[int, list[str]] = defaultdict(list)
    resources: dict[int, Resource] = {}
    for joined in together.values():
        said = [reason(rule, facts) for rule in joined]
        if all(said):
            resources[joined[0].resource_id] = joined[0].resource
            found[joined[0].resource_id] += [
                one for one in said if one not in found[joined[0].resource_id]
            ]
    made = [Proposal(resources[pk], reasons) for pk, reasons in found.items()]
    return sorted(made, key=lambda one: (-len(one.reasons), one.resource.title))


def proposals(participation: Participation) -> tuple[list[Proposal], list[Dismissal]]:
    """What is proposed now, and what was set aside.

    What is advised already, or may not be advised today, is not proposed. Six statements.
    """
    region = participation.programme.region_id
    usable = (
        Resource.objects.within(region)
        .pushable()
        .exclude(pk__in=Advice.objects.filter(participation=participation, resource__isnull=False)
                 .values("resource_id"))
    )  # fmt: skip
    aside = list(
        Dismissal.objects.filter(participation=participation).select_related("resource", "by")
    )
    rules = ResourceRule.objects.filter(resource__in=usable).exclude(
        resource__in=[one.resource_id for one in aside]
    )
    facts = facts_of(participation)
    return fitting(rules.select_related("resource__region"), facts)[:MOST], aside
