"""Where learning stands on the pages below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.policy import allowed
from core.spots import register_link, register_panel
from learning.lessons.pages import at_step
from people.scope import scope_of
from places.pages import register_page

if TYPE_CHECKING:
    from people.models import User
    from places.models import GateReview, Participation
    from programmes.models import Programme
    from workshops.models import Workshop


def _at_round(user: User, review: GateReview) -> dict[str, Any]:
    return {"write_urls": _write_urls(user, [review.participation], "gate", review.pk)}


def _at_meeting(user: User, workshop: Workshop) -> dict[str, Any]:
    if workshop.starts_at > timezone.now():  # nothing is learnt yet
        return {}
    places = workshop.participations.select_related("place")
    return {"write_urls": _write_urls(user, list(places), "meeting", workshop.pk)}


def _write_urls(
    user: User, places: list[Participation], kind: str, number: int
) -> list[tuple[str, str]]:
    return [
        (one.place.name, f"{reverse('learning:new', args=[one.pk])}?at={kind}&of={number}")
        for one in places
        if allowed(user, "learning.write", one)
    ]


def _runs(user: User, programme: Programme) -> bool:
    return scope_of(user).runs_programme(programme)


register_page("meetings", "lessons", _("Lessons"), "learning:lessons", 60)
register_panel("places.step", "learning/lessons/_at_step.html", at_step)
register_panel("places.gate_round", "learning/lessons/_write.html", _at_round)
register_panel("workshops.meeting", "learning/lessons/_write.html", _at_meeting)
register_link("programmes.method", _("Lessons of places"), "learning:method_lessons", order=10)
register_link("programmes.method", _("Where the method comes from"), "learning:lineage", order=20)
register_link(
    "programmes.tabs", _("Method versions"), "learning:move_programme", order=48, visible=_runs
)
register_panel(
    "places.place_side", "learning/moving/_side.html", lambda _user, one: {"participation": one}
)
register_pages(
    "learning:lesson", "learning:lesson_edit", "learning:lesson_remove", "learning:lesson_judge",
    "learning:method_lessons", "learning:lineage", "learning:move", "learning:move_programme",
    of=("programmes",),
)  # fmt: skip
