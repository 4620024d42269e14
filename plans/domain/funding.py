"""The door to the verbs of funding lines, which stand in files of their own."""

from __future__ import annotations

from plans.domain.decisions import (
    mark_asked,
    mark_granted,
    mark_refused,
    mark_reported,
    step_back,
)
from plans.domain.lines import add_line, remove_line, save_line
from plans.domain.payments import advance_limit, record_payment, remove_payment

__all__ = [
    "add_line",
    "advance_limit",
    "mark_asked",
    "mark_granted",
    "mark_refused",
    "mark_reported",
    "record_payment",
    "remove_line",
    "remove_payment",
    "save_line",
    "step_back",
]
