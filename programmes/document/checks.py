"""Rules that several fields of a method must keep together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from programmes import parts, ticks
from programmes.document.shape import MAX_STEPS, CriterionDoc, GateDoc, MethodDoc, StepDoc

Path = tuple[str | int, ...]


class Finding(NamedTuple):
    """A broken rule: where, which (a code of `faults.SENTENCES`), and the values to name."""

    path: Path
    code: str
    facts: dict[str, object]


def findings(doc: MethodDoc) -> list[Finding]:
    """All broken rules, in the order of the file. Empty for a sound method."""
    rules: tuple[Callable[[MethodDoc], Iterator[Finding]], ...] = (_steps, _order, _items, _gate)
    return [finding for rule in rules for finding in rule(doc)]


def _placed(doc: MethodDoc) -> Iterator[tuple[Path, StepDoc]]:
    for number, phase in enumerate(doc.phases):
        for position, step in enumerate(phase.steps):
            yield ("phases", number, "steps", position), step


def _repeated(keys: Iterable[tuple[Path, str]], code: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, key in keys:
        if key in seen:
            yield Finding((*path, "key"), code, {"key": key})
        seen.add(key)


def _steps(doc: MethodDoc) -> Iterator[Finding]:
    yield from _repeated(((path, step.key) for path, step in _placed(doc)), "step_key_twice")
    if len(doc.steps()) > MAX_STEPS:
        yield Finding(("phases",), "too_many_steps", {"most": MAX_STEPS})


def _order(doc: MethodDoc) -> Iterator[Finding]:
    before: StepDoc | None = None
    for path, step in _placed(doc):
        if step.months.last > doc.months:
            yield Finding((*path, "months"), "months_beyond_end", {"months": doc.months})
        if before and step.months.first < before.months.first:
            yield Finding((*path, "months"), "step_before_step", {"step": before.title})
        before = step


def _items(doc: MethodDoc) -> Iterator[Finding]:
    # Unique in the whole method, since a gate criterion names a line by its key alone.
    lines = (
        ((*path, "checklist", position), item.key)
        for path, step in _placed(doc)
        for position, item in enumerate(step.checklist)
    )
    yield from _repeated(lines, "item_key_twice")
    for path, step in _placed(doc):
        for position, item in enumerate(step.checklist):
            if item.ticked_by and not ticks.is_known(item.ticked_by):
                where = (*path, "checklist", position, "ticked_by")
                yield Finding(where, "tick_unknown", {"key": item.ticked_by})


def _gate(doc: MethodDoc) -> Iterator[Finding]:
    gate = doc.gate
    if gate is None:
        return
    before = _before_gate(doc, gate)
    if not before:
        yield Finding(("gate", "after"), "gate_after_unknown", {"step": gate.after})
        return
    if gate.after not in {phase.steps[-1].key for phase in doc.phases[:-1]}:
        yield Finding(("gate", "after"), "gate_inside_phase", {})
    if gate.month < before[-1].months.last:
        yield Finding(("gate", "month"), "gate_too_early", {"month": before[-1].months.last})
    if gate.month > doc.months:
        yield Finding(("gate", "month"), "months_beyond_end", {"months": doc.months})
    criteria = [(("gate", "criteria", n), criterion) for n, criterion in enumerate(gate.criteria)]
    yield from _repeated(
        ((path, criterion.key) for path, criterion in criteria), "criterion_key_twice"
    )
    for path, criterion in criteria:
        yield from _parts(path, criterion, before)


def _before_gate(doc: MethodDoc, gate: GateDoc) -> list[StepDoc]:
    """The steps up to the gate; empty when it names a step that does not exist."""
    steps = doc.steps()
    keys = [step.key for step in steps]
    return steps[: keys.index(gate.after) + 1] if gate.after in keys else []


def _parts(path: Path, criterion: CriterionDoc, before: list[StepDoc]) -> Iterator[Finding]:
    # A criterion that waits for something after the gate could never be met.
    targets = {
        "step_done": {step.key for step in before},
        "item_done": {item.key for step in before for item in step.checklist},
    }
    for position, key in enumerate(criterion.parts):
        name, _colon, target = key.partition(":")
        if name in targets:
            if target not in targets[name]:
                yield Finding((*path, "parts", position), "part_target", {"part": key})
        elif not parts.is_known(name):
            yield Finding((*path, "parts", position), "part_unknown", {"part": key})
