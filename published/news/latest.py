"""The latest news of a programme, on its home."""

from __future__ import annotations

from typing import Any

from core.policy import allowed
from people.models import User
from programmes.models import Programme
from published.models import NewsPost

SHOWN = 3


def latest(user: User, programme: Programme) -> dict[str, Any]:
    """What was published last. One question."""
    rows = NewsPost.objects.filter(programme=programme, published_at__isnull=False)
    return {
        "programme": programme,
        "news": list(rows.order_by("-published_at", "-pk")[:SHOWN]),
        "may_write": allowed(user, "published.run_programme", programme),
    }
