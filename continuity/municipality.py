"""The municipality's own undertakings beside the place's actions. Both are edited elsewhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from core.dates import short_date
from people.models import Sector
from places.models import Commitment, Participation
from plans.models import RUNNING, ActionState, Pledge, PledgeState

#: Whose pledges stand here: the public side's.
PUBLIC_SECTORS = (Sector.MUNICIPALITY, Sector.REGION)


@dataclass(frozen=True, slots=True)
class Undertaking:
    """What a public party has promised: who, what, and how it stands (a flag's level and words)."""

    who: str
    text: str
    level: str
    state: str


@dataclass(frozen=True, slots=True)
class ActionCounts:
    """The place's actions: those that run, those of them past their end, and those done."""

    running: int
    overdue: int
    done: int


def pledges(participation: Participation, today: dt.date) -> list[Undertaking]:
    """The municipality's and the region's pledges, what is overdue first. One query."""
    rows = participation.pledges.filter(sector__in=PUBLIC_SECTORS).select_related("organisation")
    order = {PledgeState.OPEN: 0, PledgeState.BROKEN: 1, PledgeState.KEPT: 2}
    found = sorted(
        rows, key=lambda one: (order[PledgeState(one.state)], one.due_on or dt.date.max, one.pk)
    )
    return [_of_pledge(one, today) for one in found]


def commitments(participation: Participation) -> list[Undertaking]:
    """What the municipality committed itself to as a party, as far as it stands. One query."""
    rows = participation.commitments.filter(
        sector=Sector.MUNICIPALITY, withdrawn_on__isnull=True
    ).select_related("organisation")
    return [_of_commitment(one) for one in rows]


def action_counts(participation: Participation, today: dt.date) -> ActionCounts:
    """Counts of the place's actions in one query."""
    return ActionCounts(
        **participation.actions.aggregate(
            running=Count("pk", filter=Q(state__in=RUNNING)),
            overdue=Count("pk", filter=Q(state__in=RUNNING, ends_on__lt=today)),
            done=Count("pk", filter=Q(state=ActionState.DONE)),
        )
    )


def _who(one: Pledge | Commitment) -> str:
    return one.organisation.name if one.organisation else str(one.get_sector_display())


def _of_pledge(one: Pledge, today: dt.date) -> Undertaking:
    if one.state == PledgeState.KEPT:
        level, state = "ok", _("Kept")
    elif one.state == PledgeState.BROKEN:
        level, state = "stop", _("Not kept")
    elif one.due_on is None:
        level, state = "info", _("Promised, without a day")
    elif one.due_on < today:
        level, state = "warn", _("Overdue since %(day)s") % {"day": short_date(one.due_on)}
    else:
        level, state = "info", _("Promised by %(day)s") % {"day": short_date(one.due_on)}
    return Undertaking(_who(one), one.text, level, state)


def _of_commitment(one: Commitment) -> Undertaking:
    state = _("Stands since %(day)s") % {"day": short_date(one.given_on)}
    return Undertaking(_who(one), one.text, "info", state)
