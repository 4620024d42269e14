"""What the pages of adopted plans show: what has become of each, what is still lacking."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from plans.models import RUNNING, ActionState
from plans.versions.reading import PlanText, ReadAction, ReadIndicator


@dataclass(frozen=True, slots=True)
class Followed:
    """An adopted action and what it is now; `now` is None when it was taken away."""

    then: ReadAction
    now: ReadAction | None
    late: bool

    @property
    def moved(self) -> bool:
        """Whether its end was put to another day."""
        return self.now is not None and self.now.ends_on != self.then.ends_on


@dataclass(frozen=True, slots=True)
class Measured:
    """An adopted indicator and what it is now; `now` is None when it was taken away."""

    then: ReadIndicator
    now: ReadIndicator | None

    @property
    def newer(self) -> bool:
        """Whether something was observed since."""
        return self.now is not None and self.now.last.on > self.then.last.on


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The adopted plan against the present."""

    actions: list[Followed]
    indicators: list[Measured]
    added: list[ReadAction]

    @property
    def done(self) -> int:
        """How many of the adopted actions are done."""
        return sum(1 for one in self.actions if one.now and one.now.state == ActionState.DONE)

    @property
    def late(self) -> int:
        """How many of the adopted actions are late."""
        return sum(1 for one in self.actions if one.late)


def follow(adopted: PlanText, now: PlanText, *, on: dt.date | None = None) -> FollowUp:
    """Hold the adopted plan against what stands today."""
    today = on or timezone.localdate()
    present = {one.id: one for one in now.actions}
    measured = {one.id: one for goal in now.goals for one in goal.indicators}
    then = {one.id for one in adopted.actions}
    return FollowUp(
        actions=[
            Followed(one, present.get(one.id), _late(present.get(one.id), today))
            for one in adopted.actions
        ],
        indicators=[
            Measured(one, measured.get(one.id)) for goal in adopted.goals for one in goal.indicators
        ],
        added=[one for one in now.actions if one.id not in then],
    )


def _late(one: ReadAction | None, today: dt.date) -> bool:
    return (
        one is not None and one.state in RUNNING and one.ends_on is not None and one.ends_on < today
    )
