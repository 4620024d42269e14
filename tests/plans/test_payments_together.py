"""Two people record money at the same moment. Real connections on PostgreSQL."""

import datetime as dt
import threading
import time
from decimal import Decimal

import pytest
from django.db import connection, connections
from django.db.models import Sum

from core.refusals import Refusal
from people.models import User
from plans.funding import payments
from plans.funding.payments import record_payment
from plans.models import FundingPayment
from tests.factories import world
from tests.plans.money_samples import action, granted, open_plan, source

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.day(dt.date(2026, 11, 16)),
]


def at_once(*calls):
    """Run the calls in threads that start together: a value or a refusal's code of each."""
    start, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        try:
            start.wait(timeout=10)
            answers[number] = call()
        except Refusal as refusal:
            answers[number] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return answers


@pytest.fixture
def slow(monkeypatch):
    """Half a second between looking at what is left and writing: without a lock, all look first."""
    look = payments._refuse_too_much

    def look_and_wait(*args):
        look(*args)
        time.sleep(0.5)

    monkeypatch.setattr(payments, "_refuse_too_much", look_and_wait)


def test_two_payments_at_once_are_never_more_than_granted(slow):
    assert connection.vendor == "postgresql"
    here = world()
    open_plan(here.participation)
    line = granted(action(here.participation), source(here.region), 1000)

    def pay(who, reference):
        by = User.objects.get(pk=who.pk)
        return lambda: record_payment(
            line=line, kind="part", on=dt.date(2026, 2, 1), amount=Decimal(600),
            reference=reference, by=by,
        ).reference  # fmt: skip

    people = (here.leader, here.member, here.coach, here.manager)
    answers = at_once(*[pay(who, f"ref-{n}") for n, who in enumerate(people)])
    assert sorted(answers)[:3] == ["more_than_granted"] * 3
    assert FundingPayment.objects.aggregate(all=Sum("amount")) == {"all": Decimal(600)}
