"""Indicators, their observations, the queries that fetch them, and files brought by hand."""

from facts.models.file import FactFile, FileMapping
from facts.models.indicator import Better, Indicator, Level, Measure
from facts.models.note import NOTE_LENGTH, ChosenPeer, FigureNote, Topic
from facts.models.observation import Observation, Origin, Status, dims_key, year_of
from facts.models.query import Client, Query, QueryRun, QueryState, Refresh, RunState

__all__ = [
    "NOTE_LENGTH",
    "Better",
    "ChosenPeer",
    "Client",
    "FactFile",
    "FigureNote",
    "FileMapping",
    "Indicator",
    "Level",
    "Measure",
    "Observation",
    "Origin",
    "Query",
    "QueryRun",
    "QueryState",
    "Refresh",
    "RunState",
    "Status",
    "Topic",
    "dims_key",
    "year_of",
]
