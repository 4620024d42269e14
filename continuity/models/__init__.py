"""Models of what comes after the support."""

from continuity.models.continuity import (
    FOLLOW_UP_MONTHS,
    Alive,
    ContinuityPlan,
    FollowUp,
    Form,
    LeaderAfter,
)

__all__ = ["FOLLOW_UP_MONTHS", "Alive", "ContinuityPlan", "FollowUp", "Form", "LeaderAfter"]
