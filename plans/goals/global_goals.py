"""The 17 global goals of the United Nations, by number."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

GLOBAL_GOALS: dict[int, str | Promise] = {
    1: pgettext_lazy("UN global goal", "No poverty"),
    2: pgettext_lazy("UN global goal", "Zero hunger"),
    3: pgettext_lazy("UN global goal", "Good health and well-being"),
    4: pgettext_lazy("UN global goal", "Quality education"),
    5: pgettext_lazy("UN global goal", "Gender equality"),
    6: pgettext_lazy("UN global goal", "Clean water and sanitation"),
    7: pgettext_lazy("UN global goal", "Affordable and clean energy"),
    8: pgettext_lazy("UN global goal", "Decent work and economic growth"),
    9: pgettext_lazy("UN global goal", "Industry, innovation and infrastructure"),
    10: pgettext_lazy("UN global goal", "Reduced inequalities"),
    11: pgettext_lazy("UN global goal", "Sustainable cities and communities"),
    12: pgettext_lazy("UN global goal", "Responsible consumption and production"),
    13: pgettext_lazy("UN global goal", "Climate action"),
    14: pgettext_lazy("UN global goal", "Life below water"),
    15: pgettext_lazy("UN global goal", "Life on land"),
    16: pgettext_lazy("UN global goal", "Peace, justice and strong institutions"),
    17: pgettext_lazy("UN global goal", "Partnerships for the goals"),
}


def choices() -> list[tuple[int, str]]:
    """Numbers with "11 Sustainable cities and communities", for a form."""
    return [(number, f"{number} {name}") for number, name in GLOBAL_GOALS.items()]


def named(numbers: Iterable[int]) -> list[tuple[int, str]]:
    """The known numbers of these with their names, in order."""
    return [(n, str(GLOBAL_GOALS[n])) for n in sorted(set(numbers)) if n in GLOBAL_GOALS]
