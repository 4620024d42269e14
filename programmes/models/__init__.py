"""Municipalities, programmes, roles, methods with versions."""

from programmes.models.method import (
    ChecklistItem,
    Gate,
    GateCriterion,
    Method,
    MethodVersion,
    Phase,
    Step,
    VersionState,
)
from programmes.models.municipality import Municipality
from programmes.models.programme import Partner, PartnerKind, Programme, ProgrammeStatus
from programmes.models.role import ProgrammeRole, RegionRole

__all__ = [
    "ChecklistItem",
    "Gate",
    "GateCriterion",
    "Method",
    "MethodVersion",
    "Municipality",
    "Partner",
    "PartnerKind",
    "Phase",
    "Programme",
    "ProgrammeRole",
    "ProgrammeStatus",
    "RegionRole",
    "Step",
    "VersionState",
]
