"""What people who follow a place look for on their start page: the next meeting, the last report.

Apps above tell it for several places at once, with one statement, and register that in their
`AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from people.models import User
from places.models import Participation


@dataclass(frozen=True, slots=True)
class News:
    """One fact with its link: `label` says what it is, `text` which one, `note` when or where."""

    label: str
    text: str
    url: str
    note: str = ""


Look = Callable[[Sequence[Participation], User], dict[int, News]]
_looks: list[tuple[int, Look]] = []


def tells_of_places(*, order: int) -> Callable[[Look], Look]:
    """Register what tells one thing of each place, by participation."""

    def keep(look: Look) -> Look:
        _looks.append((order, look))
        return look

    return keep


def news_of(places: Sequence[Participation], user: User) -> dict[int, list[News]]:
    """All that is told of each place, in order."""
    found: dict[int, list[News]] = {one.pk: [] for one in places}
    for _order, look in sorted(_looks, key=lambda one: one[0]):
        for pk, news in look(places, user).items():
            found[pk].append(news)
    return found
