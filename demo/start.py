"""The demo's people on the start page: one click signs in."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from core.spots import register_panel
from demo.story import personas


def _shown(_user: Any, _thing: Any) -> dict[str, Any]:
    return {"personas": [one for one in personas() if one.shown] if settings.DEMO else []}


register_panel("places.start", "demo/personas.html", _shown)
