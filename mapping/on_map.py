"""Layers that mapping draws on a place's map: services, assets, ideas."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mapping.layers import Point, register_layer
from mapping.models import REGISTER, THINGS, Asset
from people.models import User
from places.models import Participation


def services(_user: User, participation: Participation) -> list[Point]:
    """Services with a position. One statement."""
    return [
        Point(
            f"service-{one.pk}", one.latitude, one.longitude, str(one), one.kind, one.state,
            reverse("mapping:service", args=[participation.pk, one.pk]),
        )
        for one in participation.services.filter(latitude__isnull=False)
        if one.latitude is not None and one.longitude is not None
    ]  # fmt: skip


def _assets(participation: Participation, kinds: tuple[str, ...]) -> list[Point]:
    rows = Asset.objects.filter(participation=participation, kind__in=kinds, latitude__isnull=False)
    return [
        Point(
            f"asset-{one.pk}", one.latitude, one.longitude, one.name, one.kind,
            "in_plan" if one.action_id else "",
            reverse("mapping:asset", args=[participation.pk, one.pk]),
        )
        for one in rows
        if one.latitude is not None and one.longitude is not None
    ]  # fmt: skip


def assets(_user: User, participation: Participation) -> list[Point]:
    """What there is. One statement."""
    return _assets(participation, THINGS)


def ideas(_user: User, participation: Participation) -> list[Point]:
    """Qualities, ideas and investments. One statement."""
    return _assets(participation, REGISTER)


register_layer("services", _("Services"), "square", services)
register_layer("assets", _("Assets"), "circle", assets)
register_layer("ideas", _("Ideas"), "triangle", ideas)
