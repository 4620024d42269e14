"""The latest news of programmes: on their homes, and on the start pages of who takes part."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from core.policy import allowed
from people.models import User
from people.scope import scope_of
from programmes.models import Programme
from published.models import NewsPost

SHOWN = 3
#: So long a piece of news stands on start pages.
NEW = dt.timedelta(days=60)


def latest(user: User, programme: Programme) -> dict[str, Any]:
    """What was published last. One question."""
    rows = NewsPost.objects.published().filter(programme=programme)
    return {
        "programme": programme,
        "news": list(rows[:SHOWN]),
        "may_write": allowed(user, "published.run_programme", programme),
    }


def of_start(user: User, _thing: Any = None) -> dict[str, Any]:
    """What was published lately in the programmes that somebody takes part in. One question."""
    rows = NewsPost.objects.published().filter(
        programme__in=Programme.objects.visible_to(user), published_at__gte=timezone.now() - NEW
    )
    return {"news": list(rows.select_related("programme")[:SHOWN])}


def of_portfolio(user: User, _thing: Any = None) -> dict[str, Any]:
    """The same for whoever begins there; who runs programmes begins at the overview."""
    return {} if scope_of(user).runs else of_start(user)
