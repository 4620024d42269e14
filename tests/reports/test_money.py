"""The money of all places: one statement, the same sums as the plan's own gap."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from grants.models import Claim, Grant, Instalment, Payment
from places.models import Participation
from plans.funding.gap import add_up, exact, gap_of_actions
from reports.money.sums import PlaceMoney, aggregate, ordered
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    ProgrammeFactory,
    participation,
    world,
)
from tests.plans.money_samples import action, granted, line, open_plan, paid, source

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    made = world()
    open_plan(made.participation)
    made.users["money"] = source(made.region)
    return made


def support(here, of, amount, *payments, agreed=True):
    """A grant with its instalments, of which some are paid."""
    today = timezone.localdate()
    made = Grant.objects.create(
        participation=of, amount=Decimal(amount), payer=OrganisationFactory(region=here.region),
        starts_on=today, ends_on=today, agreed_on=today if agreed else None,
    )  # fmt: skip
    for number, sum_paid in enumerate(payments, start=1):
        one = Instalment.objects.create(
            grant=made, number=number, amount=Decimal(sum_paid), trigger="gate", state="paid"
        )
        claim = Claim.objects.create(
            instalment=one, number=1, state="approved", status_text="Done",
            claimed_by=here.leader, claimed_at=timezone.now(), decided_by=here.manager,
        )  # fmt: skip
        Payment.objects.create(
            instalment=one, claim=claim, amount=one.amount, paid_on=today, reference="r",
            by=here.manager,
        )  # fmt: skip
    return made


def test_aggregate_counts_no_row_twice(here):
    signs = action(here.participation, cost=Decimal("1000.10"))
    for n in range(2):
        paid(granted(signs, here.money, "100.05"), 50, f"{n}")
    line(signs, here.money, state="asked", asked=Decimal(70))
    granted(signs, source(here.region, "Hours", kind="hours"), 175, hours=Decimal(1))
    action(here.participation, "Map", cost=Decimal(50))
    action(here.participation, "Idea", cost=Decimal(9999), state="idea")
    support(here, here.participation, 150_000, 50_000, "25000.50")
    rows = {row.pk: row for row in aggregate([here.programme.pk])}
    assert rows[here.participation.pk] == PlaceMoney(
        pk=here.participation.pk, place="Näsum", municipality=here.place.municipality.name,
        programme=here.programme.pk, status="active", cost=105010, granted=20010, asked=7000,
        missing=85000, support=15_000_000, paid=7_500_050,
    )  # fmt: skip
    assert rows[here.participation.pk].left == 7_499_950
    assert rows[here.neighbour.pk][5:] == (0,) * 7
    assert here.other_participation.pk not in rows


def test_aggregate_gives_the_same_sums_as_the_plans_own_gap(here):
    for n, cost in enumerate(("10.01", "200.02", "0.03")):
        one = action(here.participation, f"{n}", cost=Decimal(cost))
        granted(one, here.money, "7.77")
        line(one, here.money, state="asked", asked=Decimal("1.11"))
    total = add_up(gap_of_actions(here.participation).values())
    (row,) = [row for row in aggregate([here.programme.pk]) if row.pk == here.participation.pk]
    ours = [exact(getattr(row, name)) for name in ("cost", "granted", "asked", "missing")]
    assert ours == [total.cost, total.granted, total.asked, total.missing]


def test_support_that_is_not_agreed_does_not_count(here):
    support(here, here.participation, 150_000, agreed=False)
    assert [row.support for row in aggregate([here.programme.pk])] == [0, 0]


def test_stopped_place_keeps_its_support_and_lacks_nothing(here):
    action(here.participation)
    support(here, here.participation, 150_000)
    Participation.objects.filter(pk=here.participation.pk).update(status="stopped")
    (row,) = [row for row in aggregate([here.programme.pk]) if row.pk == here.participation.pk]
    assert (row.missing, row.support) == (0, 15_000_000)


def test_money_page_says_what_is_missing_and_totals_all_pages(client, here):
    for n in range(55):
        place = participation(here.programme, PlaceFactory(region=here.region, name=f"Ort {n}"))
        action(open_plan(place), cost=Decimal(1000 + n))
    client.force_login(here.manager)
    response = client.get(reverse("reports:money"), {"page": 2})
    page = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "56,485 SEK of 56,485 SEK is missing, at 55 places." in page
    (_currency, sums), = response.context["totals"]  # fmt: skip
    assert sums[0] == "56,485"
    assert response.context["page"].paginator.count == 57
    assert page.count("<tr>") == 7 + 2


def test_money_page_sorts_and_filters_by_the_address(client, here):
    other = ProgrammeFactory(region=here.region, name="Danish", currency="DKK")
    theirs = participation(other, PlaceFactory(region=here.region, name="Ellum"))
    action(theirs, cost=Decimal(5))
    action(here.participation, cost=Decimal(7))
    action(here.neighbour, cost=Decimal(9))
    support(here, here.participation, 100)
    client.force_login(here.admin)

    def places(**query):
        found = client.get(reverse("reports:money"), query)
        return [row.place for row in found.context["page"].object_list]

    assert places() == ["Glimåkra", "Näsum", "Ellum"]
    assert places(sort="support") == ["Näsum", "Ellum", "Glimåkra"]
    assert places(sort="place") == ["Ellum", "Glimåkra", "Näsum"]
    assert places(programme=other.pk) == ["Ellum"]
    assert places(programme=here.other_programme.pk, sort="nonsense") == places()
    sums = client.get(reverse("reports:money")).context["totals"]
    assert [(currency, cells[0]) for currency, cells in sums] == [("SEK", "16"), ("DKK", "5")]


def test_money_page_escapes_names(client, here):
    here.place.name = "<b>Näsum</b>"
    here.place.save()
    client.force_login(here.manager)
    assert b"<b>N" not in client.get(reverse("reports:money")).content


def test_money_page_takes_the_same_queries_for_one_place_and_many(client, here):
    client.force_login(here.manager)
    client.get(reverse("reports:money"))
    counts = []
    for rows in (1, 3):
        for n in range(rows):
            place = participation(
                here.programme, PlaceFactory(region=here.region, name=f"{rows}{n}")
            )
            granted(action(place), here.money, 5)
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("reports:money"))
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert sum("per_action" in query["sql"] for query in found.captured_queries) == 1


def test_money_workbook_has_the_pages_columns_and_all_places(client, here):
    action(here.participation, cost=Decimal("1234.50"))
    support(here, here.participation, 150_000, 50_000)
    client.force_login(here.manager)
    book = client.get(reverse("reports:money_xlsx"))
    sheet = openpyxl.load_workbook(BytesIO(book.content)).worksheets[0]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert head[5:] == [
        "The plan's cost", "Granted", "Applied for", "Missing", "Support agreed", "Support paid",
        "Support left",
    ]  # fmt: skip
    assert rows[0][:5] == [
        "Näsum", here.place.municipality.name, here.programme.name, "Under way", "SEK",
    ]  # fmt: skip
    assert rows[0][5:] == [1234.5, 0, 0, 1234.5, 150_000, 50_000, 100_000]
    assert len(rows) == 2


def test_rows_with_the_same_sum_stand_by_name():
    def row(pk, place, missing):
        return PlaceMoney(pk, place, "M", 1, "active", 0, 0, 0, missing, 0, 0)

    rows = [row(1, "Ö", 5), row(2, "a", 5), row(3, "B", 9)]
    assert [one.pk for one in ordered(rows, "missing")] == [3, 2, 1]
