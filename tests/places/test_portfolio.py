"""The portfolio: who sees which rows, filters in the address, and a fixed number of queries."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.scope import scope_of
from places import summary
from places.models import CoachingEntry, Participation
from places.portfolio import pages as portfolio
from places.portfolio.filters import Filters
from programmes.models import Programme
from tests.factories import (
    MunicipalityFactory,
    PlaceFactory,
    ProgrammeFactory,
    assign,
    participation,
    settle_steps,
    world,
)

pytestmark = pytest.mark.django_db

URL = "/places/"
ROW = re.compile(r'<th scope="row"><a href="/places/\d+/">([^<]*)</a>')


@pytest.fixture
def w():
    return world()


@pytest.fixture
def see(client):
    """Return a function: the names in the list of a user, in their order."""

    def names(user, query=""):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        response = client.get(URL + query, headers={"accept-language": "en"})
        assert response.status_code == 200
        return ROW.findall(response.content.decode())

    return names


def contact(one, days_ago, by, **fields):
    CoachingEntry.objects.create(
        participation=one,
        kind="call",
        on=timezone.localdate() - dt.timedelta(days=days_ago),
        by=by,
        **fields,
    )
    summary.refresh(one)


def test_each_role_sees_its_own_places(w, see):
    roles = (
        "coach",
        "leader",
        "observer",
        "manager",
        "admin",
        "neighbour_leader",
        "outsider",
        "other_coach",
    )
    assert {name: sorted(see(w.users[name])) for name in roles} == {
        "coach": ["Näsum"],
        "leader": ["Näsum"],
        "observer": ["Näsum"],
        "manager": ["Glimåkra", "Näsum"],
        "admin": ["Glimåkra", "Näsum"],
        "neighbour_leader": ["Glimåkra"],
        "outsider": [],
        "other_coach": ["Hyppeln"],
    }


@pytest.mark.parametrize(
    "query",
    [
        "?q=Hyppeln",
        "?status=all",
        "?sort=name",
        "?needs=any",
        "?programme={other}",
        "?coach={coach}",
    ],
)
def test_another_regions_places_never_appear(w, see, query):
    query = query.format(other=w.other_programme.pk, coach=w.other_coach.pk)
    for name in ("admin", "manager", "coach", "leader", "outsider"):
        assert "Hyppeln" not in see(w.users[name], query)


def test_portfolio_stays_within_what_is_visible(w):
    assign(w.manager, w.other_participation, "coach")
    third = participation(
        ProgrammeFactory(region=w.region, method_version=w.programme.method_version),
        PlaceFactory(region=w.region),
    )
    for user in w.users.values():
        assert {p.pk for p in portfolio.visible_programmes(user)} == set(
            Programme.objects.visible_to(user).values_list("pk", flat=True)
        )
        seen = set(portfolio.places_of(user))
        visible = set(Participation.objects.visible_to(user))
        assert seen <= visible
        if scope_of(user).runs:
            assert seen == visible, user
    assert third in portfolio.places_of(w.admin)


def test_the_same_queries_for_one_row_and_for_three(w, client):
    def queries():
        client.force_login(w.admin, backend="django.contrib.auth.backends.ModelBackend")
        with CaptureQueriesContext(connection) as sent:
            client.get(URL)
        statements = [query["sql"] for query in sent]
        assert len(set(statements)) == len(statements)
        return len(statements)

    Participation.objects.filter(pk=w.neighbour.pk).update(status="stopped")
    one = queries()
    Participation.objects.filter(pk=w.neighbour.pk).update(status="active")
    participation(w.programme, PlaceFactory(region=w.region))
    assert (queries(), one <= 9) == (one, True)


def test_a_filtered_page_keeps_within_nine_queries(w, client, django_assert_max_num_queries):
    client.force_login(w.admin, backend="django.contrib.auth.backends.ModelBackend")
    query = f"?q=n&programme={w.programme.pk}&step=1&needs=any&status=all&coach={w.coach.pk}"
    with django_assert_max_num_queries(9):
        client.get(f"{URL}{query}&sort=name&page=2")


def test_search_finds_place_municipality_and_coach(w, see):
    town = PlaceFactory(
        region=w.region, name="Vik", municipality=MunicipalityFactory(name="Bromölla")
    )
    participation(w.programme, town)
    assert see(w.admin, "?q=näs") == ["Näsum"]
    assert see(w.admin, "?q=BROM") == ["Vik"]
    assert see(w.admin, "?q=coach") == ["Näsum"]
    assert see(w.admin, "?q=nowhere") == []


def test_filters_narrow_the_list(w, see):
    other = ProgrammeFactory(region=w.region, method_version=w.programme.method_version)
    participation(other, PlaceFactory(region=w.region, name="Vik"))
    settle_steps(w.participation, 1)
    assert see(w.admin, f"?programme={other.pk}") == ["Vik"]
    assert see(w.admin, "?step=2") == ["Näsum"]
    assert see(w.admin, f"?coach={w.coach.pk}") == ["Näsum"]


def test_need_filter_lists_the_places_of_that_need(w, see):
    contact(w.participation, 41, w.coach)
    contact(w.neighbour, 2, w.coach)
    assert see(w.admin, "?needs=quiet") == ["Näsum"]
    assert see(w.admin, "?needs=any") == ["Näsum"]
    assert see(w.admin, "?needs=gate") == []


def test_status_hides_what_is_over_until_asked(w, see):
    Participation.objects.filter(pk=w.neighbour.pk).update(status="ended")
    Participation.objects.filter(pk=w.participation.pk).update(status="candidate")
    assert see(w.admin) == []
    assert see(w.admin, "?status=past") == ["Glimåkra"]
    assert see(w.admin, "?status=candidate") == ["Näsum"]
    assert sorted(see(w.admin, "?status=all")) == ["Glimåkra", "Näsum"]


def test_order_is_the_one_asked_for(w, see):
    vik = participation(
        w.programme,
        PlaceFactory(region=w.region, name="Vik"),
        started_on=timezone.localdate() - dt.timedelta(days=500),
    )
    settle_steps(vik, 1, 2)
    contact(vik, 1, w.coach)
    contact(w.participation, 20, w.coach)
    contact(w.neighbour, 40, w.coach)
    orders = {
        sort: see(w.admin, f"?sort={sort}") for sort in ("", "name", "contact", "step", "end")
    }
    assert orders == {
        "": ["Glimåkra", "Vik", "Näsum"],  # quiet is for this week, an end in 47 days for later
        "name": ["Glimåkra", "Näsum", "Vik"],
        "contact": ["Glimåkra", "Näsum", "Vik"],
        "step": ["Näsum", "Glimåkra", "Vik"],
        "end": ["Vik", "Näsum", "Glimåkra"],
    }


def test_a_saved_address_shows_its_choices_again(w, client):
    client.force_login(w.admin, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(
        f"{URL}?q=n%C3%A4s&needs=quiet&sort=name&coach={w.coach.pk}",
        headers={"accept-language": "en"},
    )
    html = page.content.decode()
    chosen = re.findall(r'<option value="([^"]*)" selected>', html)
    assert chosen == ["", "quiet", str(w.coach.pk), "", "name"]
    assert 'value="näs"' in html


@pytest.mark.parametrize(
    "query",
    ["?page=0", "?page=99", "?page=x", "?step=-1", "?step=99999999999999999999", "?step=²",
     "?coach=1e3", "?needs=drop", "?status=x", "?sort=pk", "?programme=0",
     "?q=%00", "?q=%25_", "?q=" + "a" * 5000],
)  # fmt: skip
def test_nonsense_in_the_address_is_left_out(w, see, query):
    see(w.admin, query)


def test_a_name_is_escaped(w, client):
    w.place.name = "<b>Näsum</b> {url}"
    w.place.save()
    contact(
        w.participation, 1, w.coach, next_on=timezone.localdate(), next_text="<i>Call</i> & {place}"
    )
    client.force_login(w.coach, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(URL).content.decode()
    assert "&lt;b&gt;Näsum&lt;/b&gt; {url}" in html
    assert "&lt;i&gt;Call&lt;/i&gt; &amp; {place}" in html
    assert "<b>Näsum" not in html


def test_fifty_rows_a_page_with_the_true_count(w, see, client):
    for number in range(51):
        participation(w.programme, PlaceFactory(region=w.region, name=f"Vik {number:02}"))
    first, second = see(w.admin, "?sort=name"), see(w.admin, "?sort=name&page=2")
    assert (len(first), len(second)) == (50, 3)
    assert not set(first) & set(second)
    assert "53 places in" in client.get(URL, headers={"accept-language": "en"}).content.decode()


def test_more_places_than_are_counted_are_told(w, client, monkeypatch):
    monkeypatch.setattr(portfolio, "COUNTED", 1)
    client.force_login(w.admin, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(URL, headers={"accept-language": "en"}).content.decode()
    assert "More than 1 places." in html
    assert "There are more places than these pages show." in html


def test_cards_name_the_most_pressing_places(w, client):
    for number in range(4):
        one = participation(w.programme, PlaceFactory(region=w.region, name=f"Vik {number}"))
        contact(one, 40 + number, w.coach)
    contact(w.participation, 1, w.coach)
    contact(w.neighbour, 1, w.coach)
    client.force_login(w.admin, backend="django.contrib.auth.backends.ModelBackend")
    for query in ("", "?sort=name"):
        html = client.get(URL + query, headers={"accept-language": "en"}).content.decode()
        assert re.findall(r'todo-title">([^<]*)<', html) == ["Vik 3", "Vik 2", "Vik 1"]
        assert "and 1 more" in html
        assert "4 need you this week." in html
    assert "todo-title" not in client.get(f"{URL}?needs=any").content.decode()


def test_a_coach_reads_my_places_and_may_log(w, client):
    client.force_login(w.coach, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(URL, headers={"accept-language": "en"}).content.decode()
    assert "<h1>My places</h1>" in html
    assert "Log contact" in html
    client.force_login(w.leader, backend="django.contrib.auth.backends.ModelBackend")
    assert "Log contact" not in client.get(URL, headers={"accept-language": "en"}).content.decode()


def test_a_row_is_no_larger_than_800_bytes(w, client):
    w.place.name = "Kroppefjäll och Dals Rostock med omnejd"
    w.place.save()
    contact(w.participation, 1, w.coach, next_on=timezone.localdate(), next_text="x" * 200)
    client.force_login(w.coach, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(URL, headers={"accept-language": "en"}).content
    (row,) = re.findall(rb'<tr>\s*<th scope="row">.*?</tr>', html, re.DOTALL)
    assert len(row) <= 800


def test_portfolio_asks_strangers_to_sign_in(client):
    response = client.get(URL)
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/places/")


def test_filters_read_only_what_they_know():
    query = {"q": " Näs\x00um ", "programme": "7", "step": "2", "needs": "quiet", "sort": "name"}
    assert Filters.read(query, {7}) == Filters(
        q="Näsum", programme=7, step=2, needs="quiet", sort="name"
    )
    assert Filters.read(query, {8}).programme is None
    assert not Filters(sort="name").narrows
