"""Meetings, guests, letters about them, the door, minutes and what came out."""

from workshops.models.agenda import AgendaItem, Material
from workshops.models.campaign import Audience, LetterRole, LetterText, MeetingCampaign, Reminder
from workshops.models.checkin import CheckinAct, CheckinEntry
from workshops.models.conference import Session, SessionChoice
from workshops.models.course import (
    Course,
    CourseAudience,
    CourseLevel,
    CourseReach,
    Enrolment,
    Interest,
)
from workshops.models.feed import Feed
from workshops.models.feedback import Feedback, FeedbackGiven
from workshops.models.focus import (
    Consent,
    FocusGroup,
    FocusNote,
    GuideQuestion,
    RecordingPolicy,
)
from workshops.models.guests import Answer, GuestList, HowInvited, Invitation, RequiredGroup, Seat
from workshops.models.minutes import Minutes, MinutesState, Outcome, OutcomeKind
from workshops.models.need import Need, NeedLevel, NeedsStudy
from workshops.models.question import Question
from workshops.models.series import Series, SeriesKind
from workshops.models.workshop import Workshop, WorkshopKind, WorkshopState

__all__ = [
    "AgendaItem",
    "Answer",
    "Audience",
    "CheckinAct",
    "CheckinEntry",
    "Consent",
    "Course",
    "CourseAudience",
    "CourseLevel",
    "CourseReach",
    "Enrolment",
    "Feed",
    "Feedback",
    "FeedbackGiven",
    "FocusGroup",
    "FocusNote",
    "GuestList",
    "GuideQuestion",
    "HowInvited",
    "Interest",
    "Invitation",
    "LetterRole",
    "LetterText",
    "Material",
    "MeetingCampaign",
    "Minutes",
    "MinutesState",
    "Need",
    "NeedLevel",
    "NeedsStudy",
    "Outcome",
    "OutcomeKind",
    "Question",
    "RecordingPolicy",
    "Reminder",
    "RequiredGroup",
    "Seat",
    "Series",
    "SeriesKind",
    "Session",
    "SessionChoice",
    "Workshop",
    "WorkshopKind",
    "WorkshopState",
]
