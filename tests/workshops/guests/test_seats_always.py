"""Whatever is done in whatever order: the seats add up, and nobody waits in vain."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from core.refusals import Refusal
from tests.factories import world
from tests.pace import examples
from tests.workshops.answering import counted, hall
from tests.workshops.samples import guest
from workshops.answers import letters as answer_letters
from workshops.answers.services import answer, leave_list
from workshops.guests import seats
from workshops.models import Invitation

GUESTS = 6
numbers = st.integers(0, GUESTS - 1)


class Hall(RuleBasedStateMachine):
    """A hall with six guests. Time is moved by moving the offers' ends."""

    @initialize(capacity=st.integers(1, 6), offer_hours=st.sampled_from([0, 24]))
    def open(self, capacity, offer_hours):
        self.workshop = hall(world(), capacity, offer_hours=offer_hours)
        self.guests = [guest(self.workshop, number) for number in range(GUESTS)]

    @rule(number=numbers, persons=st.integers(1, 4), what=st.sampled_from(["yes", "no", "maybe"]))
    def say(self, number, persons, what):
        rows = Invitation.objects.filter(pk=self.guests[number].pk).values("seat", "persons")
        before, refused = rows.get(), ""
        try:
            answer(invitation=self.guests[number], answer=what, persons=persons)
        except Refusal as refusal:
            refused = refusal.code
        assert refused in {"", "not_enough_seats", "party_too_large"}
        assert not refused or rows.get() == before  # who is refused more keeps what is there

    @rule(number=numbers)
    def leave(self, number):
        leave_list(invitation=self.guests[number])

    @rule(capacity=st.integers(1, 10) | st.none())
    def build(self, capacity):
        """The hall is made larger, or smaller as far as the meeting's page lets it be."""
        with transaction.atomic():
            workshop = seats.lock(self.workshop)
            if capacity is None or capacity >= workshop.seats_taken:
                workshop.capacity = capacity
                workshop.save()
                seats.offer_next(workshop)

    @rule(number=numbers)
    def be_late(self, number):
        """The time to accept runs out for one guest."""
        offered = Invitation.objects.filter(pk=self.guests[number].pk, seat="offered")
        offered.update(offered_until=timezone.now() - dt.timedelta(seconds=1))

    @rule()
    def tick(self):
        with transaction.atomic():
            seats.pass_on(seats.lock(self.workshop))

    @invariant()
    def seats_add_up(self):
        if not hasattr(self, "workshop"):
            return
        number, persons = counted(self.workshop)
        assert number == persons
        assert self.workshop.capacity is None or persons <= self.workshop.capacity

    @invariant()
    def nobody_waits_for_free_seats(self):
        if not hasattr(self, "workshop"):
            return
        waiting = Invitation.objects.filter(workshop=self.workshop, seat="waiting")
        if self.workshop.capacity is None:
            assert not waiting.exists()
        else:
            assert not waiting.filter(persons__lte=self.workshop.seats_left).exists()

    @invariant()
    def only_a_yes_has_a_seat(self):
        assert not Invitation.objects.exclude(seat="").exclude(answer="yes").exists()
        assert not Invitation.objects.filter(seat="waiting", waiting_since=None).exists()
        assert not Invitation.objects.filter(seat="offered", offered_until=None).exists()


class Isolated(Hall):
    """Each example in a transaction of its own, rolled back afterwards."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)


@pytest.mark.hypothesis
@pytest.mark.django_db
def test_seats_in_any_order_keep_their_invariants(monkeypatch):
    monkeypatch.setattr(answer_letters, "_write", lambda *args, **kwargs: None)
    run_state_machine_as_test(
        Isolated,
        settings=settings(
            max_examples=examples(20),
            stateful_step_count=20,
            suppress_health_check=list(HealthCheck),
        ),
    )
