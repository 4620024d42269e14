"""The check-in page and its entries: who sees which names, what is refused, how much is asked."""

from __future__ import annotations

import datetime as dt
import json
import uuid

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from core.collation import normalise
from people.models import Duty
from tests.factories import world
from tests.workshops.samples import guest, meeting
from workshops.checkin.acts import WalkIn
from workshops.checkin.codes import short_code
from workshops.checkin.services import check_in
from workshops.models import CheckinEntry, GuestList, Invitation, Workshop, WorkshopState

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]


@pytest.fixture
def w():
    return world()


def begun(w, **fields) -> Workshop:
    start = timezone.now() - dt.timedelta(hours=1)
    return meeting(w, starts_at=start, ends_at=start + dt.timedelta(hours=2), **fields)


def door(workshop) -> str:
    return reverse("workshops:door", args=[workshop.pk])


def deliver(client, workshop, acts, user, body=None, **headers):
    told = {"now": timezone.now().isoformat(), "user": user.pk, "acts": acts}
    return client.post(
        reverse("workshops:door_entries", args=[workshop.pk]),
        json.dumps(told) if body is None else body,
        content_type="application/json",
        headers={"accept": "application/json"} | headers,
    )


def act(one, kind="came", **more):
    now = timezone.now().isoformat()
    return {"key": str(uuid.uuid4()), "act": kind, "at": now, "guest": one.pk, **more}


def here() -> dict[str, int]:
    rows = Invitation.objects.filter(attended_persons__gt=0)
    return dict(rows.values_list("name", "attended_persons"))


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_the_same_for_one_guest_and_for_three(w, client, rows, django_assert_num_queries):
    workshop = begun(w)
    for number in range(rows):
        guest(workshop, number)
    client.force_login(w.leader)
    client.get(door(workshop))
    with django_assert_num_queries(7):
        assert client.get(door(workshop)).status_code == 200
    with django_assert_num_queries(7):
        assert client.get(door(workshop) + "entries/").status_code == 200


def test_names_stand_in_no_cache(w, client):
    workshop = begun(w)
    guest(workshop)
    client.force_login(w.leader)
    for path in (door(workshop), door(workshop) + "entries/"):
        assert client.get(path)["Cache-Control"] == "private, no-store"


def test_whoever_looks_after_the_technique_stands_at_the_door(w, client):
    workshop = begun(w)
    one = guest(workshop)
    Duty.objects.create(workshop=workshop, task="technique", name="T", user=w.outsider)
    client.force_login(w.outsider)
    assert deliver(client, workshop, [act(one)], w.outsider).status_code == 200
    assert here() == {one.name: 1}


def test_row_checked_in_twice_by_a_double_click_is_one_entry(w, client):
    workshop = begun(w)
    one = guest(workshop)
    client.force_login(w.leader)
    form = {"act": "came", "guest": one.pk, "key": str(uuid.uuid4()), "persons": "2"}
    for _click in range(2):
        response = client.post(door(workshop), form)
        assert (response.status_code, response.url) == (302, f"{door(workshop)}#guest-{one.pk}")
    assert (here(), CheckinEntry.objects.count()) == ({one.name: 2}, 1)


KEY = str(uuid.uuid4())


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"act": "came"}, 422),
        ({"act": "eat"}, 422),
        ({"act": "came", "guest": "9" * 30, "key": str(uuid.uuid4())}, 409),
        ({"act": "came", "guest": "1", "key": "x"}, 422),
        ({"act": "walk_in", "name": " ", "persons": "1", "key": str(uuid.uuid4())}, 422),
        ({"act": "walk_in", "name": "Bo", "persons": "x", "key": str(uuid.uuid4())}, 422),
        (
            {
                "act": "walk_in",
                "name": "Bo",
                "persons": "1",
                "email": "x",
                "key": str(uuid.uuid4()),
            },
            409,
        ),
        ({"act": "code", "code": "12 34567", "persons": "1", "key": str(uuid.uuid4())}, 409),
    ],
)
def test_plain_form_with_bad_input_says_so_and_writes_nothing(w, client, form, status):
    workshop = begun(w)
    client.force_login(w.leader)
    assert client.post(door(workshop), form).status_code == status
    assert CheckinEntry.objects.count() == 0


def test_walk_in_refused_keeps_what_was_typed(w, client):
    workshop = begun(w)
    client.force_login(w.leader)
    form = {"act": "walk_in", "name": "Åsa", "persons": "2", "sector": "army"}
    response = client.post(door(workshop), form | {"key": str(uuid.uuid4())})
    assert response.status_code == 422
    assert response.context["walk_in"]["name"].value() == "Åsa"


def test_names_of_anothers_list_stay_away_and_are_counted(w, client):
    workshop = begun(w)
    own = GuestList.objects.create(workshop=workshop, name="Annes", owner=w.coach)
    one = guest(workshop, 1, name="Hemlig Gäst", guest_list=own, sector="business")
    client.force_login(w.leader)
    page = client.get(door(workshop)).content.decode()
    assert "Hemlig" not in page
    assert "1 more guest stands on a list" in page
    answer = deliver(client, workshop, [act(one)], w.leader).json()
    assert [(one["result"], one["code"]) for one in answer["outcomes"]] == [
        ("refused", "unknown_guest")
    ]
    answer = deliver(client, workshop, [act(one, code=short_code(one))], w.leader).json()
    assert answer["outcomes"][0]["result"] == "done"
    assert (answer["here"], answer["walkIns"], answer["others"]) == ([], [], {"business": 1})
    client.force_login(w.coach)
    assert "Hemlig" in client.get(door(workshop)).content.decode()


def test_delivery_is_answered_act_by_act_with_who_is_here(w, client):
    workshop = begun(w)
    one, walk_in = guest(workshop), str(uuid.uuid4())
    now = timezone.now().isoformat()
    acts = [
        act(one, persons=2),
        {"key": walk_in, "act": "walk_in", "at": now, "name": "Bo", "sector": "business"},
        {"key": str(uuid.uuid4()), "act": "came", "at": now, "walkIn": walk_in, "persons": 3},
    ]
    client.force_login(w.leader)
    answer = deliver(client, workshop, acts, w.leader).json()
    bo = Invitation.objects.get(name="Bo")
    assert answer == {
        "outcomes": [
            {"key": acts[0]["key"], "result": "done", "guest": one.pk},
            {"key": walk_in, "result": "done", "guest": bo.pk},
            {"key": acts[2]["key"], "result": "done", "guest": bo.pk},
        ],
        "here": [[bo.pk, 3], [one.pk, 2]],
        "walkIns": [{"id": bo.pk, "name": "Bo", "sector": "business"}],
        "others": {},
        "closed": "",
    }
    again = deliver(client, workshop, acts, w.leader).json()
    assert [outcome["result"] for outcome in again["outcomes"]] == ["again"] * 3


def test_phone_with_a_wrong_clock_is_put_right_by_what_it_says_the_time_is(w, client):
    workshop = begun(w)
    one = guest(workshop)
    wrong = timezone.now() - dt.timedelta(days=300)
    acts = [act(one) | {"at": (wrong - dt.timedelta(minutes=5)).isoformat()}]
    body = json.dumps({"now": wrong.isoformat(), "user": w.leader.pk, "acts": acts})
    client.force_login(w.leader)
    assert deliver(client, workshop, [], w.leader, body).status_code == 200
    one.refresh_from_db()
    minutes = (timezone.now() - one.attended_at).total_seconds() / 60
    assert 4.9 < minutes < 5.5


GOOD = {"key": str(uuid.uuid4()), "act": "came", "at": "2026-01-01T10:00:00Z", "guest": 1}


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "null", '"x"', "{", "\xff", "{}", '{"acts": [], "user": 1}',
        *(
            json.dumps({"now": "2026-01-01T10:00:00Z", "acts": acts})
            for acts in (
                {}, [1], [[]], [{}], [GOOD | {"key": "x"}], [GOOD | {"key": 7}],
                [GOOD | {"act": "eat"}], [GOOD | {"at": "now"}], [GOOD | {"at": "2026-01-01"}],
                [GOOD | {"at": "2026-01-01T10:00:00"}], [GOOD | {"persons": "2"}],
                [GOOD | {"persons": True}], [GOOD | {"persons": 1.5}], [GOOD | {"guest": "1"}],
                [GOOD | {"code": 5}], [GOOD | {"act": "walk_in"}], [GOOD | {"walkIn": 3}],
                [GOOD | {"act": "walk_in", "name": "\ud800"}],
                [GOOD | {"at": "9999-12-31T23:59:59Z"}],
            )
        ),
    ],
)  # fmt: skip
def test_delivery_that_cannot_be_read_is_refused_whole(w, client, body):
    workshop = begun(w)
    client.force_login(w.leader)
    response = deliver(client, workshop, [], w.leader, body)
    assert (response.status_code, response.json()["code"]) == (400, "unreadable")


def test_delivery_too_large_is_refused(w, client):
    workshop = begun(w)
    one = guest(workshop)
    client.force_login(w.leader)
    many = deliver(client, workshop, [act(one) for _n in range(101)], w.leader)
    long = deliver(client, workshop, [act(one, code="x" * 70_000)], w.leader)
    assert [(r.status_code, r.json()["code"]) for r in (many, long)] == [(413, "too_much")] * 2
    assert CheckinEntry.objects.count() == 0


def test_delivery_of_another_account_is_not_taken(w, client):
    workshop = begun(w)
    one = guest(workshop)
    client.force_login(w.member)
    response = deliver(client, workshop, [act(one)], w.leader)
    assert (response.status_code, response.json()["code"], here()) == (409, "other_user", {})


def test_delivery_without_session_is_told_in_json(w, client):
    response = deliver(client, begun(w), [], w.leader)
    assert (response.status_code, response.json()["code"]) == (401, "signed_out")


def test_delivery_without_token_is_refused(w):
    from django.test import Client  # noqa: PLC0415 - the usual client checks no token

    client = Client(enforce_csrf_checks=True)
    client.force_login(w.leader)
    workshop = begun(w)
    assert deliver(client, workshop, [act(guest(workshop))], w.leader).status_code in {401, 403}
    assert here() == {}


def test_cancelled_meeting_takes_no_delivery_and_the_page_says_why(w, client):
    workshop = begun(w, state=WorkshopState.CANCELLED)
    client.force_login(w.leader)
    response = deliver(client, workshop, [act(guest(workshop))], w.leader)
    assert (response.status_code, response.json()["code"]) == (409, "meeting_cancelled")
    assert "The meeting is cancelled." in client.get(door(workshop)).content.decode()


def test_markup_in_a_name_stays_text(w, client):
    workshop = begun(w)
    told = WalkIn(name='<img src=x onerror="1">')
    check_in(workshop=workshop, by=w.leader, key=uuid.uuid4(), walk_in=told)
    client.force_login(w.leader)
    page = client.get(door(workshop)).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_search_without_script_finds_by_folded_name_and_offers_the_name(w, client):
    workshop = begun(w)
    guest(workshop, 1, name="Søren Åkesson")
    guest(workshop, 2, name="Bo Ek")
    client.force_login(w.leader)
    rows = client.get(door(workshop), {"q": "soren ak"}).context["rows"]
    assert [(row.guest.name, row.hidden) for row in rows] == [
        ("Bo Ek", True), ("Søren Åkesson", False),
    ]  # fmt: skip
    page = client.get(door(workshop), {"q": "Ulla Ny"})
    assert page.context["walk_in"]["name"].value() == "Ulla Ny"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Åsa ÄNG-Öberg", "asa ang-oberg"), ("Pernille Ærøe", "pernille aro"),
        ("Aage Kjaer", "age kjar"), ("  Søren \t Kjær ", "soren kjar"), ("", ""),
    ],
)  # fmt: skip
def test_names_are_folded_as_people_type_them(text, folded):
    assert normalise(text) == folded


def test_code_for_the_guest_is_drawn_with_its_short_form(w):
    one = guest(begun(w))
    drawn = Template("{% load meetings %}{% checkin_code one %}").render(Context({"one": one}))
    assert "data:image/svg+xml" in drawn
    assert short_code(one) in drawn
