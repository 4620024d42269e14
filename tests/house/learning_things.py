"""A lesson and a proposal to go over, for the policy test's world."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from learning.directory.links import token_of
from learning.models import (
    DirectoryImport,
    DirectoryKeeper,
    Informant,
    Lesson,
    Mentoring,
    MethodMove,
    PublicFunction,
)
from people.models import User
from places.models import Participation


def learning_things(
    one: Participation, submitter: User, worker: User, owner: User
) -> dict[str, Any]:
    """The objects by the names of the URL arguments."""
    version = one.method_version
    lesson = Lesson.objects.create(
        participation=one, step=version.steps.first(), happened="It rained", reach="region",
        written_by=submitter,
    )  # fmt: skip
    move = MethodMove.objects.create(
        participation=one, before=version, after=version, proposed_by=submitter
    )
    pair = Mentoring.objects.create(
        programme=one.programme, mentor=submitter, mentee=worker,
        ends_on=timezone.localdate() + dt.timedelta(days=30),
    )  # fmt: skip
    today, place, region = timezone.localdate(), one.place, one.programme.region
    function = PublicFunction.objects.create(
        region=region, municipality=place.municipality, name="Roads", helps_with="Snow",
        sector="roads", phone="1", published=True, checked_on=today, checked_by="Kim",
    )  # fmt: skip
    keeper, _new = DirectoryKeeper.objects.get_or_create(
        region=region, municipality=place.municipality,
        defaults={"name": "Kim", "email": "kim@example.org", "last_letter_on": today},
    )  # fmt: skip
    kept = DirectoryImport.objects.create(
        region=region, owner=owner, file_name="directory.csv",
        columns=["name", "municipality", "helps_with", "sector", "phone"],
        rows=[
            [2, ["Roads", place.municipality.name, "", "", "2"]],
            [3, ["Bath", "", "Where one swims", "culture", "3"]],
        ],
        expires_at=timezone.now() + dt.timedelta(hours=1),
    )  # fmt: skip
    informant, _new = Informant.objects.get_or_create(
        programme=one.programme, number=1,
        defaults={"name": "Kim", "agreed_on": today, "how": "Signed"},
    )  # fmt: skip
    return {
        "informant": informant.pk,
        "relation_note": one.relation_notes.create(text="Knows all", by=submitter).pk,
        "research_entry": informant.entries.create(programme=one.programme, text="Told").pk,
        "directory_import": kept.pk,
        "learning.function": function.pk,
        "learning.function_id": function.pk,
        "learning.keeper": keeper.pk,
        **{
            f"learning:{name}.token": token_of(keeper)
            for name in ("keep", "keep_propose", "keep_mend", "keep_check")
        },
        "learning:who.slug": region.slug,
        "lesson": lesson.pk,
        "mentoring": pair.pk,
        "move": move.pk,
        "version_id": version.pk,
    }
