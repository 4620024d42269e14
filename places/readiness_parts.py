"""The parts of readiness that this room knows."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.dates import short_date
from people.models import Sector
from people.models.organisation import THREE_SECTORS
from places.readiness import Facts, Part, register_part, sector_names


@register_part("working_group_three_sectors", gettext_lazy("Working group with three sectors"))
def working_group_three_sectors(facts: Facts, argument: str) -> Part:
    """The working group has members from all three sectors (domain notes 1.4)."""
    found = {member.sector for member in facts.members}
    missing = set[str](THREE_SECTORS) - found
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
            "sectors": sector_names(found),
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
    lines = [item for item in facts.items if item.step_id == step.pk]
    holding = [item for item in lines if item.required] or lines
    settled = [item for item in holding if item.state != "open"]
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
    line = next((item for item in facts.items if item.item and item.item.key == argument), None)
    if line is None:
        return Part(key, argument, False, _("The method has no such item."), facts.url("gate"))
    done = line.state == "done"
    text = (line.note or _("Done.")) if done else _("Not done yet.")
    return Part(key, line.text, done, text, facts.url("step", line.step.order))
