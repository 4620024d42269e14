"""The search of the head: what is found, by whom, and in spite of what."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.db.models import CharField, F, Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import reverse

from core.collation import normalise
from core.icons import ICONS
from core.search import finding, views
from core.search.finding import found, read
from people.models import Contact, Organisation, User
from places.models import Evidence, GroupMember, Place
from plans.models import Action, ActionDocument
from programmes.models import Programme
from tests import factories
from tests.house.policy_world import furnish
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

TEXTS = [
    "Älvdalen", "Ærø", "Aarhus", "Øster Ulslev", "Göteborg", "Hällefors", "Straße", "Þórshöfn",
    "São João", "Łódź", "Ελλάδα", "Москва", "東京", "Ho\u0308gana\u0308s", "ÉCOLE", "O'Brien",
    "100 %",
]  # fmt: skip


@pytest.fixture
def made():
    return factories.world()


def _names(user, text, kind=""):
    groups = found(user, read(text), most=10, kind=kind).groups
    return {group.kind.key: [hit.title for hit in group.hits] for group in groups}


def _place(made, name, **more):
    return factories.PlaceFactory(region=made.region, name=name, **more)


@pytest.mark.postgres
def test_every_heading_has_an_icon_that_is_drawn():
    icons = {source.kind.icon for source in finding._sources}
    assert icons <= ICONS


def test_the_database_folds_letters_as_we_do():
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_plain(t) FROM unnest(%s::text[]) t", [TEXTS])
        plain = [row[0] for row in cursor.fetchall()]

    assert plain == [normalise(text) for text in TEXTS]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Näsum", "nasum"), ("Näsum", "NÄSUM"), ("Nasum", "näsum"), ("Ærø", "aero"),
        ("Ærø", "Ärö"), ("Öster Ulslev", "øster"), ("Aarhus", "Århus"), ("Hällefors", "lefors"),
        ("Å", "å"), ("Nya Å", "a"), ("Hällefors by", "by hällefors"), ("Москва", "моск"),
        ("100 % Fritid", "100 %"), ("O'Brien", "o'brien"),
    ],
)  # fmt: skip
def test_a_place_is_found_as_people_write_it(made, name, typed):
    _place(made, name)

    assert name in _names(made.admin, typed)["places"]


@pytest.mark.postgres
@pytest.mark.parametrize("typed", ["Hällefros", "Helefors", "Hällfors", "Hälleforss"])
def test_a_wrong_letter_is_forgiven(made, typed):
    _place(made, "Hällefors")

    assert _names(made.admin, typed)["places"] == ["Hällefors"]


@pytest.mark.postgres
def test_what_is_only_near_stands_where_nothing_fits_as_written(made):
    _place(made, "Hällefors")
    _place(made, "Hällekis")

    near, exact = (found(made.admin, read(f"Hällefor{end}"), most=9) for end in "zs")
    assert near.near
    assert near.groups[0].hits[0].title == "Hällefors"
    assert not exact.near
    assert [hit.title for hit in exact.groups[0].hits] == ["Hällefors"]


@pytest.mark.sqlite
def test_the_best_hit_is_first_and_its_kind_too(made):
    _place(made, "Stora Kvarnby", description="")
    _place(made, "Kvarnby")
    _place(made, "Sjövik", description="Här låg en kvarnby vid ån.")
    Organisation.objects.create(region=made.region, name="Kvarnbys vänner", sector="association")

    names = _names(made.admin, "kvarnby")
    assert names["places"] == ["Kvarnby", "Stora Kvarnby", "Sjövik"]
    assert list(_names(made.admin, "kvarnbys v")) == ["organisations"]


@pytest.mark.postgres
def test_words_of_a_description_are_found_by_their_beginnings(made):
    _place(made, "Sjövik", description="Hembygdsgården behöver ett nytt tak.")

    assert _names(made.admin, "hembygdsgård tak")["places"] == ["Sjövik"]
    assert _names(made.admin, "bygdsgården") == {}


def test_everything_is_found_that_has_a_name(corners):
    found_kinds = _names(corners.people["admin"], "kvarnby")

    assert set(found_kinds) == {
        "places", "people", "meetings", "actions", "organisations", "documents", "programmes",
        "companies",
    }  # fmt: skip


@pytest.fixture
def corners():
    """The world of the permission table, everything in it called Kvarnby and its region's name."""
    world = furnish()
    for model, name, region in (
        (Place, "name", "region"),
        (Contact, "name", "region"),
        (Organisation, "name", "region"),
        (Programme, "name", "region"),
        (Action, "title", "participation__programme__region"),
        (ActionDocument, "name", "action__participation__programme__region"),
        (GroupMember, "name", "participation__programme__region"),
        (Evidence, "name", "item__participation__programme__region"),
        (Workshop, "title", "programme__region"),
    ):
        for row in model.objects.annotate(of=F(region)):
            model.objects.filter(pk=row.pk).update(**{name: f"Kvarnby {row.of}.{row.pk}"})
    User.objects.update(name=Concat(Value("Kvarnby user "), "pk", output_field=CharField()))
    return world


def test_nobody_finds_what_he_or_she_may_not_open(corners):
    for name, person in corners.people.items():
        client = Client()
        client.force_login(person)
        for kind in ("places", "people", "meetings", "actions", "organisations", "documents",
                     "programmes"):  # fmt: skip
            for group in found(person, read("Kvarnby"), most=500, kind=kind).groups:
                for hit in group.hits:
                    assert client.get(hit.url).status_code == 200, (name, hit)


def test_nothing_of_another_region_is_found(corners):
    own, other = (corners.corners[name].programme.region_id for name in ("own", "other"))
    strangers = {"other_admin", "other_manager", "other_coach"}
    theirs = {f"Kvarnby user {corners.people[name].pk}" for name in strangers}
    for name, person in corners.people.items():
        titles = [
            hit.title
            for group in found(person, read("kvarnby"), most=500).groups
            for hit in group.hits
        ]
        mine, away = (other, own) if name in strangers else (own, other)
        assert not [title for title in titles if title.startswith(f"Kvarnby {away}.")], name
        people = {title for title in titles if "user" in title}
        assert people <= theirs if name in strangers else not people & theirs, (name, people)
        if name in {"outsider", "operator"}:
            assert titles == []
        elif name in {"admin", "other_admin"}:
            assert [title for title in titles if title.startswith(f"Kvarnby {mine}.")]


@pytest.mark.postgres
@pytest.mark.parametrize("rows", [1, 3])
def test_however_much_there_is_the_statements_are_the_same(
    rows, made, client, django_assert_num_queries
):
    for number in range(rows):
        _place(made, f"Kvarnby {number}")
        Contact.objects.create(region=made.region, name=f"Kvarnby {number}", source="test")
        Action.objects.create(participation=made.participation, title=f"Kvarnby {number}")
    client.force_login(made.admin)
    client.get(reverse("core:search_hits"))

    with django_assert_num_queries(7):
        answer = client.get(reverse("core:search_hits"), {"q": "kvarnby"})
    assert answer.content.decode().count('role="option"') == 3 * rows


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "typed",
    ["", "   ", "\x00", "%", "'", '"', "\\", "_", "&", "|!()<>:*", "x" * 300, "a " * 60, "東", "ا",
     "<script>alert(1)</script>", "'; DROP TABLE places_place; --", "\u202e", "\ufffd", "😀",
     "a:* & b"],
)  # fmt: skip
def test_anything_that_is_typed_has_an_answer(made, client, typed):
    client.force_login(made.admin)

    for address in ("core:search", "core:search_hits"):
        answer = client.get(reverse(address), {"q": typed})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


def test_a_percent_sign_is_a_letter_like_others(made):
    _place(made, "100 % Fritid")
    _place(made, "Hällefors")

    assert _names(made.admin, "%") == {"places": ["100 % Fritid"]}


def test_a_long_text_is_searched_by_its_beginning_and_says_so(made, client):
    client.force_login(made.admin)

    page = client.get(reverse("core:search"), {"q": "Näsum " * 50}).content.decode()

    assert "That was long." in page
    assert "Näsum" in page


def test_the_page_shows_what_was_found_with_a_way_to_more(made, client):
    for number in range(views.SOME + 1):
        _place(made, f"Kvarnby <b>{number}</b>")
    client.force_login(made.admin)

    page = client.get(reverse("core:search"), {"q": "kvarnby"})
    more = re.search(r'href="(\?q=kvarnby&amp;kind=places)"', page.content.decode())[1]
    whole = client.get(reverse("core:search") + unescape(more)).content.decode()

    assert page.content.decode().count("Kvarnby &lt;b&gt;") == views.SOME
    assert whole.count("Kvarnby &lt;b&gt;") == views.SOME + 1


def test_a_place_leads_to_its_newest_way_that_one_may_see(made):
    bare = _place(made, "Utanför")

    (near,), (far,) = (
        found(made.admin, read(text), most=3, kind="places").groups[0].hits
        for text in ("Näsum", "utanfö")
    )

    assert near.url == reverse("places:participation", args=[made.participation.pk])
    assert far.url == reverse("places:place", args=[bare.pk])


def test_whoever_searches_without_end_is_told_to_wait(made, client, monkeypatch):
    monkeypatch.setattr(views, "SEARCHES", 2)
    client.force_login(made.admin)

    answers = [client.get(reverse("core:search"), {"q": "näsum"}) for _each in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Wait a moment" in answers[2].content.decode()
    client.force_login(made.users["coach"])
    assert client.get(reverse("core:search"), {"q": "näsum"}).status_code == 200


def test_each_page_of_somebody_signed_in_has_the_search(made, client):
    client.force_login(made.users["leader"])

    assert reverse("core:search") in client.get("/").content.decode()
    client.logout()
    assert "search-box" not in client.get("/about/").content.decode()


@pytest.mark.postgres
def test_names_are_found_by_an_index(made):
    municipality = made.place.municipality
    Place.objects.bulk_create(
        Place(region=made.region, municipality=municipality, name=f"Ort {number}", kind="locality")
        for number in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('places_found')")
        cursor.execute("ANALYZE places_place")
        for condition in ("LIKE '%kvarn%'", "%> 'kvarn'"):
            cursor.execute(
                f"EXPLAIN SELECT 1 FROM places_place WHERE search_plain(name) {condition}"
            )
            assert "places_found" in str(cursor.fetchall()), condition


@pytest.mark.postgres
def test_of_very_many_that_hold_it_the_one_that_is_called_so_is_first(made, monkeypatch):
    monkeypatch.setattr(finding, "AMONG", 3)
    for number in range(9):
        _place(made, f"Stora berg {number}")
    _place(made, "Berg")

    assert _names(made.admin, "berg")["places"][0] == "Berg"
