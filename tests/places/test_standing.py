"""Who somebody is here, read with one statement."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from people.rules import run_region_ids
from places.models import Assignment
from places.navigation import describe
from places.standing import Held, roles_at, standing
from programmes.models import ProgrammeRole, RegionRole
from tests.factories import UserFactory, assign, world

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_standing_names_role_and_where():
    w = world()
    one, region = w.participation, w.region
    found = {name: list(standing(w.users[name]).held) for name in w.users}
    found = {name: held for name, held in found.items() if not name.startswith("other_")}
    assert found == {
        "admin": [Held("region_admin", region.pk, region.name, region.pk)],
        "manager": [Held("manager", w.programme.pk, w.programme.name, region.pk)],
        "coach": [Held("coach", region.pk, region.name, region.pk)],
        "leader": [Held("process_leader", one.pk, "Näsum", region.pk)],
        "member": [Held("member", one.pk, "Näsum", region.pk)],
        "contact": [Held("municipality_contact", one.pk, "Näsum", region.pk)],
        "observer": [Held("observer", one.pk, "Näsum", region.pk)],
        "neighbour_leader": [Held("process_leader", w.neighbour.pk, "Glimåkra", region.pk)],
        "outsider": [],
        "facilitator": [],
        "operator": [],
    }


def test_standing_of_a_coach_names_the_region_once():
    w = world()
    assign(w.coach, w.neighbour, "coach")
    assert [held.where for held in standing(w.coach).held] == [w.region.name]


def test_standing_puts_the_widest_role_first():
    w = world()
    assign(w.manager, w.participation, "coach")
    assign(w.manager, w.neighbour, "process_leader")
    assert [held.role for held in standing(w.manager).held] == [
        "manager",
        "coach",
        "process_leader",
    ]
    assert describe(w.manager).endswith(w.programme.name)


@pytest.mark.parametrize(("starts", "ends"), [(-30, -1), (1, None)], ids=["ended", "not begun"])
def test_standing_leaves_out_roles_of_another_day(starts, ends):
    w = world()
    user, today = UserFactory(), timezone.localdate()
    period = {
        "user": user,
        "starts_on": today + dt.timedelta(days=starts),
        "ends_on": today + dt.timedelta(days=ends) if ends else None,
    }
    RegionRole.objects.create(region=w.region, **period)
    ProgrammeRole.objects.create(programme=w.programme, **period)
    for role in ("coach", "member"):
        Assignment.objects.create(participation=w.participation, role=role, **period)
    assert standing(user).is_nobody


def test_standing_counts_the_first_and_the_last_day():
    w = world()
    user, today = UserFactory(), timezone.localdate()
    RegionRole.objects.create(region=w.region, user=user, starts_on=today, ends_on=today)
    assert standing(user).runs


def test_standing_is_read_once_and_answers_the_floors_below(django_assert_num_queries):
    w = world()
    with django_assert_num_queries(1):
        standing(w.manager)
        standing(w.manager)
        assert run_region_ids(w.manager) == {w.region.pk}


def test_standing_of_nobody_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert standing(AnonymousUser()).is_nobody


def test_roles_at_a_place_are_those_of_the_day():
    w = world()
    one = w.participation
    assert {name: roles_at(w.users[name], one) for name in w.users} == {
        "admin": {"region_admin"},
        "manager": {"manager"},
        "coach": {"coach"},
        "leader": {"process_leader"},
        "member": {"member"},
        "contact": {"municipality_contact"},
        "observer": {"observer"},
        "neighbour_leader": set(),
        "outsider": set(),
        "facilitator": set(),
        "operator": set(),
        "other_admin": set(),
        "other_manager": set(),
        "other_coach": set(),
    }
    Assignment.objects.update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    assert roles_at(w.coach, one) == set()
