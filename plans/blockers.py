"""What must be so before the plan may be written, and the lock that its verbs share."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.refusals import Refusal
from places.models import Participation, ParticipationStatus
from places.models.participation import PHASE_TWO_OPEN

#: A place whose support has ended goes on with its plan: it is theirs.
LIVING = (ParticipationStatus.ACTIVE, ParticipationStatus.ENDED)


def is_living(participation: Participation) -> bool:
    """Whether anything of the plan may be written, ideas among it."""
    return participation.status in LIVING


def lock_reason(participation: Participation) -> str:
    """Why the plan cannot be written yet, as a sentence; empty when it can."""
    if not is_living(participation):
        return _("The place is not under way, so its plan is closed.")
    if participation.gate_state not in PHASE_TWO_OPEN:
        return _("The plan opens when the gate is passed. Until then ideas can be noted.")
    return ""


def refuse_locked_plan(participation: Participation) -> None:
    """Refuse to write the plan before the gate. Refusal: plan_locked."""
    reason = lock_reason(participation)
    if reason:
        raise Refusal("plan_locked", reason)


def refuse_closed_place(participation: Participation) -> None:
    """Refuse even an idea at a place that is not under way. Refusal: plan_locked."""
    if not is_living(participation):
        raise Refusal("plan_locked", lock_reason(participation))


def lock_plan(participation: Participation) -> Participation:
    """Read the participation anew under a lock.

    Adopting takes the same lock, so that what is adopted is what stood there.
    """
    return Participation.objects.select_for_update().get(pk=participation.pk)
