"""Models of the support to a place; one noun a file."""

from grants.models.costs import Cost, MonthSheet, SheetState, WorkEntry, WorkKind
from grants.models.grant import (
    IN_USE,
    BudgetKind,
    BudgetLine,
    Claim,
    ClaimState,
    Grant,
    GrantParty,
    Instalment,
    InstalmentState,
    Payment,
    Trigger,
)

__all__ = [
    "IN_USE",
    "BudgetKind",
    "BudgetLine",
    "Claim",
    "ClaimState",
    "Cost",
    "Grant",
    "GrantParty",
    "Instalment",
    "InstalmentState",
    "MonthSheet",
    "Payment",
    "SheetState",
    "Trigger",
    "WorkEntry",
    "WorkKind",
]
