"""What the pages of the library show: the list, one resource, what is proposed for a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core.policy import allowed
from core.web.lists import narrowed
from learning.library.forms import FilterForm, RuleForm
from learning.library.links import FAULTS
from learning.library.proposing import proposals, theme_name
from learning.models import Advice, AdviceState, Favourite, Resource, ResourceRule, RuleFact
from mapping.models import ServiceKind
from people.models import Region, User
from people.rules import runs_somewhere
from places.models import Participation
from programmes.models import Step, VersionState

A_PAGE = 30
#: Shown at a step.
AT_STEP = 6


@dataclass(frozen=True, slots=True)
class Uses:
    """How often a resource was advised, and what came of it."""

    advised: int
    taken_up: int
    actions: int
    done: int


def steps_of(region: Region | int) -> dict[str, str]:
    """The steps of a region's published methods, by short name. One statement."""
    rows = Step.objects.filter(
        version__method__region=region, version__state=VersionState.PUBLISHED
    ).order_by("order", "-version__number")
    named: dict[str, str] = {}
    for key, title in rows.values_list("key", "title"):
        named.setdefault(key, title)
    return named


def library(user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """The list with its filters. At most four statements."""
    form = FilterForm(query)
    asked = form.cleaned_data if form.is_valid() else {}
    runs = runs_somewhere(user)
    rows: Any = Resource.objects.visible_to(user).select_related("region")
    if not (asked.get("all") and runs):
        rows = rows.current()
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("theme"):
        rows = rows.filter(theme=asked["theme"])
    if asked.get("step"):
        rows = rows.filter(steps__step_key=asked["step"])
    if asked.get("mine"):
        rows = rows.filter(favourites__person=user)
    if asked.get("overdue") and runs:
        late = Q(review_on__lt=timezone.localdate()) | ~Q(link_fault="")
        rows = rows.filter(late)
    if asked.get("q"):
        rows = narrowed(rows, asked["q"], ("title", "summary", "source"))
    kept = Favourite.objects.filter(resource=OuterRef("pk"), person=user)
    shown = rows.annotate(is_kept=Exists(kept)).order_by("title", "pk")
    page = Paginator(shown, A_PAGE).get_page(query.get("page"))
    return {
        "form": form,
        "page": page,
        "filtered": bool(any(value for value in asked.values())),
        "adds": runs,
    }


def one(resource: Resource, user: User) -> dict[str, Any]:
    """One resource with its steps, rules and uses. At most six statements."""
    keeps = allowed(user, "learning.keep_library", resource)
    named = steps_of(resource.region_id)
    rules = list(resource.rules.all())
    uses = Advice.objects.filter(resource=resource, given_at__isnull=False)
    if not keeps:
        uses = uses.filter(participation__in=Participation.objects.visible_to(user))
    return {
        "resource": resource,
        "steps": [named.get(row.step_key, row.step_key) for row in resource.steps.all()],
        "rules": _together(rules, named),
        "uses": uses_of(uses),
        "keeps": keeps,
        "fault": FAULTS.get(resource.link_fault, ""),
        "is_kept": Favourite.objects.filter(resource=resource, person=user).exists(),
        "rule_form": rule_form(resource, named=named, rules=rules),
    }


def rule_form(
    resource: Resource,
    sent: Any = None,
    *,
    named: Mapping[str, str] | None = None,
    rules: list[ResourceRule] | None = None,
) -> RuleForm:
    """The form for a rule; another one can be joined to those that stand."""
    named = steps_of(resource.region_id) if named is None else named
    rules = list(resource.rules.all()) if rules is None else rules
    heads = {one.pk: said(one, named) for one in rules if one.joins_id is None}
    return RuleForm(sent, steps=named, heads=heads)


def _together(rules: list[ResourceRule], named: Mapping[str, str]) -> list[list[Any]]:
    """Rules in words, each with those that must hold with it."""
    found: dict[int, list[Any]] = {}
    for one in sorted(rules, key=lambda one: (one.joins_id or one.pk, one.pk)):
        found.setdefault(one.joins_id or one.pk, []).append((one, said(one, named)))
    return list(found.values())


def uses_of(rows: QuerySet[Advice]) -> Uses:
    """What came of advice. One statement."""
    taken = Q(state__in=(AdviceState.UNDER_WAY, AdviceState.DONE))
    found = rows.aggregate(
        advised=Count("pk"),
        taken_up=Count("pk", filter=taken),
        actions=Count("pk", filter=Q(action__isnull=False)),
        done=Count("pk", filter=Q(state=AdviceState.DONE) | Q(action__state="done")),
    )
    return Uses(**found)


def said(rule: ResourceRule, named: Mapping[str, str]) -> str:
    """A rule in words."""
    what = str(RuleFact(rule.fact).label)
    if rule.fact == RuleFact.SERVICE:
        return f"{what}: {str(ServiceKind(rule.service).label).lower()}"
    if rule.fact == RuleFact.STEP:
        return f"{what}: {named.get(rule.step_key, rule.step_key)}"
    if rule.fact == RuleFact.ANSWER:
        return f"{what}: {theme_name(rule.theme_key)}"
    return f"{what} {rule.number}"


def proposed(participation: Participation) -> dict[str, Any]:
    """What the library proposes for the place, and what was set aside."""
    now, aside = proposals(participation)
    return {"proposals": now, "aside": aside}


def at_step(user: User, here: Any) -> dict[str, Any]:
    """The resources of a step, at a place. One statement."""
    participation = here.participation
    rows = (
        Resource.objects.within(participation.programme.region_id)
        .filter(steps__step_key=here.step.key)
        .order_by("title", "pk")[: AT_STEP + 1]
    )
    found = list(rows)
    return {
        "step_resources": found[:AT_STEP],
        "step_key": here.step.key,
        "more_resources": len(found) > AT_STEP,
        "participation": participation,
        "advises": allowed(user, "learning.give_advice", participation),
    }
