"""Lessons, and moves of places to newer versions of their method."""

from learning.models.advice import TAKEN_UP, Advice, AdviceState
from learning.models.function import STALE_MONTHS, DirectoryKeeper, PublicFunction, Sector
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
    "STALE_MONTHS",
    "TAKEN_UP",
    "Advice",
    "AdviceState",
    "DirectoryKeeper",
    "Dismissal",
    "Favourite",
    "Lesson",
    "LessonChange",
    "LessonState",
    "MethodMove",
    "MoveState",
    "PublicFunction",
    "Reach",
    "Resource",
    "ResourceKind",
    "ResourceRule",
    "ResourceStep",
    "RuleFact",
    "Sector",
    "SourceKind",
]
