"""Themes, the voices that they are made of, where they led, and analyses made of them."""

from themes.models.analysis import Analysis, AnalysisPoint, PointKind
from themes.models.theme import Merge, Theme, ToldApart
from themes.models.uptake import Uptake, UptakeKind
from themes.models.voice import Mark, SetAside, Tagging, Voice

__all__ = [
    "Analysis",
    "AnalysisPoint",
    "Mark",
    "Merge",
    "PointKind",
    "SetAside",
    "Tagging",
    "Theme",
    "ToldApart",
    "Uptake",
    "UptakeKind",
    "Voice",
]
