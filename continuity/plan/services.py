"""Writing down who carries on, section by section, and settling it."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from continuity.models import ContinuityPlan, Form, LeaderAfter
from continuity.plan import readiness
from core import audit
from core.dates import short_date
from core.plain_text import checked_name
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import Organisation, User
from places.checklist.ticks import sync
from places.models import Participation, ParticipationStatus
from places.models.participation import PHASE_TWO_OPEN
from places.queries import HANDOVER_WARNING_DAYS
from places.team.support import set_handover_ready

#: More meetings a year than this is a mistyped number.
MOST_MEETINGS = 60
#: A place whose support has ended may still mend who carries on.
_LIVING = (ParticipationStatus.ACTIVE, ParticipationStatus.ENDED)
FIELDS: Mapping[str, tuple[str, ...]] = {
    "form": ("form", "organisation", "form_reason"),
    "rhythm": ("convener", "convener_email", "meetings_a_year", "review_month"),
    "municipality": (
        "municipality_contact",
        "municipality_email",
        "dialogue_month",
        "budget_amount",
        "budget_text",
    ),
    "leader": ("leader_after", "leader_payer"),
    "handover": ("archive_place", "archive_on", "contacts_on", "keys_on"),
}
TITLES: Mapping[str, Promise] = {
    "form": gettext_lazy("Form of organisation"),
    "rhythm": gettext_lazy("Who calls together, and when"),
    "municipality": gettext_lazy("The municipality"),
    "leader": gettext_lazy("The process leader's work"),
    "handover": gettext_lazy("What is handed over"),
}


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


def opens_on(participation: Participation) -> dt.date:
    """The day on which it opens at the latest, gate or no gate: half a year before the end."""
    return participation.support_ends_on - dt.timedelta(days=HANDOVER_WARNING_DAYS)


def closed_reason(participation: Participation, today: dt.date | None = None) -> str:
    """Why it cannot be written yet, as a sentence; "" when it can."""
    if participation.status not in _LIVING:
        return _("The place is not under way, so there is nothing to carry on.")
    first = opens_on(participation)
    if participation.gate_state in PHASE_TWO_OPEN or first <= (today or timezone.localdate()):
        return ""
    return _("This opens when the gate is passed, and on %(date)s at the latest.") % {
        "date": short_date(first)
    }


def refuse_closed(participation: Participation) -> None:
    """Refuse to write before it opens. Refusal: continuity_closed."""
    reason = closed_reason(participation)
    if reason:
        raise Refusal("continuity_closed", reason)


def values_of(plan: ContinuityPlan, section: str) -> dict[str, Any]:
    """What a section holds now."""
    return {name: getattr(plan, name) for name in FIELDS[section]}


def version_of(plan: ContinuityPlan, section: str) -> int:
    """A number that differs when the section's values do.

    Not the row's own version: two people who write in different sections are in nobody's way.
    """
    plain = [
        value.pk if isinstance(value, Model) else str(value)
        for value in values_of(plan, section).values()
    ]
    return zlib.crc32(repr(plain).encode())


@transaction.atomic
def save_section(
    *, participation: Participation, by: User, section: str, version: int, **values: Any
) -> ContinuityPlan:
    """Save one section; `values` are its fields (`continuity.plan.services.FIELDS`), all of them.

    `version` is the `version_of` the section that the user read. A settled plan in which
    something is missing afterwards is no longer settled. Raises KeyError for an unknown section.
    Refusals: continuity_closed, unknown_choice, other_region, bad_address, wrong_month,
    meetings_out_of_range, negative_sum, too_long, day_in_future, day_before_start.
    Conflict: somebody else changed the section.
    """
    require(by, "continuity.edit", participation)
    participation.lock()
    refuse_closed(participation)
    plan = plan_of(participation)
    before = values_of(plan, section)
    after = _checked(participation, {name: values[name] for name in before})
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return plan
    if version != version_of(plan, section):
        raise Conflict(
            _("Somebody else has changed this. Nothing is lost: choose which version to keep."),
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
    if section == "form":
        sync(participation, "form_chosen", by=by)
    return plan


@transaction.atomic
def settle(*, participation: Participation, by: User) -> ContinuityPlan:
    """Say that it is settled who carries on; the place asks nobody any more.

    Settled already, nothing changes. Refusals: continuity_closed, parts_missing (its details
    name them).
    """
    require(by, "continuity.settle", participation)
    participation.lock()
    refuse_closed(participation)
    plan = plan_of(participation)
    left = readiness.missing(readiness.parts(plan))
    if left:
        raise Refusal(
            "parts_missing",
            _("Something is still missing."),
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
        name: _trimmed(name, value) if isinstance(value, str) else value
        for name, value in values.items()
    }
    for name, value in cleaned.items():
        if name in _RULES and value not in (None, ""):
            _RULES[name](participation, name, value)
    return cleaned


def _trimmed(name: str, value: str) -> str:
    field = ContinuityPlan._meta.get_field(name)
    text = value.replace("\r\n", "\n").strip()
    assert isinstance(field, models.Field)  # noqa: S101 - tells mypy, cannot fail
    most = field.max_length
    if most is not None and not field.choices and len(text) > most:
        words = {"limit": most}
        raise Refusal(
            "too_long", _("A text is longer than %(limit)d characters.") % words, field=name
        )
    return text


def _refuse_unknown_choice(participation: Participation, name: str, value: str) -> None:
    if value not in {"form": Form.values, "leader_after": LeaderAfter.values}[name]:
        raise Refusal("unknown_choice", _("Choose one of the answers."), field=name)


def _refuse_other_region(participation: Participation, name: str, value: Organisation) -> None:
    if value.region_id != participation.programme.region_id:
        raise Refusal("other_region", _("Choose an organisation of your region."), field=name)


def _refuse_bad_address(participation: Participation, name: str, address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise Refusal("bad_address", _("Write a whole e-mail address."), field=name) from None


def _refuse_wrong_month(participation: Participation, name: str, month: int) -> None:
    if month not in MONTHS:
        raise Refusal("wrong_month", _("Choose a month."), field=name)


def _refuse_wrong_meetings(participation: Participation, name: str, meetings: int) -> None:
    if not 1 <= meetings <= MOST_MEETINGS:
        words = {"most": MOST_MEETINGS}
        raise Refusal(
            "meetings_out_of_range",
            _("Enter between 1 and %(most)d meetings a year.") % words,
            field=name,
        )


def _refuse_wrong_name(participation: Participation, name: str, text: str) -> None:
    checked_name(text, field=name)


def _refuse_negative(participation: Participation, name: str, amount: Decimal) -> None:
    if amount < 0:
        raise Refusal("negative_sum", _("Write the sum without a minus."), field=name)


def _refuse_wrong_day(participation: Participation, name: str, day: dt.date) -> None:
    if day > timezone.localdate():
        raise Refusal(
            "day_in_future",
            _("The date is in the future. Enter it when it is done."),
            field=name,
        )
    if day < participation.started_on:
        raise Refusal("day_before_start", _("The date is before the place started."), field=name)


#: What a field that is filled in must keep to; each refuses with the field's name.
_RULES: dict[str, Callable[[Participation, str, Any], None]] = {
    "form": _refuse_unknown_choice,
    "leader_after": _refuse_unknown_choice,
    "organisation": _refuse_other_region,
    "convener": _refuse_wrong_name,
    "convener_email": _refuse_bad_address,
    "municipality_email": _refuse_bad_address,
    "dialogue_month": _refuse_wrong_month,
    "review_month": _refuse_wrong_month,
    "meetings_a_year": _refuse_wrong_meetings,
    "budget_amount": _refuse_negative,
    "archive_on": _refuse_wrong_day,
    "contacts_on": _refuse_wrong_day,
    "keys_on": _refuse_wrong_day,
}
