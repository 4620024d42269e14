"""What of learning stands in the bell."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from learning.models import Lesson, MethodMove
from notices import kinds


def _judged(lesson: Lesson, facts: dict[str, Any]) -> str:
    place = {"place": lesson.participation.place.name}
    if facts.get("accepted"):
        return _("A lesson from %(place)s is taken into the method's next version.") % place
    return _("The region has answered a lesson from %(place)s.") % place


def _proposed(move: MethodMove, _facts: dict[str, Any]) -> str:
    return _("%(place)s: going over to version %(number)s waits for a second person.") % {
        "place": move.participation.place.name,
        "number": move.after.number,
    }


def _decided(move: MethodMove, facts: dict[str, Any]) -> str:
    words = {"place": move.participation.place.name, "number": move.after.number}
    if facts.get("done"):
        return _("%(place)s now works by version %(number)s of the method.") % words
    return _("%(place)s does not go over to version %(number)s.") % words


def _with_place(rows: Any) -> Any:
    return rows.select_related("participation__place")


def _with_versions(rows: Any) -> Any:
    return rows.select_related("participation__place", "after")


kinds.register("lesson-judged", Lesson, _judged, level="ok", select=_with_place)
kinds.register("move-proposed", MethodMove, _proposed, level="warn", select=_with_versions)
kinds.register("move-decided", MethodMove, _decided, level="ok", select=_with_versions)
