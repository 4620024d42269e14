"""Readiness is summed from parts.

A gate criterion names the parts that inform it ("working_group_three_sectors",
"step_done:kartlaggning"). Each part answers done or not, what was found, and where to do
what is missing. Apps above register their own parts in `AppConfig.ready()`; this module
imports none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.dates import short_date
from core.navigation import address
from people.models import Sector
from people.models.organisation import THREE_SECTORS
from places.lines import Line, read_lines
from places.models import Commitment, GroupMember, ItemState, Participation
from programmes import parts
from programmes.models import GateCriterion, Step


@dataclass(frozen=True)
class Part:
    """One part's answer. `text` says what was found or what is missing.

    `url` is where to do what is missing, or to look at what was found.
    """

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
    def items(self) -> list[Line]:
        """The checklist's lines."""
        return read_lines(self.participation)

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
        return _criteria(self.participation.method_version_id)

    def url(self, name: str, *args: int) -> str:
        """An address on this participation."""
        return address(f"places:{name}", self.participation.pk, *args)


@lru_cache(maxsize=256)
def _criteria(version: int) -> list[list[str]]:
    # Kept: a place's page asks each time, and a published version never changes.
    criteria = GateCriterion.objects.filter(gate__version=version)
    return list(criteria.values_list("parts", flat=True))


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


def _answer(facts: Facts, key: str) -> Part:
    name, _colon, argument = key.partition(":")
    function = _PARTS.get(name)
    if function is None:
        # A method may name a part of a room that this installation lacks. It is shown, and it
        # does not count as done, so that nobody passes the gate by a missing room.
        text = _("This part is not known here. Ask the region to correct the method.")
        return Part(key, key, done=False, text=text, url=facts.url("gate"))
    return function(facts, argument)


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


def sector_names(sectors: set[str]) -> str:
    """Sectors in the order of the list, as words with commas."""
    return ", ".join(
        str(Sector(sector).label).lower() for sector in Sector.values if sector in sectors
    )


# --- The parts that this app knows


@register_part("working_group_three_sectors", gettext_lazy("Working group with three sectors"))
def working_group_three_sectors(facts: Facts, argument: str) -> Part:
    """The working group has members from all three sectors (domain notes 1.4)."""
    present = {member.sector for member in facts.members}
    missing = set[str](THREE_SECTORS) - present
    number = len(facts.members)
    people = ngettext("%(number)d person", "%(number)d people", number) % {"number": number}
    if not number:
        text = _("No members yet.")
    elif missing:
        text = _("%(people)s. Missing: %(sectors)s.") % {
            "people": people,
            "sectors": sector_names(missing),
        }
    else:
        text = _("%(people)s from %(sectors)s.") % {
            "people": people,
            "sectors": sector_names(present),
        }
    title = _("Working group with three sectors")
    return Part("working_group_three_sectors", title, not missing, text, facts.url("people"))


@register_part("municipality_commitment", gettext_lazy("The municipality's commitment in writing"))
def municipality_commitment(facts: Facts, argument: str) -> Part:
    """The municipality's commitment is in writing, with person and date (domain notes 1.2)."""
    given = [one for one in facts.commitments if one.sector == Sector.MUNICIPALITY]
    if given:
        last = given[-1]
        text = _("Given by %(person)s on %(date)s.") % {
            "person": last.person,
            "date": short_date(last.given_on),
        }
    else:
        text = _("No commitment from the municipality is recorded.")
    title = _("The municipality's commitment in writing")
    return Part("municipality_commitment", title, bool(given), text, facts.url("people"))


@register_part("step_done")
def step_done(facts: Facts, argument: str) -> Part:
    """Every required line of the step is settled."""
    key = f"step_done:{argument}"
    step = facts.steps.get(argument)
    if step is None:
        return Part(key, argument, False, _("The method has no such step."), facts.url("gate"))
    lines = [line for line in facts.items if line.step_id == step.pk]
    holding = [line for line in lines if line.required] or lines
    settled = [line for line in holding if line.is_settled]
    text = _("%(done)d of %(all)d required items settled.") % {
        "done": len(settled),
        "all": len(holding),
    }
    done = bool(holding) and len(settled) == len(holding)
    return Part(key, step.title, done, text, facts.url("step", step.order))


@register_part("item_done")
def item_done(facts: Facts, argument: str) -> Part:
    """One line of the checklist is done (not merely set aside)."""
    key = f"item_done:{argument}"
    line = next((line for line in facts.items if line.key == argument), None)
    if line is None:
        return Part(key, argument, False, _("The method has no such item."), facts.url("gate"))
    done = line.state == ItemState.DONE
    text = _done_text(line) if done else _("Not done yet.")
    return Part(key, line.text, done, text, facts.url("step", line.step.order))


def _done_text(line: Line) -> str:
    """What was written of a line that is done; without a note when it was done."""
    if line.note:
        return line.note
    if line.settled_on is None:
        return _("Done.")
    return _("Done %(day)s.") % {"day": short_date(line.settled_on)}
