"""What comes after the support: who carries on, and the end of the support."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from continuity.domain.plan import plan_of, save_section, settle
from continuity.sections import FIELDS, values_of, version_of
from demo.loader.course import Course
from demo.loader.past import day, past
from people.models import Organisation
from places.domain.ending import end_support
from places.models import Participation


def carry_on(course: Course, told: dict[str, Any]) -> None:
    """Write the plan for what comes after, section by section, and settle it."""
    handed_over = day(told["handed_over_days"])
    given: dict[str, Any] = {name: told[name] for name in told if name in _plain()}
    given |= {
        "organisation": Organisation.objects.get(
            region=course.programme.region, name=told["organisation"]
        ),
        "budget_amount": Decimal(told["budget_amount"]),
        "archive_on": handed_over,
        "contacts_on": handed_over,
        "keys_on": handed_over,
    }
    with past(course.one, told["settled_days"]):
        for section, names in FIELDS.items():
            plan = plan_of(course.one)
            values = values_of(plan, section) | {n: given[n] for n in names if n in given}
            save_section(
                participation=course.one,
                by=course.leader,
                section=section,
                version=version_of(plan, section),
                **values,
            )
        settle(participation=course.one, by=course.leader)


def _plain() -> set[str]:
    return {name for names in FIELDS.values() for name in names}


def end(course: Course) -> None:
    """Close the support on its last day by the clock."""
    one = Participation.objects.get(pk=course.one.pk)
    with past(one, (day(0) - one.support_ends_on).days):
        end_support(participation=one, by=course.runner, on=one.support_ends_on)
