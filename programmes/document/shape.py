"""What a method's file may hold: the shape that YAML, drafts and exports share.

A `MethodDoc` is a plain value. It comes from a file (`reading`), from rows (`storing`) and
goes to either. What one field cannot say about itself stands in `checks`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any, NamedTuple

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from programmes.models.method import Basis, StepTool

#: A participation's progress has one letter a step and room for this many.
MAX_STEPS = 20
MAX_MONTHS = 120
LONG_TEXT = 20_000

_LINE_BREAKS = re.compile("\r\n|[\r\u2028\u2029]")
_MONTHS = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")


class Months(NamedTuple):
    """First and last month of a step, counted from 1, both included."""

    first: int
    last: int


def tidy(value: object) -> object:
    """Text with plain line breaks and no blanks at line ends.

    Raises PydanticCustomError for control characters, which databases and printers refuse.
    """
    if not isinstance(value, str):
        return value
    text = _LINE_BREAKS.sub("\n", value).expandtabs(4)
    for character in text:
        if character != "\n" and unicodedata.category(character) in {"Cc", "Cs", "Cn"}:
            raise PydanticCustomError(
                "character", "character {code}", {"code": f"U+{ord(character):04X}"}
            )
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def one_line(value: object) -> object:
    """`tidy` text on one line: breaks become blanks."""
    text = tidy(value)
    return " ".join(text.split()) if isinstance(text, str) else text


def months(value: object) -> Months:
    """Months from "4-6", "4" or the number 4. Raises PydanticCustomError for all else."""
    if isinstance(value, Months):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    found = _MONTHS.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("months_form", "months like 4-6")
    first, last = int(found[1]), int(found[2] or found[1])
    if not 1 <= first <= last <= MAX_MONTHS:
        raise PydanticCustomError("months_range", "months from 1 to {most}", {"most": MAX_MONTHS})
    return Months(first, last)


def _months_text(value: Months) -> str:
    return f"{value.first}-{value.last}"


def _line(most: int) -> Any:
    return Annotated[
        str, BeforeValidator(one_line), StringConstraints(min_length=1, max_length=most)
    ]


Text = Annotated[str, BeforeValidator(tidy), StringConstraints(max_length=LONG_TEXT)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", max_length=60)]
#: A readiness part: a registered name, with the key of a step or line after a colon.
PartKey = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9_]+(?::[a-z0-9]+(?:[-_][a-z0-9]+)*)?$", max_length=130)
]
#: An event that ticks a line: a registered name, with an argument after a colon.
TickKey = Annotated[
    str, StringConstraints(pattern=r"^(?:[a-z0-9_]+(?::[a-z0-9_]+)?)?$", max_length=80)
]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=500)]
ToolName = Annotated[
    str, StringConstraints(pattern="^(?:" + "|".join(filter(None, StepTool.values)) + ")?$")
]
MonthRange = Annotated[Months, PlainValidator(months), PlainSerializer(_months_text)]
BasisName = Annotated[str, StringConstraints(pattern="^(?:" + "|".join(Basis.values) + ")$")]
Language = Annotated[str, StringConstraints(pattern="^(?:sv|da|en)$")]
Line40, Line120, Line160, Line200, Line240 = map(_line, (40, 120, 160, 200, 240))


class Doc(BaseModel):
    """Strict: no unknown fields, no silent conversion of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SourceDoc(Doc):
    """Where the method's facts were read."""

    title: Line200  # type: ignore[valid-type]
    url: Address


class ParentDoc(Doc):
    """The method from which this one was derived: its region's short name and its own."""

    region: Key
    method: Key


class ItemDoc(Doc):
    """Something to tick off."""

    key: Key
    text: Line240  # type: ignore[valid-type]
    help: Text = ""
    required: bool = True
    evidence_wanted: bool = False
    ticked_by: TickKey = ""
    basis: BasisName = Basis.DERIVED.value


class LessonDoc(Doc):
    """What a place learnt at a step, and where that was."""

    key: Key
    text: Annotated[str, BeforeValidator(tidy), StringConstraints(min_length=1, max_length=1000)]
    origin: Line200  # type: ignore[valid-type]


class StepDoc(Doc):
    """A step: why, how, when, what comes out, what to tick off."""

    key: Key
    title: Line120  # type: ignore[valid-type]
    months: MonthRange
    basis: BasisName = Basis.DERIVED.value
    purpose: Text = ""
    guidance: Text = ""
    outputs: list[Line240] = Field(default_factory=list, max_length=20)  # type: ignore[valid-type]
    tool: ToolName = StepTool.NONE.value
    checklist: list[ItemDoc] = Field(default_factory=list, max_length=60)
    lessons: list[LessonDoc] = Field(default_factory=list, max_length=30)


class PhaseDoc(Doc):
    """Steps that belong together. The gate stands after a phase."""

    title: Line120  # type: ignore[valid-type]
    steps: list[StepDoc] = Field(min_length=1, max_length=MAX_STEPS)


class CriterionDoc(Doc):
    """One thing that the gate looks at, and the readiness parts that inform it."""

    key: Key
    title: Line160  # type: ignore[valid-type]
    guidance: Text = ""
    parts: list[PartKey] = Field(default_factory=list, max_length=20)
    basis: BasisName = Basis.DERIVED.value


class GateDoc(Doc):
    """The control gate: after which step, in which month, who decides, what must hold."""

    after: Key
    title: Line120  # type: ignore[valid-type]
    month: int = Field(ge=1, le=MAX_MONTHS)
    purpose: Text = ""
    deciders: Annotated[str, BeforeValidator(one_line), StringConstraints(max_length=200)] = ""
    basis: BasisName = Basis.DERIVED.value
    criteria: list[CriterionDoc] = Field(min_length=1, max_length=20)


class HeaderDoc(Doc):
    """What stands at the top of a method version."""

    language: Language
    title: Line160  # type: ignore[valid-type]
    months: int = Field(ge=1, le=MAX_MONTHS)
    #: The steps are ticked once for the whole programme and not at each place.
    for_programme: bool = False
    summary: Text = ""
    changes: Text = ""
    sources: list[SourceDoc] = Field(default_factory=list, max_length=60)


class MethodDoc(HeaderDoc):
    """A whole method version."""

    method: Key
    derived_from: ParentDoc | None = None
    phases: list[PhaseDoc] = Field(min_length=1, max_length=8)
    gate: GateDoc | None = None

    def steps(self) -> list[StepDoc]:
        """All steps in their order through the whole method."""
        return [step for phase in self.phases for step in phase.steps]
