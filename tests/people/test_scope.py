"""The scope of a user is what `Period.active` and the tasks say, read with one statement."""

import datetime as dt
import pickle
import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outbox.models import Campaign, Letter, Suppression
from people.models import (
    Assignment,
    Contact,
    Duty,
    Organisation,
    ProgrammeRole,
    Region,
    RegionRole,
    Role,
    Task,
)
from people.scope import NOBODY, Held, scope_of, scopes_of
from places.models import Participation, Place
from places.navigation import describe
from places.team import services as people
from plans.models import FundingSource
from programmes.models import Method, MethodVersion, Programme
from programmes.programme.services import add_manager, end_manager
from tests.factories import (
    MunicipalityFactory,
    PlaceFactory,
    ProgrammeFactory,
    RegionFactory,
    UserFactory,
    assign,
    participation,
    world,
)
from workshops.models import Series, Workshop
from workshops.planning.contents import give_duty, take_duty
from workshops.rules import roles_at_workshop

pytestmark = pytest.mark.django_db

SEEN = [
    Region, Organisation, Contact, Letter, Campaign, Suppression, Programme, Method, MethodVersion,
    Place, Participation, FundingSource, Workshop, Series,
]  # fmt: skip


@pytest.fixture
def w():
    return world()


@pytest.fixture
def country():
    """Two regions with two programmes each, two places in each programme, meetings and series."""
    regions = [RegionFactory(), RegionFactory()]
    programmes = [ProgrammeFactory(region=region) for region in regions for _ in range(2)]
    for programme in programmes:
        series = Series.objects.create(programme=programme, name="Course", kind="course")
        for _ in range(2):
            made = participation(programme, PlaceFactory(region=programme.region))
            workshop = _meeting(programme)
            workshop.participations.add(made)
        _meeting(programme, series=series)
    RegionFactory()  # without a programme
    return programmes


def _meeting(programme, **fields):
    starts = timezone.now() + dt.timedelta(days=3)
    return Workshop.objects.create(
        programme=programme, kind="other", title="Meeting", starts_at=starts, language="sv",
        time_zone="Europe/Stockholm", **fields,
    )  # fmt: skip


def _scatter(chance, user, today):
    """Give the account random roles with random periods, and random tasks."""

    def period():
        starts = today + dt.timedelta(days=chance.choice([-9, -1, 0, 0, 1]))
        days = chance.choice([None, None, 0, 1, 8, 30])
        return {"starts_on": starts, "ends_on": starts + dt.timedelta(days=days) if days else None}

    def some(model):
        rows = list(model.objects.order_by("pk"))
        return chance.sample(rows, min(len(rows), chance.choice([0, 0, 1, 2])))

    for region in some(Region):
        RegionRole.objects.create(user=user, region=region, **period())
    for programme in some(Programme):
        ProgrammeRole.objects.create(user=user, programme=programme, **period())
        post = chance.choice(["facilitator", "technique", "team"])
        ProgrammeRole.objects.create(user=user, programme=programme, role=post, **period())
    for one in (*some(Participation), *some(Participation)):
        role = chance.choice(Role.values)
        if not Assignment.objects.filter(user=user, participation=one, role=role).exists():
            Assignment.objects.create(user=user, participation=one, role=role, **period())
    for workshop in some(Workshop):
        Duty.objects.create(workshop=workshop, task=chance.choice(Task.values), user=user, name="A")
    for series in some(Series):
        Duty.objects.create(series=series, task=chance.choice(Task.values), user=user, name="A")


def _by_active(user, day):
    """What the user runs and where he or she has a role, row by row from `Period.active`."""
    administers = {role.region for role in RegionRole.objects.active(day).filter(user=user)}
    manages = {role.programme for role in ProgrammeRole.objects.managers(day).filter(user=user)}
    roles = {}
    for one in Assignment.objects.active(day).filter(user=user):
        roles.setdefault(one.participation, set()).add(one.role)
    return administers, manages, roles


@pytest.mark.parametrize("seed", range(12))
def test_scope_is_what_the_active_rows_say_on_any_day(country, seed):
    chance, today = random.Random(seed), timezone.localdate()
    user = UserFactory()
    for _ in range(2):
        _scatter(chance, user, today)
    for day in (today + dt.timedelta(days=days) for days in (-9, -1, 0, 1, 8)):
        scope = scopes_of([user.pk], day)[user.pk]
        administers, manages, roles = _by_active(user, day)

        assert scope.regions == {region.pk for region in administers}
        assert scope.managed == {programme.pk for programme in manages}
        assert scope.run_regions == scope.regions | {one.region_id for one in manages}
        posts = ProgrammeRole.objects.active(day).filter(user=user).exclude(role="manager")
        assert {(pk, post) for pk, held in scope.posts.items() for post in held} == set(
            posts.values_list("programme", "role")
        )
        assert scope.roles == {one.pk: held for one, held in roles.items()}
        assert scope.places == {one.place_id for one in roles}
        for one in Participation.objects.select_related("programme"):
            held = roles.get(one, set())
            held |= {"region_admin"} if one.programme.region in administers else set()
            held |= {"manager"} if one.programme in manages else set()
            assert scope.roles_at(one) == held
            by_ids = scope.reaches(
                participation=one.pk, programme=one.programme_id, region=one.programme.region_id
            )
            assert by_ids == bool(held)
        for programme in Programme.objects.all():
            runs = programme in manages or programme.region in administers
            assert scope.runs_programme(programme) == runs
            assert (programme.pk in scope.run_programmes) == runs


@pytest.mark.parametrize("seed", range(12))
def test_visible_to_is_where_a_role_or_task_reaches(country, seed):
    chance, today = random.Random(seed), timezone.localdate()
    user = UserFactory()
    for _ in range(2):
        _scatter(chance, user, today)
    administers, manages, roles = _by_active(user, today)
    run_regions = administers | {programme.region for programme in manages}
    run = {one for one in Programme.objects.all() if one in manages or one.region in administers}
    tasks = list(Duty.objects.filter(user=user))
    workshops = {
        one
        for one in Workshop.objects.all()
        if one.programme in run
        or any(place in roles for place in one.participations.all())
        or any(one == task.workshop or one.series in {task.series} - {None} for task in tasks)
    }
    of_tasks = {(task.workshop or task.series).programme for task in tasks}
    of_tasks |= {post.programme for post in ProgrammeRole.objects.active(today).filter(user=user)}
    wanted = {
        Region: run_regions,
        Programme: run | {one.programme for one in roles} | of_tasks,
        Place: {
            one
            for one in Place.objects.all()
            if one.region in run_regions or one in {here.place for here in roles}
        },
        Participation: {
            one for one in Participation.objects.all() if one.programme in run or one in roles
        },
        Workshop: workshops,
        Series: {
            one
            for one in Series.objects.all()
            if one.programme in run | of_tasks or one in {workshop.series for workshop in workshops}
        },
    }
    for model, rows in wanted.items():
        seen = list(model.objects.visible_to(user))
        assert len(seen) == len(set(seen)), model
        assert set(seen) == rows, model
    for workshop in Workshop.objects.all():
        at = set().union(*(roles.get(place, set()) for place in workshop.participations.all()))
        at |= {"region_admin"} if workshop.programme.region in administers else set()
        at |= {"manager"} if workshop.programme in manages else set()
        at |= {task.task for task in tasks if task.workshop == workshop}
        at |= {task.task for task in tasks if task.series and task.series == workshop.series}
        assert roles_at_workshop(user, workshop) == at


def test_scope_names_role_and_where(w):
    one, region = w.participation, w.region
    found = {name: list(scope_of(w.users[name]).held) for name in w.users}
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


def test_coach_of_two_places_names_the_region_once(w):
    assign(w.coach, w.neighbour, "coach")
    assert [held.where for held in scope_of(w.coach).held] == [w.region.name]
    assert scope_of(w.coach).coached == {w.participation.pk, w.neighbour.pk}


def test_widest_role_comes_first(w):
    assign(w.manager, w.participation, "coach")
    assign(w.manager, w.neighbour, "process_leader")
    assert [held.role for held in scope_of(w.manager).held] == [
        "manager",
        "coach",
        "process_leader",
    ]
    assert describe(w.manager).endswith(w.programme.name)


def test_administrator_of_a_region_without_programmes_runs_the_region():
    region, user = RegionFactory(), UserFactory()
    RegionRole.objects.create(user=user, region=region)
    scope = scope_of(user)
    assert (scope.run_regions, scope.run_programmes) == ({region.pk}, frozenset())


def test_task_at_a_meeting_is_no_role(w):
    workshop = _meeting(w.programme)
    Duty.objects.create(workshop=workshop, task="technique", user=w.outsider, name="A")
    assert scope_of(w.outsider).is_nobody
    assert scope_of(w.outsider).meetings == {workshop.pk: {"technique"}}


def test_scope_is_read_once_with_one_statement(w, django_assert_num_queries):
    with django_assert_num_queries(1):
        for _ in range(2):
            assert scope_of(w.manager).run_regions == {w.region.pk}


def test_nobody_asks_nothing_and_sees_nothing(w, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert scope_of(AnonymousUser()) == NOBODY
        assert scope_of(AnonymousUser()).is_nobody
    for model in SEEN:
        assert not model.objects.visible_to(AnonymousUser()).exists(), model


@pytest.mark.parametrize("name", ["admin", "manager", "coach", "leader", "outsider", "operator"])
@pytest.mark.parametrize("model", SEEN, ids=lambda model: model.__name__)
def test_visible_to_asks_no_role_table_and_no_more_than_it_must(w, model, name):
    user = w.users[name]
    Duty.objects.create(workshop=_meeting(w.programme), task="invites", user=user, name="A")
    scope_of(user)

    with CaptureQueriesContext(connection) as sent:
        list(model.objects.visible_to(user))

    # The outbox asks first whether there is anything of the user's in other regions at all.
    # And an operator's rows hang on the regions that he or she has opened.
    assert len(sent) <= (2 if model is Letter or name == "operator" else 1)
    tables = [one._meta.db_table for one in (RegionRole, ProgrammeRole, Assignment, Duty)]
    assert not [name for name in tables for query in sent if name in query["sql"]]


def test_user_with_hundreds_of_roles(w, django_assert_num_queries):
    places = PlaceFactory.create_batch(300, region=w.region, municipality=w.place.municipality)
    today = timezone.localdate()
    many = Participation.objects.bulk_create(
        Participation(
            programme=w.programme, place=place, method_version=w.programme.method_version,
            started_on=today, support_months=18, support_ends_on=today, attention_on=today,
        )
        for place in places
    )  # fmt: skip
    Assignment.objects.bulk_create(
        Assignment(participation=one, user=w.outsider, role="coach") for one in many
    )
    with django_assert_num_queries(2):
        assert set(Participation.objects.visible_to(w.outsider)) == set(many)
    assert scope_of(w.outsider).coached == {one.pk for one in many}


def test_verbs_on_roles_hold_at_once_for_the_accounts_in_hand(w):
    assert scope_of(w.outsider).is_nobody
    role = people.assign(
        participation=w.participation, user=w.outsider, role="member", by=w.manager
    )
    assert scope_of(w.outsider).roles_at(w.participation) == {"member"}
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Assignment.objects.update(starts_on=yesterday)
    people.end_assignment(assignment=role, ends_on=yesterday, by=w.manager)
    assert scope_of(role.user).is_nobody

    managing = add_manager(w.programme, by=w.admin, user=w.outsider)
    assert scope_of(w.outsider).managed == {w.programme.pk}
    ProgrammeRole.objects.update(starts_on=yesterday)
    ended = end_manager(managing, by=w.admin, ends_on=yesterday)
    assert scope_of(ended.user).is_nobody

    workshop = _meeting(w.programme)
    workshop.participations.add(w.participation)
    duty = give_duty(workshop=workshop, by=w.manager, task="invites", user=w.coach)
    assert scope_of(w.coach).meetings == {workshop.pk: {"invites"}}
    take_duty(duty=duty, by=w.manager)
    assert scope_of(w.coach).meetings == {}


def test_whoever_ends_a_role_of_the_own_account_has_it_no_more(w):
    assign(w.leader, w.participation, "member")
    own = Assignment.objects.get(user=w.leader, role="member")  # with another object of the account
    assert scope_of(w.leader).roles_at(w.participation) == {"process_leader", "member"}
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    people.end_assignment(assignment=own, ends_on=yesterday, by=w.leader)
    assert scope_of(w.leader).roles_at(w.participation) == {"process_leader"}


def test_scope_of_yesterday_is_read_anew(w, time_machine):
    Assignment.objects.filter(user=w.leader).update(ends_on=timezone.localdate())
    assert scope_of(w.leader).works_locally
    time_machine.move_to(timezone.now() + dt.timedelta(days=1))
    assert scope_of(w.leader).is_nobody


def test_account_with_its_scope_can_be_kept_in_a_pickle(w):
    scope_of(w.leader)
    assert scope_of(pickle.loads(pickle.dumps(w.leader))) == scope_of(w.leader)


def test_a_post_opens_the_programme_and_not_its_places(w):
    """It lets read the programme, its series and nothing that managers alone may."""
    municipality = MunicipalityFactory()
    ProgrammeRole.objects.create(
        user=w.outsider, programme=w.programme, role="coordinator", municipality=municipality
    )
    ProgrammeRole.objects.create(user=w.outsider, programme=w.programme, role="technique")
    scope = scope_of(w.outsider)

    assert scope.posts == {w.programme.pk: {"coordinator", "technique"}}
    assert scope.coordinated == {w.programme.pk: {municipality.pk}}
    assert scope.holds(w.programme)
    assert scope.holds(w.programme, "team", "technique")
    assert not scope.holds(w.programme, "analyst")
    assert (scope.managed, scope.runs, scope.meetings) == (frozenset(), False, {})
    assert list(Programme.objects.visible_to(w.outsider)) == [w.programme]
    assert not Participation.objects.visible_to(w.outsider).exists()
    assert w.programme not in Programme.objects.run_by(w.outsider)


def test_a_researcher_must_have_a_last_day_and_a_coordinator_a_municipality(w):
    for role in ("researcher", "coordinator"):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProgrammeRole.objects.create(user=w.outsider, programme=w.programme, role=role)
