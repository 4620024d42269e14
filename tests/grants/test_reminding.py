"""Claims that wait, are returned, or wait to be paid."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from grants.models import Claim, Instalment, Payment
from people.models import ProgrammeRole
from reminders.chase.pages import chase_list
from reminders.clock.services import run
from tests.factories import World
from tests.grants.samples import grant_of
from tests.reminders.samples import NOON, at, calm_world, reminders_to

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]

LEADER, MANAGER, ADMIN = "leader@example.org", "manager@example.org", "admin@example.org"


@pytest.fixture
def w(time_machine) -> World:
    time_machine.move_to(NOON, tick=False)
    return calm_world()


def claim_of(w, **fields):
    """A claim of 75 000 handed in by the process leader now."""
    grant = grant_of(w.participation)
    instalment = Instalment.objects.create(
        grant=grant, number=1, amount=Decimal(75000), trigger="gate", state="claimed"
    )
    usual = {"number": 1, "claimed_by": w.leader, "claimed_at": timezone.now(), "status_text": "Ok"}
    return Claim.objects.create(instalment=instalment, **usual | fields)


def test_a_claim_that_waits_a_week_is_told_to_who_decides(w, time_machine):
    claim = claim_of(w)
    time_machine.move_to(at(6), tick=False)
    assert run() == 0
    time_machine.move_to(at(7), tick=False)
    assert run() == 1
    (letter,) = reminders_to(MANAGER)
    assert letter.subject == ("Näsum: A claim of 75,000 SEK waits for a decision since 10 Mar")
    assert f"/claims/{claim.pk}/" in letter.text


def test_ones_own_claim_somebody_else_decides(w, time_machine):
    claim_of(w, claimed_by=w.manager)
    time_machine.move_to(at(8), tick=False)
    assert run() == 0


def test_without_a_manager_the_administrators_are_told(w, time_machine):
    claim_of(w)
    ProgrammeRole.objects.filter(programme=w.programme).delete()
    time_machine.move_to(at(8), tick=False)
    run()
    assert len(reminders_to(ADMIN)) == 1


def test_an_approved_claim_waits_to_be_paid_until_it_is(w, time_machine):
    claim = claim_of(w, state="approved", decided_by=w.admin, decided_at=timezone.now())
    time_machine.move_to(at(8), tick=False)
    assert run() == 1
    assert "waits to be paid" in reminders_to(MANAGER)[0].text
    Payment.objects.create(
        claim=claim, instalment=claim.instalment, amount=1, paid_on=timezone.localdate(),
        reference="1", by=w.manager,
    )  # fmt: skip
    time_machine.move_to(at(40), tick=False)
    assert run() == 0


def test_a_returned_claim_is_the_process_leaders_and_then_the_coachs(w, time_machine):
    claim = claim_of(
        w, state="returned", decided_by=w.admin, decided_at=timezone.now(), reason="A receipt"
    )
    Instalment.objects.filter(pk=claim.instalment_id).update(state="returned")
    time_machine.move_to(at(7), tick=False)
    run()
    assert "was returned on 10 Mar" in reminders_to(LEADER)[0].text
    assert chase_list(w.coach).rows == []
    time_machine.move_to(at(16), tick=False)
    w.coach.kept_scope = None
    assert len(chase_list(w.coach).rows) == 1
    Claim.objects.create(
        instalment=claim.instalment, number=2, claimed_by=w.leader, claimed_at=timezone.now(),
        status_text="Again",
    )  # fmt: skip
    Instalment.objects.filter(pk=claim.instalment_id).update(state="claimed")
    assert chase_list(w.coach).rows == []
