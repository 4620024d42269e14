"""The demo's page: whom to be first, and everybody else by programme. One click signs in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from core.spots import register_link, register_panel
from demo.story import Persona, personas, story
from people.models import Role
from places.models import Participation

#: In which language a group's people work; said where it is not the reader's own.
IN_LANGUAGE = {
    "sv": gettext_lazy("In Swedish"),
    "da": gettext_lazy("In Danish"),
    "en": gettext_lazy("In English"),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """Somebody to be: what to try, and how far the place is where there is one."""

    persona: Persona
    attempt: str
    place: Participation | None


def page_context() -> dict[str, Any]:
    """All that the page shows, in the reader's language; one query for the places."""
    told = story()
    language = (get_language() or "en")[:2]
    places = {
        one.place.name: one
        for one in Participation.objects.select_related("place", "method_version").order_by("pk")
    }
    groups = [
        {
            "title": _words(group["title"], language),
            "line": _words(group["line"], language),
            "elsewhere": IN_LANGUAGE[group["language"]] if group["language"] != language else "",
            "language": group["language"],
            "rows": [
                _Row(one, _words(one.attempt, language), _own_place(one, places))
                for one in personas()
                if one.group == group["key"] and one.attempt
            ],
        }
        for group in told["groups"]
    ]
    return {"first": _first(told["first"], places, language), "groups": groups}


def _first(told: dict[str, Any], places: dict[str, Participation], language: str) -> dict[str, Any]:
    persona = next(one for one in personas() if one.key == told["persona"])
    return {
        "persona": persona,
        "lead": _words(told["lead"], language),
        "steps": [
            {
                "title": _words(one["title"], language),
                "text": _words(one["text"], language).format(
                    days=_quiet_days(places.get(one.get("place", "")))
                ),
            }
            for one in told["steps"]
        ],
    }


def _quiet_days(place: Participation | None) -> int:
    if place is None or place.last_contact_on is None:
        return 0
    return (timezone.localdate() - place.last_contact_on).days


def _own_place(persona: Persona, places: dict[str, Participation]) -> Participation | None:
    if persona.role != Role.PROCESS_LEADER or len(persona.places) != 1:
        return None
    return places.get(persona.places[0])


def _words(told: str | dict[str, str], language: str) -> str:
    return told if isinstance(told, str) else told.get(language, told["en"])


def _shown(_user: Any, _thing: Any) -> dict[str, Any]:
    return page_context() if settings.DEMO else {}


register_panel("demo.people", "demo/personas.html", _shown)
register_link(
    "places.welcome",
    gettext_lazy("Try the demo without an account"),
    "demo:personas",
    order=1,
    visible=lambda _user, _thing: settings.DEMO,
)
register_link(
    "core.user_menu",
    gettext_lazy("Be somebody else"),
    "demo:personas",
    icon="people",
    order=10,
    visible=lambda _user, _thing: settings.DEMO,
)
