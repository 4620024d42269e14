"""What programmes learn: teams, experiments, companies, questions, lessons, and a library."""

from learning.models.advice import (
    TAKEN_UP,
    Advice,
    AdviceState,
)
from learning.models.audience import (
    SHARED,
    Audience,
)
from learning.models.case import (
    Case,
    CaseConsent,
    CaseFigure,
    CaseKind,
    CaseState,
    ConsentFor,
)
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
from learning.models.concept import (
    CARD_FIELDS,
    FIELD_LENGTH,
    Concept,
    ConceptSource,
    ConceptState,
    ConceptUse,
)
from learning.models.decision import (
    Decision,
    Verdict,
)
from learning.models.evidence import (
    EvidencePack,
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
from learning.models.function import (
    STALE_MONTHS,
    DirectoryImport,
    DirectoryKeeper,
    PublicFunction,
    Sector,
)
from learning.models.laboratory import (
    Challenge,
    Laboratory,
    StepPrompt,
)
from learning.models.lesson import (
    LESSON_LENGTH,
    Lesson,
    LessonChange,
    LessonState,
    Reach,
    SourceKind,
)
from learning.models.mentoring import (
    Mentoring,
    MentorMeeting,
)
from learning.models.milestone import (
    LongGoal,
    Milestone,
    MilestoneState,
)
from learning.models.move import (
    MethodMove,
    MoveState,
)
from learning.models.process import (
    ProcessStep,
)
from learning.models.project import (
    ChangeAnswer,
    ChangeKind,
    ChangeRequest,
    ProjectRoom,
)
from learning.models.question import (
    AnswerKind,
    Question,
    QuestionLine,
    QuestionState,
)
from learning.models.relation import RelationNote
from learning.models.research import Informant, ResearchEntry
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
from learning.models.stream import (
    AnswerAddress,
    FileState,
    Message,
    MessageFile,
    Room,
    StreamVisit,
)
from learning.models.team import (
    LearningGoal,
    Team,
    TeamMember,
    TeamOrganisation,
)

__all__ = [
    "CARD_FIELDS",
    "ENDED",
    "FIELD_LENGTH",
    "LESSON_LENGTH",
    "PARTS",
    "PART_LENGTH",
    "SHARED",
    "STALE_MONTHS",
    "TAKEN_UP",
    "Advice",
    "AdviceState",
    "AnswerAddress",
    "AnswerKind",
    "Audience",
    "Branch",
    "Case",
    "CaseConsent",
    "CaseFigure",
    "CaseKind",
    "CaseState",
    "Challenge",
    "ChangeAnswer",
    "ChangeKind",
    "ChangeRequest",
    "Company",
    "CompanyImport",
    "CompanyState",
    "CompetenceProfile",
    "CompetenceRating",
    "Concept",
    "ConceptSource",
    "ConceptState",
    "ConceptUse",
    "ConsentFor",
    "Decision",
    "DirectoryImport",
    "DirectoryKeeper",
    "Dismissal",
    "EvidencePack",
    "Experiment",
    "ExperimentChange",
    "ExperimentComment",
    "ExperimentFile",
    "ExperimentState",
    "Favourite",
    "FileState",
    "GroupSeat",
    "Informant",
    "Interview",
    "Laboratory",
    "LearningGoal",
    "Lesson",
    "LessonChange",
    "LessonState",
    "LongGoal",
    "MentorMeeting",
    "Mentoring",
    "Message",
    "MessageFile",
    "MethodMove",
    "Milestone",
    "MilestoneState",
    "MoveState",
    "ProcessStep",
    "ProjectRoom",
    "PublicFunction",
    "Question",
    "QuestionLine",
    "QuestionState",
    "Reach",
    "RelationNote",
    "ResearchEntry",
    "Resource",
    "ResourceKind",
    "ResourceRule",
    "ResourceStep",
    "Room",
    "RuleFact",
    "Sector",
    "SessionDone",
    "SessionGroup",
    "SessionPart",
    "SessionPlan",
    "SizeClass",
    "SourceKind",
    "StepPrompt",
    "StreamVisit",
    "Team",
    "TeamMember",
    "TeamOrganisation",
    "ToldNeed",
    "TrainingItem",
    "TrainingWay",
    "Verdict",
    "WantedLevel",
]
