"""Services, assets, actors, local economic analyses, and the result chain of a programme."""

from mapping.models.actor import Actor, ActorTouch, GroupPresence, OftenMissing, Way
from mapping.models.asset import REGISTER, THINGS, Asset, AssetKind, AssetLink, AssetOrigin
from mapping.models.chain import ChainIndicator, ChainStep, ChainValue, ResultChain
from mapping.models.economy import LocalAnalysis, LocalDocument, LocalFigure, LocalTopic
from mapping.models.point import MapPoint, MapPointKind, MapPointState, Pin
from mapping.models.service import (
    COMMERCIAL,
    FORMS_OF,
    OPEN_STATES,
    START_STATES,
    USUAL,
    Condition,
    Service,
    ServiceForm,
    ServiceKind,
    ServiceSeen,
    ServiceState,
)

__all__ = [
    "COMMERCIAL",
    "FORMS_OF",
    "OPEN_STATES",
    "REGISTER",
    "START_STATES",
    "THINGS",
    "USUAL",
    "Actor",
    "ActorTouch",
    "Asset",
    "AssetKind",
    "AssetLink",
    "AssetOrigin",
    "ChainIndicator",
    "ChainStep",
    "ChainValue",
    "Condition",
    "GroupPresence",
    "LocalAnalysis",
    "LocalDocument",
    "LocalFigure",
    "LocalTopic",
    "MapPoint",
    "MapPointKind",
    "MapPointState",
    "OftenMissing",
    "Pin",
    "ResultChain",
    "Service",
    "ServiceForm",
    "ServiceKind",
    "ServiceSeen",
    "ServiceState",
    "Way",
]
