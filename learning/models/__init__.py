"""Lessons, and moves of places to newer versions of their method."""

from learning.models.advice import TAKEN_UP, Advice, AdviceState
from learning.models.lesson import (
    LESSON_LENGTH,
    Lesson,
    LessonChange,
    LessonState,
    Reach,
    SourceKind,
)
from learning.models.move import MethodMove, MoveState
from learning.models.question import AnswerKind, Question, QuestionLine, QuestionState
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
    "AnswerKind",
    "Dismissal",
    "Favourite",
    "Lesson",
    "LessonChange",
    "LessonState",
    "MethodMove",
    "MoveState",
    "Question",
    "QuestionLine",
    "QuestionState",
    "Reach",
    "Resource",
    "ResourceKind",
    "ResourceRule",
    "ResourceStep",
    "RuleFact",
    "SourceKind",
]
