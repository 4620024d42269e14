"""Places, participations, step work, evidence, gate, coaching."""

from places.models.clock import ClockChange, ClockKind
from places.models.coaching import CoachedParty, CoachingEntry, CoachingKind
from places.models.evidence import Evidence
from places.models.gate import (
    Assessment,
    Decision,
    GateAssessment,
    GateCondition,
    GateReview,
    ReviewState,
)
from places.models.group import Commitment, GroupMember
from places.models.half_way_import import HalfWayImport
from places.models.participation import (
    GateState,
    Participation,
    ParticipationKind,
    ParticipationStatus,
)
from places.models.photo import Consent, Photo
from places.models.place import Place, PlaceCode, PopulationObservation
from places.models.place_import import PlaceImport
from places.models.saved_view import SavedView
from places.models.stepwork import ItemOrigin, ItemState, StepItem

__all__ = [
    "Assessment",
    "ClockChange",
    "ClockKind",
    "CoachedParty",
    "CoachingEntry",
    "CoachingKind",
    "Commitment",
    "Consent",
    "Decision",
    "Evidence",
    "GateAssessment",
    "GateCondition",
    "GateReview",
    "GateState",
    "GroupMember",
    "HalfWayImport",
    "ItemOrigin",
    "ItemState",
    "Participation",
    "ParticipationKind",
    "ParticipationStatus",
    "Photo",
    "Place",
    "PlaceCode",
    "PlaceImport",
    "PopulationObservation",
    "ReviewState",
    "SavedView",
    "StepItem",
]
