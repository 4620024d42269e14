"""Surveys, their questions, who is asked, and what was answered."""

from surveys.models.answer import AnswerValue, Release, Response, Sitting, SpentLink
from surveys.models.question import (
    WITH_CHOICES,
    WITH_SCALE,
    Choice,
    Question,
    QuestionKind,
    Section,
    Wording,
)
from surveys.models.recipient import Mailing, MailingRole, Recipient, RecipientList
from surveys.models.results import Assessment, AssessmentValue, ResultSheet
from surveys.models.survey import (
    Mark,
    RespondentGroup,
    Survey,
    SurveyPurpose,
    SurveyState,
    SurveyText,
)

__all__ = [
    "WITH_CHOICES",
    "WITH_SCALE",
    "AnswerValue",
    "Assessment",
    "AssessmentValue",
    "Choice",
    "Mailing",
    "MailingRole",
    "Mark",
    "Question",
    "QuestionKind",
    "Recipient",
    "RecipientList",
    "Release",
    "RespondentGroup",
    "Response",
    "ResultSheet",
    "Section",
    "Sitting",
    "SpentLink",
    "Survey",
    "SurveyPurpose",
    "SurveyState",
    "SurveyText",
    "Wording",
]
