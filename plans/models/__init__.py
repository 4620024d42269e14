"""Models of the plan; one noun a file."""

from plans.models.action import (
    CLOSED,
    RUNNING,
    Action,
    ActionDocument,
    ActionPartner,
    ActionState,
    Dependency,
    Doer,
    Origin,
    Priority,
    Theme,
)
from plans.models.funding import (
    Applicant,
    FundingLine,
    FundingPayment,
    FundingSource,
    LineState,
    PaymentKind,
    SourceDeadline,
    SourceKind,
)
from plans.models.goal import Direction, Goal, Indicator, Observation
from plans.models.plan_import import PlanImport
from plans.models.target import (
    HORIZON_YEARS,
    PAGE_LENGTH,
    PlanVersion,
    Pledge,
    PledgeState,
    TargetPicture,
)

__all__ = [
    "CLOSED",
    "HORIZON_YEARS",
    "PAGE_LENGTH",
    "RUNNING",
    "Action",
    "ActionDocument",
    "ActionPartner",
    "ActionState",
    "Applicant",
    "Dependency",
    "Direction",
    "Doer",
    "FundingLine",
    "FundingPayment",
    "FundingSource",
    "Goal",
    "Indicator",
    "LineState",
    "Observation",
    "Origin",
    "PaymentKind",
    "PlanImport",
    "PlanVersion",
    "Pledge",
    "PledgeState",
    "Priority",
    "SourceDeadline",
    "SourceKind",
    "TargetPicture",
    "Theme",
]
