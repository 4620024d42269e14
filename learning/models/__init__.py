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
from learning.models.competence import (
    CompetenceProfile,
    CompetenceRating,
    TrainingItem,
    TrainingWay,
    WantedLevel,
)
from learning.models.decision import Decision, Verdict
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
    "Branch",
    "ChangeAnswer",
    "ChangeKind",
    "ChangeRequest",
    "Company",
    "CompanyImport",
    "CompanyState",
    "CompetenceProfile",
    "CompetenceRating",
    "Decision",
    "Dismissal",
    "EvidencePack",
    "Favourite",
    "Interview",
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
    "SizeClass",
    "SourceKind",
    "ToldNeed",
    "TrainingItem",
    "TrainingWay",
    "Verdict",
    "WantedLevel",
]
