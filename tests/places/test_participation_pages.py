"""The place page and the step page: who sees what, in how many queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.refusals import Refusal
from places import summary
from places.checklist.services import tick
from places.models import (
    CoachingEntry,
    Commitment,
    Evidence,
    GroupMember,
    ItemOrigin,
    Participation,
    StepItem,
)
from tests.factories import settle_steps, world

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
#: Statements that open and close a transaction are not queries of the page's work.
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.fixture
def place():
    return world()


def statements(call) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        call()
    return [query["sql"] for query in caught if not query["sql"].startswith(FRAME)]


def signed_in(client, user):
    client.force_login(user, backend=BACKEND)
    return client


def address(place, name="participation", *arguments) -> str:
    return reverse(f"places:{name}", args=[place.participation.pk, *arguments])


def line_of(place, step=1, order=1) -> StepItem:
    return place.participation.items.select_related("step").get(step__order=step, order=order)


def fill(place, number: int) -> None:
    """As many members, files, contacts and own lines as asked."""
    made = place.participation
    GroupMember.objects.bulk_create(
        GroupMember(participation=made, name=f"Member {n}", sector="association")
        for n in range(number)
    )
    Commitment.objects.bulk_create(
        Commitment(
            participation=made,
            sector="business",
            person=f"P{n}",
            given_on=made.started_on,
            text="x",
        )
        for n in range(number)
    )
    Evidence.objects.bulk_create(
        Evidence(
            item=line_of(place), file="x", name=f"{n}.pdf", content_type="x", size=1, sha256=str(n)
        )
        for n in range(number)
    )
    CoachingEntry.objects.bulk_create(
        CoachingEntry(
            participation=made, kind="call", on=timezone.localdate(), by=place.coach, shared="x"
        )
        for n in range(number)
    )
    summary.refresh(made)


@pytest.mark.parametrize("page", ["participation", "step", "history"])
def test_pages_take_at_most_ten_queries_for_one_or_thirty_members_and_files(place, client, page):
    arguments = [1] if page == "step" else []
    client = signed_in(client, place.leader)
    fill(place, 1)
    client.get(address(place, page, *arguments))  # what is kept for the process is read once
    few = statements(lambda: client.get(address(place, page, *arguments)))
    fill(place, 30)
    many = statements(lambda: client.get(address(place, page, *arguments)))
    assert len(many) <= 10, "\n".join(many)
    assert len(few) == len(many)
    assert len(set(many)) == len(many)


def save(client, place, line, **changes):
    data = {
        "version": line.version,
        "state": line.state,
        "note": line.note,
        "due_on": line.due_on or "",
    } | changes
    return client.post(
        address(place, "item_save", line.pk), data, headers={"accept": "application/json"}
    )


def test_tick_takes_at_most_eight_queries_for_one_or_thirty_members_and_files(place, client):
    client = signed_in(client, place.leader)
    settle_steps(place.participation, 1)
    tick(item=line_of(place, 2, 1), by=place.leader)
    fill(place, 1)
    last, first = line_of(place, 2, 2), line_of(place, 3, 1)
    few = statements(lambda: save(client, place, last, state="done"))
    assert Participation.objects.get(pk=place.participation.pk).progress == "ddnaaa"
    fill(place, 30)
    many = statements(lambda: save(client, place, first, state="done"))
    assert len(few) <= 8, "\n".join(few)
    assert len(many) <= len(few), "\n".join(many)


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("admin", 200),
        ("manager", 200),
        ("coach", 200),
        ("leader", 200),
        ("member", 200),
        ("contact", 200),
        ("observer", 200),
        ("neighbour_leader", 404),
        ("outsider", 404),
        ("other_admin", 404),
        ("other_coach", 404),
    ],
)
@pytest.mark.parametrize("page", ["participation", "step", "history"])
def test_page_for_each_person(place, client, person, status, page):
    arguments = [1] if page == "step" else []
    response = signed_in(client, getattr(place, person)).get(address(place, page, *arguments))
    assert response.status_code == status


@pytest.mark.parametrize("order", [0, 7, 99999])
def test_step_that_the_method_lacks_is_not_found(place, client, order):
    assert signed_in(client, place.leader).get(address(place, "step", order)).status_code == 404


@pytest.mark.parametrize(
    "query", ["?open=", "?open=x", "?open=99999999999999999999", "?open=-1", "?open=²"]
)
def test_step_with_a_strange_query_is_shown(place, client, query):
    assert signed_in(client, place.leader).get(address(place, "step", 1) + query).status_code == 200


def test_one_in_hand_is_visible_to_whom_the_lists_show_it(place):
    for user in place.users.values():
        seen = set(Participation.objects.visible_to(user))
        assert {one for one in Participation.objects.all() if one.is_visible_to(user)} == seen


@pytest.mark.parametrize("number", [0, 2**63 - 1, 2**63, 10**30])
def test_a_number_of_no_place_is_not_found(place, client, number):
    url = reverse("places:participation", args=[number])
    assert signed_in(client, place.manager).get(url).status_code == 404


def test_private_notes_are_read_by_coaches_and_managers_only(place, client):
    CoachingEntry.objects.create(
        participation=place.participation,
        kind="call",
        on=timezone.localdate(),
        by=place.coach,
        shared="Shared words",
        private="Private words",
    )
    seen = {}
    for person in ("coach", "manager", "admin", "leader", "member", "contact", "observer"):
        page = signed_in(client, getattr(place, person)).get(address(place)).content.decode()
        seen[person] = ("Shared words" in page, "Private words" in page)
    assert seen == {
        "coach": (True, True),
        "manager": (True, True),
        "admin": (True, True),
        "leader": (True, False),
        "member": (True, False),
        "contact": (True, False),
        "observer": (True, False),
    }


def context(client, place, person):
    return signed_in(client, getattr(place, person)).get(address(place)).context


def test_next_lines_are_conditions_and_late_ones_first(place, client):
    today = timezone.localdate()
    late = line_of(place, 3, 2)
    StepItem.objects.filter(pk=late.pk).update(due_on=today - dt.timedelta(days=3))
    condition = line_of(place, 3, 1)
    StepItem.objects.filter(pk=condition.pk).update(
        origin=ItemOrigin.CONDITION, own_text="Open meeting", due_on=today - dt.timedelta(days=5)
    )
    shown = [line["text"] for line in context(client, place, "leader")["next_lines"]]
    assert shown == ["Open meeting", "Item 3.2", "Item 1.1", "Item 1.2", "Item 2.1"]


def test_cards_name_what_each_needs(place, client):
    GroupMember.objects.all().delete()
    Participation.objects.filter(pk=place.participation.pk).update(
        gate_state="waiting", gate_since=timezone.localdate() - dt.timedelta(days=2)
    )
    kinds = {
        person: [
            card.url.rsplit("/", 2)[1]
            for _when, cards in context(client, place, person)["cards"]
            for card in cards
        ]
        for person in ("manager", "coach", "leader", "contact")
    }
    assert {person: found[0] for person, found in kinds.items()} == dict.fromkeys(kinds, "gate")
    assert "coaching" in kinds["coach"]  # quiet since the start: the coach's to break
    assert "coaching" not in kinds["leader"]
    assert kinds["contact"][-1] == "people"  # the municipality's commitment is missing


def primary(client, place, person) -> str | None:
    target = context(client, place, person)["primary"]
    return target and target.url


def test_primary_button_leads_each_to_his_or_her_work(place, client):
    assert {
        person: primary(client, place, person)
        for person in ("leader", "coach", "manager", "observer")
    } == {
        "leader": address(place, "step", 1),
        "coach": address(place, "coaching"),
        "manager": address(place, "coaching"),
        "observer": None,
    }
    settle_steps(place.participation, 1, 2, 3)
    GroupMember.objects.bulk_create(
        GroupMember(participation=place.participation, name=sector, sector=sector)
        for sector in ("municipality", "business", "association")
    )
    assert primary(client, place, "leader") == address(place, "gate")


def test_save_with_a_script_answers_what_the_page_shows(place, client):
    line = line_of(place)
    body = save(signed_in(client, place.leader), place, line, state="done").json()
    assert (body["version"], body["state"], body["next"]["line"]) == (
        2,
        "done",
        line_of(place, 1, 2).pk,
    )
    assert body["strip"].startswith("<svg")


def test_save_on_an_older_version_answers_409_with_both_values(place, client):
    line = line_of(place)
    client = signed_in(client, place.leader)
    save(client, place, line, note="Theirs")
    response = save(client, place, line, note="Mine")
    body = response.json()
    assert (response.status_code, body["code"], body["version"]) == (409, "changed_meanwhile", 2)
    assert body["theirs"] == {
        "state": "open",
        "note": "Theirs",
        "responsible": "",
        "due_on": line.due_on.isoformat(),
    }


def test_save_refused_answers_the_reason_at_its_field(place, client):
    response = save(signed_in(client, place.leader), place, line_of(place), state="not_relevant")
    assert (response.status_code, list(response.json()["errors"])) == (409, ["note"])


def test_save_that_cannot_be_read_answers_errors_by_field(place, client):
    response = save(
        signed_in(client, place.leader), place, line_of(place), state="x", due_on="yesterday"
    )
    assert (response.status_code, set(response.json()["errors"])) == (422, {"state", "due_on"})


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"state": "not_relevant", "note": "Kept"}, 409),
        ({"version": 7, "note": "Kept"}, 409),
        ({"due_on": "x", "note": "Kept"}, 422),
        ({"due_on": "1999-01-01", "note": "Kept"}, 409),
    ],
)
def test_save_without_script_that_fails_gives_the_page_back_with_the_text(
    place, client, changes, status
):
    line = line_of(place)
    data = {"version": line.version, "state": "open", "note": ""} | changes
    response = signed_in(client, place.leader).post(address(place, "item_save", line.pk), data)
    row = next(row for row in response.context["rows"] if row.pk == line.pk)
    assert (response.status_code, row.values.note, row.open) == (status, "Kept", True)
    assert StepItem.objects.get(pk=line.pk).note == ""


def test_save_without_script_leads_back_to_the_line(place, client):
    line = line_of(place)
    client = signed_in(client, place.leader)
    response = client.post(
        address(place, "item_save", line.pk),
        {"version": 1, "state": "open", "tick": "done", "note": "a\r\nb"},
    )
    line.refresh_from_db()
    assert (response.status_code, line.state, line.note) == (302, "done", "a\nb")


def test_save_address_read_leads_to_the_line_and_changes_nothing(place, client):
    line = line_of(place)
    response = signed_in(client, place.leader).get(
        address(place, "item_save", line.pk), {"state": "done"}
    )
    assert (response.status_code, f"#item-{line.pk}" in response["Location"]) == (302, True)
    assert StepItem.objects.get(pk=line.pk).version == 1


@pytest.mark.parametrize(
    ("person", "status"), [("observer", 403), ("contact", 403), ("neighbour_leader", 404)]
)
def test_save_without_the_right(place, client, person, status):
    response = save(signed_in(client, getattr(place, person)), place, line_of(place), state="done")
    assert (response.status_code, StepItem.objects.get(pk=line_of(place).pk).state) == (
        status,
        "open",
    )


def test_save_of_a_line_of_another_place_is_not_found(place, client):
    line = place.neighbour.items.first()
    response = signed_in(client, place.manager).post(
        address(place, "item_save", line.pk), {"version": 1, "state": "done"}
    )
    assert response.status_code == 404


def test_save_without_a_session_leads_to_signing_in(place, client):
    response = save(client, place, line_of(place), state="done")
    assert response.status_code == 401


def test_own_line_is_added_and_shown(place, client):
    client = signed_in(client, place.member)
    response = client.post(
        address(place, "own_item_add", 1), {"own_text": "Ask the choir", "due_on": ""}
    )
    assert response.status_code == 302
    assert "Ask the choir" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    ("step", "text", "status"),
    [(1, "", 422), (1, "x" * 241, 422), (4, "Too early", 409), (9, "x", 404)],
)
def test_own_line_that_cannot_be_added_keeps_the_text(place, client, step, text, status):
    client = signed_in(client, place.member)
    response = client.post(address(place, "own_item_add", step), {"own_text": text})
    assert response.status_code == status
    if status != 404:
        assert response.context["own_form"]["own_text"].value() == text
    assert not StepItem.objects.filter(origin="own").exists()


def test_history_tells_what_was_and_what_is(place, client):
    line = line_of(place)
    client = signed_in(client, place.leader)
    save(client, place, line, state="done", note="Secret words", due_on="")
    response = client.get(address(place, "history"))
    entry = response.context["entries"][0]
    assert (entry["who"].endswith(", Leader"), entry["level"]) == (True, "ok")
    assert "Item 1.1" in entry["title"]
    assert "Secret words" not in response.content.decode()


@pytest.mark.parametrize("page", ["", "0", "2", "999", "x"])
def test_history_of_any_page_number_is_shown(place, client, page):
    response = signed_in(client, place.leader).get(address(place, "history"), {"page": page})
    assert response.status_code == 200


@pytest.mark.day(dt.date(2026, 11, 16))
def test_history_with_facts_of_an_older_kind_is_shown(place, client):
    audit.record(
        "item.changed",
        place.participation,
        by=None,
        due=["", "2026-03-01"],
        fields=["old"],
        state=["a", "b"],
    )
    response = signed_in(client, place.leader).get(address(place, "history"))
    assert (response.status_code, len(response.context["entries"])) == (200, 1)


def test_locked_step_is_shown_for_reading(place, client):
    response = signed_in(client, place.leader).get(address(place, "step", 4))
    assert (response.status_code, response.context["editable"], bool(response.context["lock"])) == (
        200,
        False,
        True,
    )
    with pytest.raises(Refusal):
        tick(item=line_of(place, 4), by=place.leader)
