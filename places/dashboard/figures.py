"""What the places count: how many are where, and how many need somebody for which reason."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from places import attention
from places.attention import Kind, Urgency
from places.figures import Counted, Extent, Figure, Group, Leads, Unit, counts, nowhere, summed
from places.models import CoachingEntry, ParticipationStatus
from places.models.participation import GATE_PASSED

MINUTES_AN_HOUR = 60

#: Which figure says how many places need somebody for a reason.
OF_KIND = {
    Kind.GATE: "gates_waiting",
    Kind.CONDITION: "conditions_due",
    Kind.RETURNED: "gates_returned",
    Kind.QUIET: "places_quiet",
    Kind.NEXT: "agreed_passed",
    Kind.ENDING: "support_ending",
}

#: What one statement says of how the places stand now.
STANDING = (
    *OF_KIND.values(), "places_active", "places_needing", "places_today", "places_week",
    "places_at_step",
)  # fmt: skip


def in_list(**query: str) -> Leads:
    """The portfolio, narrowed like this."""

    def leads(programme: int | None) -> str:
        asked = query | ({"programme": str(programme)} if programme else {})
        return f"{reverse('places:portfolio')}?{urlencode(asked)}"

    return leads


@counts(
    Figure(
        "gates_waiting", _("Gates waiting for a decision"), Group.NEEDS, order=10,
        meaning=_("Places that have handed in to the gate and wait for its decision."),
        leads=in_list(needs=Kind.GATE),
    ),
    Figure(
        "conditions_due", _("Conditions due"), Group.NEEDS, order=20,
        meaning=_("Places with a condition of the gate that is due within 14 days or late."),
        leads=in_list(needs=Kind.CONDITION),
    ),
    Figure(
        "gates_returned", _("Returned at the gate"), Group.NEEDS, order=30,
        meaning=_("Places that are to complete what they handed in to the gate."),
        leads=in_list(needs=Kind.RETURNED),
    ),
    Figure(
        "places_quiet", _("Quiet places"), Group.NEEDS, order=40,
        meaning=_("Places without contact for longer than the programme allows, and no next date."),
        leads=in_list(needs=Kind.QUIET),
    ),
    Figure(
        "agreed_passed", _("Agreed dates passed"), Group.NEEDS, order=50,
        meaning=_("Places at which a day that was agreed on has passed."),
        leads=in_list(needs=Kind.NEXT),
    ),
    Figure(
        "support_ending", _("Support is ending"), Group.NEEDS, order=60,
        meaning=_(
            "Places whose support ends within 90 days; within half a year while nobody is named "
            "who carries on."
        ),
        leads=in_list(needs=Kind.ENDING),
    ),
    Figure(
        "places_needing", _("Places that need somebody"), Group.PLACES, order=20,
        meaning=_("Places under way that need somebody for at least one reason."),
        leads=in_list(needs="any"),
    ),
    Figure(
        "places_today", _("Need somebody today"), Group.PLACES, order=30,
        meaning=_("Of these, those that stand still or are late."),
        leads=in_list(needs=Urgency.TODAY),
    ),
    Figure(
        "places_week", _("Need somebody this week"), Group.PLACES, order=40,
        meaning=_("Of these, those that can wait until the end of the week."),
        leads=in_list(needs=Urgency.WEEK),
    ),
    Figure(
        "places_active", _("Places under way"), Group.PLACES, order=10,
        meaning=_("Places that take part now."), leads=in_list(),
    ),
    Figure(
        "places_candidate", _("Candidates"), Group.PLACES, order=50,
        meaning=_("Places that have not been taken in yet."), leads=in_list(status="candidate"),
    ),
    Figure(
        "places_ended", _("Places that have finished"), Group.PLACES, order=60,
        meaning=_("Places whose support has ended."), leads=in_list(status="past"),
    ),
    Figure(
        "places_stopped", _("Places that were stopped"), Group.PLACES, order=70,
        meaning=_("Places that were stopped, at the gate or otherwise."),
        leads=in_list(status="past"),
    ),
    Figure(
        "places_at_step", _("Places at each step"), Group.PLACES, Unit.STEPS, order=80,
        meaning=_("Places under way by the step that they are at."), leads=in_list(sort="step"),
    ),
    Figure(
        "gates_passed", _("Gates passed"), Group.WORK, order=40, of_period=True,
        meaning=_("Places that were let through the gate in the period."), leads=nowhere,
    ),
)  # fmt: skip
def standing(extent: Extent) -> Counted:
    """All that the summary of the places says, in one statement."""
    today, patience, status = extent.on, extent.patience, ParticipationStatus
    active = Q(status=status.ACTIVE)
    needing = active & Q(attention_on__lte=today)
    now = attention.urgent(Urgency.TODAY, today)
    soon = attention.urgent(Urgency.WEEK, today)
    passed = Q(gate_state__in=GATE_PASSED, gate_since__range=(extent.starts_on, extent.ends_on))
    asked = {
        "places_active": active,
        "places_needing": needing,
        "places_today": now,
        "places_soon": soon,
        "places_candidate": Q(status=status.CANDIDATE),
        "places_ended": Q(status=status.ENDED),
        "places_stopped": Q(status=status.STOPPED),
        "gates_passed": passed,
        **{
            key: attention.needing(kind, today, patience) for kind, key in OF_KIND.items()
        },
    }  # fmt: skip
    key = extent.key("")
    rows = list(
        extent.places.order_by()
        .values(key, "current_step")
        .annotate(**{name: Count("pk", filter=condition) for name, condition in asked.items()})
    )
    steps: dict[int, dict[int, int]] = defaultdict(dict)
    for row in rows:
        step = row.pop("current_step")
        if row["places_active"]:
            steps[row[key]][step] = row["places_active"]
    found: dict[str, dict[int, Any]] = summed(rows, key)
    urgent, within = found.get("places_today", {}), found.pop("places_soon", {})
    found["places_week"] = {pk: number - urgent[pk] for pk, number in within.items()}
    return {**found, "places_at_step": steps}


@counts(
    Figure(
        "coaching_contacts", _("Contacts with the coach"), Group.WORK, order=50, of_period=True,
        meaning=_("Entries in the coaching log in the period, with places and municipalities."),
    ),
    Figure(
        "coaching_hours", _("Hours of coaching"), Group.WORK, Unit.HOURS, order=60, of_period=True,
        meaning=_("The time that these contacts took, as far as it was written down."),
    ),
)  # fmt: skip
def coaching(extent: Extent) -> Counted:
    """Contacts and hours of the log. One statement."""
    key = extent.key()
    rows = (
        CoachingEntry.objects.filter(extent.at(), on__range=(extent.starts_on, extent.ends_on))
        .order_by()
        .values(key)
        .annotate(coaching_contacts=Count("pk"), minutes=Sum("minutes", default=0))
    )
    found = summed(rows, key)
    minutes = found.pop("minutes", {})
    hours = {pk: round(number / MINUTES_AN_HOUR, 1) for pk, number in minutes.items()}
    return {**found, "coaching_hours": hours}
