"""Two people at the gate at the same moment. Real threads on PostgreSQL, which has row locks."""

import threading

import pytest
from django.db import connection, connections

from core.refusals import Refusal
from outbox.models import Letter
from people.models import Sector, User
from places.gate import letters as gate_letter
from places.gate.decision import decide_gate
from places.gate.services import assess, submit_gate, withdraw_gate
from places.models import GateReview, GroupMember, Participation
from tests.factories import settle_steps, world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture(autouse=True)
def _quick_pdf(monkeypatch):
    monkeypatch.setattr(gate_letter, "html_to_pdf", lambda _html: b"%PDF-1.7")


@pytest.fixture
def ready():
    assert connection.vendor == "postgresql"
    made = world()
    for sector in (Sector.MUNICIPALITY, Sector.BUSINESS, Sector.ASSOCIATION):
        GroupMember.objects.create(participation=made.participation, name="N", sector=sector)
    settle_steps(made.participation, 1, 2, 3)
    return made


def at_once(*calls):
    """Run the calls in threads that start together. Answers, in the calls' order: a value or a
    refusal's code."""
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


def as_now(person):
    """The account read anew, without what a request has kept on it."""
    return User.objects.get(pk=person.pk)


def handed_in(made):
    review = submit_gate(participation=made.participation, by=made.leader)
    for criterion in made.participation.method_version.gate.criteria.all():
        assess(review=review, criterion=criterion, verdict="met", by=made.coach)
    return review


def test_decide_gate_by_two_at_once_decides_once(ready):
    review = handed_in(ready)
    admin, manager = as_now(ready.admin), as_now(ready.manager)
    answers = at_once(
        lambda: decide_gate(review=review, decision="continue", by=manager).decision,
        lambda: decide_gate(review=review, decision="stop", reason="Slut", by=admin).decision,
    )
    stored = GateReview.objects.get()
    assert sorted(answers) == sorted([stored.decision, "already_decided"])
    assert stored.decided_by == (manager if stored.decision == "continue" else admin)
    assert Letter.objects.filter(kind="gate_decision").count() == 3
    place = Participation.objects.get(pk=ready.participation.pk)
    assert place.gate_state == {"continue": "passed", "stop": "stopped"}[stored.decision]


def test_submit_gate_by_a_double_click_is_one_round(ready):
    leader = as_now(ready.leader)
    answers = at_once(*[lambda: submit_gate(participation=ready.participation, by=leader).pk] * 3)
    assert answers == [GateReview.objects.get().pk] * 3


def test_submit_gate_by_two_people_at_once_is_one_round_and_a_refusal(ready):
    leader, coach = as_now(ready.leader), as_now(ready.coach)
    answers = at_once(
        lambda: submit_gate(participation=ready.participation, by=leader).round,
        lambda: submit_gate(participation=ready.participation, by=coach).round,
    )
    assert sorted(answers, key=str) == [1, "already_submitted"]


def test_withdraw_gate_against_decide_gate_ends_in_one_of_both(ready):
    review = handed_in(ready)
    leader, manager = as_now(ready.leader), as_now(ready.manager)
    answers = at_once(
        lambda: withdraw_gate(review=review, by=leader).state,
        lambda: decide_gate(review=review, decision="continue", by=manager).state,
    )
    expected = {"withdrawn": ["withdrawn", "withdrawn"], "decided": ["already_decided", "decided"]}
    assert answers == expected[GateReview.objects.get().state]


def test_assess_by_two_at_once_on_the_same_version_is_one_save_and_a_conflict(ready):
    review = submit_gate(participation=ready.participation, by=ready.leader)
    criterion = ready.participation.method_version.gate.criteria.first()
    coach, manager = as_now(ready.coach), as_now(ready.manager)
    answers = at_once(
        lambda: assess(review=review, criterion=criterion, verdict="met", by=coach).verdict,
        lambda: (
            assess(
                review=review, criterion=criterion, verdict="partly", comment="C", by=manager
            ).verdict
        ),
    )
    assert sorted(answers) == sorted([review.assessments.get().verdict, "changed_meanwhile"])
