"""The place's history: the support's lines are for those who see the support."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import audit
from grants.costs.services import add_cost
from grants.hours.services import add_entry
from tests.factories import world
from tests.grants.agreement_samples import claimed
from tests.grants.samples import days_ago, line_of

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
READERS = ("admin", "manager", "coach", "leader", "member", "contact", "observer")


@pytest.fixture
def here():
    made = world()
    grant = claimed(made).instalment.grant
    add_cost(
        grant=grant, by=made.leader, line=line_of(grant), paid_on=days_ago(0),
        amount=Decimal("1250.50"), payee="ICA", what="Coffee",
    )  # fmt: skip
    add_entry(
        grant=grant, by=made.leader, kind="leader", on=days_ago(0), quantity=Decimal(3),
        what="Meeting",
    )  # fmt: skip
    audit.record("target.saved", made.participation, by=made.leader)
    return made


def page(client, here, person):
    client.force_login(here.users[person], backend=BACKEND)
    return client.get(reverse("places:history", args=[here.participation.pk]))


def nouns(here, person) -> set[str]:
    lines = audit.readable(here.participation, here.users[person])
    return {line.verb.partition(".")[0] for line in lines}


def test_history_shows_the_support_to_those_who_see_it_and_sheets_to_those_who_answer(here):
    answers, sees, rest = {"grant", "cost", "sheet", "target"}, {"grant", "cost", "target"}, {
        "target"
    }  # fmt: skip
    assert {person: nouns(here, person) for person in READERS} == {
        "admin": answers, "manager": answers, "coach": answers, "leader": answers,
        "member": sees, "contact": sees, "observer": rest,
    }  # fmt: skip


def test_history_page_tells_an_observer_no_sum(here, client):
    shown = page(client, here, "leader").content.decode()
    assert "1,250.50" in shown
    assert "75,000" in shown
    shown = page(client, here, "observer").content.decode()
    assert "1,250.50" not in shown
    assert "75,000" not in shown
    assert "Target picture changed" in shown


@pytest.mark.day(dt.date(2026, 11, 16))
def test_history_page_asks_the_same_of_every_reader_with_more_lines(here, client):
    def sent(person):
        page(client, here, person)
        with CaptureQueriesContext(connection) as caught:
            page(client, here, person)
        return len(caught)

    before = {person: sent(person) for person in ("leader", "observer")}
    for _n in range(3):
        audit.record("sheet.submitted", here.participation, by=here.leader, month="2026-01")
        audit.record("target.saved", here.participation, by=here.leader)
    assert {person: sent(person) for person in ("leader", "observer")} == before
