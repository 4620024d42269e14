"""What the support does when a gate is decided: registered by importing this module."""

from __future__ import annotations

from grants.domain.release import release_at_gate
from grants.models import Grant
from people.models import User
from places.gate.events import on_decided
from places.models import GateReview


@on_decided
def release_instalments(review: GateReview, by: User) -> None:
    """Open the instalments that hang on the gate, in the decision's transaction."""
    grant = (
        Grant.objects.select_for_update(of=("self",))
        .select_related("participation__programme__region", "participation__place")
        .filter(participation=review.participation_id)
        .first()
    )
    if grant is not None:
        release_at_gate(grant=grant, by=by)
