"""What a pre-study has, for the policy test's world."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from learning.models import (
    ChangeRequest,
    CompetenceProfile,
    EvidencePack,
    LongGoal,
    Milestone,
    ProcessStep,
    TrainingItem,
)
from mapping.models import Actor
from people.models import User
from places.models import Participation


def prestudy_things(one: Participation, person: User, actor_id: int) -> dict[str, Any]:
    """The objects by the names of the URL arguments; the profile is `person`'s."""
    programme, today = one.programme, timezone.localdate()
    goal, _new = LongGoal.objects.get_or_create(programme=programme, title="A school for leaders")
    profile = CompetenceProfile.objects.create(programme=programme, person=person)
    step = ProcessStep.objects.create(
        actor=Actor.objects.get(pk=actor_id), order=1, what="The board decides"
    )
    return {
        "profile": profile.pk,
        "learning.item_id": TrainingItem.objects.create(
            profile=profile, area="whole", goal="See the whole", way="practice"
        ).pk,
        "learning.milestone_id": Milestone.objects.create(
            goal=goal, title="Ten companies", on=today + dt.timedelta(days=40)
        ).pk,
        "learning.change_id": ChangeRequest.objects.create(
            programme=programme, kind="time", what="More time", why="Summer", asked_on=today
        ).pk,
        "learning.actor_id": actor_id,
        "learning:process_edit.step_id": step.pk,
        "learning:process_remove.step_id": step.pk,
        "learning.pack_id": EvidencePack.objects.create(
            programme=programme,
            title="For the application",
            sections=["goal"],
            language=programme.language,
            content={"sections": [], "files": []},
            content_sha256="0" * 64,
            pdf=ContentFile(b"%PDF-1.7", name="pack.pdf"),
            archive=ContentFile(b"zip", name="pack.zip"),
            key=f"test:{one.pk}",
        ).pk,
    }
