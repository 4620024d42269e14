"""What the pages of decisions show."""

from __future__ import annotations

from typing import Any

from core.policy import allowed
from learning.decisions.services import RIGHT
from learning.models import Decision, Verdict
from people.models import User
from programmes.models import Programme

LEVELS = {Verdict.YES: "ok", Verdict.NO: "stop", Verdict.LATER: "warn"}


def shown(user: User, programme: Programme) -> list[tuple[Decision, str]]:
    """The decisions of a programme with their marks; drafts only for those who run it."""
    rows = programme.verdicts.select_related("next_programme", "workshop")
    if not allowed(user, RIGHT, programme):
        rows = rows.filter(confirmed_at__isnull=False)
    return [(one, LEVELS[Verdict(one.verdict)]) for one in rows]


def panel(user: User, programme: Programme) -> dict[str, Any]:
    """On the home of a programme without places: whether it goes on. One question."""
    if not programme.method_version.for_programme:
        return {}
    return {"going_on": shown(user, programme), "programme": programme}
