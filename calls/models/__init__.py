"""Calls, applications, assessments, decisions."""

from calls.models.application import (
    Application,
    ApplicationFile,
    ApplicationState,
    CoApplicant,
    ConfirmationState,
    SectorConfirmation,
)
from calls.models.assessing import Assessment, Assessor, AssessorMeeting, Conflict
from calls.models.call import (
    HIGHEST,
    LOWEST,
    AskKind,
    Call,
    CallChange,
    CallCriterion,
    CallQuestion,
    CallRule,
    CallState,
    ChangeKind,
    Effect,
    RuleKey,
)
from calls.models.decision import Decision, Outcome

__all__ = [
    "HIGHEST",
    "LOWEST",
    "Application",
    "ApplicationFile",
    "ApplicationState",
    "AskKind",
    "Assessment",
    "Assessor",
    "AssessorMeeting",
    "Call",
    "CallChange",
    "CallCriterion",
    "CallQuestion",
    "CallRule",
    "CallState",
    "ChangeKind",
    "CoApplicant",
    "ConfirmationState",
    "Conflict",
    "Decision",
    "Effect",
    "Outcome",
    "RuleKey",
    "SectorConfirmation",
]
