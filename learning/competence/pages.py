"""What competence's pages show: the profile against what is wanted, before and after, the plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from core.policy import allowed
from learning.competence.framework import Area, area_of, areas, levels
from learning.competence.services import wanted_levels
from learning.models import CompetenceProfile, CompetenceRating, TrainingItem
from learning.models.competence import LAST_LEVEL
from people.models import User
from programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Stand:
    """Where somebody stood first and stands now, as one of the two says."""

    first: CompetenceRating | None
    last: CompetenceRating | None

    @property
    def moved(self) -> int:
        """How many levels from the first to the last."""
        return self.last.level - self.first.level if self.first and self.last else 0


@dataclass(frozen=True, slots=True)
class Row:
    """An area with the level wanted and what the person and the coach say."""

    area: Area
    wanted: int
    wanted_words: str
    own: Stand
    coach: Stand

    @property
    def lacks(self) -> bool:
        """Whether what is wanted is not reached; the coach's word counts where there is one."""
        last = self.coach.last or self.own.last
        return last is not None and last.level < self.wanted

    @property
    def dots(self) -> list[tuple[bool, bool]]:
        """For each level: whether it is reached by one's own word, and whether it is wanted."""
        own = self.own.last.level if self.own.last else 0
        return [(number <= own, number == self.wanted) for number in range(1, LAST_LEVEL + 1)]


def _stands(profile: CompetenceProfile) -> dict[tuple[str, bool], Stand]:
    found: dict[tuple[str, bool], Stand] = {}
    for one in profile.ratings.order_by("on", "pk"):
        key = (one.area, one.by_coach)
        first = found[key].first if key in found else one
        found[key] = Stand(first, one)
    return found


def rows_of(profile: CompetenceProfile) -> list[Row]:
    """The areas of the framework for one profile. Two statements."""
    wanted, words = wanted_levels(profile.programme), dict(levels())
    stands, none = _stands(profile), Stand(None, None)
    return [
        Row(
            one, wanted[one.key], words[wanted[one.key]],
            stands.get((one.key, False), none), stands.get((one.key, True), none),
        )
        for one in areas()
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the training plan with its area's name."""

    item: TrainingItem
    area: str


def one(profile: CompetenceProfile, user: User) -> dict[str, Any]:
    """A profile. Six statements at most."""
    rows = rows_of(profile)
    training = profile.training.select_related("course__series", "practised_at__place")
    lines = [Line(item, _title(item.area)) for item in training]
    return {
        "programme": profile.programme,
        "profile": profile,
        "rows": rows,
        "levels": levels(),
        "lacking": [row for row in rows if row.lacks],
        "rated": any(row.own.last or row.coach.last for row in rows),
        "open": [line for line in lines if line.item.done_on is None],
        "done": [line for line in lines if line.item.done_on is not None],
        "is_own": profile.person_id == user.pk,
    }


def _title(key: str) -> str:
    area = area_of(key)
    return area.title if area else key


def now(profile: CompetenceProfile, user: User) -> dict[str, int]:
    """The levels that the user said last."""
    as_coach = profile.person_id != user.pk
    found = profile.ratings.filter(by_coach=as_coach).order_by("on", "pk")
    return dict(found.values_list("area", "level"))


def of_programme(programme: Programme, user: User) -> dict[str, Any]:
    """What is wanted of the role, one's own profile, and those one coaches."""
    mine = CompetenceProfile.objects.filter(programme=programme, person=user).first()
    coached = CompetenceProfile.objects.filter(programme=programme, coach=user)
    words, wanted = dict(levels()), wanted_levels(programme)
    return {
        "mine": mine,
        "coached": list(coached.select_related("person")),
        "wanted": [(one, wanted[one.key], words[wanted[one.key]]) for one in areas()],
        "wants": allowed(user, "learning.want_levels", programme),
    }


def last_day(profile: CompetenceProfile) -> dt.date | None:
    """When anybody last set a level."""
    last = profile.ratings.order_by("-on").first()
    return last.on if last else None
