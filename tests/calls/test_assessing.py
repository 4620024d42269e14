"""Assessing: conflicts of interest, own views before the others', the ranking with its spread."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from areas.models import Area
from calls.assessing import services
from calls.assessing.conflicts import why_not
from calls.assessing.ranking import ranked, standing, total
from calls.beside import lines_of
from calls.models import Assessment, CallCriterion, CoApplicant, Conflict
from core.refusals import Conflict as Clash
from core.refusals import NotAllowed, Refusal
from mapping.models import Service
from notices.models import Notice
from outbox.models import Letter
from people.models import ProgrammeRole
from places.models import Place
from places.todos import of_start
from tests.calls.samples import assessed, assessor, call, closed, handed_in, reread
from tests.factories import world

points = st.integers(1, 5)


@pytest.fixture
def w(db):
    return world()


@pytest.fixture
def made(w):
    return call(w)


@pytest.fixture
def one(w, made):
    found = handed_in(w, made)
    closed(made)
    return reread(found)


# --- what stands beside it


def test_the_service_profile_stands_beside_an_application(w, one):
    assert not any(line.term == "Service profile" for line in lines_of(one))
    one.place = w.place
    for kind, state in (("groceries", "at_risk"), ("school", "here")):
        Service.objects.create(
            participation=w.participation, kind=kind, state=state, seen_on=timezone.localdate()
        )
    found = {line.term: line for line in lines_of(one)}
    words = "4.5 of 25 points for what there is, 3 for what is gone or at risk."
    assert found["Service profile"].words == words
    assert found["Service profile"].source == "2 of 15 kinds looked at"
    assert found["Gone or at risk"].words == "Groceries"


# --- who


def test_an_assessor_has_a_post_and_is_told(w, made):
    with pytest.raises(Refusal) as refused:
        services.add_assessor(call=made, user=w.users["outsider"], by=w.users["manager"])
    assert refused.value.code == "not_of_programme"
    row = assessor(w, made)
    assert Letter.objects.filter(to_address=row.user.email, key__startswith="call-ass").count() == 1
    assert Notice.objects.filter(person=row.user, kind="call-assessor").count() == 1


def test_only_assessors_assess_and_only_who_runs_the_call_names_them(w, made, one):
    with pytest.raises(NotAllowed):
        assessed_by(one, w.users["manager"])
    with pytest.raises(NotAllowed):
        services.add_assessor(call=made, user=w.users["coach"], by=w.users["coach"])


def assessed_by(one, user, **fields):
    values = {"version": 1, "points": {}, "comments": {}, "comment": "", "done": False} | fields
    return services.save_assessment(application=reread(one), by=user, **values)


def _applicant(one, user):
    one.contact_email = user.email
    one.save()


def _account(one, user):
    one.account = user
    one.save()


def _co_applicant(one, user):
    CoApplicant.objects.create(application=one, name="X", email=user.email)


def _confirmer(one, user):
    one.confirmations.filter(sector="business").update(email=user.email.upper())


def _leader(one, user):
    name, _at, host = user.email.partition("@")
    one.leader_email = f"{name}+lokal@{host}"
    one.save()


def _coordinator(one, user):
    ProgrammeRole.objects.create(
        programme=one.call.programme, user=user, role="coordinator",
        municipality=one.municipality, starts_on=one.created_at.date(),
    )  # fmt: skip


def _declared(one, user):
    Conflict.objects.create(application=one, user=user, reason="Min syster bor där.")


@pytest.mark.parametrize(
    "tie", [_applicant, _account, _co_applicant, _confirmer, _leader, _coordinator, _declared]
)
def test_nobody_judges_what_he_or_she_has_a_part_in(w, made, one, tie):
    row = assessor(w, made)
    assert why_not(one, row.user) == ""
    tie(one, row.user)
    assert why_not(reread(one), row.user)
    with pytest.raises(Refusal) as refused:
        assessed_by(one, row.user)
    assert refused.value.code == "conflict"
    assert not Assessment.objects.exists()


def test_whoever_holds_a_role_at_the_place_does_not_judge_it(w, made):
    """The coach of Näsum may judge Hanaskog, and not Näsum: by its name in the municipality."""
    other = handed_in(w, made)
    own = handed_in(w, made, "nasum@example.org", place_name="näsum ")
    closed(made)
    row = assessor(w, made, "coach")
    assert why_not(reread(other), row.user) == ""
    assert "role at the place" in why_not(reread(own), row.user)


def test_a_declared_conflict_takes_away_what_was_written(w, made, one):
    row = assessor(w, made)
    assessed_by(one, row.user, comment="Så där.")
    services.declare_conflict(application=reread(one), reason="Jag är därifrån.", by=row.user)
    assert not Assessment.objects.exists()
    assert "därifrån" in why_not(reread(one), row.user)


# --- own view first


def test_nothing_is_assessed_while_applications_may_still_change(w, made):
    one, row = handed_in(w, made), assessor(w, made)
    with pytest.raises(Refusal) as refused:
        assessed_by(one, row.user)
    assert refused.value.code == "not_closed"


def test_others_views_open_when_ones_own_is_done(w, made, one, client):
    first, second = assessor(w, made), assessor(w, made, "coach")
    assessed(one, first, 5, 5, 5, 5, 1)
    client.force_login(second.user)
    page = reverse("calls:one", args=[one.pk])
    assert first.user.get_full_name() not in client.get(page).content.decode()
    ranking = reverse("calls:ranking", args=[made.pk])
    assert "Hanaskog" not in client.get(ranking).content.decode()
    assessed(one, second, 1, 1, 1, 1, 1)
    assert first.user.get_full_name() in client.get(page).content.decode()
    assert "Hanaskog" in client.get(ranking).content.decode()


def test_a_view_that_is_done_stays_and_needs_all_points(w, made, one):
    row = assessor(w, made)
    with pytest.raises(Refusal) as refused:
        assessed_by(one, row.user, done=True)
    assert refused.value.code == "points_missing"
    assessed(one, row)
    with pytest.raises(Refusal) as again:
        assessed_by(one, row.user, version=2)
    assert again.value.code == "done_already"


def test_two_windows_do_not_write_over_each_other(w, made, one):
    row = assessor(w, made)
    assessed_by(one, row.user, comment="Ett")
    with pytest.raises(Clash):
        assessed_by(one, row.user, comment="Två")


def test_missing_views_are_seen_by_who_runs_the_call_and_by_the_assessor(w, made, one):
    row = assessor(w, made)
    titles = [todo.title for todo in of_start(w.users["manager"])]
    assert any("1 application waits for assessors" in title for title in titles)
    assert any("waits for your view" in todo.title for todo in of_start(row.user))
    assessed(one, row)
    titles = [todo.title for todo in of_start(w.users["manager"])]
    assert any("waits for a proposed decision" in title for title in titles)
    assert not any("waits for your view" in todo.title for todo in of_start(row.user))


@pytest.mark.parametrize("route", ["applications", "ranking", "assessors", "decisions"])
def test_pages_ask_as_many_questions_for_many_applications(w, made, route, client):
    row = assessor(w, made)
    for number in range(2):
        handed_in(w, made, f"a{number}@example.org")
    closed(made)
    client.force_login(w.users["manager"])
    page = reverse(f"calls:{route}", args=[made.pk])
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert client.get(page).status_code == 200
    made.closes_at = made.closes_at.replace(year=made.closes_at.year + 1)
    made.save()
    for number in range(2, 8):
        handed_in(w, made, f"a{number}@example.org")
    closed(made)
    with CaptureQueriesContext(connection) as many:
        assert client.get(page).status_code == 200
    assert len(many) <= len(few) <= 12
    assert row.pk


@pytest.mark.parametrize("who", ["manager", "facilitator"])
def test_one_application_asks_few_questions(w, made, who, client):
    area = Area.objects.create(country="SE", level="locality", name="Hanaskog", population=1300)
    Place.objects.filter(pk=w.place.pk).update(area=area)
    row = assessor(w, made)
    one = handed_in(w, made, area=area)
    closed(made)
    assessed(one, row)
    client.force_login(w.users[who])
    with CaptureQueriesContext(connection) as asked:
        page = client.get(one.get_absolute_url()).content.decode()
    assert w.programme.name in page  # what the place has been in before
    # Twelve, and the services of a place that was in a programme before.
    assert len(asked) <= 13, [query["sql"][:90] for query in asked]


# --- the ranking


def criteria(*weights):
    return [
        CallCriterion(pk=number, order=number, name=str(number), weight=weight)
        for number, weight in enumerate(weights, start=1)
    ]


def test_the_weighted_mean_is_exact():
    assert total({"1": 5, "2": 2, "3": 2}, criteria(1, 1, 1)) == 3
    assert total({"1": 5, "2": 2}, criteria(2, 1)) == 4
    assert total({"1": 1, "2": 2}, criteria(1, 2)) == Fraction(5, 3)
    assert total({"1": 5}, criteria(1, 1)) is None


@given(st.lists(st.lists(points, min_size=3, max_size=3), min_size=1, max_size=6))
def test_mean_and_spread_lie_where_the_views_lie(views):
    by = criteria(1, 3, 2)
    done = [{str(n): value for n, value in enumerate(one, start=1)} for one in views]
    found = standing(done, by, expected=len(done) + 1)
    assert min(found.totals) <= found.mean <= max(found.totals)
    assert (found.spread is None) is (len(done) == 1)
    assert found.spread is None or 0 <= found.spread <= 2
    assert found.missing == 1


@given(st.dictionaries(st.integers(1, 50), st.lists(points, max_size=4), max_size=8))
def test_a_better_mean_never_ranks_behind_and_equal_ones_share_a_rank(given_points):
    by = criteria(1)
    standings = {
        key: standing([{"1": value} for value in values], by, 4)
        for key, values in given_points.items()
    }
    order = ranked(standings)
    assert {key for _rank, key in order} == set(standings)
    for (rank, key), (other_rank, other) in pairwise(order):
        if other_rank is None:
            assert standings[other].mean is None
            continue
        assert standings[key].mean >= standings[other].mean
        assert (rank == other_rank) is (standings[key].mean == standings[other].mean)
