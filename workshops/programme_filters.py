"""Which meetings of a programme are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import pgettext

from people.models import User
from programmes.models import Programme
from workshops.models import Workshop, WorkshopKind, WorkshopState

#: Digits of the longest id that a database takes.
ID_DIGITS = 18
WHEN = ("", "ahead", "held")


def meetings_of(programme: Programme, user: User) -> QuerySet[Workshop]:
    """The programme's meetings that the user may see, in time."""
    return Workshop.objects.visible_to(user).filter(programme=programme).order_by("starts_at", "pk")


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the list is shown; unknown values in the address filter nothing.

    `when` is "ahead", "held" or "" for both; `series` and `host` are ids, 0 for all.
    """

    when: str = ""
    kind: str = ""
    series: int = 0
    host: int = 0

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """From an address."""
        when, kind = query.get("when", ""), query.get("kind", "")
        return cls(
            when=when if when in WHEN else "",
            kind=kind if kind in WorkshopKind.values else "",
            series=_number(query.get("series", "")),
            host=_number(query.get("host", "")),
        )

    def apply(self, meetings: QuerySet[Workshop]) -> QuerySet[Workshop]:
        """The meetings that pass."""
        wanted: dict[str, Any] = {
            "kind": self.kind,
            "series_id": self.series,
            "host_id": self.host,
        }
        meetings = meetings.filter(**{name: value for name, value in wanted.items() if value})
        if self.when == "ahead":
            return meetings.filter(starts_at__gt=timezone.now())
        if self.when == "held":
            return meetings.filter(starts_at__lte=timezone.now(), state=WorkshopState.ANNOUNCED)
        return meetings

    def views(self) -> list[dict[str, Any]]:
        """All, ahead, held: links that keep the other filters."""
        labels = {
            "": pgettext("meetings", "All"),
            "ahead": pgettext("meetings", "Ahead"),
            "held": pgettext("meetings", "Held"),
        }
        return [
            {
                "label": label,
                "url": "?"
                + urlencode({k: v for k, v in (asdict(self) | {"when": when}).items() if v}),
                "current": when == self.when,
            }
            for when, label in labels.items()
        ]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= ID_DIGITS else 0
