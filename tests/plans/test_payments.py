"""Payments of outside money: Leader's rules, and nothing is paid that was not granted."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from core.models import AuditEvent
from core.refusals import NotAllowed, Refusal
from plans.funding.payments import record_payment, remove_payment
from plans.funding.services import mark_reported
from plans.models import FundingPayment
from tests.factories import world
from tests.plans.money_samples import action, granted, line, open_plan, paid, source

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]
RULES = {
    "advance_share": 50, "advance_max": Decimal(250_000), "final_report": True,
    "advance_applicants": ["association", "economic", "foundation"],
}  # fmt: skip
DAY = dt.date(2026, 2, 1)


@pytest.fixture
def here():
    made = world()
    open_plan(made.participation)
    made.users["signs"] = action(made.participation, cost=Decimal(1_000_000))
    made.users["leader_money"] = source(made.region, **RULES)
    return made


def pay(here, of, amount, kind="part", **fields):
    usual = {"on": DAY, "reference": f"ref-{amount}", "by": here.leader}
    return record_payment(line=of, kind=kind, amount=Decimal(amount), **usual | fields)


def refused(here, *args, **fields):
    with pytest.raises(Refusal) as caught:
        pay(here, *args, **fields)
    return caught.value.code


def test_record_payment_is_told_in_the_trail(here):
    of = granted(here.signs, here.leader_money, 100_000)
    pay(here, of, 40_000, "advance")
    (event,) = AuditEvent.objects.all()
    facts = {
        "source": "Leader Skåne",
        "action": "Signs",
        "amount": "40,000\xa0SEK",
        "on": "2026-02-01",
    }
    assert (event.verb, event.facts) == ("funding.paid", facts)


def test_advance_of_half_the_support_is_paid_and_a_krona_more_is_refused(here):
    of = granted(here.signs, here.leader_money, "100001.01")
    assert refused(here, of, "50000.51", "advance") == "advance_too_large"
    pay(here, of, 50_000, "advance")
    assert refused(here, of, "0.51", "advance") == "advance_too_large"
    pay(here, of, "0.50", "advance")


def test_advance_over_the_largest_sum_is_refused(here):
    of = granted(here.signs, here.leader_money, 900_000)
    assert refused(here, of, "250000.01", "advance") == "advance_too_large"
    pay(here, of, 250_000, "advance")


def test_advance_to_a_company_is_refused_and_to_an_association_paid(here):
    firm = granted(here.signs, here.leader_money, 1000, applicant="company")
    assert refused(here, firm, 1, "advance") == "advance_applicant"
    pay(here, firm, 1, "part")
    pay(here, granted(here.signs, here.leader_money, 1000, applicant="foundation"), 1, "advance")


def test_advance_without_rules_is_bound_by_what_is_granted(here):
    of = granted(here.signs, source(here.region, "RUTH"), 1000, applicant="company")
    pay(here, of, 1000, "advance")


def test_more_than_granted_in_all_is_refused(here):
    of = granted(here.signs, here.leader_money, 1000)
    pay(here, of, 600)
    assert refused(here, of, "400.01") == "more_than_granted"
    pay(here, of, 400)


def test_final_payment_without_the_report_is_refused(here):
    of = granted(here.signs, here.leader_money, 1000)
    assert refused(here, of, 10, "final") == "report_missing"
    mark_reported(line=of, by=here.leader, version=1, on=DAY)
    pay(here, of, 10, "final")


def test_final_payment_of_a_source_that_wants_no_report_needs_none(here):
    pay(here, granted(here.signs, source(here.region, "RUTH"), 1000), 10, "final")


@pytest.mark.parametrize("kind", ["advance", "part", "final"])
def test_anything_after_the_final_payment_is_refused(here, kind):
    of = granted(here.signs, here.leader_money, 1000, reported_on=DAY)
    pay(here, of, 10, "final")
    assert refused(here, of, 20, kind) == "already_final"


def test_the_same_reference_twice_is_refused(here):
    of = granted(here.signs, here.leader_money, 1000)
    pay(here, of, 10, reference="BG 5")
    assert refused(here, of, 20, reference=" BG  5 ") == "reference_used"
    pay(here, granted(here.signs, here.leader_money, 1000), 10, reference="BG 5")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"amount": 0}, "amount_missing"),
        ({"amount": -5}, "amount_missing"),
        ({"amount": 1, "reference": "  "}, "reference_missing"),
        ({"amount": 1, "reference": "x" * 81}, "too_long"),
        ({"amount": 1, "kind": "gift"}, "unknown_kind"),
        ({"amount": 1, "on": dt.date(2025, 1, 14)}, "too_early"),
    ],
)
def test_record_payment_with_bad_facts_is_refused(here, fields, code):
    of = granted(here.signs, here.leader_money, 1000)
    assert refused(here, of, **fields) == code
    assert not FundingPayment.objects.exists()


def test_record_payment_in_the_future_is_refused(here):
    of = granted(here.signs, here.leader_money, 1000)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert refused(here, of, 1, on=tomorrow) == "date_in_future"


@pytest.mark.parametrize("state", ["planned", "asked", "refused"])
def test_payment_of_what_is_not_granted_is_refused(here, state):
    assert refused(here, line(here.signs, here.leader_money, state=state), 1) == "not_granted"


def test_payment_of_volunteer_hours_is_refused(here):
    hours = source(here.region, "The village", kind="hours")
    of = granted(here.signs, hours, 1750, hours=Decimal(10))
    assert refused(here, of, 1) == "hours_unpaid"


def test_remove_payment_keeps_its_sum_in_the_trail(here):
    got = paid(granted(here.signs, here.leader_money, 1000), 10, "a")
    with pytest.raises(Refusal) as caught:
        remove_payment(payment=got, reason=" ", by=here.leader)
    assert caught.value.code == "reason_missing"
    again = FundingPayment.objects.get()
    remove_payment(payment=got, reason="Wrong line", by=here.leader)
    remove_payment(payment=again, reason="Wrong line", by=here.leader)
    assert not FundingPayment.objects.exists()
    facts = AuditEvent.objects.get(verb="funding.payment_removed").facts
    assert (facts["amount"], facts["reason"]) == ("10\xa0SEK", "Wrong line")


@pytest.mark.parametrize("who", ["contact", "observer", "outsider", "neighbour_leader", "operator"])
def test_payments_are_recorded_only_by_those_who_work_coach_or_run(here, who):
    of = granted(here.signs, here.leader_money, 1000)
    with pytest.raises(NotAllowed):
        pay(here, of, 1, by=getattr(here, who))
    with pytest.raises(NotAllowed):
        remove_payment(payment=paid(of, 1, "a"), reason="x", by=getattr(here, who))
