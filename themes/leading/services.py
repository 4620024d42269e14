"""Where a theme leads: each act goes through the verb of the room that it leads to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.models import Participation
from plans.actions.services import add_action
from plans.goals.services import add_goal
from plans.models import Origin
from themes.models import Theme, Uptake, UptakeKind
from themes.rooms import room_of
from themes.shaping.services import locked
from workshops.models import Series, Workshop, WorkshopKind
from workshops.planning.contents import add_item
from workshops.planning.services import plan_workshop

TITLE_LENGTH = 160


def to_agenda(
    *,
    theme: Theme,
    by: User,
    workshop: Workshop,
    title: str,
    minutes: int | None = None,
    note: str = "",
) -> Uptake:
    """Put a theme on a meeting's agenda. The same title at the same meeting is the same item.

    Refusals: merged, wrong_meeting and those of `workshops.planning.contents.add_item`.
    """
    if workshop.programme_id != theme.programme_id:
        raise Refusal(
            "wrong_meeting", _("The meeting belongs to another programme."), field="workshop"
        )

    def there(uptakes: Any) -> Uptake | None:
        same = uptakes.filter(agenda_item__workshop=workshop, agenda_item__title=title.strip())
        found: Uptake | None = same.first()
        return found

    def make() -> dict[str, Any]:
        item = add_item(workshop=workshop, by=by, title=title, minutes=minutes, note=note)
        return {"agenda_item": item, "workshop": workshop}

    return _take(theme, by, UptakeKind.AGENDA, there, make)


def to_meeting(*, theme: Theme, by: User, kind: str, title: str, starts_at: dt.datetime) -> Uptake:
    """Plan a meeting about a theme, at its place if it is one place's. Refusals of that verb."""
    places = [theme.participation] if theme.participation else []

    def make() -> dict[str, Any]:
        meeting = plan_workshop(
            programme=theme.programme, by=by, kind=kind, title=title, starts_at=starts_at,
            participations=places, description=theme.summary,
        )  # fmt: skip
        return {"workshop": meeting}

    return _take(theme, by, UptakeKind.MEETING, _same_start(title, starts_at), make)


def to_course(
    *, theme: Theme, by: User, series: Series, title: str, starts_at: dt.datetime
) -> Uptake:
    """Plan a part of a course about a theme: the next one. Refusals: those of planning."""

    def make() -> dict[str, Any]:
        parts = [one for one in series.workshops.values_list("part", flat=True) if one]
        meeting = plan_workshop(
            programme=theme.programme, by=by, kind=WorkshopKind.COURSE_PART, title=title,
            starts_at=starts_at, series=series, part=max(parts, default=0) + 1,
            participations=[theme.participation] if theme.participation else [],
            description=theme.summary,
        )  # fmt: skip
        return {"workshop": meeting}

    return _take(theme, by, UptakeKind.COURSE, _same_start(title, starts_at), make)


def to_idea(
    *, theme: Theme, by: User, participation: Participation, title: str, description: str = ""
) -> Uptake:
    """Note an idea in a place's plan, where it says from which theme it comes.

    Refusals: wrong_place and those of `plans.actions.services.add_action`.
    """
    _refuse_other_place(theme, participation)

    def make() -> dict[str, Any]:
        action = add_action(
            participation=participation,
            by=by,
            title=title,
            description=description,
            origin=Origin.THEME,
            origin_text=theme.name,
        )
        return {"action": action}

    def there(uptakes: Any) -> Uptake | None:
        same = uptakes.filter(action__participation=participation, action__title=title.strip())
        found: Uptake | None = same.first()
        return found

    return _take(theme, by, UptakeKind.IDEA, there, make)


def to_goal(*, theme: Theme, by: User, participation: Participation, title: str) -> Uptake:
    """Make a goal of a place's plan; it says how many voices stand behind it.

    Refusals: wrong_place and those of `plans.goals.services.add_goal`.
    """
    _refuse_other_place(theme, participation)

    def make() -> dict[str, Any]:
        voices = theme.taggings.count()
        found = ngettext("%(count)s voice: %(theme)s.", "%(count)s voices: %(theme)s.", voices) % {
            "count": voices,
            "theme": theme.name,
        }
        text = "\n".join(filter(None, [found, theme.summary]))
        goal = add_goal(participation=participation, by=by, title=title, description=text)
        return {"goal": goal}

    def there(uptakes: Any) -> Uptake | None:
        same = uptakes.filter(goal__participation=participation, goal__title=title.strip())
        found: Uptake | None = same.first()
        return found

    return _take(theme, by, UptakeKind.GOAL, there, make)


def _take(
    theme: Theme,
    by: User,
    kind: str,
    there: Callable[[Any], Uptake | None],
    make: Callable[[], dict[str, Any]],
) -> Uptake:
    """Carry it out once, and keep where it led."""
    require(by, "themes.code", theme)
    with transaction.atomic():
        theme = locked(theme)
        same = there(theme.uptakes.filter(kind=kind))
        if same is not None:
            return same
        made = make()
        thing = next(iter(made.values()))
        row = Uptake.objects.create(theme=theme, kind=kind, title=thing.title, by=by, **made)
        audit.record(
            "theme.taken_up", room_of(theme).thing, by=by, name=theme.name, title=row.title
        )
    return row


def _same_start(title: str, starts_at: dt.datetime) -> Callable[[Any], Uptake | None]:
    def there(uptakes: Any) -> Uptake | None:
        same = uptakes.filter(workshop__title=title.strip(), workshop__starts_at=starts_at)
        found: Uptake | None = same.first()
        return found

    return there


def _refuse_other_place(theme: Theme, participation: Participation) -> None:
    own = theme.participation_id in (None, participation.pk)
    if not own or participation.programme_id != theme.programme_id:
        raise Refusal("wrong_place", _("The theme is not about this place."), field="participation")
