"""The rooms that steps point to. Apps above register theirs; a method names them by `StepTool`."""

from __future__ import annotations

from core.addresses import address
from places.models import Participation
from programmes.models import Step, StepTool

_rooms: dict[str, str] = {}


def register_tool(tool: StepTool, url_name: str) -> None:
    """Say where a tool is; the address takes the participation's id alone."""
    _rooms[tool] = url_name


def tool_of(step: Step, participation: Participation) -> tuple[str, str] | None:
    """The step's tool as label and address; None when it has none, or it is not installed."""
    if step.tool not in _rooms:
        return None
    return str(StepTool(step.tool).label), address(_rooms[step.tool], participation.pk)
