"""Lessons, and moves of places to newer versions of their method."""

from learning.models.advice import TAKEN_UP, Advice, AdviceState
from learning.models.company import (
    Branch,
    Company,
    CompanyImport,
    CompanyState,
    Interview,
    SizeClass,
    ToldNeed,
)
from learning.models.decision import Decision, Verdict
from learning.models.lesson import (
    LESSON_LENGTH,
    Lesson,
    LessonChange,
    LessonState,
    Reach,
    SourceKind,
)
from learning.models.move import MethodMove, MoveState
from learning.models.resource import (
    Dismissal,
    Favourite,
    Resource,
    ResourceKind,
    ResourceRule,
    ResourceStep,
    RuleFact,
)

__all__ = [
    "LESSON_LENGTH",
    "TAKEN_UP",
    "Advice",
    "AdviceState",
    "Branch",
    "Company",
    "CompanyImport",
    "CompanyState",
    "Decision",
    "Dismissal",
    "Favourite",
    "Interview",
    "Lesson",
    "LessonChange",
    "LessonState",
    "MethodMove",
    "MoveState",
    "Reach",
    "Resource",
    "ResourceKind",
    "ResourceRule",
    "ResourceStep",
    "RuleFact",
    "SizeClass",
    "SourceKind",
    "ToldNeed",
    "Verdict",
]
