"""Themes for the policy test's world: two at each corner's place, with what hangs on them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from people.models import User
from places.models import Participation
from themes.models import Analysis, AnalysisPoint, Merge, PointKind, Tagging, Theme, Voice


def theme_things(one: Participation, by: User) -> dict[str, Any]:
    """The objects by the names of the URL arguments. `by` appears in no table."""
    room = {"programme": one.programme, "participation": one}
    theme = Theme.objects.create(name="The way in", **room)
    other = Theme.objects.create(name="Answers in time", **room)
    merged = Theme.objects.create(name="Who to call", merged_into=theme, **room)
    voice = Voice.objects.create(
        source="hand", source_key=f"hand:{one.pk}", text="Nobody knows whom to call", **room
    )
    Tagging.objects.create(voice=voice, theme=theme)
    waiting = Voice.objects.create(
        source="hand", source_key=f"hand:{one.pk}:2", text="A form too many", **room
    )
    analysis = Analysis.objects.create(participation=one)
    return {
        "theme": theme.pk,
        "voice_id": waiting.pk,
        "other_id": other.pk,
        "merge_id": Merge.objects.create(
            theme=merged, into=theme, by=by, until=timezone.localdate() + dt.timedelta(days=30)
        ).pk,
        "themes.kind": "agenda",
        "themes:point_add.kind": PointKind.STRENGTH.value,
        "point_id": AnalysisPoint.objects.create(
            analysis=analysis, kind=PointKind.STRENGTH, text="The school"
        ).pk,
    }
