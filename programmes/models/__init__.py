"""Municipalities, programmes, roles, methods with versions."""

from programmes.models.method import (
    ChecklistItem,
    Gate,
    GateCriterion,
    Method,
    MethodVersion,
    Phase,
    Step,
    StepTool,
    VersionState,
)
from programmes.models.municipality import Municipality
from programmes.models.programme import (
    Currency,
    Partner,
    PartnerKind,
    PlanForm,
    Programme,
    ProgrammeStatus,
)
from programmes.models.role import ProgrammeRole, RegionRole

__all__ = [
    "ChecklistItem",
    "Currency",
    "Gate",
    "GateCriterion",
    "Method",
    "MethodVersion",
    "Municipality",
    "Partner",
    "PartnerKind",
    "Phase",
    "PlanForm",
    "Programme",
    "ProgrammeRole",
    "ProgrammeStatus",
    "RegionRole",
    "Step",
    "StepTool",
    "VersionState",
]
