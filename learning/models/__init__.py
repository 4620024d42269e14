"""Lessons, and moves of places to newer versions of their method."""

from learning.models.lesson import (
    LESSON_LENGTH,
    Lesson,
    LessonChange,
    LessonState,
    Reach,
    SourceKind,
)
from learning.models.move import MethodMove, MoveState

__all__ = [
    "LESSON_LENGTH",
    "Lesson",
    "LessonChange",
    "LessonState",
    "MethodMove",
    "MoveState",
    "Reach",
    "SourceKind",
]
