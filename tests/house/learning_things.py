"""A lesson and a proposal to go over, for the policy test's world."""

from __future__ import annotations

from typing import Any

from learning.models import Lesson, MethodMove
from people.models import User
from places.models import Participation


def learning_things(one: Participation, submitter: User) -> dict[str, Any]:
    """The objects by the names of the URL arguments."""
    version = one.method_version
    lesson = Lesson.objects.create(
        participation=one, step=version.steps.first(), happened="It rained", reach="region",
        written_by=submitter,
    )  # fmt: skip
    move = MethodMove.objects.create(
        participation=one, before=version, after=version, proposed_by=submitter
    )
    return {"lesson": lesson.pk, "move": move.pk, "version_id": version.pk}
