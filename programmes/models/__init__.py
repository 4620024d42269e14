"""Municipalities, programmes, roles, methods with versions."""

from programmes.models.accessibility import AccessibilityStatement, Assessor, Degree
from programmes.models.home import Decision, Paper, PaperKind, Tick
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

__all__ = [
    "AccessibilityStatement",
    "Assessor",
    "ChecklistItem",
    "Currency",
    "Decision",
    "Degree",
    "Gate",
    "GateCriterion",
    "Method",
    "MethodVersion",
    "Municipality",
    "Paper",
    "PaperKind",
    "Partner",
    "PartnerKind",
    "Phase",
    "PlanForm",
    "Programme",
    "ProgrammeStatus",
    "Step",
    "StepTool",
    "Tick",
    "VersionState",
]
