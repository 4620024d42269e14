"""What comes after the support: who carries on, and the end of the support."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from continuity.follow_ups.services import Answer, due_on, enter_answer, run
from continuity.models import FOLLOW_UP_MONTHS, FollowUp
from continuity.plan.services import FIELDS, plan_of, save_section, settle, values_of, version_of
from demo.loader.course import Course
from demo.loader.past import day, past
from people.models import Organisation, User
from places.models import Participation
from places.team.support import end_support


def carry_on(course: Course, told: dict[str, Any]) -> None:
    """Write the plan for what comes after, section by section; settle it where it was settled."""
    given: dict[str, Any] = {name: told[name] for name in told if name in _plain()}
    if "organisation" in told:
        given["organisation"] = Organisation.objects.get(
            region=course.programme.region, name=told["organisation"]
        )
    if "budget_amount" in told:
        given["budget_amount"] = Decimal(told["budget_amount"])
    if "handed_over_days" in told:
        handed_over = day(told["handed_over_days"])
        given |= dict.fromkeys(("archive_on", "contacts_on", "keys_on"), handed_over)
    with past(course.one, told.get("settled_days", told.get("written_days", 0))):
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
        if "settled_days" in told:
            settle(participation=course.one, by=course.leader)


def _plain() -> set[str]:
    return {name for names in FIELDS.values() for name in names}


def end(course: Course) -> None:
    """Close the support on its last day by the clock."""
    one = Participation.objects.get(pk=course.one.pk)
    with past(one, (day(0) - one.support_ends_on).days):
        end_support(participation=one, by=course.runner, on=one.support_ends_on)


def follow_up(told: list[dict[str, Any]], runner: User) -> None:
    """Ask the places of earlier rounds when they were due; `runner` enters what they answered."""
    for one in told:
        place = Participation.objects.select_related("programme").get(place__name=one["place"])
        answers = {answer["months"]: answer for answer in one["answers"]}
        for months in FOLLOW_UP_MONTHS:
            asked_on = due_on(place, months)
            if asked_on <= day(0):
                with past(place, (day(0) - asked_on).days):
                    run(asked_on)
                    if months in answers:
                        _answer(place, answers[months], runner)


def _answer(place: Participation, told: dict[str, Any], by: User) -> None:
    enter_answer(
        follow_up=FollowUp.objects.select_related("participation__programme").get(
            participation=place, months=told["months"]
        ),
        by=by,
        answered_by="Kontaktperson",
        given=Answer(
            alive=told["alive"],
            lives_on=told["lives_on"],
            meetings=told.get("meetings"),
            wish=told.get("wish", ""),
        ),
    )
