"""Lessons, and moves of places to newer versions of their method."""

from learning.models.advice import TAKEN_UP, Advice, AdviceState
from learning.models.competence import (
    CompetenceProfile,
    CompetenceRating,
    TrainingItem,
    TrainingWay,
    WantedLevel,
)
from learning.models.evidence import EvidencePack
from learning.models.lesson import (
    LESSON_LENGTH,
    Lesson,
    LessonChange,
    LessonState,
    Reach,
    SourceKind,
)
from learning.models.milestone import LongGoal, Milestone, MilestoneState
from learning.models.move import MethodMove, MoveState
from learning.models.process import ProcessStep
from learning.models.project import ChangeAnswer, ChangeKind, ChangeRequest, ProjectRoom
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
    "ChangeAnswer",
    "ChangeKind",
    "ChangeRequest",
    "CompetenceProfile",
    "CompetenceRating",
    "Dismissal",
    "EvidencePack",
    "Favourite",
    "Lesson",
    "LessonChange",
    "LessonState",
    "LongGoal",
    "MethodMove",
    "Milestone",
    "MilestoneState",
    "MoveState",
    "ProcessStep",
    "ProjectRoom",
    "Reach",
    "Resource",
    "ResourceKind",
    "ResourceRule",
    "ResourceStep",
    "RuleFact",
    "SourceKind",
    "TrainingItem",
    "TrainingWay",
    "WantedLevel",
]
