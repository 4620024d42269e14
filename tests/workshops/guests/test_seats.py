"""Seats: who gets one, who waits, who is asked next."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from core.refusals import Refusal
from tests.factories import world
from tests.workshops.answering import counted, hall, says, seats_of
from tests.workshops.samples import guest
from workshops.answers import letters as answer_letters
from workshops.answers.services import answer, leave_list
from workshops.guests import seats
from workshops.guests.seats import has_offer, let_pass, pass_on_seats, place_in_line
from workshops.models import Invitation, WorkshopState

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def w():
    return world()


@pytest.fixture(autouse=True)
def post(monkeypatch):
    """What was written to whom, in place of the outbox."""
    written = []

    def write(workshop, role, rows, by, part="", edition="", prefetched=None):
        written.extend((str(role), row.name) for row in rows)

    monkeypatch.setattr(answer_letters, "_write", write)
    return written


def test_yes_takes_seats_for_all_persons_until_the_hall_is_full(w, post):
    workshop = hall(w, 3)
    says(workshop, 1, persons=2)
    says(workshop, 2, persons=2)
    says(workshop, 3)
    assert seats_of(workshop) == [
        ("Gäst 1", "taken", 2),
        ("Gäst 2", "waiting", 2),
        ("Gäst 3", "taken", 1),
    ]
    assert counted(workshop) == (3, 3)
    assert post == [
        ("confirmation", "Gäst 1"), ("waiting", "Gäst 2"), ("confirmation", "Gäst 3"),
    ]  # fmt: skip


def test_yes_without_a_limit_is_always_a_seat(w):
    workshop = hall(w, None)
    assert [says(workshop, n, persons=20).seat for n in (1, 2)] == ["taken", "taken"]
    assert counted(workshop) == (40, 40)


def test_no_offers_the_seats_to_the_first_who_waits(w, post):
    workshop = hall(w, 1)
    for number in (1, 2, 3):
        says(workshop, number)
    post.clear()
    says(workshop, 1, "no")
    assert seats_of(workshop) == [
        ("Gäst 1", "", 1), ("Gäst 2", "offered", 1), ("Gäst 3", "waiting", 1),
    ]  # fmt: skip
    assert counted(workshop) == (1, 1)
    assert sorted(post) == [("confirmation", "Gäst 1"), ("offer", "Gäst 2")]
    second = Invitation.objects.get(name="Gäst 2")
    assert second.offered_until - timezone.now() > dt.timedelta(hours=23)


def test_no_hours_to_accept_gives_the_seat_at_once(w, post):
    workshop = hall(w, 1, offer_hours=0)
    says(workshop, 1)
    says(workshop, 2)
    leave_list(invitation=Invitation.objects.get(name="Gäst 1"))
    assert [(one.name, one.seat) for one in workshop.invitations.order_by("pk")] == [
        ("Gäst 1", ""), ("Gäst 2", "taken"),
    ]  # fmt: skip
    assert post[-1] == ("confirmation", "Gäst 2")


def test_a_party_that_does_not_fit_is_passed_over_and_keeps_its_place(w):
    workshop = hall(w, 4, offer_hours=0)
    says(workshop, 1, persons=3)
    says(workshop, 2)
    for number, persons in ((3, 3), (4, 1), (5, 1)):
        says(workshop, number, persons=persons)
    says(workshop, 2, "no")
    assert seats_of(workshop)[2:] == [
        ("Gäst 3", "waiting", 3), ("Gäst 4", "taken", 1), ("Gäst 5", "waiting", 1),
    ]  # fmt: skip
    assert place_in_line(Invitation.objects.get(name="Gäst 3")) == 1
    says(workshop, 1, "no")
    assert seats_of(workshop)[2:4] == [("Gäst 3", "taken", 3), ("Gäst 4", "taken", 1)]
    assert counted(workshop) == (4, 4)


def test_small_parties_behind_several_that_do_not_fit_together_are_found(w):
    workshop = hall(w, 3, offer_hours=0)
    says(workshop, 1, persons=3)
    for number, persons in ((2, 2), (3, 2), (4, 2), (5, 1)):
        says(workshop, number, persons=persons)
    says(workshop, 1, "maybe")
    assert [seat for _name, seat, _n in seats_of(workshop)] == [
        "", "taken", "waiting", "waiting", "taken",
    ]  # fmt: skip


def test_fewer_persons_free_seats_for_others(w):
    workshop = hall(w, 3, offer_hours=0)
    says(workshop, 1, persons=3)
    says(workshop, 2)
    says(workshop, 1, persons=2)
    assert seats_of(workshop) == [("Gäst 1", "taken", 2), ("Gäst 2", "taken", 1)]
    assert counted(workshop) == (3, 3)


def test_more_persons_than_fit_are_refused_and_the_seats_kept(w):
    workshop = hall(w, 3)
    says(workshop, 1)
    says(workshop, 2)
    with pytest.raises(Refusal) as refused:
        says(workshop, 1, persons=3)
    assert (refused.value.code, str(refused.value)) == (
        "not_enough_seats",
        "Only 1 more seat is free. You keep those that you have.",
    )
    assert seats_of(workshop) == [("Gäst 1", "taken", 1), ("Gäst 2", "taken", 1)]


def test_a_waiting_party_that_becomes_smaller_gets_the_free_seats(w):
    workshop = hall(w, 3)
    says(workshop, 1, persons=2)
    says(workshop, 2, persons=2)
    assert says(workshop, 2, persons=1).seat == "taken"
    assert counted(workshop) == (3, 3)


def test_waiting_longer_with_more_persons_keeps_the_place(w):
    workshop = hall(w, 4)
    says(workshop, 1, persons=4)
    says(workshop, 2)
    says(workshop, 3)
    assert place_in_line(says(workshop, 2, persons=2)) == 1
    assert place_in_line(Invitation.objects.get(name="Gäst 3")) == 2


def test_an_offer_is_accepted_by_yes_and_declined_by_no(w, post):
    workshop = hall(w, 2)
    says(workshop, 1)
    says(workshop, 2)
    says(workshop, 3)
    says(workshop, 4)
    says(workshop, 1, "no")
    says(workshop, 2, "no")
    assert says(workshop, 3).seat == "taken"
    post.clear()
    assert says(workshop, 4, "no").seat == ""
    assert counted(workshop) == (1, 1)
    assert post == [("confirmation", "Gäst 4")]


def test_an_offer_let_pass_goes_to_the_next_and_its_guest_leaves_the_line(w, post, time_machine):
    workshop = hall(w, 1)
    for number in (1, 2, 3):
        says(workshop, number)
    says(workshop, 1, "no")
    second = Invitation.objects.get(name="Gäst 2")
    assert has_offer(second)
    time_machine.move_to(second.offered_until, tick=False)
    assert (has_offer(second), let_pass(second)) == (False, True)
    post.clear()
    assert pass_on_seats() == 1
    assert pass_on_seats() == 0
    assert seats_of(workshop)[1:] == [("Gäst 2", "", 1), ("Gäst 3", "offered", 1)]
    assert post == [("offer_over", "Gäst 2"), ("offer", "Gäst 3")]
    second.refresh_from_db()
    assert let_pass(second)
    assert says(workshop, 2).seat == "waiting"
    assert counted(workshop) == (1, 1)


def test_an_offer_stays_while_nobody_else_would_get_the_seat(w, post, time_machine):
    workshop = hall(w, 1)
    says(workshop, 1)
    says(workshop, 2)
    says(workshop, 1, "no")
    second = Invitation.objects.get(name="Gäst 2")
    time_machine.move_to(second.offered_until + dt.timedelta(hours=1), tick=False)
    post.clear()

    assert pass_on_seats() == 0
    second.refresh_from_db()
    assert (second.seat, has_offer(second), let_pass(second)) == ("offered", True, False)
    assert (post, counted(workshop)) == ([], (1, 1))
    assert says(workshop, 2).seat == "taken"


def test_a_late_offer_goes_to_the_one_who_asks_first(w, post, time_machine):
    workshop = hall(w, 1)
    says(workshop, 1)
    says(workshop, 2)
    says(workshop, 1, "no")
    time_machine.move_to(timezone.now() + dt.timedelta(hours=36), tick=False)
    post.clear()

    assert says(workshop, 3).seat == "taken"
    assert post == [("offer_over", "Gäst 2"), ("confirmation", "Gäst 3")]
    assert counted(workshop) == (1, 1)


def test_only_as_many_late_offers_pass_as_others_want(w, post, time_machine):
    workshop = hall(w, 2)
    for number in (1, 2):
        says(workshop, number)
    for number in (3, 4):
        says(workshop, number)
    says(workshop, 1, "no")
    says(workshop, 2, "no")
    time_machine.move_to(timezone.now() + dt.timedelta(hours=36), tick=False)
    post.clear()

    assert says(workshop, 5).seat == "taken"
    assert [row for row in post if row[0] == "offer_over"] == [("offer_over", "Gäst 3")]
    assert Invitation.objects.get(name="Gäst 4").seat == "offered"


def test_a_party_too_large_for_the_hall_takes_nobodys_offer(w, post, time_machine):
    workshop = hall(w, 2)
    says(workshop, 1)
    says(workshop, 2)
    says(workshop, 3)
    says(workshop, 4, persons=2)
    says(workshop, 1, "no")
    time_machine.move_to(timezone.now() + dt.timedelta(hours=36), tick=False)
    post.clear()

    assert pass_on_seats() == 0
    assert (post, Invitation.objects.get(name="Gäst 3").seat) == ([], "offered")


def test_an_answer_passes_late_offers_on_without_the_clock(w, time_machine):
    workshop = hall(w, 1)
    for number in (1, 2, 3):
        says(workshop, number)
    says(workshop, 1, "no")
    time_machine.move_to(timezone.now() + dt.timedelta(hours=36), tick=False)
    assert says(workshop, 4).seat == "waiting"
    assert seats_of(workshop)[1:] == [
        ("Gäst 2", "", 1), ("Gäst 3", "offered", 1), ("Gäst 4", "waiting", 1),
    ]  # fmt: skip


def test_accepting_too_late_waits_behind_the_one_who_was_asked_next(w, time_machine):
    workshop = hall(w, 1)
    for number in (1, 2, 3):
        says(workshop, number)
    says(workshop, 1, "no")
    time_machine.move_to(timezone.now() + dt.timedelta(hours=36), tick=False)
    assert says(workshop, 2).seat == "waiting"
    assert seats_of(workshop)[1:] == [("Gäst 2", "waiting", 1), ("Gäst 3", "offered", 1)]


def test_accepting_too_late_with_nobody_behind_is_a_seat(w, time_machine):
    workshop = hall(w, 1)
    says(workshop, 1)
    says(workshop, 2)
    says(workshop, 1, "no")
    second = Invitation.objects.get(name="Gäst 2")
    time_machine.move_to(second.offered_until + dt.timedelta(hours=1), tick=False)
    assert says(workshop, 2).seat == "taken"
    assert counted(workshop) == (1, 1)


@pytest.mark.parametrize(
    ("hours_before", "offer_hours", "ends"),
    [
        (14 * 24, 24, (13, 20)),
        (14 * 24 - 8, 24, (12, 20)),  # made at 3 in the night
        (26, 24, (0, 12)),
        (20, 24, (0, 12)),
        (4, 24, (0, 17)),
        (1.5, 24, None),
        (100, 0, None),
    ],
)
def test_offer_ends_by_day_and_leaves_time_to_ask_somebody_else(w, hours_before, offer_hours, ends):
    workshop = hall(w, 1, offer_hours=offer_hours)
    workshop.starts_at = workshop.local_start.replace(hour=19)
    until = seats.offer_ends(workshop, workshop.starts_at - dt.timedelta(hours=hours_before))
    there = until and until.astimezone(workshop.zone)
    assert ends == (there and ((workshop.starts_at.date() - there.date()).days, there.hour))


def test_a_larger_hall_seats_those_who_wait(w):
    workshop = hall(w, 1)
    for number in (1, 2, 3):
        says(workshop, number)
    workshop.refresh_from_db()
    workshop.capacity = 2
    workshop.save()
    with transaction.atomic():
        assert [one.name for one in seats.offer_next(seats.lock(workshop))] == ["Gäst 2"]
    workshop.refresh_from_db()
    workshop.capacity = None
    workshop.save()
    with transaction.atomic():
        seats.offer_next(seats.lock(workshop))
    assert [seat for _name, seat, _n in seats_of(workshop)] == ["taken", "offered", "taken"]


def test_nothing_is_offered_once_the_meeting_has_begun_or_is_off(w):
    workshop = hall(w, 1)
    says(workshop, 1)
    says(workshop, 2)
    for fields in ({"state": WorkshopState.CANCELLED}, {"starts_at": timezone.now()}):
        changed = seats.lock(workshop)
        changed.seats_taken = 0
        for name, value in fields.items():
            setattr(changed, name, value)
        assert seats.offer_next(changed) == []


def test_answer_again_the_same_changes_nothing_and_writes_nothing(w, post):
    workshop = hall(w, 3)
    first = says(workshop, 1, persons=2, access_needs=" Ramp ")
    again = says(workshop, 1, persons=2, access_needs="Ramp")
    assert (again.version, again.answered_at) == (first.version, first.answered_at)
    assert post == [("confirmation", "Gäst 1")]


def test_answer_of_a_party_larger_than_the_hall_is_refused(w):
    workshop = hall(w, 3)
    with pytest.raises(Refusal) as refused:
        answer(invitation=guest(workshop), answer="yes", persons=4)
    assert refused.value.code == "party_too_large"
