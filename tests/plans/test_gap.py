"""The gap of an action, a goal and a plan."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.money import CENT, LARGEST, ZERO
from plans.funding.gap import Gap, add_up, gap_from, gap_of_action, gap_of_actions, per_goal
from plans.models import Action, FundingLine, FundingPayment, Goal
from tests.factories import world
from tests.plans.money_samples import action, granted, line, open_plan, paid, source

pytestmark = pytest.mark.django_db

SUMS = st.decimals(min_value=0, max_value=Decimal("9999999.99"), places=2)
COUNTED = (
    "cost", "granted", "asked", "paid", "missing", "over", "hours_needed", "hours_promised",
    "hours_missing", "hours_value", "promised_value", "missing_value",
)  # fmt: skip


@pytest.fixture
def here():
    made = world()
    open_plan(made.participation)
    return made


def test_gap_of_an_action_is_its_cost_less_what_is_granted(here):
    signs = action(here.participation, cost=Decimal(1040000), volunteer_hours=Decimal(400))
    leader = source(here.region)
    ruth = source(here.region, "Stiftelsen RUTH", kind="foundation")
    village = source(here.region, "The village", kind="hours")
    first = granted(signs, leader, "500000")
    granted(signs, ruth, "128000.50")
    line(signs, leader, state="asked", asked=Decimal(75_000))
    line(signs, ruth, state="planned")
    line(signs, ruth, state="refused")
    granted(signs, village, "52500", hours=Decimal(300))
    line(signs, village, state="asked", hours=Decimal(50))
    paid(first, "200000", "a", "advance")
    paid(first, "50000.25", "b")
    expected = Gap(
        cost=Decimal(1_040_000), granted=Decimal("628000.50"), asked=Decimal(75_000),
        paid=Decimal("250000.25"), missing=Decimal("411999.50"), over=ZERO,
        hours_needed=Decimal(400), hours_promised=Decimal(300), hours_missing=Decimal(100),
        hours_value=Decimal(70_000), promised_value=Decimal(52_500),
        missing_value=Decimal(17_500),
    )  # fmt: skip
    assert gap_of_actions(here.participation) == {signs.pk: expected}
    assert gap_of_action(signs) == expected


def test_gap_with_more_granted_than_it_costs_is_never_below_zero(here):
    signs = action(here.participation, cost=Decimal(1000), volunteer_hours=Decimal(1))
    granted(signs, source(here.region), 1500)
    granted(signs, source(here.region, "Hours", kind="hours"), 350, hours=Decimal(2))
    gap = gap_of_action(signs)
    assert (gap.missing, gap.over, gap.hours_missing) == (ZERO, Decimal(500), ZERO)
    assert (gap.missing_value, gap.promised_value) == (ZERO, Decimal(350))


def test_gap_of_a_plan_leaves_out_ideas_and_dropped_actions(here):
    action(here.participation, "Planned", cost=Decimal(10))
    action(here.participation, "Done", cost=Decimal(7), state="done")
    action(here.participation, "Idea", cost=Decimal(1000), state="idea")
    action(here.participation, "Gone", cost=Decimal(500), state="dropped", state_reason="Why")
    gaps = gap_of_actions(here.participation)
    assert len(gaps) == 4
    assert add_up(gaps.values()) == Gap(cost=Decimal(17), missing=Decimal(17))


def test_gap_of_a_plan_is_not_filled_by_another_actions_surplus(here):
    granted(action(here.participation, "A", cost=Decimal(100)), source(here.region), 300)
    action(here.participation, "B", cost=Decimal(150))
    total = add_up(gap_of_actions(here.participation).values())
    assert (total.missing, total.over) == (Decimal(150), Decimal(200))


def test_gap_per_goal_gathers_the_actions_of_each_goal(here):
    goal = Goal.objects.create(participation=here.participation, title="Meeting places")
    action(here.participation, "A", cost=Decimal(1), goal=goal)
    action(here.participation, "B", cost=Decimal(2), goal=goal)
    action(here.participation, "C", cost=Decimal(4))
    gaps = gap_of_actions(here.participation)
    found = {pk: gap.missing for pk, gap in per_goal(gaps).items()}
    assert found == {goal.pk: Decimal(3), None: Decimal(4)}


def test_gap_without_a_rate_counts_hours_and_values_none():
    here = world()
    open_plan(here.participation, rate=None)
    action(here.participation, volunteer_hours=Decimal(10))
    (gap,) = gap_of_actions(here.participation).values()
    assert (gap.hours_missing, gap.hours_value, gap.missing_value) == (Decimal(10), ZERO, ZERO)


def test_gap_of_another_place_is_not_counted(here):
    granted(action(here.neighbour), source(here.region), 5)
    assert gap_of_actions(here.participation) == {}


def test_gap_of_the_largest_sums_is_exact_to_the_last_cent(here):
    signs = action(here.participation, cost=LARGEST)
    leader = source(here.region)
    for n in range(3):
        paid(granted(signs, leader, str(LARGEST - CENT)), str(LARGEST - n * CENT), f"{n}")
    gap = gap_of_action(signs)
    assert gap.granted == 3 * (LARGEST - CENT)
    assert gap.paid == 3 * LARGEST - 3 * CENT


def test_gap_of_a_plan_takes_one_query_however_many_lines(here, django_assert_num_queries):
    here.participation.programme  # noqa: B018 - read before the count
    leader = source(here.region)
    for actions, lines in ((1, 1), (3, 4)):
        for n in range(actions):
            signs = action(here.participation, f"{actions}-{n}")
            for _ in range(lines):
                granted(signs, leader, 5)
        with django_assert_num_queries(1):
            gap_of_actions(here.participation)


@given(
    cost=st.none() | SUMS, given_sum=SUMS, needed=st.none() | SUMS, promised=SUMS,
    rate=st.none() | SUMS,
)  # fmt: skip
def test_gap_from_any_sums_has_parts_that_make_the_whole(cost, given_sum, needed, promised, rate):
    gap = gap_from(
        cost=cost, granted=given_sum, hours_needed=needed, hours_promised=promised, rate=rate
    )
    assert min(getattr(gap, name) for name in COUNTED) >= ZERO
    assert gap.granted + gap.missing == gap.cost + gap.over
    if gap.promised_value <= gap.hours_value:
        assert gap.promised_value + gap.missing_value == gap.hours_value


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["idea", "planned", "under_way", "done", "dropped"]),
        SUMS,
        SUMS,
        st.lists(
            st.tuples(
                st.booleans(),
                st.sampled_from(["planned", "asked", "granted", "refused"]),
                SUMS,
                st.lists(SUMS.filter(bool), max_size=3),
            ),
            max_size=4,
        ),
    ),
    max_size=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_gap_of_a_plan_equals_a_naive_sum(here, rows):
    money, hours = here_sources(here)
    FundingPayment.objects.all().delete()
    FundingLine.objects.all().delete()
    Action.objects.all().delete()
    expected = dict.fromkeys(
        ("cost", "granted", "asked", "paid", "hours_promised", "missing"), ZERO
    )
    for number, (state, cost, needed, lines) in enumerate(rows):
        one = action(
            here.participation, f"{number}", state=state, cost=cost, volunteer_hours=needed,
            state_reason="Why",
        )  # fmt: skip
        got = store_lines(one, lines, money, hours)
        if state in {"idea", "dropped"}:
            continue
        expected["cost"] += cost
        expected["missing"] += max(cost - got["granted"], ZERO)
        for name, value in got.items():
            expected[name] += value
    total = add_up(gap_of_actions(here.participation).values())
    assert {name: getattr(total, name) for name in expected} == expected


def here_sources(here):
    found = list(here.region.funding_sources.order_by("kind"))
    if not found:
        source(here.region, "Money", kind="leader")
        source(here.region, "Hours", kind="hours")
        found = list(here.region.funding_sources.order_by("kind"))
    hours, money = found
    return money, hours


def store_lines(of, lines, money, hours):
    """Store the drawn lines and say what a person would add up by hand."""
    got = dict.fromkeys(("granted", "asked", "paid", "hours_promised"), ZERO)
    for in_hours, state, amount, payments in lines:
        fields = {"granted": amount} if state == "granted" else {}
        made = line(
            of, hours if in_hours else money, state=state, asked=amount,
            hours=amount if in_hours else None, **fields,
        )  # fmt: skip
        if state == "granted":
            got["hours_promised" if in_hours else "granted"] += amount
        elif state == "asked" and not in_hours:
            got["asked"] += amount
        for n, payment in enumerate(payments):
            paid(made, payment, f"{made.pk}-{n}")
            got["paid"] += payment
    return got
