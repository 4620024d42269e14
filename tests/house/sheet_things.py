"""Figures and a note for the policy test's world: at each corner's place."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from facts.models import FigureNote, Topic
from people.models import User
from places.models import Participation
from tests.factories import PopulationFactory
from workshops.models import Workshop, WorkshopKind, WorkshopState


def sheet_things(one: Participation, by: User) -> dict[str, Any]:
    """The objects by the names of the URL arguments. `by` appears in no table."""
    for year in (2010, 2015):
        PopulationFactory(place=one.place, year=year)
    today = timezone.localdate()
    FigureNote.objects.create(
        participation=one, topic=Topic.POPULATION, text="The school decides", written_by=by,
        written_on=today,
    )  # fmt: skip
    ahead = timezone.now() + dt.timedelta(days=20)
    meeting = Workshop.objects.create(
        programme=one.programme, kind=WorkshopKind.OPEN_MEETING, title="Open meeting",
        language="sv", state=WorkshopState.ANNOUNCED, starts_at=ahead,
        ends_at=ahead + dt.timedelta(hours=2),
    )  # fmt: skip
    meeting.participations.set([one])
    return {"facts.topic": Topic.POPULATION.value, "facts:screens.workshop_id": meeting.pk}
