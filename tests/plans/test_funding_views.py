"""The pages of funding: the gap first, lines step by step, finding money, who may."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from places.models import Participation
from plans.models import FundingLine, FundingPayment, FundingSource, Goal
from tests.factories import OrganisationFactory, world
from tests.plans.money_samples import action, granted, line, open_plan, paid, source

pytestmark = pytest.mark.django_db
WRITES = ("leader", "member", "coach", "manager", "admin")
READS = ("contact", "observer")
STRANGERS = ("outsider", "neighbour_leader", "other_admin", "other_coach", "operator")


@pytest.fixture
def here():
    made = world()
    open_plan(made.participation)
    club = OrganisationFactory(region=made.region, name="Byalaget", sector="association")
    made.users["signs"] = action(made.participation, theme="tourism", organisation=club)
    made.users["money"] = source(made.region)
    return made


def address(here, name, *args):
    return reverse(f"plans:{name}", args=[here.participation.pk, *args])


def get(client, user, url, **query):
    client.force_login(user)
    return client.get(url, query)


def post(client, user, url, **data):
    client.force_login(user)
    return client.post(url, data)


def text(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_money_page_says_the_gap_first(client, here):
    granted(here.signs, here.money, 40_000)
    action(here.participation, "Map", cost=Decimal(30_000))
    page = text(get(client, here.observer, address(here, "funding")))
    assert "90,000 SEK of 130,000 SEK is missing, in 2 actions." in page
    assert "Find money for" not in page
    assert "Find money for “Signs”" in text(get(client, here.leader, address(here, "funding")))


def test_money_page_of_a_plan_that_lacks_nothing_says_so(client, here):
    granted(here.signs, here.money, 120_000)
    page = text(get(client, here.leader, address(here, "funding")))
    assert "All money is found: 100,000 SEK." in page
    assert "Over-financed by 20,000 SEK" in page


def test_money_page_without_actions_says_what_it_is_for(client, here):
    here.signs.delete()
    assert "No action needs money yet" in text(get(client, here.leader, address(here, "funding")))


def test_money_page_before_the_gate_says_when_the_plan_opens(client, here):
    Participation.objects.filter(pk=here.participation.pk).update(gate_state="closed")
    page = text(get(client, here.leader, address(here, "funding")))
    assert "The plan opens when the gate is passed." in page
    assert address(here, "match", here.signs.pk) not in page


def test_money_page_lists_the_next_days_to_apply_and_who_sees_to_it(client, here):
    today = timezone.localdate()
    line(here.signs, here.money, deadline=today + dt.timedelta(days=5), responsible="Berit")
    late = source(here.region, "RUTH")
    line(here.signs, late, deadline=today - dt.timedelta(days=2))
    response = get(client, here.observer, address(here, "funding"))
    assert [(day.line.source.name, day.level) for day in response.context["deadlines"]] == [
        ("RUTH", "stop"), ("Leader Skåne", "warn"),
    ]  # fmt: skip
    assert response.context["people"] == [("Berit", 1), ("", 1)]


def test_money_page_takes_the_same_queries_for_one_line_and_many(client, here):
    counts = []
    for rows in (1, 3):
        for n in range(rows):
            goal = Goal.objects.create(participation=here.participation, title=f"{rows}-{n}")
            one = action(here.participation, f"{rows}-{n}", goal=goal)
            for _ in range(rows):
                paid(granted(one, here.money, 5), 1, "a")
        client.force_login(here.leader)
        with CaptureQueriesContext(connection) as found:
            client.get(address(here, "funding"))
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_line_of_another_place_is_not_found(client, here):
    theirs = line(action(here.neighbour), here.money)
    assert get(client, here.admin, address(here, "line", theirs.pk)).status_code == 404


def test_one_click_plans_to_apply_for_what_is_missing(client, here):
    url = address(here, "plan_to_apply", here.signs.pk, here.money.pk)
    response = post(client, here.leader, url)
    made = FundingLine.objects.get()
    assert response["Location"] == address(here, "line", made.pk)
    assert (made.asked, made.state) == (Decimal(100_000), "planned")


def test_one_click_on_a_source_that_does_not_fit_leads_to_the_form(client, here):
    odd = source(here.region, "Health", themes=["health"])
    response = post(client, here.leader, address(here, "plan_to_apply", here.signs.pk, odd.pk))
    assert response["Location"] == address(here, "line_add", here.signs.pk, odd.pk)
    assert not FundingLine.objects.exists()


def test_find_money_shows_reasons_for_and_against(client, here):
    source(here.region, "Health", themes=["health"])
    page = text(get(client, here.leader, address(here, "match", here.signs.pk)))
    assert "1 source fits" in page
    assert "It could cover all that is missing, 100,000 SEK." in page
    assert "Does not support the theme: Visitors and tourism." in page


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("75 000", "75000"),
        ("75.000", "75000"),
        ("75,000.50", "75000.50"),
        ("1 234,5 kr", "1234.50"),
    ],
)
def test_sum_is_read_as_people_write_it(client, here, typed, stored):
    url = address(here, "line_add", here.signs.pk, here.money.pk)
    assert post(client, here.leader, url, asked=typed, applicant="association").status_code == 302
    assert FundingLine.objects.get().asked == Decimal(stored)


@pytest.mark.parametrize("typed", ["-5", "1.2345", "12,345.678", "much", "0", "", "1 2 3 4 x"])
def test_sum_that_is_none_keeps_what_was_typed(client, here, typed):
    url = address(here, "line_add", here.signs.pk, here.money.pk)
    response = post(client, here.leader, url, asked=typed, applicant="association", responsible="B")
    assert response.status_code in {409, 422}
    assert response.context["form"]["asked"].value() == typed
    assert response.context["form"].errors["asked"]
    assert 'value="B"' in text(response)
    assert not FundingLine.objects.exists()


def test_sum_outside_what_the_source_gives_is_kept_with_a_warning(client, here):
    small = source(here.region, "Bygdepeng", maximum=Decimal(500))
    url = address(here, "line_add", here.signs.pk, small.pk)
    response = post(client, here.leader, url, asked="900", applicant="association")
    page = text(client.get(response["Location"]))
    assert "Bygdepeng gives at most 500 SEK; 900 SEK is more." in page
    assert FundingLine.objects.get().asked == 900


def test_line_is_led_from_planned_to_paid_by_its_forms(client, here):
    made = line(here.signs, here.money)
    today = timezone.localdate().isoformat()
    sent = {"asked-on": today, "asked-version": 1, "asked-reference": "17"}
    assert (
        post(client, here.leader, address(here, "line_asked", made.pk), **sent).status_code == 302
    )
    said = {"granted-granted": "30 000", "granted-decided_on": today, "granted-version": 2}
    assert (
        post(client, here.leader, address(here, "line_granted", made.pk), **said).status_code == 302
    )
    came = {"payment-kind": "advance", "payment-amount": "10000", "payment-on": today,
            "payment-reference": "BG"}  # fmt: skip
    assert (
        post(client, here.leader, address(here, "line_payment", made.pk), **came).status_code == 302
    )
    made.refresh_from_db()
    assert (made.state, made.granted, made.reference) == ("granted", Decimal(30_000), "17")
    got = FundingPayment.objects.get()
    assert (got.amount, got.by) == (Decimal(10_000), here.leader)
    post(client, here.leader, address(here, "payment_remove", made.pk, got.pk), reason="Wrong")
    assert not FundingPayment.objects.exists()
    post(client, here.leader, address(here, "line_back", made.pk), version=3)
    post(client, here.leader, address(here, "line_remove", made.pk))
    assert not FundingLine.objects.exists()


@pytest.mark.day(dt.date(2026, 11, 16))
def test_refused_payment_stands_beside_its_field_with_what_was_typed(client, here):
    made = granted(here.signs, here.money, 1000)
    came = {"payment-kind": "part", "payment-amount": "1 000,01", "payment-on": "2026-02-01",
            "payment-reference": "BG"}  # fmt: skip
    response = post(client, here.leader, address(here, "line_payment", made.pk), **came)
    assert response.status_code == 409
    form = response.context["forms"]["payment"]
    assert form["amount"].value() == "1 000,01"
    assert list(form.errors) == ["amount"]
    assert "is left to pay; this is more" in text(response)


def test_change_by_two_shows_both_values_and_loses_none(client, here):
    made = line(here.signs, here.money, version=2, responsible="Theirs")
    mine = {"asked": "70 000", "applicant": "association", "responsible": "Mine", "version": 1}
    url = address(here, "line_edit", made.pk)
    response = post(client, here.leader, url, **mine)
    assert response.status_code == 409
    (one,) = [one for one in response.context["differences"] if one.label == "Who handles it"]
    assert (one.theirs, one.yours) == ("Theirs", "Mine")
    page = text(response)
    assert 'value="Mine"' in page
    assert 'value="70 000"' in page
    again = mine | {"version": response.context["form"]["version"].value()}
    assert post(client, here.leader, url, **again).status_code == 302
    made.refresh_from_db()
    assert (made.asked, made.responsible) == (Decimal(70_000), "Mine")


@pytest.mark.day(dt.date(2026, 11, 16))
def test_decision_on_a_line_that_somebody_moved_meanwhile_shows_how_it_stands(client, here):
    made = granted(here.signs, here.money, 5, version=3)
    said = {"refused-reason": "No", "refused-decided_on": "2026-02-01", "refused-version": 2}
    response = post(client, here.leader, address(here, "line_refused", made.pk), **said)
    assert response.status_code == 409
    assert "decided already" in text(response)


def test_money_of_an_action_is_drawn_for_its_page(here):
    granted(here.signs, here.money, 40_000)
    request = RequestFactory().get("/")
    request.user = here.leader
    page = Template('{% include "plans/funding/_action_money.html" %}').render(
        Context({"action": here.signs, "request": request})
    )
    assert "60,000" in page
    assert address(here, "match", here.signs.pk) in page


SOURCE = {"name": "Leader", "kind": "leader", "currency": "SEK", "minimum": "10 000",
          "share_max": "50"}  # fmt: skip


def test_shared_source_is_seen_by_another_region_and_not_changed_by_it(client, here):
    FundingSource.objects.update(shared=True)
    url = reverse("plans:source", args=[here.money.pk])
    page = get(client, here.other_admin, url)
    assert page.status_code == 200
    assert reverse("plans:source_edit", args=[here.money.pk]) not in text(page)
    edit = reverse("plans:source_edit", args=[here.money.pk])
    assert get(client, here.other_admin, edit).status_code == 403


def test_source_is_added_changed_closed_and_removed_by_forms(client, here):
    response = post(
        client, here.manager, reverse("plans:source_add"), region=here.region.pk, **SOURCE
    )
    made = FundingSource.objects.get(name="Leader")
    assert response["Location"] == reverse("plans:source", args=[made.pk])
    assert (made.region, made.minimum, made.share_max) == (here.region, Decimal(10_000), 50)
    changed = SOURCE | {"maximum": "20.000", "version": 1}
    post(client, here.manager, reverse("plans:source_edit", args=[made.pk]), **changed)
    made.refresh_from_db()
    assert made.maximum == Decimal(20_000)
    day = (timezone.localdate() + dt.timedelta(days=9)).isoformat()
    post(client, here.manager, reverse("plans:deadline_add", args=[made.pk]), on=day, text="Spring")
    (deadline,) = made.deadlines.all()
    assert "in 9 days" in text(client.get(reverse("plans:source", args=[made.pk])))
    post(client, here.manager, reverse("plans:deadline_remove", args=[made.pk, deadline.pk]))
    assert not made.deadlines.exists()
    post(client, here.manager, reverse("plans:source_close", args=[made.pk]))
    post(client, here.manager, reverse("plans:source_reopen", args=[made.pk]))
    post(client, here.manager, reverse("plans:source_remove", args=[made.pk]))
    assert not FundingSource.objects.filter(pk=made.pk).exists()


def test_source_of_a_region_that_one_does_not_run_is_not_added(client, here):
    response = post(
        client, here.manager, reverse("plans:source_add"), region=here.other_region.pk, **SOURCE
    )
    assert response.status_code == 422
    assert not FundingSource.objects.filter(name="Leader").exists()


def test_register_filters_by_the_address_and_puts_the_next_deadline_first(client, here):
    today = timezone.localdate()
    soon = source(here.region, "Soon", rolling=False, kind="foundation", themes=["tourism"])
    later = source(here.region, "Later", rolling=False, applicants=["municipality"])
    source(here.region, "Over", rolling=False)
    source(here.region, "Closed", closed=True)
    soon.deadlines.create(on=today + dt.timedelta(days=3))
    later.deadlines.create(on=today + dt.timedelta(days=30))

    def names(**query):
        page = get(client, here.leader, reverse("plans:sources"), **query).context["page"]
        return [row.source.name for row in page.object_list]

    assert names() == ["Soon", "Later", "Leader Skåne", "Over", "Closed"]
    assert names(open="1") == ["Soon", "Later", "Leader Skåne"]
    assert names(kind="foundation") == ["Soon"]
    assert names(theme="health") == ["Later", "Leader Skåne", "Over", "Closed"]
    assert names(applicant="association") == ["Soon", "Leader Skåne", "Over", "Closed"]
    assert names(kind="lottery") == names()


def test_register_takes_the_same_queries_for_one_source_and_many(client, here):
    client.force_login(here.leader)
    counts = []
    for rows in (1, 3):
        for n in range(rows):
            source(here.region, f"{rows}-{n}").deadlines.create(on=timezone.localdate())
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("plans:sources"))
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_empty_register_says_what_it_is_for(client, here):
    FundingSource.objects.all().delete()
    assert "Add the first source" in text(get(client, here.manager, reverse("plans:sources")))
    page = text(get(client, here.leader, reverse("plans:sources")))
    assert "Those who run the region write down here" in page
