"""Indicators, their observations, the queries that fetch them, and files brought by hand."""

from facts.models.file import FactFile, FileMapping
from facts.models.indicator import Better, Indicator, Level, Measure
from facts.models.observation import Observation, Origin, Status, dims_key, year_of
from facts.models.query import Client, Query, QueryRun, QueryState, Refresh, RunState

__all__ = [
    "Better",
    "Client",
    "FactFile",
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
    "dims_key",
    "year_of",
]
