"""An experiment of a team with a file and a question, for the policy test's world."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from learning.models import Experiment, ExperimentComment, ExperimentFile
from people.models import User
from places.models import Participation


def experiment_things(one: Participation, asker: User) -> dict[str, Any]:
    """The objects by the names of the URL arguments. The laboratory reads it."""
    experiment = Experiment.objects.create(
        participation=one, title=f"A bench {one.pk}", hypothesis="If it stands there",
        learnt="People sit", next_step="A second bench", audience="lab",
    )  # fmt: skip
    kept = ExperimentFile.objects.create(
        experiment=experiment, file=ContentFile(b"OggS", name="note.ogg"), file_name="note.ogg",
        content_type="audio/ogg", alt="The harbour",
    )  # fmt: skip
    comment = ExperimentComment.objects.create(
        experiment=experiment, text="Who sat there?", is_question=True, by=asker
    )
    return {
        "experiment": experiment.pk,
        "learning:experiment_file.file_id": kept.pk,
        "learning:experiment_detach.file_id": kept.pk,
        "learning.comment_id": comment.pk,
    }
