"""Readiness is summed from parts.

A gate criterion names the parts that inform it ("working_group_three_sectors",
"step_done:kartlaggning"). Each part answers done or not, what was found, and where to do
what is missing. Apps above register their own parts in `AppConfig.ready()`; this module
imports none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.addresses import address
from core.prepared import Prepared, Slot
from people.models import Sector
from places.models import Commitment, GroupMember, Participation, StepItem
from programmes.domain import parts
from programmes.models import Gate, GateCriterion, Step


@dataclass(frozen=True)
class Part:
    """One part's answer. `text` says what was found or what is missing, `url` where to do it."""

    key: str
    title: str
    done: bool
    text: str
    url: str


@dataclass
class Facts:
    """What parts look at, each read at most once."""

    participation: Participation

    @cached_property
    def steps(self) -> dict[str, Step]:
        """Steps of the method by key."""
        steps = Step.objects.filter(version=self.participation.method_version_id)
        return {step.key: step for step in steps}

    @cached_property
    def items(self) -> list[StepItem]:
        """Checklist lines with their step and method item."""
        return list(self.participation.items.select_related("step", "item"))

    @cached_property
    def members(self) -> list[GroupMember]:
        """The working group as it is now."""
        return list(self.participation.members.filter(left_on__isnull=True))

    @cached_property
    def commitments(self) -> list[Commitment]:
        """Commitments that stand."""
        return list(self.participation.commitments.filter(withdrawn_on__isnull=True))

    @cached_property
    def criteria(self) -> list[list[str]]:
        """The parts that each criterion of the gate names."""
        return _criteria_parts()(version=self.participation.method_version_id)

    def url(self, name: str, *args: int) -> str:
        """An address on this participation."""
        return address(f"places:{name}", self.participation.pk, *args)


PartFunction = Callable[[Facts, str], Part]
_PARTS: dict[str, PartFunction] = {}


def register_part(name: str, title: str | Promise = "") -> Callable[[PartFunction], PartFunction]:
    """Register a part under the name that criteria use (before a colon; the rest is its argument).

    `title` is what the method's editor calls it; methods may name only registered parts.
    """

    def keep(function: PartFunction) -> PartFunction:
        _PARTS[name] = function
        parts.register(name, title or name)
        return function

    return keep


def known_parts() -> set[str]:
    """Names of all registered parts."""
    return set(_PARTS)


def _answer(facts: Facts, key: str) -> Part:
    name, _colon, argument = key.partition(":")
    function = _PARTS.get(name)
    if function is None:
        # A method may name a part of a room that this installation lacks. It is shown, and it
        # does not count as done, so that nobody passes the gate by a missing room.
        text = _("This part is not known here. Ask the region to correct the method.")
        return Part(key, key, done=False, text=text, url=facts.url("gate"))
    return function(facts, argument)


@dataclass(frozen=True)
class CriterionReadiness:
    """A gate criterion with the answers of its parts."""

    criterion: GateCriterion
    parts: list[Part] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether every part is done."""
        return all(part.done for part in self.parts)


def by_criterion(participation: Participation) -> list[CriterionReadiness]:
    """Each criterion of the gate with its parts; empty where the method has no gate."""
    gate = Gate.objects.filter(version=participation.method_version_id).first()
    if gate is None:
        return []
    facts = Facts(participation)
    return [
        CriterionReadiness(criterion, [_answer(facts, key) for key in criterion.parts])
        for criterion in gate.criteria.all()
    ]


def readiness(participation: Participation, facts: Facts | None = None) -> list[Part]:
    """What must be done before the gate: the parts that criteria name and the steps before it.

    Each part once, in the order of the criteria; steps that no criterion names come last.
    A page that has read lines or members already hands them in as `facts`.
    """
    if not participation.gate_after:
        return []
    facts = facts or Facts(participation)
    keys = [key for parts in facts.criteria for key in parts]
    keys += [
        f"step_done:{key}"
        for key, step in facts.steps.items()
        if step.order <= participation.gate_after
    ]
    return [_answer(facts, key) for key in dict.fromkeys(keys)]


@cache
def _criteria_parts() -> Prepared:
    criteria = GateCriterion.objects.filter(gate__version=Slot("version"))
    return Prepared(criteria.values_list("parts", flat=True))


def sector_names(sectors: set[str]) -> str:
    """Sectors in the order of the list, as words with commas."""
    return ", ".join(
        str(Sector(sector).label).lower() for sector in Sector.values if sector in sectors
    )
