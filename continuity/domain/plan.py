"""Writing down who carries on, section by section, and settling it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity import readiness
from continuity.models import ContinuityPlan, Form, LeaderAfter
from continuity.opening import refuse_closed
from continuity.sections import values_of, version_of
from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import User
from places.domain.handover import set_handover_ready
from places.domain.rows import lock
from places.models import Participation

#: More meetings a year than this is a mistyped number.
MOST_MEETINGS = 60
_CHOICES: dict[str, list[str]] = {"form": Form.values, "leader_after": LeaderAfter.values}
_MONTHS = ("dialogue_month", "review_month")
_ADDRESSES = ("convener_email", "municipality_email")
_DAYS = ("archive_on", "contacts_on", "keys_on")


def plan_of(participation: Participation) -> ContinuityPlan:
    """The stored plan, or an empty one that is not stored yet. One query."""
    stored = (
        ContinuityPlan.objects.select_related("organisation")
        .filter(participation=participation)
        .first()
    )
    plan = stored or ContinuityPlan(participation=participation)
    plan.participation = participation
    return plan


@transaction.atomic
def save_section(
    *, participation: Participation, by: User, section: str, version: int, **values: Any
) -> ContinuityPlan:
    """Save one section; `values` are its fields (`continuity.sections.FIELDS`), all of them.

    `version` is the `version_of` the section that the user read. A settled plan in which
    something is missing afterwards is no longer settled. Raises KeyError for an unknown section.
    Refusals: continuity_closed, unknown_choice, other_region, bad_address, wrong_month,
    meetings_out_of_range, negative_sum, too_long, and for each day of the handover
    <field>_in_future and <field>_before_start (archive_on_in_future …).
    Conflict: somebody else changed the section.
    """
    require(by, "continuity.edit", participation)
    lock(participation)
    refuse_closed(participation)
    plan = plan_of(participation)
    before = values_of(plan, section)
    after = _checked(participation, {name: values[name] for name in before})
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return plan
    if version != version_of(plan, section):
        raise Conflict(
            _("Somebody else has changed this. Nothing is lost: choose what holds."),
            theirs=before,
            yours=after,
            version=version_of(plan, section),
        )
    for name in changed:
        setattr(plan, name, after[name])
    plan.version += 1
    plan.save()
    audit.record(f"continuity.saved_{section}", participation, by=by, fields=changed)
    _unsettle_if_missing(plan, by)
    return plan


@transaction.atomic
def settle(*, participation: Participation, by: User) -> ContinuityPlan:
    """Say that it is settled who carries on; the place asks nobody any more.

    Settled already, nothing changes. Refusals: continuity_closed, parts_missing (its details
    name them).
    """
    require(by, "continuity.settle", participation)
    lock(participation)
    refuse_closed(participation)
    plan = plan_of(participation)
    left = readiness.missing(readiness.parts(plan))
    if left:
        raise Refusal(
            "parts_missing",
            _("Something is missing still."),
            details=[f"{part.title}: {part.text}" for part in left],
        )
    if plan.settled_on is None:
        plan.settled_on = timezone.localdate()
        plan.version += 1
        plan.save(update_fields=["settled_on", "version", "updated_at"])
        set_handover_ready(participation=participation, ready=True)
        audit.record("continuity.settled", participation, by=by)
    return plan


def _unsettle_if_missing(plan: ContinuityPlan, by: User) -> None:
    if plan.settled_on is None or readiness.is_ready(plan):
        return
    plan.settled_on = None
    plan.save(update_fields=["settled_on", "updated_at"])
    set_handover_ready(participation=plan.participation, ready=False)
    audit.record("continuity.unsettled", plan.participation, by=by)


def _checked(participation: Participation, values: dict[str, Any]) -> dict[str, Any]:
    """The values trimmed, or the first rule that one of them breaks as a Refusal."""
    cleaned: dict[str, Any] = {
        name: _text(name, value) if isinstance(value, str) else value
        for name, value in values.items()
    }
    for name, value in cleaned.items():
        if value in (None, ""):
            continue
        if name in _CHOICES and value not in _CHOICES[name]:
            raise Refusal("unknown_choice", _("Choose one of the answers."), field="state")
        if name == "organisation" and value.region_id != participation.programme.region_id:
            raise Refusal(
                "other_region", _("Choose an organisation of your region."), field="organisation"
            )
        if name in _ADDRESSES:
            _refuse_bad_address(value)
        if name in _MONTHS and not 1 <= value <= 12:  # noqa: PLR2004 - months
            raise Refusal("wrong_month", _("Choose a month."))
        if name == "meetings_a_year" and not 1 <= value <= MOST_MEETINGS:
            raise Refusal(
                "meetings_out_of_range",
                _("Give the meetings a year as 1 to %(most)d.") % {"most": MOST_MEETINGS},
            )
        if name == "budget_amount" and value < Decimal(0):
            raise Refusal(
                "negative_sum", _("Write the sum without a minus."), field="budget_amount"
            )
        if name in _DAYS:
            _refuse_wrong_day(participation, name, value)
    return cleaned


def _text(name: str, value: str) -> str:
    field = ContinuityPlan._meta.get_field(name)
    text = value.replace("\r\n", "\n").strip()
    most = field.max_length if isinstance(field, models.Field) else None
    if most is not None and name not in _CHOICES and len(text) > most:
        raise Refusal(
            "too_long", _("A text is longer than %(limit)d characters.") % {"limit": most}
        )
    return text


def _refuse_bad_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise Refusal("bad_address", _("Write a whole e-mail address."), field="email") from None


def _refuse_wrong_day(participation: Participation, name: str, day: dt.date) -> None:
    if day > timezone.localdate():
        raise Refusal(
            f"{name}_in_future", _("The day lies in the future. Write it when it is done.")
        )
    if day < participation.started_on:
        raise Refusal(f"{name}_before_start", _("The day lies before the place started."))
