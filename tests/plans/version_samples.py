"""A whole small plan for the tests of versions, exports and imports, made without the verbs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from people.models import Organisation
from places.models import Participation
from plans.models import (
    Action,
    ActionPartner,
    Dependency,
    FundingLine,
    FundingPayment,
    FundingSource,
    Goal,
    Indicator,
    Observation,
    PlanVersion,
    Pledge,
    TargetPicture,
)
from plans.versions.frozen import collect
from plans.versions.services import adopt, stamp
from tests.factories import OrganisationFactory, World, world

#: Tests of these days pin their own: see tests/clock.py.
ADOPTED = dt.date(2026, 9, 1)  # any day
BEGAN, PLEDGED, MEASURED = dt.date(2026, 1, 1), dt.date(2026, 5, 1), dt.date(2026, 6, 1)  # any day
PAID, STARTS, ENDS = dt.date(2026, 6, 2), dt.date(2026, 9, 10), dt.date(2026, 10, 30)  # any day
DUE, HALL_ENDS, REACHED = dt.date(2027, 5, 1), dt.date(2027, 6, 1), dt.date(2027, 12, 31)  # any day


@dataclass
class Sample:
    """The world with a plan of one goal, three actions, an indicator, a pledge and money."""

    w: World
    participation: Participation
    goal: Goal
    signs: Action
    hall: Action
    loose: Action
    indicator: Indicator
    pledge: Pledge
    line: FundingLine
    club: Organisation


def plan(w: World | None = None) -> Sample:
    """A plan that can be adopted. Every row has been saved once."""
    w = w or world()
    Participation.objects.filter(pk=w.participation.pk).update(gate_state="passed")
    w.programme.volunteer_rate = Decimal(175)
    w.programme.save(update_fields=["volunteer_rate"])
    here = Participation.objects.select_related("place__municipality", "programme").get(
        pk=w.participation.pk
    )
    club = OrganisationFactory(region=w.region, name="Näsums byutveckling", sector="association")
    TargetPicture.objects.create(
        participation=here, text="In 2032 people meet here.", horizon=2032, how_seen="We count."
    )
    pledge = Pledge.objects.create(
        participation=here, sector="municipality", organisation=club, person="Maria Persson",
        given_on=PLEDGED, text="Mows the green", due_on=DUE,
    )  # fmt: skip
    goal = Goal.objects.create(participation=here, title="Places to meet", global_goals=[11])
    indicator = Indicator.objects.create(
        goal=goal, title="Visitors", unit="visitors", baseline=Decimal(10),
        baseline_on=BEGAN, target=Decimal(60), target_on=REACHED,
    )  # fmt: skip
    Observation.objects.create(
        indicator=indicator, on=MEASURED, value=Decimal("22.5"), source="Counted"
    )
    signs = Action.objects.create(
        participation=here, goal=goal, order=1, title="Signs", description="Twelve of them.",
        first_step="Ask three firms", responsible="Anna Berg", organisation=club,
        responsible_email="anna@example.org", sector="association", theme="tourism",
        priority="quick", doer="locals", cost=Decimal("120000.50"), volunteer_hours=Decimal(80),
        starts_on=STARTS, ends_on=ENDS, origin="meeting",
        origin_text="Open meeting in May",
    )  # fmt: skip
    hall = Action.objects.create(
        participation=here, goal=goal, order=2, title="Hall", cost=Decimal(400_000),
        state="under_way", ends_on=HALL_ENDS,
    )  # fmt: skip
    loose = Action.objects.create(participation=here, title="A swing", state="idea")
    ActionPartner.objects.create(action=signs, organisation=club)
    Dependency.objects.create(action=hall, needs=signs)
    source = FundingSource.objects.create(
        region=w.region, name="Leader Skåne", kind="leader", currency="SEK"
    )
    line = FundingLine.objects.create(
        action=signs, source=source, state="granted", asked=Decimal(100_000),
        granted=Decimal(90_000), conditions="With a final report",
    )  # fmt: skip
    FundingPayment.objects.create(
        line=line, kind="advance", on=PAID, amount=Decimal(30_000), reference="A1"
    )
    return Sample(w, here, goal, signs, hall, loose, indicator, pledge, line, club)


def adopted(sample: Sample, on: dt.date = ADOPTED, meeting: str = "Open meeting") -> PlanVersion:
    """The plan adopted as it stands, by the process leader."""
    return adopt(
        participation=sample.participation, by=sample.w.leader, adopted_on=on, meeting=meeting,
        present="The association, the school", present_count=42,
        seen=stamp(collect(sample.participation)),
    )  # fmt: skip
