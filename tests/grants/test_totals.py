"""Totals: costs against budget; hours, kilometres and their value by month and person."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.models import BudgetKind, SheetState
from grants.totals import (
    LineTotal,
    MonthTotal,
    Worked,
    added,
    all_lines,
    by_month,
    by_person,
    costs_by_line,
    value_of,
    worked,
)
from tests.factories import world
from tests.grants.samples import cost_of, entry_of, grant_of, line_of, sheet_of

pytestmark = pytest.mark.day(dt.date(2026, 11, 16))

MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)


@pytest.fixture
def made(db):
    return world()


@pytest.fixture
def grant(made):
    return grant_of(made.participation)


def test_costs_by_line_tells_spent_and_left_in_one_query(grant, django_assert_num_queries):
    cost_of(grant, "0.10")
    cost_of(grant, "0.20")
    cost_of(grant, "12000.00", line=line_of(grant, BudgetKind.OTHER))
    leader, meetings, other = grant.budget.order_by("pk")
    with django_assert_num_queries(1):
        totals = costs_by_line(grant)
    assert totals == [
        LineTotal(
            leader, Decimal("120000.00"), Decimal("0.00"), Decimal("0.00"), Decimal("120000.00")
        ),
        LineTotal(
            meetings, Decimal("20000.00"), Decimal("0.30"), Decimal("0.00"), Decimal("19999.70")
        ),
        LineTotal(
            other, Decimal("10000.00"), Decimal("12000.00"), Decimal("0.00"), Decimal("-2000.00")
        ),
    ]
    assert all_lines(totals) == (
        Decimal("150000.00"),
        Decimal("12000.30"),
        Decimal("0.00"),
        Decimal("137999.70"),
    )


def test_all_lines_of_no_budget_is_nothing():
    assert all_lines([]) == (Decimal(0), Decimal(0), Decimal(0), Decimal(0))


def test_hours_by_month_values_each_kind_by_its_rate(made, grant, django_assert_num_queries):
    march = sheet_of(grant, made.leader, MARCH)
    entry_of(march, "7.5")
    entry_of(march, "12", "volunteer", people=6)
    entry_of(march, "42", "mileage")
    entry_of(sheet_of(grant, made.member, MARCH), "2", "volunteer")
    entry_of(sheet_of(grant, made.leader, APRIL), "1")
    with django_assert_num_queries(1):
        totals = by_month(worked(grant))
    assert totals == [
        MonthTotal(
            month=MARCH, confirmed=False,
            leader_hours=Decimal("7.50"), leader_value=Decimal("1875.00"),
            volunteer_hours=Decimal("14.00"), volunteer_value=Decimal("2450.00"), people=7,
            kilometres=Decimal("42.00"), kilometres_value=Decimal("105.00"),
        ),
        MonthTotal(
            month=APRIL, confirmed=False,
            leader_hours=Decimal("1.00"), leader_value=Decimal("250.00"),
        ),
    ]  # fmt: skip
    assert (totals[0].hours, totals[0].value) == (Decimal("21.50"), Decimal("4430.00"))


def test_confirmed_lines_keep_their_rate_when_rates_change(made, grant):
    sheet = sheet_of(
        grant, made.member, MARCH, state=SheetState.CONFIRMED, confirmed_by=made.leader
    )
    entry_of(sheet, "2", "volunteer", rate=Decimal("175.00"))
    entry_of(sheet, "3", "mileage", rate=None)
    entry_of(sheet_of(grant, made.leader, MARCH), "1", "volunteer")
    grant.participation.programme.volunteer_rate = Decimal("300.00")
    (month,) = by_month(worked(grant))
    assert (month.volunteer_value, month.kilometres_value, month.confirmed) == (
        Decimal("650.00"),
        Decimal("0.00"),
        False,
    )
    (claimed,) = by_month(worked(grant, confirmed_only=True))
    assert (claimed.volunteer_value, claimed.confirmed) == (Decimal("350.00"), True)


def test_worked_of_one_person_holds_no_one_else(made, grant):
    entry_of(sheet_of(grant, made.leader, MARCH), "5")
    entry_of(sheet_of(grant, made.member, MARCH), "2", "volunteer")
    assert [row.user_id for row in worked(grant, user_id=made.member.pk)] == [made.member.pk]


def test_hours_without_a_rate_are_counted_and_not_valued():
    assert value_of(Decimal("7.50"), None) == Decimal("0.00")


amounts = st.decimals(min_value="0.01", max_value="744", places=2)
rates = st.one_of(st.none(), st.decimals(min_value="0", max_value="900", places=2))
lines = st.builds(
    lambda month, user, kind, quantity, people, rate: Worked(
        dt.date(2026, month, 1), user * 100 + month, user, f"Person {user}", SheetState.OPEN,
        kind, quantity, people, value_of(quantity, rate),
    ),
    st.integers(1, 12), st.integers(1, 4), st.sampled_from(["leader", "volunteer", "mileage"]),
    amounts, st.integers(1, 60), rates,
)  # fmt: skip


@given(st.lists(lines, max_size=60))
def test_months_and_people_add_up_to_the_whole(rows):
    rows.sort(key=lambda row: (row.month, row.name))
    whole = added(rows)
    for parts in (by_month(rows), by_person(rows)):
        for name in ("leader_hours", "volunteer_hours", "kilometres", "people", "value"):
            assert sum(getattr(part, name) for part in parts) == getattr(whole, name)
    assert whole.value == sum((row.value for row in rows), Decimal(0))
    assert whole.value == whole.value.quantize(Decimal("0.01"))
