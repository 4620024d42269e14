"""What going over to another version does to a checklist. Lines are matched by their short name.

- A line that both versions have keeps its state, note, day and files; its words become the new.
- A line that only the new version has is added, open.
- A line that is gone stays as a line of the place's own when somebody has written on it, with
  what was written; untouched it is taken away.
- Own lines and conditions go to the step of the same short name, else to the one at its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from places.lines import Line, read_lines
from places.models import ItemOrigin, ItemState, Participation
from programmes.models import ChecklistItem, MethodVersion, Step


@dataclass(frozen=True, slots=True)
class Matched:
    """A line with its item in the new version; `before` where it had other words."""

    line: Line
    item: ChecklistItem
    before: str = ""
    from_step: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """A line without an item in the new version, and the step where it goes on."""

    line: Line
    step: Step


@dataclass(frozen=True)
class Merge:
    """All that would happen."""

    kept: list[Matched] = field(default_factory=list)
    new: list[ChecklistItem] = field(default_factory=list)
    gone: list[Line] = field(default_factory=list)
    made_own: list[Carried] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)
    steps_gone: list[str] = field(default_factory=list)
    steps_new: list[str] = field(default_factory=list)
    steps_renamed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def changed(self) -> list[Matched]:
        """Kept lines that get other words or another step."""
        return [one for one in self.kept if one.before or one.from_step]

    @property
    def untouched(self) -> int:
        """How many lines stay as they are."""
        return len(self.kept) - len(self.changed) + len(self.carried)


def is_written_on(line: Line) -> bool:
    """Whether somebody has done anything with the line that must not be lost."""
    return bool(
        line.state != ItemState.OPEN or line.note.strip() or line.responsible or line.file_count
    )


def at_step(order: int, key: str, steps: Sequence[Step]) -> Step:
    """Where a line of a step goes on: the step of its short name, else the one at its place."""
    same = next((one for one in steps if one.key == key), None)
    return same or steps[min(order, len(steps)) - 1]


def merge(participation: Participation, after: MethodVersion) -> Merge:
    """What going over would do, from the stored checklist. Asks three statements."""
    steps = list(Step.objects.filter(version=after))
    old = list(Step.objects.filter(version=participation.method_version_id))
    items = list(ChecklistItem.objects.filter(step__version=after).select_related("step"))
    return merged(read_lines(participation), items, old, steps)


def merged(
    lines: Sequence[Line], items: Sequence[ChecklistItem], old: Sequence[Step], new: Sequence[Step]
) -> Merge:
    """The merge rules themselves: plain values in, plain values out."""
    by_key = {item.key: item for item in items}
    found = Merge()
    met: set[str] = set()
    for line in lines:
        item = by_key.get(line.key) if line.origin == ItemOrigin.METHOD else None
        if item is not None:
            met.add(item.key)
            moved = line.step.key != item.step.key
            found.kept.append(
                Matched(
                    line,
                    item,
                    line.text if line.text != item.text else "",
                    line.step.title if moved else "",
                )
            )
            continue
        going = Carried(line, at_step(line.step.order, line.step.key, new))
        if line.origin != ItemOrigin.METHOD:
            found.carried.append(going)
        elif is_written_on(line):
            found.made_own.append(going)
        else:
            found.gone.append(line)
    found.new.extend(item for item in items if item.key not in met)
    _steps(found, old, new)
    return found


def _steps(found: Merge, old: Sequence[Step], new: Sequence[Step]) -> None:
    before, after = {one.key: one.title for one in old}, {one.key: one.title for one in new}
    found.steps_gone.extend(title for key, title in before.items() if key not in after)
    found.steps_new.extend(title for key, title in after.items() if key not in before)
    found.steps_renamed.extend(
        (before[key], title)
        for key, title in after.items()
        if key in before and before[key] != title
    )
