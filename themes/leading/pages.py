"""Where themes led, as their pages show it, and what lower pages show of where things are from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import short_date
from core.prepared import Prepared, Slot
from people.models import User
from places.models import Participation
from plans.models import Action, ActionState, Goal
from themes.models import Theme, Uptake, UptakeKind
from themes.queries import reads
from workshops.models import Workshop, WorkshopState

# They stand on pages of meetings and plans and take longer to write than to answer.
_UPTAKES = Uptake.objects.select_related("theme", "agenda_item")
_OF_MEETING, _OF_ACTION, _OF_GOAL = (
    Prepared(_UPTAKES.filter(**{thing: Slot("thing")})) for thing in ("workshop", "action", "goal")
)


@dataclass(frozen=True, slots=True)
class Led:
    """One thing that a theme led to: what, where and when, and how it stands."""

    kind: str
    title: str
    url: str
    where: str
    level: str
    state: str


def uptakes_of(themes: Collection[int], user: User) -> dict[int, list[Led]]:
    """Where themes led, by the theme's number. Three statements at most."""
    rows = list(
        Uptake.objects.filter(theme__in=themes).select_related(
            "workshop", "agenda_item", "goal__participation__place",
            "action__participation__place",
        )
    )  # fmt: skip
    meetings = {one.workshop_id for one in rows if one.workshop_id}
    places = {thing.participation_id for one in rows for thing in (one.action, one.goal) if thing}
    seen = _seen(Workshop, user, meetings)
    seen_places = _seen(Participation, user, places)
    found: dict[int, list[Led]] = defaultdict(list)
    for one in rows:
        found[one.theme_id].append(_led(one, seen, seen_places))
    return found


def _seen(model: Any, user: User, ids: set[int]) -> set[int]:
    """Those that the user may open."""
    if not ids:
        return set()
    return set(model.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))


def _led(one: Uptake, meetings: set[int], places: set[int]) -> Led:
    kind = str(one.get_kind_display())
    if one.action is not None:
        place = one.action.participation
        url = reverse("plans:action", args=[place.pk, one.action.pk])
        level = "ok" if one.action.state == ActionState.DONE else "info"
        state = str(one.action.get_state_display())
        return Led(
            kind,
            one.action.title,
            url if place.pk in places else "",
            str(place.place),
            level,
            state,
        )
    if one.goal is not None:
        place = one.goal.participation
        url = reverse("plans:goal", args=[place.pk, one.goal.pk])
        return Led(
            kind,
            one.goal.title,
            url if place.pk in places else "",
            str(place.place),
            "info",
            _("In the plan"),
        )
    gone = one.workshop is None or (one.kind == UptakeKind.AGENDA and one.agenda_item is None)
    if one.workshop is None or gone:
        return Led(kind, one.title, "", "", "off", _("Taken away since"))
    title = one.agenda_item.title if one.agenda_item else one.workshop.title
    where = f"{one.workshop.title}, " if one.agenda_item else ""
    level, state = _of_meeting(one)
    url = one.workshop.get_absolute_url() if one.workshop.pk in meetings else ""
    return Led(kind, title, url, where + short_date(one.workshop.local_start.date()), level, state)


def _of_meeting(one: Uptake) -> tuple[str, str]:
    workshop = one.workshop
    if workshop is None:
        return "off", ""
    if workshop.state == WorkshopState.CANCELLED:
        return "stop", str(workshop.get_state_display())
    if one.agenda_item is not None and one.agenda_item.outcome:
        return "ok", _("Discussed")
    if workshop.state == WorkshopState.DRAFT:
        return "warn", str(workshop.get_state_display())
    if workshop.starts_at <= timezone.now():
        return "ok", _("Held")
    return "info", str(workshop.get_state_display())


# --- the other way: on the pages of the rooms below, what their things came of


@dataclass(frozen=True, slots=True)
class CameOf:
    """A theme that a thing came of; `what` names the thing where it is a part of the page's."""

    theme: Theme
    what: str


def of_meeting(user: User, workshop: Workshop) -> dict[str, Any]:
    """The themes that the meeting and the items of its agenda came of. One statement."""
    return _came_of(user, _OF_MEETING(thing=workshop.pk))


def of_action(user: User, action: Action) -> dict[str, Any]:
    """The themes that an action came of."""
    return _came_of(user, _OF_ACTION(thing=action.pk))


def of_goal(user: User, goal: Goal) -> dict[str, Any]:
    """The themes that a goal came of."""
    return _came_of(user, _OF_GOAL(thing=goal.pk))


def _came_of(user: User, found: list[Uptake]) -> dict[str, Any]:
    return {
        "came_of": [
            CameOf(one.theme, one.agenda_item.title if one.agenda_item else "")
            for one in found
            if reads(user, one.theme)
        ]
    }
