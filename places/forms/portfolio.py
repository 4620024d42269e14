"""The portfolio's filters as they stand in the address.

No Django form: the filters only read, a value that is unknown or stale (a saved address, a
programme that has closed) is simply left out, and drawing the widgets through the form
renderer would cost more than the whole list.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from places.domain.attention import Kind
from places.models import ParticipationStatus

#: Every place that needs somebody, whatever the reason.
ANY_NEED = "any"
#: Longest text that is searched for.
SEARCH_LENGTH = 80

STATUSES: dict[str, str | Promise] = {
    "": ParticipationStatus.ACTIVE.label,
    ParticipationStatus.CANDIDATE.value: _("Candidates"),
    "past": _("Ended or stopped"),
    "all": pgettext_lazy("places of every status", "All"),
}
NEEDS: dict[str, str | Promise] = {
    "": _("All places"),
    ANY_NEED: _("Needs somebody today"),
    **{kind.value: kind.label for kind in Kind},
}
SORTS: dict[str, str | Promise] = {
    "": _("Needs me first"),
    "name": _("Name"),
    "end": _("Support ends first"),
    "contact": _("Longest since contact"),
    "step": _("Step"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for. Empty values filter nothing; `status` "" means under way."""

    q: str = ""
    programme: int | None = None
    step: int | None = None
    needs: str = ""
    status: str = ""
    coach: int | None = None
    sort: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], programmes: Collection[int]) -> Self:
        """The filters of an address; `programmes` are the ids that may be asked for."""
        programme = _number(query.get("programme"))
        return cls(
            # NUL cannot be stored in PostgreSQL, hence not be looked for either.
            q=query.get("q", "").replace("\x00", "").strip()[:SEARCH_LENGTH],
            programme=programme if programme in programmes else None,
            step=_number(query.get("step")),
            needs=_known(query.get("needs"), NEEDS),
            status=_known(query.get("status"), STATUSES),
            coach=_number(query.get("coach")),
            sort=_known(query.get("sort"), SORTS),
        )

    @property
    def narrows(self) -> bool:
        """Whether fewer places than all under way may be shown. Sorting alone does not."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "sort")


def _known(value: str | None, choices: Mapping[str, str | Promise]) -> str:
    return value if value and value in choices else ""


def _number(value: str | None) -> int | None:
    # No more digits than an id column holds; isdecimal alone would let other scripts' in.
    if value and value.isascii() and value.isdecimal() and len(value) <= 18:  # noqa: PLR2004
        return int(value) or None
    return None
