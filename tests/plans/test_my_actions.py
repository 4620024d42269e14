"""My actions: what one is responsible for over all places one may see, and the quick buttons."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Assignment
from people.scope import forget_scope
from places.models import Participation
from plans.actions.pages import my_context
from plans.models import Action
from tests.factories import World, assign
from tests.plans.action_samples import action, goal, open_world

pytestmark = pytest.mark.django_db
URL = "/actions/"


@pytest.fixture
def w() -> World:
    return open_world()


def day(count: int) -> dt.date:
    """So many days from today."""
    return timezone.localdate() + dt.timedelta(days=count)


def groups(w: World, user: str = "member") -> dict[str, list[str]]:
    """The titles under each heading."""
    found = my_context(getattr(w, user), timezone.localdate())["groups"]
    return {group.key: [action.title for action in group.rows] for group in found}


def test_my_actions_are_those_of_all_my_places_overdue_first(w):
    assign(w.member, w.neighbour, "member")
    mine = {"responsible_user": w.member}
    action(w.neighbour, "Next week", ends_on=day(7), **mine)
    action(w.participation, "Some day", **mine)
    action(w.participation, "Late", ends_on=day(-1), **mine)
    action(w.neighbour, "Later still", ends_on=day(-9), state="under_way", **mine)
    action(w.participation, "Tomorrow", ends_on=day(1), **mine)
    action(w.participation, "Rests", ends_on=day(-50), state="paused", state_reason="x", **mine)
    action(w.participation, "Done", state="done", done_on=day(-30), **mine)
    action(w.participation, "Done just now", state="done", done_on=day(0), **mine)
    action(w.participation, "Done long ago", state="done", done_on=day(-31), **mine)
    action(w.participation, "Dropped", state="dropped", state_reason="x", **mine)
    action(w.participation, "Of the leader", responsible_user=w.leader)
    assert groups(w) == {
        "overdue": ["Later still", "Late"],
        "next": ["Tomorrow", "Next week", "Some day"],
        "later": ["Rests"],
        "done": ["Done just now", "Done"],
    }


def test_my_actions_by_address_are_mine_unless_an_account_is_named(w):
    action(w.participation, "By address", responsible_email="Member@example.org")
    action(
        w.participation, "By account", responsible_email="member@example.org",
        responsible_user=w.leader,
    )  # fmt: skip
    assert groups(w) == {"next": ["By address"]}


def test_my_actions_leave_out_places_that_i_do_not_see_or_that_stopped(w):
    action(w.neighbour, "Not seen", responsible_user=w.member)
    action(w.participation, "Seen", responsible_user=w.member)
    assert groups(w) == {"next": ["Seen"]}
    Participation.objects.filter(pk=w.participation.pk).update(status="stopped")
    assert groups(w) == {}
    Participation.objects.filter(pk=w.participation.pk).update(status="active")
    Assignment.objects.filter(user=w.member).update(ends_on=day(-1))
    forget_scope(w.member)
    assert groups(w) == {}


def test_my_actions_page_empty_says_what_it_is_for(w, client):
    client.force_login(w.member)
    html = client.get(URL).text
    assert "Nothing for you to do" in html
    assert reverse("reminders:choice") in html


def state_url(one: Action) -> str:
    """Where its buttons lead."""
    return reverse("plans:my_action_state", args=[one.pk])


def test_my_actions_button_marks_as_done(w, client):
    one = action(w.participation, goal=goal(w.participation), responsible_user=w.member)
    client.force_login(w.member)
    html = client.get(URL).text
    assert re.findall(r'name="state" value="(\w+)"', html) == ["done", "under_way"]
    answer = client.post(state_url(one), {"state": "done", "version": 1}, follow=True)
    assert "“Open the shop” is now “Done”." in answer.text
    one.refresh_from_db()
    assert (one.state, one.done_on) == ("done", timezone.localdate())


def test_my_actions_button_after_somebody_else_shows_both(w, client):
    one = action(w.participation, goal=goal(w.participation), responsible_user=w.member)
    Action.objects.filter(pk=one.pk).update(state="paused", state_reason="Rain", version=2)
    client.force_login(w.member)
    answer = client.post(state_url(one), {"state": "done", "version": 1})
    assert answer.status_code == 409
    assert re.findall(r"<dd>([^<]*)</dd>", answer.text)[:2] == ["Paused", "Rain"]
    one.refresh_from_db()
    assert (one.state, one.version) == ("paused", 2)


@pytest.mark.parametrize("sent", [{}, {"state": "gone", "version": "1"}, {"state": "done"}])
def test_my_actions_button_that_cannot_be_read_changes_nothing(w, client, sent):
    one = action(w.participation, responsible_user=w.member)
    client.force_login(w.member)
    assert client.post(state_url(one), sent).status_code == 422
    one.refresh_from_db()
    assert one.state == "planned"


def test_my_actions_of_others_are_not_found(w, client):
    one = action(w.participation, responsible_user=w.leader)
    client.force_login(w.member)
    assert client.post(state_url(one), {"state": "done", "version": 1}).status_code == 404
    assert client.get(state_url(one)).status_code == 404


def test_my_actions_observer_reads_but_has_no_buttons(w, client):
    one = action(w.participation, responsible_user=w.observer)
    client.force_login(w.observer)
    html = client.get(URL).text
    assert "Open the shop" in html
    assert 'name="state"' not in html
    assert client.post(state_url(one), {"state": "done", "version": 1}).status_code == 403


def test_my_actions_get_of_a_button_leads_to_the_list(w, client):
    one = action(w.participation, responsible_user=w.member)
    client.force_login(w.member)
    assert client.get(state_url(one)).url == f"{URL}#action-{one.pk}"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("leader", True), ("member", True), ("contact", True), ("observer", True), ("coach", False),
     ("manager", False), ("admin", False), ("outsider", False)],
)  # fmt: skip
def test_my_actions_stand_in_the_menu_of_those_who_work_locally(w, client, name, shown):
    client.force_login(getattr(w, name))
    header = client.get(URL).text.split("<main")[0]
    assert (f'href="{URL}"' in header) is shown


@pytest.mark.parametrize("count", [1, 3])
def test_my_actions_ask_the_same_whatever_their_number(w, client, django_assert_num_queries, count):
    assign(w.member, w.neighbour, "member")
    for number in range(count):
        place = (w.participation, w.neighbour)[number % 2]
        action(place, responsible_user=w.member, goal=goal(place), ends_on=day(number))
    client.force_login(w.member)
    client.get(URL)
    with django_assert_num_queries(4):
        client.get(URL)
