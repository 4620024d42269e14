"""The agenda with the clock running along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import time_format

from workshops.models import AgendaItem, Workshop


@dataclass(frozen=True, slots=True)
class Row:
    """An item and the hall's clock when it begins; no clock after an item without a length."""

    item: AgendaItem
    at: str


def running(workshop: Workshop, items: Iterable[AgendaItem]) -> list[Row]:
    """The items in order, each with its clock time."""
    moment: dt.datetime | None = workshop.starts_at
    rows = []
    for item in items:
        at = "" if moment is None else time_format(_local(workshop, moment), "TIME_FORMAT")
        rows.append(Row(item, at))
        if moment is not None:
            moment = None if item.minutes is None else moment + dt.timedelta(minutes=item.minutes)
    return rows


def overrun(workshop: Workshop, items: Iterable[AgendaItem]) -> int:
    """By how many minutes the agenda is longer than the meeting; 0 when it fits or is open."""
    if workshop.ends_at is None:
        return 0
    planned = sum(item.minutes or 0 for item in items)
    length = int((workshop.ends_at - workshop.starts_at).total_seconds() // 60)
    return max(0, planned - length)


def _local(workshop: Workshop, moment: dt.datetime) -> dt.time:
    # In UTC first: minutes pass evenly, also over the hour at which the clock is moved.
    return moment.astimezone(workshop.zone).time()
