"""Lessons, and moves of places to newer versions of their method."""

from learning.models.advice import TAKEN_UP, Advice, AdviceState
from learning.models.case import (
    Case,
    CaseConsent,
    CaseFigure,
    CaseKind,
    CaseState,
    ConsentFor,
)
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
from learning.models.stream import (
    AnswerAddress,
    FileState,
    Message,
    MessageFile,
    Room,
    StreamVisit,
)

__all__ = [
    "LESSON_LENGTH",
    "TAKEN_UP",
    "Advice",
    "AdviceState",
    "AnswerAddress",
    "Case",
    "CaseConsent",
    "CaseFigure",
    "CaseKind",
    "CaseState",
    "ConsentFor",
    "Dismissal",
    "Favourite",
    "FileState",
    "Lesson",
    "LessonChange",
    "LessonState",
    "Message",
    "MessageFile",
    "MethodMove",
    "MoveState",
    "Reach",
    "Resource",
    "ResourceKind",
    "ResourceRule",
    "ResourceStep",
    "Room",
    "RuleFact",
    "SourceKind",
    "StreamVisit",
]
