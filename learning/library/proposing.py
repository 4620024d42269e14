"""What the library proposes for a place, and why: rules as rows, computed from plain facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from learning.models import Advice, Dismissal, Resource, ResourceRule, RuleFact
from mapping.models import Service, ServiceKind, ServiceState
from places.models import ItemState, Participation, PopulationObservation, StepItem
from programmes.models import Step

#: Lists show no more.
MOST = 40
_LACKING = (ServiceState.GONE, ServiceState.NEVER)


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules look at. `steps` are those with open lines, up to the one under way."""

    lacking: frozenset[str] = frozenset()
    inhabitants: int | None = None
    year: int | None = None
    steps: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A resource that fits the place, and the reasons."""

    resource: Resource
    reasons: list[str]


def facts_of(participation: Participation) -> Facts:
    """The place's facts. Three statements."""
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
    )


def reason(rule: ResourceRule, facts: Facts) -> str:
    """Why the rule holds, as a sentence; empty where it does not."""
    if rule.fact == RuleFact.SERVICE and rule.service in facts.lacking:
        return _("The place lacks: %(service)s.") % {
            "service": str(ServiceKind(rule.service).label).lower()
        }
    if rule.fact == RuleFact.STEP and rule.step_key in facts.steps:
        return _("The place works at the step “%(step)s”.") % {"step": facts.steps[rule.step_key]}
    if facts.inhabitants is None or rule.number is None:
        return ""
    told = {"count": facts.inhabitants, "year": facts.year, "bound": rule.number}
    if rule.fact == RuleFact.BELOW and facts.inhabitants < rule.number:
        return _("%(count)d inhabitants (%(year)d): fewer than %(bound)d.") % told
    if rule.fact == RuleFact.ABOVE and facts.inhabitants >= rule.number:
        return _("%(count)d inhabitants (%(year)d): at least %(bound)d.") % told
    return ""


def fitting(rules: Iterable[ResourceRule], facts: Facts) -> list[Proposal]:
    """The resources of which a rule holds, those with the most reasons first."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    resources: dict[int, Resource] = {}
    for rule in rules:
        said = reason(rule, facts)
        if said:
            resources[rule.resource_id] = rule.resource
            found[rule.resource_id].append(said)
    made = [Proposal(resources[pk], reasons) for pk, reasons in found.items()]
    return sorted(made, key=lambda one: (-len(one.reasons), one.resource.title))


def proposals(participation: Participation) -> tuple[list[Proposal], list[Dismissal]]:
    """What is proposed now, and what was set aside.

    What is advised already, or may not be advised today, is not proposed. Five statements.
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
