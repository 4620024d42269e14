"""The method of the scale data: six steps with a gate in the middle, made-up texts."""

from __future__ import annotations

from django.utils import timezone

from people.models import Region
from programmes.models import (
    ChecklistItem,
    Gate,
    GateCriterion,
    Method,
    MethodVersion,
    Phase,
    Step,
    VersionState,
)

STEPS, ITEMS, GATE_AFTER = 6, 6, 3
_TITLES = ("Anchoring", "Mapping", "Analysis", "Target picture", "Action plan", "Organisation")
_GUIDANCE = "Gather what is known, ask those who were not there, and write it down in a few lines."


def scale_method(region: Region) -> MethodVersion:
    """A published version of a six-step method for the region, each step with six lines."""
    method = Method.objects.create(region=region, key="scale")
    version = MethodVersion.objects.create(
        method=method,
        number=1,
        state=VersionState.PUBLISHED,
        title="Six steps",
        language="en",
        months=18,
        published_at=timezone.now(),
    )
    phases = [Phase.objects.create(version=version, order=n, title=f"Phase {n}") for n in (1, 2)]
    steps = Step.objects.bulk_create(
        Step(
            version=version,
            phase=phases[0 if order <= GATE_AFTER else 1],
            order=order,
            key=f"step-{order}",
            title=title,
            purpose="Shared facts about the place.",
            guidance=_GUIDANCE,
            month_from=order * 3 - 2,
            month_to=order * 3,
        )
        for order, title in enumerate(_TITLES, start=1)
    )
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            step=step,
            order=n,
            key=f"line-{n}",
            text=f"{step.title}: do part {n} and note what came out",
            required=n < ITEMS,
            evidence_wanted=n == 1,
        )
        for step in steps
        for n in range(1, ITEMS + 1)
    )
    gate = Gate.objects.create(version=version, after_step=GATE_AFTER, title="Gate", month=9)
    GateCriterion.objects.create(
        gate=gate,
        order=1,
        key="group",
        title="Working group",
        parts=["working_group_three_sectors"],
    )
    GateCriterion.objects.create(
        gate=gate, order=2, key="mapping", title="Mapping", parts=["step_done:step-2"]
    )
    return version
