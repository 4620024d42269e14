"""The bench's plans: full ones of 200 actions, pages flat in them, sums that hold together."""

from decimal import Decimal

import pytest
from django.urls import reverse

from demo.bench.measure import Site, queries
from demo.bench.plan_fill import FULL, MANY_LINES, fill_plans
from demo.bench.scale import scale
from demo.management.commands import bench
from places.models import GateState, Participation
from plans.funding.gap import add_up, exact, gap_of_actions
from plans.models import Action, FundingLine, FundingPayment
from reports.money.sums import aggregate

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    return scale(24)


def test_bench_has_lines_for_plans_in_its_table_and_its_choices(small):
    table = bench.lines(small, small, small)
    assert {"plan", "plan_xlsx", "funding"} <= set(table)
    parser = bench.Command().create_parser("manage.py", "bench")
    for name in table:
        assert parser.parse_args(["--only", name]).only == [name]


def test_fill_plans_makes_two_full_plans_and_small_ones_once(small):
    plans = fill_plans(small, actions=4)
    counts = {
        one.pk: Action.objects.filter(participation=one).count() for one in small.participations
    }
    assert plans.few != plans.many
    assert {plans.few.gate_state, plans.many.gate_state} == {GateState.PASSED}
    assert (counts.pop(plans.few.pk), counts.pop(plans.many.pk)) == (FULL, FULL)
    assert set(counts.values()) == {4}
    lines = [
        FundingLine.objects.filter(action__participation=one).count()
        for one in (plans.few, plans.many)
    ]
    assert lines == [FULL, FULL * MANY_LINES]
    before = (Action.objects.count(), FundingPayment.objects.count())
    assert fill_plans(small, actions=4) == plans
    assert (Action.objects.count(), FundingPayment.objects.count()) == before


@pytest.mark.parametrize("route", ["plans:actions", "plans:timeline"])
def test_pages_of_a_full_plan_ask_as_much_with_many_funding_lines(small, route):
    plans = fill_plans(small, actions=2)
    site = Site(small.admin)
    site.get(reverse(route, args=[plans.few.pk]))  # the first page of a session writes it
    few, repeated = queries(lambda: site.get(reverse(route, args=[plans.few.pk])))
    many, _again = queries(lambda: site.get(reverse(route, args=[plans.many.pk])))
    assert (many, repeated) == (few, [])
    assert few <= 10


def test_overview_of_the_money_says_what_each_plan_says_itself(small):
    fill_plans(small, actions=4)
    places = list(Participation.objects.filter(programme__region=small.region))
    rows = {row.pk: row for row in aggregate(sorted({one.programme_id for one in places}))}
    told = [one for one in places if one.status in {"active", "ended"}]
    assert len(told) > 2
    for one in told:
        row, gap = rows[one.pk], add_up(gap_of_actions(one).values())
        assert (gap.cost, gap.granted, gap.asked, gap.missing) == tuple(
            exact(getattr(row, name)) for name in ("cost", "granted", "asked", "missing")
        )
        assert gap.cost > 0
        assert (exact(row.support), exact(row.paid)) == (Decimal(150_000), Decimal(75_000))


def test_overview_asks_the_same_for_few_places_and_many(small):
    fill_plans(small, actions=2)
    other = scale(3)
    few = queries(lambda: Site(other.admin).get(reverse("reports:money")))
    many = queries(lambda: Site(small.admin).get(reverse("reports:money")))
    assert many == few
    assert many[0] <= 10
