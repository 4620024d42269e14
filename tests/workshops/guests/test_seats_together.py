"""Sixty people answer at once for twenty seats. Real threads on PostgreSQL, which has row locks.

The test is run twice: with the lock, where it must hold, and with the lock taken away, where it
must fail. A test of a lock that passes without the lock tests nothing.
"""

import threading
import time

import pytest
from django.db import connection, connections

from core.refusals import Refusal
from tests.factories import world
from tests.workshops.answering import counted, hall
from tests.workshops.samples import guest
from workshops.answers import letters as answer_letters
from workshops.answers.services import answer
from workshops.guests import seats
from workshops.models import Invitation, Workshop

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
PEOPLE, SEATS = 60, 20


@pytest.fixture
def no_letters(monkeypatch):
    """Without letters the transactions are short and meet each other more often."""
    monkeypatch.setattr(answer_letters, "_write", lambda *args, **kwargs: None)


@pytest.fixture
def no_lock(monkeypatch):
    """The meeting's row is read and not locked; a moment passes, as under load."""

    def read(workshop):
        found = Workshop.objects.select_related("programme__region").get(pk=workshop.pk)
        time.sleep(0.05)
        return found

    monkeypatch.setattr(seats, "lock", read)


def all_answer_at_once(workshop, answers):
    """Each guest gives his or her answer in a thread of its own; what came out."""
    start, outcomes = threading.Barrier(len(answers)), []

    def run(invitation, given):
        try:
            start.wait(timeout=30)
            outcomes.append(answer(invitation=invitation, **given).seat)
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return sorted(outcomes)


def sixty_say_yes():
    assert connection.vendor == "postgresql"
    workshop = hall(world(), SEATS)
    people = [(guest(workshop, number), {"answer": "yes"}) for number in range(1, PEOPLE + 1)]
    return workshop, all_answer_at_once(workshop, people)


def test_sixty_at_once_for_twenty_seats_seat_exactly_twenty():
    workshop, outcomes = sixty_say_yes()
    assert outcomes == ["taken"] * SEATS + ["waiting"] * (PEOPLE - SEATS)
    assert counted(workshop) == (SEATS, SEATS)


def test_without_the_lock_the_hall_is_overbooked(no_letters, no_lock):
    workshop, _outcomes = sixty_say_yes()
    _counted, seated = counted(workshop)
    assert seated > SEATS


def test_booked_down_while_people_answer_loses_and_doubles_no_seat(no_letters):
    workshop = hall(world(), SEATS)
    seated = [guest(workshop, number) for number in range(1, SEATS + 1)]
    for invitation in seated:
        answer(invitation=invitation, answer="yes")
    more = [guest(workshop, number) for number in range(SEATS + 1, 2 * SEATS + 1)]
    all_answer_at_once(
        workshop,
        [(one, {"answer": "no"}) for one in seated[:10]]
        + [(one, {"answer": "yes", "persons": 2}) for one in more],
    )
    number, persons = counted(workshop)
    assert number == persons <= SEATS
    free = SEATS - number
    assert not Invitation.objects.filter(seat="waiting", persons__lte=free).exists()


def test_a_double_click_is_one_answer_and_one_letter(monkeypatch):
    written = []
    monkeypatch.setattr(
        answer_letters, "_write", lambda workshop, role, rows, by, **kw: written.append(role)
    )
    workshop = hall(world(), SEATS)
    one = guest(workshop)
    outcomes = all_answer_at_once(workshop, [(one, {"answer": "yes", "persons": 3})] * 5)
    assert outcomes == ["taken"] * 5
    assert counted(workshop) == (3, 3)
    assert written == ["confirmation"]
