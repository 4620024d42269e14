"""Following up: the same guests, those who joined since, tasks and agenda along."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from core.refusals import NotAllowed, Refusal
from people.models import Duty
from tests.factories import world
from tests.workshops.planning.samples import in_days
from tests.workshops.samples import guest, meeting
from workshops.models import GuestList, RequiredGroup, Series, Workshop
from workshops.planning.services import bring_newcomers, follow_up

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def w():
    return world()


def names(workshop):
    return list(workshop.invitations.values_list("name", flat=True))


def test_follow_up_lists_the_guests_without_writing_to_them(w):
    earlier = meeting(w, capacity=40, seats_taken=2)
    guest(earlier, 1, answer="yes", seat="taken", food_needs="nuts", attended_at=timezone.now())
    guest(earlier, 2, left_at=timezone.now())
    guest(earlier, 3, removed_at=timezone.now())
    made = follow_up(workshop=earlier, by=w.leader, starts_at=in_days(40))
    assert (made.state, made.follows, made.ends_at, made.seats_taken) == ("draft", earlier, None, 0)
    assert (made.hall, made.capacity, list(made.participations.all())) == (
        "Folkets hus", 40, [w.participation],
    )  # fmt: skip
    row = made.invitations.get()
    assert (row.name, row.how, row.invited_at, row.answer, row.food_needs, row.attended_at) == (
        "Gäst 1", "earlier", None, "", "", None,
    )  # fmt: skip


def test_follow_up_asked_twice_is_one_meeting(w):
    earlier = meeting(w)
    start = in_days(40)
    first = follow_up(workshop=earlier, by=w.leader, starts_at=start)
    assert follow_up(workshop=earlier, by=w.leader, starts_at=start) == first
    assert Workshop.objects.count() == 2


def test_follow_up_takes_tasks_parties_and_the_agenda_when_asked(w):
    earlier = meeting(w)
    Duty.objects.create(workshop=earlier, task="teaches", name="Tyge")
    party = RequiredGroup.objects.create(workshop=earlier, name="Council", wanted=2)
    guest(earlier, 1, party=party)
    earlier.agenda.create(order=1, title="Welcome", minutes=10, outcome="Said")
    without = follow_up(workshop=earlier, by=w.leader, starts_at=in_days(40))
    made = follow_up(workshop=earlier, by=w.leader, starts_at=in_days(50), with_agenda=True)
    assert without.agenda.count() == 0
    assert [(i.title, i.minutes, i.outcome) for i in made.agenda.all()] == [("Welcome", 10, "")]
    assert [(d.task, d.name) for d in made.duties.all()] == [("teaches", "Tyge")]
    assert made.invitations.get().party == made.required_groups.get(name="Council", wanted=2)


def test_follow_up_of_a_part_is_the_next_part(w):
    series = Series.objects.create(programme=w.programme, name="Course", kind="course")
    earlier = meeting(w, series=series, part=1)
    meeting(w, series=series, part=2)
    made = follow_up(workshop=earlier, by=w.leader, starts_at=in_days(40))
    assert (made.series, made.part) == (series, 3)


def test_follow_up_keeps_an_own_list_its_owners(w):
    earlier = meeting(w)
    own = GuestList.objects.create(workshop=earlier, name="Mine", owner=w.coach)
    guest(earlier, 1, guest_list=own)
    made = follow_up(workshop=earlier, by=w.leader, starts_at=in_days(40))
    assert made.guest_lists.get().owner == w.coach
    assert list(made.invitations.named_for(w.leader)) == []
    assert made.invitations.named_for(w.coach).count() == 1


def test_newcomers_of_an_own_list_never_land_in_anothers_list_of_that_name(w):
    earlier = meeting(w)
    made = follow_up(workshop=earlier, by=w.leader, starts_at=in_days(40))
    GuestList.objects.create(workshop=made, name="Mine", owner=w.leader)
    own = GuestList.objects.create(workshop=earlier, name="Mine", owner=w.coach)
    guest(earlier, 1, guest_list=own)
    assert bring_newcomers(workshop=made, by=w.leader) == 1
    assert list(made.invitations.named_for(w.leader)) == []


def test_bring_newcomers_adds_who_joined_and_nobody_who_left(w):
    earlier = meeting(w)
    gone = guest(earlier, 1)
    made = follow_up(workshop=earlier, by=w.leader, starts_at=in_days(40))
    made.invitations.filter(email=gone.email).update(left_at=timezone.now())
    guest(earlier, 2)
    guest(earlier, 3, email="", phone="070", name="Walk In")
    assert bring_newcomers(workshop=made, by=w.leader) == 2
    assert bring_newcomers(workshop=made, by=w.leader) == 0
    assert names(made) == ["Gäst 1", "Gäst 2", "Walk In"]
    assert made.invitations.get(email=gone.email).left_at is not None


def test_follow_up_refused_where_it_makes_no_sense(w):
    earlier = meeting(w)
    with pytest.raises(Refusal) as error:
        follow_up(workshop=earlier, by=w.leader, starts_at=timezone.now() - dt.timedelta(days=1))
    assert error.value.code == "in_past"
    with pytest.raises(NotAllowed):
        follow_up(workshop=earlier, by=w.observer, starts_at=in_days(40))
    with pytest.raises(Refusal) as error:
        bring_newcomers(workshop=earlier, by=w.leader)
    assert error.value.code == "follows_nothing"
