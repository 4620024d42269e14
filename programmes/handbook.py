"""A method version as the handbook page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from programmes.models import ChecklistItem, Gate, MethodVersion, Phase, Step
from programmes.models.method import Basis


@dataclass(frozen=True, slots=True)
class StepPage:
    """A step with its lines. `lines_derived`: every line is an editable default, said once."""

    step: Step
    items: list[ChecklistItem]
    months: str
    bar: SafeString
    derived: bool
    lines_derived: bool

    @property
    def anchor(self) -> str:
        """The step's address on the page."""
        return f"step-{self.step.order}"


@dataclass(frozen=True, slots=True)
class PhasePage:
    """A phase with its steps, and the gate when it stands after this phase."""

    phase: Phase
    steps: list[StepPage]
    gate: Gate | None


@dataclass(frozen=True, slots=True)
class Handbook:
    """The whole page: phases in order, gate, and figures for the head."""

    version: MethodVersion
    phases: list[PhasePage]
    gate: Gate | None
    gate_mark: SafeString

    @property
    def steps(self) -> list[StepPage]:
        """All steps in their order."""
        return [step for phase in self.phases for step in phase.steps]

    @property
    def progress(self) -> str:
        """The strip's letters: every step ahead."""
        return "a" * len(self.steps)

    @property
    def has_derived(self) -> bool:
        """Whether any text is an editable default."""
        return any(
            step.derived or any(item.basis == Basis.DERIVED for item in step.items)
            for step in self.steps
        )


def handbook(version: MethodVersion) -> Handbook:
    """The page of a version that was loaded with `storing.whole`: asks no question of its own."""
    gate = getattr(version, "gate", None)
    phases = []
    for phase in version.phases.all():
        steps = [_step(step, version.months) for step in phase.steps.all()]
        here = gate and any(one.step.order == gate.after_step for one in steps)
        phases.append(PhasePage(phase, steps, gate if here else None))
    mark = _mark(gate.month, version.months) if gate else SafeString()
    return Handbook(version, phases, gate, mark)


def _step(step: Step, months: int) -> StepPage:
    items = list(step.items.all())
    return StepPage(
        step=step,
        items=items,
        months=months_text(step.month_from, step.month_to),
        bar=_bar(step.month_from, step.month_to, months),
        derived=step.basis == Basis.DERIVED,
        lines_derived=bool(items) and all(item.basis == Basis.DERIVED for item in items),
    )


def months_text(first: int, last: int) -> str:
    """The months in words: "Months 4–6"."""
    if first == last:
        return _("Month %(month)s") % {"month": first}
    return _("Months %(first)s–%(last)s") % {"first": first, "last": last}


def _bar(first: int, last: int, months: int) -> SafeString:
    # A draft may run over its own end for a while: the bar stops at the edge.
    start, end = min(first - 1, months), min(last, months)
    return _drawn(
        months,
        format_html('<rect class="mo-s" x="{}" y="1" width="{}" height="8"/>', start, end - start),
    )


def _mark(month: int, months: int) -> SafeString:
    return _drawn(
        months,
        format_html(
            '<rect class="mo-g" x="{}" width="0.3" height="10"/>', min(month, months) - 0.3
        ),
    )


def _drawn(months: int, marks: SafeString) -> SafeString:
    # Decoration: the months stand beside it in words.
    ticks = format_html_join(
        "",
        '<rect class="mo-t" x="{}" width="0.04" height="10"/>',
        ((n,) for n in range(3, months, 3)),
    )
    return format_html(
        '<svg class="months-bar" viewBox="0 0 {} 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="mo-b" y="4" width="{}" height="2"/>{}{}</svg>',
        months, months, ticks, marks,
    )  # fmt: skip
