"""Was the service kept? How a service stood when the place joined, and how it stands now.

One rule for the page of a place, of a programme, the named figures and the reports.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import pgettext_lazy

from mapping.models import Service, ServiceKind, ServiceState


class Outcome(models.TextChoices):
    """What became of a service since the place joined."""

    KEPT = "kept", pgettext_lazy("services", "Kept")
    AT_RISK = "at_risk", pgettext_lazy("services", "At risk")
    LOST = "lost", pgettext_lazy("services", "Lost")
    NEW = "new", pgettext_lazy("services", "New")


def outcome(start: str, now: str) -> Outcome | None:
    """None where nobody has looked, and where there never was such a service."""
    there = start in {ServiceState.HERE, ServiceState.AT_RISK}
    if now == ServiceState.AT_RISK:
        return Outcome.AT_RISK
    if now in {ServiceState.HERE, ServiceState.NEW}:
        return Outcome.KEPT if there else Outcome.NEW
    return Outcome.LOST if there and now in {ServiceState.GONE, ServiceState.NEVER} else None


def outcome_of(service: Service) -> Outcome | None:
    """What became of this one."""
    return outcome(service.start_state, service.state)


@dataclass(slots=True)
class Tally:
    """Services counted by what became of them; by kind as well."""

    total: Counter[str] = field(default_factory=Counter)
    by_kind: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, kind: str, start: str, now: str, number: int = 1) -> None:
        """Count so many more."""
        found = outcome(start, now)
        if found is not None:
            self.total[found] += number
            self.by_kind[kind][found] += number

    @property
    def had(self) -> int:
        """Services that there were at the start or that are at risk now: what could be kept."""
        return self.total[Outcome.KEPT] + self.total[Outcome.AT_RISK] + self.total[Outcome.LOST]

    @property
    def kinds(self) -> list[tuple[ServiceKind, Counter[str]]]:
        """The kinds in their order."""
        return [(kind, self.by_kind[kind]) for kind in ServiceKind if kind in self.by_kind]


def tally(rows: Iterable[tuple[str, str, str]]) -> Tally:
    """Of rows (kind, start_state, state)."""
    found = Tally()
    for kind, start, now in rows:
        found.add(kind, start, now)
    return found
