"""What differs between two versions: steps, lines and criteria matched by their short name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programmes import ticks
from programmes.document.rows import data_of
from programmes.document.shape import Months
from programmes.models import MethodVersion
from programmes.models.method import Basis, StepTool

Kind = Literal["added", "removed", "changed"]

HEADER = ("title", "language", "months", "for_programme", "summary", "sources")
STEP = ("title", "months", "purpose", "guidance", "outputs", "tool", "basis", "lessons")
ITEM = ("text", "help", "required", "evidence_wanted", "ticked_by", "basis")
GATE = ("title", "after", "month", "purpose", "deciders", "basis")
CRITERION = ("title", "guidance", "parts", "basis")
MARKDOWN = ("summary", "changes", "purpose", "guidance", "help")

LABELS: dict[str, str | Promise] = {
    "title": _("Title"),
    "language": _("Language"),
    "months": _("Months"),
    "for_programme": _("Ticked once for the whole programme"),
    "month": _("Month"),
    "summary": _("Summary"),
    "changes": _("What changed"),
    "sources": _("Sources"),
    "purpose": _("Purpose"),
    "guidance": _("Guidance"),
    "outputs": _("What comes out"),
    "lessons": _("Lessons"),
    "tool": _("Tool"),
    "basis": _("Whose wording"),
    "text": _("To do"),
    "help": _("Help"),
    "required": _("Required"),
    "evidence_wanted": _("Evidence wanted"),
    "ticked_by": _("Ticked by"),
    "after": _("Stands after"),
    "deciders": _("Who decides"),
    "parts": _("What the platform can see for itself"),
    "phases": _("Phases"),
    "order": _("Order of the steps"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A field with its value in the first and in the second version."""

    name: str
    before: Any
    after: Any

    @property
    def label(self) -> str:
        """What the field is called; a name without an entry is one already."""
        return str(LABELS.get(self.name, self.name))

    @property
    def old(self) -> object:
        """The first value as people read it."""
        return _readable(self.name, self.before)

    @property
    def new(self) -> object:
        """The second value as people read it."""
        return _readable(self.name, self.after)

    @property
    def is_markdown(self) -> bool:
        """Whether the values are running text."""
        return self.name in MARKDOWN

    @property
    def alone(self) -> list[Change]:
        """This change as a list of one, for templates that draw lists."""
        return [self]


def _readable_line(one: Any) -> str:
    if not isinstance(one, dict):
        return str(one)
    if "origin" in one:
        return f"{one['text']} ({one['origin']})"
    return f"{one['title']} {one['url']}"


def _readable(name: str, value: Any) -> object:
    if isinstance(value, Months):
        return f"{value.first}–{value.last}"
    if isinstance(value, (list, tuple)):
        return "\n".join(_readable_line(one) for one in value)
    if name == "basis":
        return Basis(value).label if value in Basis.values else value
    if name == "ticked_by":
        return ticks.title_of(value)
    if name == "tool":
        return StepTool(value).label if value in StepTool.values else value
    return value


@dataclass(frozen=True, slots=True)
class Difference:
    """A step, line or criterion that was added, removed or changed, with what hangs on it."""

    kind: Kind
    key: str
    title: str
    changes: list[Change] = field(default_factory=list)
    parts: list[Difference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences. `phases` and `order` hold the titles before and after when they differ."""

    header: list[Change]
    phases: Change | None
    order: Change | None
    steps: list[Difference]
    gate: Difference | None

    @property
    def same(self) -> bool:
        """Whether the two say the same."""
        return not (self.header or self.phases or self.order or self.steps or self.gate)


def compare(before: MethodVersion, after: MethodVersion) -> Comparison:
    """The differences from the first to the second version (both loaded with `storing.whole`)."""
    old, new = data_of(before), data_of(after)
    old_steps, new_steps = _steps(old), _steps(new)
    return Comparison(
        header=_changes(old, new, HEADER),
        phases=_listed(
            "phases", [p["title"] for p in old["phases"]], [p["title"] for p in new["phases"]]
        ),
        order=_order(old_steps, new_steps),
        steps=list(
            _differences(old_steps, new_steps, STEP, "title", lines=("checklist", ITEM, "text"))
        ),
        gate=_gate(old["gate"], new["gate"]),
    )


def step_difference(old: dict[str, Any], new: dict[str, Any]) -> Difference:
    """What differs between two readings of one step."""
    parts = list(_differences(old["checklist"], new["checklist"], ITEM, "text"))
    return Difference("changed", old["key"], new["title"], _changes(old, new, STEP), parts)


def gate_difference(old: dict[str, Any] | None, new: dict[str, Any] | None) -> Difference | None:
    """What differs between two readings of the gate; None when nothing does."""
    return _gate(old or None, new or None)


def _steps(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for phase in data["phases"] for step in phase["steps"]]


def _changes(old: dict[str, Any], new: dict[str, Any], names: Sequence[str]) -> list[Change]:
    return [
        Change(name, old.get(name), new.get(name))
        for name in names
        if old.get(name) != new.get(name)
    ]


def _listed(name: str, before: list[str], after: list[str]) -> Change | None:
    return Change(name, before, after) if before != after else None


def _order(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Change | None:
    """The common steps' order, when it differs. Added and removed steps are told as such."""
    common = {step["key"] for step in old} & {step["key"] for step in new}
    before = [step["key"] for step in old if step["key"] in common]
    if before == [step["key"] for step in new if step["key"] in common]:
        return None
    return Change("order", [step["title"] for step in old], [step["title"] for step in new])


def _differences(
    old: list[dict[str, Any]],
    new: list[dict[str, Any]],
    names: Sequence[str],
    title: str,
    *,
    lines: tuple[str, Sequence[str], str] | None = None,
) -> Iterator[Difference]:
    """In the order of the second version, removed ones last."""
    before = {row["key"]: row for row in old}
    after = {row["key"]: row for row in new}
    for key, row in after.items():
        if key not in before:
            yield Difference("added", key, row[title])
            continue
        changes = _changes(before[key], row, names)
        parts = []
        if lines:
            name, fields, words = lines
            parts = list(_differences(before[key][name], row[name], fields, words))
        if changes or parts:
            yield Difference("changed", key, row[title], changes, parts)
    for key, row in before.items():
        if key not in after:
            yield Difference("removed", key, row[title])


def _gate(old: dict[str, Any] | None, new: dict[str, Any] | None) -> Difference | None:
    if old is None or new is None:
        if old == new:
            return None
        return Difference("added" if new else "removed", "gate", (new or old or {})["title"])
    changes = _changes(old, new, GATE)
    parts = list(_differences(old["criteria"], new["criteria"], CRITERION, "title"))
    return Difference("changed", "gate", new["title"], changes, parts) if changes or parts else None
