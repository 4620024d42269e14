"""What the pages of the editor show beside their forms."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from people.models import User
from programmes import parts
from programmes.document.rows import what_is_missing
from programmes.models import MethodVersion, Phase, Programme, Step


def before_publishing(version: MethodVersion, user: User) -> dict[str, Any]:
    """What publishing means: which version came before, and who still works by it."""
    published = MethodVersion.objects.published().filter(method=version.method)
    programmes = Programme.objects.visible_to(user)
    return {
        "version": version,
        "earlier": published.order_by("-number").first(),
        "programmes": programmes.filter(method_version__method=version.method),
        "missing": what_is_missing(version),
    }


def ordered(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines as a formset takes them, each with its place."""
    return [line | {"ORDER": number} for number, line in enumerate(lines, start=1)]


def ends_of_phases(version: MethodVersion) -> list[tuple[Phase, Step]]:
    """Each phase but the last with its last step: where a gate can stand."""
    ends = [(phase, phase.steps.last()) for phase in Phase.objects.filter(version=version)]
    return [(phase, step) for phase, step in ends[:-1] if step is not None]


def part_choices(version: MethodVersion, ends: list[tuple[Phase, Step]]) -> list[tuple[str, str]]:
    """What a criterion may rest on: registered parts, then steps and lines before the gate."""
    last = max((step.order for _phase, step in ends), default=0)
    before = Step.objects.filter(version=version, order__lte=last).prefetch_related("items")
    choices = list(parts.titles().items())
    for step in before:
        done = _("%(step)s: all that is required") % {"step": step.title}
        choices.append((f"step_done:{step.key}", done))
        choices += [
            (f"item_done:{item.key}", f"{step.title}: {item.text}") for item in step.items.all()
        ]
    return choices
