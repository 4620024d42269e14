"""What holds for the values of an action, whoever writes them: the page, the board, an import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Field
from django.utils import timezone
from django.utils.translation import gettext as _

from core.money import LARGEST, cents
from core.refusals import Refusal
from people.models import Assignment, Organisation, User
from places.models import Participation
from plans.blockers import refuse_closed_place, refuse_locked_plan
from plans.changes import length_of, lines, one_line
from plans.models import Action, ActionState

#: What a person can write; `done_on`, `order` and `version` follow from the verbs.
FIELDS = (
    "goal", "title", "description", "first_step", "state", "state_reason",
    "responsible", "responsible_user", "responsible_email", "organisation", "sector", "theme",
    "priority", "doer", "cost", "volunteer_hours", "starts_on", "ends_on", "origin", "origin_text",
)  # fmt: skip
#: Texts that are kept on one line.
_LINES = ("title", "first_step", "state_reason", "responsible", "responsible_email", "origin_text")
#: States without a goal: an idea, and one that was given up.
_GOAL_FREE = (ActionState.IDEA, ActionState.DROPPED)
#: States that say why.
REASONED = (ActionState.DROPPED, ActionState.PAUSED)
#: Years before and after today within which an action lies; beyond is a slip of the keyboard.
YEARS_BACK, YEARS_AHEAD = 20, 30

Values = dict[str, Any]


def values_of(action: Action) -> Values:
    """What is stored, by field. Related things are asked for when they are not loaded."""
    return {name: getattr(action, name) for name in FIELDS}


def refuse_locked(participation: Participation, *states: str) -> None:
    """Ideas may be written before the gate, all else waits for it. Refusal: plan_locked."""
    if all(state == ActionState.IDEA for state in states):
        refuse_closed_place(participation)
    else:
        refuse_locked_plan(participation)


def checked(participation: Participation, before: Values, given: Mapping[str, Any]) -> Values:
    """All values as they are to be stored, or the first rule that they break.

    Refusals: unknown_field, title_missing, too_long, unknown_choice, goal_missing, other_place,
    reason_missing, end_before_start, date_far_off, wrong_sum, not_of_place, other_region.
    """
    unknown = set(given) - set(FIELDS)
    if unknown:
        raise KeyError(f"an action has no field {min(unknown)!r}")
    after = before | _tidied(given)
    _check_texts(after)
    _check_state(after)
    _check_dates(before, after)
    _check_sums(after)
    _check_goal(participation, before, after)
    _settle_responsible(participation, before, after, given)
    _check_organisation(participation, before, after)
    return after


def check_region(participation: Participation, organisation: Organisation) -> None:
    """Refuse an organisation of another region. Refusal: other_region."""
    if organisation.region_id != participation.programme.region_id:
        raise Refusal(
            "other_region", _("Choose an organisation of your own region."), field="organisation"
        )


def _tidied(given: Mapping[str, Any]) -> Values:
    after = dict(given)
    for name in _LINES:
        if name in after:
            after[name] = one_line(after[name] or "")
    if "description" in after:
        after["description"] = lines(after["description"] or "")
    for name in ("cost", "volunteer_hours"):
        if after.get(name) is not None:
            after[name] = cents(Decimal(after[name]))
    return after


def _check_texts(after: Values) -> None:
    if not after["title"]:
        raise Refusal("title_missing", _("Say in a few words what is to be done."), field="title")
    for name in (*_LINES, "description"):
        limit = length_of(Action, name)
        if len(after[name]) > limit:
            raise Refusal(
                "too_long",
                _("A text is longer than %(limit)d characters.") % {"limit": limit},
                field=name,
            )
    for name in ("state", "sector", "theme", "priority", "doer", "origin"):
        choices = {value for value, _label in _field(name).flatchoices}
        if after[name] not in choices and (after[name] or name == "state"):
            raise Refusal("unknown_choice", _("Choose one of the answers offered."), field=name)


def _field(name: str) -> Field[Any, Any]:
    field = Action._meta.get_field(name)
    assert isinstance(field, Field)  # noqa: S101 - tells mypy, cannot fail
    return field


def _check_state(after: Values) -> None:
    if after["state"] not in REASONED:
        after["state_reason"] = ""
    elif not after["state_reason"]:
        raise Refusal("reason_missing", _("Say why, in a few words."), field="state_reason")


def _check_dates(before: Values, after: Values) -> None:
    starts_on, ends_on = after["starts_on"], after["ends_on"]
    today = timezone.localdate()
    for name in ("starts_on", "ends_on"):
        day: dt.date | None = after[name]
        if day is None or day == before[name]:
            continue
        if not today.year - YEARS_BACK <= day.year <= today.year + YEARS_AHEAD:
            raise Refusal("date_far_off", _("The date is far off. Check the year."), field=name)
    if starts_on and ends_on and ends_on < starts_on:
        raise Refusal(
            "end_before_start",
            _("The action ends before it starts. Choose a later end or an earlier start."),
            field="ends_on",
        )


def _check_sums(after: Values) -> None:
    for name in ("cost", "volunteer_hours"):
        value: Decimal | None = after[name]
        if value is not None and not 0 <= value <= LARGEST:
            raise Refusal("wrong_sum", _("Write a sum that is not below zero."), field=name)


def _check_goal(participation: Participation, before: Values, after: Values) -> None:
    goal = after["goal"]
    if goal is not None and goal.participation_id != participation.pk:
        raise Refusal("other_place", _("The goal belongs to another place."), field="goal")
    needed = goal is None and after["state"] not in _GOAL_FREE
    # One that stands without a goal already may still be ticked off.
    if needed and (before["goal"] is not None or before["state"] in _GOAL_FREE):
        raise Refusal(
            "goal_missing",
            _("Only an idea stands without a goal. Choose the goal it serves."),
            field="goal",
        )


def _settle_responsible(
    participation: Participation, before: Values, after: Values, given: Mapping[str, Any]
) -> None:
    """A name, and the account behind it when it is one of the place's people.

    Choosing a person fills in the name; writing the name of exactly one of the place's people
    chooses him or her. Another name takes neither the account nor the address of the one before:
    letters must not go to somebody who is no longer responsible.
    """
    chosen: User | None = after["responsible_user"]
    if "responsible_user" in given and chosen != before["responsible_user"] and chosen is not None:
        if chosen.pk not in {person.pk for person in people_of(participation)}:
            raise Refusal(
                "not_of_place",
                _("Choose somebody who has a role at the place."),
                field="responsible",
            )
        after["responsible"] = str(chosen)
    elif after["responsible"] != before["responsible"]:
        # Where both stood there and only the name was changed, the name counts.
        after["responsible_user"] = chosen = account_called(participation, after["responsible"])
    renamed = after["responsible"] != before["responsible"]
    if chosen is not None or (renamed and "responsible_email" not in given):
        after["responsible_email"] = ""


def people_of(participation: Participation) -> list[User]:
    """Those with a role at the place today, by name."""
    held = Assignment.objects.active().filter(participation=participation)
    return list(
        User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("name", "pk")
    )


def account_called(participation: Participation, name: str) -> User | None:
    """The account of the one person at the place who has this name; None for nobody or several."""
    if not name:
        return None
    found = [person for person in people_of(participation) if str(person) == name]
    return found[0] if len(found) == 1 else None


def _check_organisation(participation: Participation, before: Values, after: Values) -> None:
    chosen: Organisation | None = after["organisation"]
    if chosen is not None and chosen != before["organisation"]:
        check_region(participation, chosen)
