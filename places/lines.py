"""Lines of a checklist as pages and verbs read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.prepared import Prepared, Slot
from places.models import Evidence, Participation, StepItem

#: What a page or a verb needs of a line; a step's guidance and a method's help are long.
LINE_FIELDS = (
    "participation_id", "step_id", "item_id", "origin", "order", "own_text", "required",
    "evidence_wanted", "state", "note", "responsible", "due_on", "settled_on", "version",
    "step__order", "step__key", "step__title", "item__key", "item__text", "item__help",
)  # fmt: skip


@dataclass(slots=True)
class StepOfLine:
    """What a line knows of its step."""

    pk: int
    order: int
    key: str
    title: str


@dataclass(slots=True)
class MethodItem:
    """What a line knows of its item in the method."""

    key: str
    text: str
    help: str


@dataclass(slots=True)
class ReadLine:
    """A line for reading, with the names of `StepItem`.

    A page makes dozens of them, and rows of the models take ten times as long to make.
    """

    pk: int
    step: StepOfLine
    item: MethodItem | None
    origin: str
    order: int
    own_text: str
    required: bool
    evidence_wanted: bool
    state: str
    note: str
    responsible: str
    due_on: dt.date | None
    settled_on: dt.date | None
    version: int
    file_count: int

    @property
    def step_id(self) -> int:
        """The step's id."""
        return self.step.pk

    @property
    def text(self) -> str:
        """What is to be done."""
        return self.own_text or (self.item.text if self.item else "")


AnyLine = StepItem | ReadLine


def lines_of(participation: Participation | Slot) -> QuerySet[StepItem]:
    """The participation's lines in order.

    Each comes with its step's number and title, the method's text and `file_count`, the
    number of files that are there.
    """
    files = Evidence.objects.filter(item=OuterRef("pk"), removed_at__isnull=True).order_by()
    count = files.values("item").annotate(number=Count("pk")).values("number")
    return (
        StepItem.objects.filter(participation=participation)
        .select_related("step", "item")
        .only(*LINE_FIELDS)
        .annotate(file_count=Coalesce(Subquery(count), 0))
        .order_by("step__order", "order", "pk")
    )


#: In the order of ReadLine's fields.
_OF_LINE = (
    "pk", "origin", "order", "own_text", "required", "evidence_wanted", "state", "note",
    "responsible", "due_on", "settled_on", "version",
)  # fmt: skip
_OF_STEP = ("step_id", "step__order", "step__key", "step__title")
_OF_ITEM = ("item__key", "item__text", "item__help")


def read_lines(participation: Participation) -> list[ReadLine]:
    """`lines_of` for pages: read only, and quickly made."""
    steps: dict[int, StepOfLine] = {}
    lines = []
    rows = _prepared()(participation=participation.pk)
    for step_id, order, step_key, title, key, text, help_text, files, pk, *values in rows:
        step = steps.setdefault(step_id, StepOfLine(step_id, order, step_key, title))
        item = MethodItem(key, text, help_text) if key is not None else None
        fields: list[Any] = [pk, step, item, *values, files]
        lines.append(ReadLine(*fields))
    return lines


@cache
def _prepared() -> Prepared:
    lines = lines_of(Slot("participation"))
    return Prepared(lines.values_list(*_OF_STEP, *_OF_ITEM, "file_count", *_OF_LINE))
