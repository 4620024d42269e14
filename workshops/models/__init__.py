"""Meetings, guests, letters about them, the door, minutes and what came out."""

from workshops.models.agenda import AgendaItem, Material
from workshops.models.door import DoorAct, DoorEntry
from workshops.models.feed import Feed
from workshops.models.feedback import Feedback, FeedbackGiven
from workshops.models.guests import Answer, GuestList, HowInvited, Invitation, Party, Seat
from workshops.models.mailing import Audience, LetterRole, LetterText, Mailing, Reminder
from workshops.models.minutes import Minutes, MinutesState, Outcome, OutcomeKind
from workshops.models.need import Need, NeedLevel, NeedsStudy
from workshops.models.question import Question
from workshops.models.series import Series, SeriesKind
from workshops.models.workshop import Workshop, WorkshopKind, WorkshopState

__all__ = [
    "AgendaItem",
    "Answer",
    "Audience",
    "DoorAct",
    "DoorEntry",
    "Feed",
    "Feedback",
    "FeedbackGiven",
    "GuestList",
    "HowInvited",
    "Invitation",
    "LetterRole",
    "LetterText",
    "Mailing",
    "Material",
    "Minutes",
    "MinutesState",
    "Need",
    "NeedLevel",
    "NeedsStudy",
    "Outcome",
    "OutcomeKind",
    "Party",
    "Question",
    "Reminder",
    "Seat",
    "Series",
    "SeriesKind",
    "Workshop",
    "WorkshopKind",
    "WorkshopState",
]
