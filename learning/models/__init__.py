"""Lessons, advice, moves of places to newer versions; laboratories and their teams."""

from learning.models.advice import TAKEN_UP, Advice, AdviceState
from learning.models.laboratory import Challenge, Laboratory, StepPrompt
from learning.models.lesson import (
    LESSON_LENGTH,
    Lesson,
    LessonChange,
    LessonState,
    Reach,
    SourceKind,
)
from learning.models.mentoring import Mentoring, MentorMeeting
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
    "LESSON_LENGTH",
    "TAKEN_UP",
    "Advice",
    "AdviceState",
    "Challenge",
    "Dismissal",
    "Favourite",
    "GroupSeat",
    "Laboratory",
    "LearningGoal",
    "Lesson",
    "LessonChange",
    "LessonState",
    "MentorMeeting",
    "Mentoring",
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
