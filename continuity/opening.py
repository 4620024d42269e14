"""When the plan for what comes after may be written."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import short_date
from core.refusals import Refusal
from places.models import Participation, ParticipationStatus
from places.models.participation import PHASE_TWO_OPEN
from places.queries import HANDOVER_WARNING_DAYS

#: A place whose support has ended may still mend who carries on.
_LIVING = (ParticipationStatus.ACTIVE, ParticipationStatus.ENDED)


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
