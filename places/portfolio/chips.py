"""What narrows a list of places, said above it: "12 of 40, filter: Under way ×".

Each filter can be taken off, also the one that stands there from the beginning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.plain_text import quoted
from places.portfolio.filters import NEEDS, STATUSES, Filters, Option, ProgrammeChoice


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter, and the address without it."""

    label: str
    url: str


def chips_of(
    filters: Filters,
    programmes: Sequence[ProgrammeChoice],
    query: Mapping[str, str],
    choices: Mapping[str, Sequence[Option]],
) -> list[Chip]:
    """The filters that hold, in the order of the page; `choices` are those of `choices_of`."""
    kept = QueryDict(address_of(query), mutable=True)

    def without(name: str, value: str = "") -> str:
        asked = kept.copy()
        asked.pop(name, None)
        if value:
            asked[name] = value
        return f"?{asked.urlencode()}"

    found = _said(filters, {one.pk: one.name for one in programmes})
    coach = next((one.label for one in choices.get("coach", ()) if one.chosen and one.value), "")
    found["coach"] = coach or (str(filters.coach) if filters.coach else "")
    chips = [Chip(label, without(name)) for name, label in found.items() if label]
    if filters.status != "all":
        chips.append(Chip(str(STATUSES[filters.status]), without("status", "all")))
    return chips


def _said(filters: Filters, programmes: Mapping[int, str]) -> dict[str, str]:
    """What each filter says; "" for one that filters nothing."""
    return {
        "q": quoted(filters.q) if filters.q else "",
        "programme": programmes[filters.programme] if filters.programme else "",
        "step": _("Step %(number)d") % {"number": filters.step} if filters.step else "",
        "needs": str(NEEDS[filters.needs]) if filters.needs else "",
    }


def address_of(query: Mapping[str, str]) -> str:
    """What the address says, without the page, in one order: so it is saved and found again."""
    kept = QueryDict(mutable=True)
    lists = query.lists() if isinstance(query, QueryDict) else [(k, [v]) for k, v in query.items()]
    for name, values in sorted(lists):
        if name not in {"page", "place"}:
            kept.setlist(name, [one for one in values if one])
    return kept.urlencode()
