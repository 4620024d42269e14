"""What the place's report says of plan, money and what comes after."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.money import money
from grants.claims.services import approve_claim, pay
from places.models import Participation
from places.team.support import set_handover_ready
from plans.models import Goal, PlanVersion
from reports.place.after_gate import facts
from tests.factories import world
from tests.grants.agreement_samples import claimed, draft, signed
from tests.plans.money_samples import action, granted, open_plan, source

pytestmark = pytest.mark.django_db

NOT_SETTLED = ("Who carries on after the support", "Not settled yet")


@pytest.fixture
def here():
    made = world()
    open_plan(made.participation)
    return made


def told(here) -> list[tuple[str, str]]:
    one = Participation.objects.select_related("programme").get(pk=here.participation.pk)
    return facts(one, timezone.localdate())


def sek(amount: int | str) -> str:
    return money(Decimal(amount), "SEK")


def test_facts_before_anything_is_planned_are_none(here):
    assert told(here) == []


def test_facts_of_the_plan_count_goals_states_and_what_is_overdue(here):
    today = timezone.localdate()
    place = here.participation
    for n in range(2):
        Goal.objects.create(participation=place, order=n + 1, title=f"Goal {n}")
    free = {"cost": None}
    action(place, "Late", ends_on=today - dt.timedelta(days=1), state="under_way", **free)
    action(place, "Today", ends_on=today, **free)
    over = {"ends_on": today - dt.timedelta(days=1), "state": "dropped", "state_reason": "No"}
    action(place, "Over", **over, **free)
    PlanVersion.objects.create(
        participation=place, number=1, adopted_on=dt.date(2025, 3, 1), meeting="Stormöte",
        content={}, recorded_at=timezone.now(),
    )  # fmt: skip
    found = told(here)
    assert found[0][1] == "Adopted 1 Mar 2025 at: Stormöte"
    assert found[1][1] == "2"
    assert found[2][1] == "Planned: 1 · Under way: 1 · Dropped: 1 · 1 overdue"
    assert found[3:] == [NOT_SETTLED]


def test_facts_of_the_funding_are_the_plans_own_gap(here):
    signs = action(here.participation, cost=Decimal("1000.50"), volunteer_hours=Decimal(10))
    leader = source(here.region)
    hours = source(here.region, "Hours", kind="hours")
    granted(signs, leader, "400.25")
    granted(signs, hours, 700, hours=Decimal(4))
    action(here.participation, "Idea", cost=Decimal(9999), state="idea")
    assert told(here)[1:] == [
        (
            "Funding of the actions",
            f"{sek('1000.50')} needed, {sek('400.25')} granted, {sek('600.25')} missing",
        ),
        ("Volunteer hours", "4 of 10 hours promised"),
        NOT_SETTLED,
    ]


def test_facts_of_the_support_say_what_is_paid_and_left(here):
    made = claimed(here)
    support = "Support from the region"
    nothing = f"{sek(0)} of {sek(150_000)} paid, {sek(150_000)} left"
    assert told(here) == [(support, nothing), NOT_SETTLED]
    made = approve_claim(claim=made, by=here.manager)
    assert told(here)[0] == (support, nothing)
    pay(claim=made, paid_on=timezone.localdate(), reference="V 1", by=here.admin)
    set_handover_ready(participation=here.participation, ready=True)
    assert told(here) == [
        (support, f"{sek(75_000)} of {sek(150_000)} paid, {sek(75_000)} left"),
        (NOT_SETTLED[0], "Settled"),
    ]


def test_facts_tell_nothing_of_a_support_that_is_a_draft(here):
    draft(here)
    assert told(here) == []


def test_facts_ask_the_same_whatever_there_is_and_five_times_at_most(here):
    def sent() -> int:
        with CaptureQueriesContext(connection) as caught:
            told(here)
        return len(caught) - 1  # the participation itself

    signed(here)
    leader = source(here.region)
    granted(action(here.participation), leader, 10)
    one = sent()
    for n in range(3):
        granted(action(here.participation, f"{n}"), leader, 10)
    assert (sent(), one) == (5, 5)
