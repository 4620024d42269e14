"""The board: who sees and moves which card, with and without a script; conflicts keep both."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Action, ActionState
from tests.factories import World
from tests.plans.action_samples import action, goal, open_world

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def w() -> World:
    return open_world()


def board(w: World) -> str:
    """The board's address."""
    return reverse("plans:board", args=[w.participation.pk])


def move_url(one: Action) -> str:
    """Where its card is sent."""
    return reverse("plans:board_move", args=[one.participation_id, one.pk])


def column(html: str, state: str) -> list[str]:
    """The titles in a column, in their order."""
    part = html.split(f'data-column="{state}"', 1)[1].split("data-column=", 1)[0]
    return re.findall(r"<h3><a [^>]*>([^<]*)</a>", part)


def test_board_puts_each_action_under_its_state_in_the_plans_order(w, client):
    first, second = goal(w.participation, "First"), goal(w.participation, "Second", order=2)
    for state in ActionState.values:
        action(w.participation, f"Of {state}", state=state, state_reason="So", goal=first)
    action(w.participation, "Two", goal=second, order=2)
    action(w.participation, "One", goal=second, order=1)
    client.force_login(w.leader)
    html = client.get(board(w)).text
    assert {state: column(html, state) for state in ActionState.values} == {
        "idea": ["Of idea"],
        "planned": ["Of planned", "One", "Two"],
        "under_way": ["Of under_way"],
        "paused": ["Of paused"],
        "done": ["Of done"],
        "dropped": ["Of dropped"],
    }


def test_board_card_tells_goal_responsible_end_and_that_it_is_late(w, client):
    ended = timezone.localdate() - dt.timedelta(days=3)
    action(
        w.participation, "<b>Paint</b>", goal=goal(w.participation, "A hall & a home"),
        responsible="Berit", ends_on=ended, state="under_way",
    )  # fmt: skip
    client.force_login(w.leader)
    html = client.get(board(w)).text
    assert "&lt;b&gt;Paint&lt;/b&gt;" in html
    assert "<b>Paint" not in html
    assert all(text in html for text in ("A hall &amp; a home", "Berit", "Overdue since"))


def test_board_filters_stand_in_the_address_and_stay_after_a_move(w, client):
    one, other = goal(w.participation, "One"), goal(w.participation, "Other")
    mine = action(w.participation, "Of one", goal=one, responsible="Berit")
    action(w.participation, "Of other", goal=other, responsible="Arne")
    client.force_login(w.leader)
    html = client.get(board(w), {"goal": one.pk}).text
    assert column(html, "planned") == ["Of one"]
    sent = re.search(r'action="([^"]*/board/[^"]*)"', html).group(1)
    assert sent == f"{move_url(mine)}?goal={one.pk}"
    answer = client.post(sent, {"state": "done", "version": 1})
    assert answer.url == f"{board(w)}?goal={one.pk}#action-{mine.pk}"
    assert column(client.get(board(w), {"responsible": "Arne"}).text, "planned") == ["Of other"]
    assert column(client.get(board(w), {"goal": "drop table"}).text, "planned") == ["Of other"]
    # What the board does not offer must not narrow it unseen.
    assert column(client.get(board(w), {"doer": "locals"}).text, "planned") == ["Of other"]


def test_board_move_without_a_script_leads_back_to_the_card(w, client):
    one = action(w.participation, goal=goal(w.participation))
    client.force_login(w.member)
    answer = client.post(move_url(one), {"state": "under_way", "version": 1})
    assert (answer.status_code, answer.url) == (302, f"{board(w)}#action-{one.pk}")
    one.refresh_from_db()
    assert (one.state, one.version) == ("under_way", 2)
    assert "“Open the shop” is now “Under way”." in client.get(board(w)).text


def test_board_move_by_script_answers_with_the_card(w, client):
    one = action(w.participation, goal=goal(w.participation))
    client.force_login(w.member)
    answer = client.post(move_url(one), {"state": "done", "version": 1}, headers=JSON)
    told = answer.json()
    assert (answer.status_code, told["state"]) == (200, "done")
    assert told["message"] == "“Open the shop” is now “Done”."
    assert 'name="version" value="2"' in told["card"]
    assert f'id="action-{one.pk}"' in told["card"]


@pytest.mark.parametrize("state", ["paused", "dropped"])
def test_board_move_that_needs_a_reason_asks_for_it(w, client, state):
    one = action(w.participation, goal=goal(w.participation))
    client.force_login(w.member)
    answer = client.post(move_url(one), {"state": state, "version": 1}, headers=JSON)
    assert (answer.status_code, "card" in answer.json()) == (409, False)
    page = client.post(move_url(one), {"state": state, "version": 1})
    assert (page.status_code, "Say why" in page.text) == (409, True)
    assert f'value="{state}" selected' in page.text
    assert page.text.count('<details class="disclosure board-move" open') == 1
    reason = {"state_reason": "No money until May"}
    told = client.post(move_url(one), {"state": state, "version": 1} | reason, headers=JSON).json()
    assert (told["state"], "No money until May" in told["card"]) == (state, True)


def test_board_move_after_somebody_else_shows_both_and_loses_nothing(w, client):
    one = action(w.participation, goal=goal(w.participation))
    client.force_login(w.leader)
    theirs = {"state": "paused", "version": 1, "state_reason": "Rain"}
    assert client.post(move_url(one), theirs, headers=JSON).status_code == 200
    client.force_login(w.member)
    mine = {"state": "dropped", "version": 1, "state_reason": "Nobody wants it"}
    assert client.post(move_url(one), mine, headers=JSON).status_code == 409
    answer = client.post(move_url(one), mine)
    assert answer.status_code == 409
    one.refresh_from_db()
    assert (one.state, one.version) == ("paused", 2)
    both = answer.text.split('class="differences"')[1].split("</dl>")[0]
    assert re.findall(r"<dd>([^<]*)</dd>", both) == ["Paused", "Rain"]
    assert 'name="version" value="2"' in answer.text
    assert 'value="Nobody wants it"' in answer.text
    client.post(move_url(one), mine | {"version": 2})
    one.refresh_from_db()
    assert (one.state, one.state_reason) == ("dropped", "Nobody wants it")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"state": "flying", "version": "1"},
        {"state": "done"},
        {"state": "done", "version": "one"},
        {"state": "dropped", "version": "1", "state_reason": "x" * 241},
    ],
)
def test_board_move_that_cannot_be_read_changes_nothing(w, client, sent):
    one = action(w.participation, goal=goal(w.participation))
    client.force_login(w.member)
    for headers in ({}, JSON):
        assert client.post(move_url(one), sent, headers=headers).status_code == 422
    one.refresh_from_db()
    assert (one.state, one.version) == ("planned", 1)


def test_board_idea_without_goal_says_what_is_missing(w, client):
    one = action(w.participation, state="idea")
    client.force_login(w.member)
    answer = client.post(move_url(one), {"state": "planned", "version": 1})
    assert (answer.status_code, "Choose the goal" in answer.text) == (409, True)


def test_board_move_of_another_places_action_is_not_found(w, client):
    one = action(w.neighbour, goal=goal(w.neighbour))
    client.force_login(w.leader)
    url = reverse("plans:board_move", args=[w.participation.pk, one.pk])
    assert client.post(url, {"state": "done", "version": 1}).status_code == 404
    one.refresh_from_db()
    assert one.state == "planned"


def test_board_get_of_a_move_leads_to_the_card_and_changes_nothing(w, client):
    one = action(w.participation)
    client.force_login(w.leader)
    answer = client.get(move_url(one))
    assert (answer.status_code, answer.url) == (302, f"{board(w)}#action-{one.pk}")


def test_board_observer_reads_and_moves_nothing(w, client):
    one = action(w.participation, goal=goal(w.participation))
    client.force_login(w.observer)
    html = client.get(board(w)).text
    assert column(html, "planned") == ["Open the shop"]
    assert "data-move" not in html
    assert client.post(move_url(one), {"state": "done", "version": 1}).status_code == 403


def test_board_before_the_gate_says_so_and_offers_no_move(w, client):
    action(w.participation, state="idea")
    type(w.participation).objects.filter(pk=w.participation.pk).update(gate_state="waiting")
    client.force_login(w.leader)
    html = client.get(board(w)).text
    assert "The plan opens when the gate is passed." in html
    assert "data-move" not in html


def test_board_empty_offers_the_first_step(w, client):
    client.force_login(w.member)
    assert reverse("plans:action_add", args=[w.participation.pk]) in client.get(board(w)).text
    client.force_login(w.observer)
    assert reverse("plans:action_add", args=[w.participation.pk]) not in client.get(board(w)).text


@pytest.mark.parametrize("name", ["board", "timeline"])
@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_whatever_the_number_of_actions(
    w, client, django_assert_max_num_queries, name, count
):
    url = reverse(f"plans:{name}", args=[w.participation.pk])
    for number in range(count):
        action(
            w.participation, f"Action {number}", goal=goal(w.participation, f"Goal {number}"),
            responsible=f"Person {number}", ends_on=timezone.localdate(),
        )  # fmt: skip
    client.force_login(w.leader)
    client.get(url)
    with django_assert_max_num_queries(7) as asked:
        assert client.get(url).status_code == 200
    counts = _COUNTS.setdefault(name, set())
    counts.add(len(asked))
    assert len(counts) == 1


_COUNTS: dict[str, set[int]] = {}
