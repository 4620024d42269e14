"""Layers of this room: what people say of spots, halls, actions, and what surveys answered."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.policy import allowed
from mapping.layers import Point, register_layer
from mapping.models import MapPoint, MapPointState, Pin
from people.models import User
from places.models import Participation
from surveys.results.points import released_squares

SAID = "said"


def said(user: User, participation: Participation) -> list[Point]:
    """What is said of spots: what is shown, and what waits for those who work here."""
    rows = MapPoint.objects.filter(participation=participation)
    if not allowed(user, "mapping.review_points", participation):
        own = Q(state=MapPointState.WAITING, entered_by=user)
        rows = rows.filter(Q(state=MapPointState.SHOWN) | own)
    else:
        rows = rows.exclude(state=MapPointState.HIDDEN)
    return [
        Point(
            f"point-{one.pk}", one.latitude, one.longitude, one.text, one.kind,
            one.state if one.state == MapPointState.WAITING else one.kind,
            reverse("mapping:map_point", args=[participation.pk, one.pk]),
        )
        for one in rows
        if one.latitude is not None and one.longitude is not None
    ]  # fmt: skip


def _pins(participation: Participation) -> list[Pin]:
    """Halls and actions are two layers of one question."""
    kept: list[Pin] | None = getattr(participation, "_map_pins", None)
    if kept is None:
        kept = list(participation.pins.select_related("action"))
        participation._map_pins = kept  # type: ignore[attr-defined]  # noqa: SLF001
    return kept


def halls(_user: User, participation: Participation) -> list[Point]:
    """Halls in which meetings are held."""
    return [
        Point(
            f"pin-{one.pk}", one.latitude, one.longitude, one.hall, "hall", "",
            reverse("workshops:place", args=[participation.pk]),
        )
        for one in _pins(participation)
        if one.hall and one.latitude is not None and one.longitude is not None
    ]  # fmt: skip


def actions(_user: User, participation: Participation) -> list[Point]:
    """Actions of the plan."""
    return [
        Point(
            f"pin-{one.pk}", one.latitude, one.longitude, one.action.title, "action",
            one.action.state,
            reverse("plans:action", args=[participation.pk, one.action.pk]),
        )
        for one in _pins(participation)
        if one.action and one.latitude is not None and one.longitude is not None
    ]  # fmt: skip


def answers(user: User, participation: Participation) -> list[Point]:
    """Where many have pointed in a closed survey: squares, never one person's point."""
    if not allowed(user, "mapping.add_point", participation):
        return []
    return [
        Point(
            f"answers-{question}-{number}", Decimal(str(latitude)), Decimal(str(longitude)),
            _("%(count)d answers: %(question)s") % {"count": count, "question": words},
            "answers", "", reverse("surveys:results", args=[survey]),
        )
        for survey, question, words, squares in released_squares(participation.pk)
        for number, (latitude, longitude, count) in enumerate(squares)
    ]  # fmt: skip


register_layer(SAID, gettext_lazy("What people say"), "circle", said)
register_layer("answers", gettext_lazy("Answers to surveys"), "circle", answers)
register_layer("halls", gettext_lazy("Halls"), "circle", halls)
register_layer("actions", gettext_lazy("Actions"), "circle", actions)
