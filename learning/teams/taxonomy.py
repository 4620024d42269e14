"""What teams choose from: challenges, disciplines, questions of the method's steps.

The data stand in `taxonomy.yaml`, in every language of ours. A programme adds challenges as rows
(`Challenge`), a laboratory words the questions anew (`StepPrompt`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from core.yaml_files import read_yaml
from learning.models import Challenge, Laboratory, StepPrompt
from programmes.models import Programme
from surveys.assessment.themes import in_language


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(Path(__file__).with_name("taxonomy.yaml"))
    return found


def usual_challenges() -> dict[str, str]:
    """Names by key of those of the file."""
    return {key: in_language(names) for key, names in _data()["challenges"].items()}


def challenges(programme: Programme) -> dict[str, str]:
    """Names by key: those of the file, then the programme's own. One question."""
    known = usual_challenges()
    own = Challenge.objects.filter(programme=programme)
    return known | {one.key: one.name for one in own}


def chosen(keys: Iterable[str], programme: Programme) -> list[str]:
    """The names of chosen challenges in their order; one that is gone from the list is left out.

    One question where one is the programme's own, none else.
    """
    wanted = list(keys)
    usual = _data()["challenges"]
    if all(key in usual for key in wanted):
        return [in_language(usual[key]) for key in wanted]
    known = challenges(programme)
    return [known[key] for key in wanted if key in known]


def disciplines() -> list[str]:
    """Disciplines to choose from; a member may write another."""
    return [in_language(names) for names in _data()["disciplines"]]


def usual_prompt(step_key: str) -> str:
    """What the file asks at a step; "" where it asks nothing."""
    return in_language(_data()["prompts"].get(step_key, {}))


def prompts(laboratory: Laboratory | None) -> dict[str, str]:
    """The laboratory's own questions by the step's key. One question."""
    rows = StepPrompt.objects.filter(laboratory=laboratory)
    return dict(rows.values_list("step_key", "text"))
