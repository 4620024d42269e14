"""Lessons, advice, moves of places to newer versions; laboratories and their teams."""

from learning.models.advice import TAKEN_UP, Advice, AdviceState
from learning.models.audience import SHARED, Audience
from learning.models.concept import (
    CARD_FIELDS,
    FIELD_LENGTH,
    Concept,
    ConceptSource,
    ConceptState,
    ConceptUse,
)
from learning.models.experiment import (
    ENDED,
    PART_LENGTH,
    PARTS,
    Experiment,
    ExperimentChange,
    ExperimentComment,
    ExperimentFile,
    ExperimentState,
)
from learning.models.laboratory import Challenge, Laboratory, StepPrompt
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
from learning.models.session import (
    GroupSeat,
    SessionDone,
    SessionGroup,
    SessionPart,
    SessionPlan,
)
from learning.models.team import LearningGoal, Team, TeamMember, TeamOrganisation

__all__ = [
    "CARD_FIELDS",
    "ENDED",
    "FIELD_LENGTH",
    "LESSON_LENGTH",
    "PARTS",
    "PART_LENGTH",
    "SHARED",
    "TAKEN_UP",
    "Advice",
    "AdviceState",
    "Audience",
    "Challenge",
    "Concept",
    "ConceptSource",
    "ConceptState",
    "ConceptUse",
    "Dismissal",
    "Experiment",
    "ExperimentChange",
    "ExperimentComment",
    "ExperimentFile",
    "ExperimentState",
    "Favourite",
    "GroupSeat",
    "Laboratory",
    "LearningGoal",
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
    "SessionDone",
    "SessionGroup",
    "SessionPart",
    "SessionPlan",
    "SourceKind",
    "StepPrompt",
    "Team",
    "TeamMember",
    "TeamOrganisation",
]
