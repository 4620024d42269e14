"""The list of actions with its inline editing, an action's page, its form, its documents."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import Sector
from places.models import Participation
from plans.actions.services import save_action, set_needs
from plans.models import Action, ActionDocument, Dependency
from tests.factories import OrganisationFactory
from tests.plans.action_samples import action, goal, open_world
from tests.plans.money_samples import granted, source

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]
TODAY = dt.date(2026, 9, 1)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def made():
    with time_machine.travel(dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC), tick=False):
        yield open_world()


@pytest.fixture
def leader(made, client):
    client.force_login(made.leader)
    return client


def url(made, name="actions", *args):
    return reverse(f"plans:{name}", args=[made.participation.pk, *args])


def close_gate(made):
    Participation.objects.filter(pk=made.participation.pk).update(gate_state="closed")


def titles(response):
    return [row.title for group in response.context["groups"] for row in group.rows]


def stored(one):
    return Action.objects.get(pk=one.pk)


# --- The list ---------------------------------------------------------------------------


def test_list_groups_actions_by_goal_with_ideas_last(made, leader):
    here = made.participation
    second, first = goal(here, "Second", order=2), goal(here, "First", order=1)
    action(here, "Sauna", state="idea")
    action(here, "B", goal=second)
    action(here, "A2", goal=first, order=2)
    action(here, "A1", goal=first, order=1)
    groups = leader.get(url(made)).context["groups"]
    assert [(group.title, [row.title for row in group.rows]) for group in groups] == [
        ("First", ["A1", "A2"]), ("Second", ["B"]), ("Ideas", ["Sauna"]),
    ]  # fmt: skip


def test_list_says_what_is_late_what_waits_and_what_is_missing(made, leader):
    here, aim = made.participation, goal(made.participation)
    first = action(here, "Road", goal=aim, cost=Decimal(900), ends_on=TODAY - dt.timedelta(days=1))
    second = action(here, "Shop", goal=aim, cost=Decimal(500), state="under_way")
    Dependency.objects.create(action=second, needs=first)
    granted(second, source(made.region), 500)
    page = leader.get(url(made)).content.decode()
    for words in ("Overdue since 31 Aug", "Waits for “Road”", "900 SEK missing", "Funded",
                  "0 of 2 done · costs 1,400 SEK"):  # fmt: skip
        assert words in page.replace("\N{NO-BREAK SPACE}", " ")


def test_what_is_done_is_waited_for_no_more(made, leader):
    first = action(made.participation, "Road", state="done")
    Dependency.objects.create(action=action(made.participation, "Shop"), needs=first)
    assert "Waits for" not in leader.get(url(made)).content.decode()


def test_titles_are_escaped(made, leader):
    action(made.participation, "<b>Shop</b> 100 %", responsible='"><i>')
    page = leader.get(url(made)).content.decode()
    assert "<b>Shop" not in page
    assert "&lt;b&gt;Shop&lt;/b&gt; 100 %" in page
    assert '"><i>' not in page


def test_a_reader_gets_words_and_no_fields(made, client):
    action(made.participation, "Shop", responsible="Asta")
    client.force_login(made.observer)
    page = client.get(url(made)).content.decode()
    assert "Planned · Asta" in page
    assert 'name="cost"' not in page


def test_before_the_gate_only_ideas_have_fields(made, leader):
    idea, other = (action(made.participation, state=state) for state in ("idea", "planned"))
    close_gate(made)
    page = leader.get(url(made)).content.decode()
    assert "Until then ideas can be noted" in page
    assert (f'id="s{idea.pk}"' in page, f'id="s{other.pk}"' in page) == (True, False)


def test_an_empty_plan_says_what_it_is_for(made, leader):
    page = leader.get(url(made)).content.decode()
    assert "Nothing is planned yet" in page
    assert url(made, "action_add") in page


def test_another_places_list_does_not_exist(made, client):
    client.force_login(made.neighbour_leader)
    assert client.get(url(made)).status_code == 404


# --- Filters ----------------------------------------------------------------------------


@pytest.fixture
def varied(made):
    here, aim = made.participation, goal(made.participation, "Aim")
    action(
        here, "Shop", goal=aim, responsible="Leader", responsible_user=made.leader,
        theme="service", priority="quick", doer="locals",
    )  # fmt: skip
    action(
        here, "Road", goal=aim, responsible="Asta", theme="traffic", priority="later",
        doer="municipality", ends_on=TODAY - dt.timedelta(days=2), order=2,
    )  # fmt: skip
    action(here, "Sign", state="done", goal=aim, order=3)
    action(here, "Sauna", state="idea")
    return aim


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=open", ["Shop", "Road", "Sauna"]),
        ("state=done", ["Sign"]),
        ("goal=none", ["Sauna"]),
        ("responsible=me", ["Shop"]),
        ("responsible=Asta", ["Road"]),
        ("responsible=Nobody", []),
        ("theme=traffic", ["Road"]),
        ("priority=quick", ["Shop"]),
        ("doer=municipality", ["Road"]),
        ("overdue=1", ["Road"]),
        ("overdue=1&responsible=me", []),
        (
            "state=purring&theme=%00&goal=99999999999999999999&doer=x",
            ["Shop", "Road", "Sign", "Sauna"],
        ),
    ],
)
def test_the_address_filters(made, leader, varied, query, found):
    assert titles(leader.get(f"{url(made)}?{query}")) == found


def test_a_goal_filters_and_the_way_out_is_shown(made, leader, varied):
    response = leader.get(f"{url(made)}?goal={varied.pk}")
    assert titles(response) == ["Shop", "Road", "Sign"]
    page = " ".join(response.content.decode().split())
    assert "3 of 4 are shown." in page
    assert f'<a href="{url(made)}">Show all</a>' in page


def test_filters_carry_counts(made, leader, varied):
    context = leader.get(url(made)).context
    assert [link["label"] for link in context["quick"]] == [
        "All 4",
        "Open 3",
        "Mine 1",
        "Overdue 1",
    ]
    counts = {
        one.name: [(choice.value, choice.count) for choice in one.choices]
        for one in context["selects"]
    }
    assert counts == {
        "state": [("idea", 1), ("planned", 2), ("done", 1)],
        "goal": [(str(varied.pk), 3), ("none", 1)],
        "responsible": [("Asta", 1), ("Leader", 1)],
        "theme": [("service", 1), ("traffic", 1)],
        "priority": [("quick", 1), ("later", 1)],
        "doer": [("locals", 1), ("municipality", 1)],
    }


# --- Questions --------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("lines", [0, 10])
def test_list_asks_as_much_whatever_the_plan_holds(
    made, leader, rows, lines, django_assert_max_num_queries
):
    here = made.participation
    for n in range(rows):
        one = action(here, f"A{n}", goal=goal(here, f"G{n}"), responsible_user=made.leader)
        Dependency.objects.create(action=one, needs=action(here, f"B{n}"))
        for line in range(lines):
            granted(one, source(made.region, f"S{n} {line}"), 10)
    leader.get(url(made))
    with django_assert_max_num_queries(9) as asked:
        leader.get(url(made))
    assert len(asked) == 9


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_as_much_whatever_the_action_holds(made, leader, rows, django_assert_num_queries):
    here = made.participation
    one = action(here, goal=goal(here))
    for n in range(rows):
        Dependency.objects.create(action=one, needs=action(here, f"Before {n}"))
        Dependency.objects.create(action=action(here, f"After {n}"), needs=one)
        one.partners.add(OrganisationFactory(region=made.region))
        ActionDocument.objects.create(
            action=one, name=f"{n}.pdf", size=1, sha256=str(n), uploaded_by=made.leader,
            content_type="application/pdf", file=f"{n}.pdf",
        )  # fmt: skip
    leader.get(url(made, "action", one.pk))
    with django_assert_num_queries(12):
        leader.get(url(made, "action", one.pk))


# --- A row ------------------------------------------------------------------------------


def row(one, **fields):
    sent = {
        "version": one.version, "state": one.state, "state_reason": one.state_reason,
        "responsible": one.responsible, "starts_on": one.starts_on or "",
        "ends_on": one.ends_on or "", "cost": one.cost or "",
    }  # fmt: skip
    return sent | fields


def send(client, made, one, **fields):
    return client.post(
        url(made, "action_row", one.pk), row(one, **fields), headers={"Accept": "application/json"}
    )


def test_a_row_saves_by_itself_and_answers_what_it_now_says(made, leader):
    one = action(made.participation, goal=goal(made.participation))
    answer = send(leader, made, one, state="under_way", responsible="Member", cost="1 500:-").json()
    sums = "0 of 1 done · costs 1,500 SEK · 1,500 SEK missing".replace(
        " SEK", "\N{NO-BREAK SPACE}SEK"
    )
    assert answer == {
        "version": 2,
        "time": answer["time"],
        "values": {
            "state": "under_way", "state_reason": "", "responsible": "Member",
            "starts_on": "", "ends_on": "", "cost": "1,500",
        },
        "state": "under_way",
        "words": "Under way · Member · 1,500\N{NO-BREAK SPACE}SEK",
        "flags": [],
        "missing": [["warn", "1,500\N{NO-BREAK SPACE}SEK missing"]],
        "sums": {"plan": sums, str(one.goal_id): sums},
    }  # fmt: skip
    assert (stored(one).responsible_user, stored(one).cost) == (made.member, Decimal(1500))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"cost": "-5"}, "cost"),
        ({"cost": "1.5.5"}, "cost"),
        ({"cost": "0,555"}, "cost"),
        ({"ends_on": "someday"}, "ends_on"),
        ({"state": "asleep"}, "state"),
        ({"responsible": "x" * 151}, "responsible"),
        ({"starts_on": "2026-10-01", "ends_on": "2026-09-30"}, "ends_on"),
        ({"starts_on": "0202-10-01"}, "starts_on"),
        ({"state": "paused"}, "state_reason"),
        ({"version": "many"}, "version"),
    ],
)
def test_bad_input_in_a_row_stands_beside_its_field(made, leader, fields, field):
    one = action(made.participation)
    response = send(leader, made, one, **fields)
    assert response.status_code in {409, 422}
    assert list(response.json()["errors"]) == [field]
    assert stored(one).version == 1


def test_a_row_without_script_comes_back_with_what_was_typed(made, leader):
    one = action(made.participation, "Shop")
    response = leader.post(
        url(made, "action_row", one.pk), row(one, cost="a lot", responsible="Asta")
    )
    page = response.content.decode()
    assert response.status_code == 422
    for words in ('value="a lot"', 'value="Asta"', "Write a sum in figures"):
        assert words in page


def test_a_row_without_script_saves_and_leads_back(made, leader):
    one = action(made.participation)
    response = leader.post(url(made, "action_row", one.pk), row(one, state="done"))
    assert (response.status_code, response.url) == (302, f"{url(made)}#action-{one.pk}")
    assert stored(one).done_on == TODAY
    assert leader.get(url(made, "action_row", one.pk)).url == response.url


def test_two_who_save_a_row_are_both_shown(made, leader):
    one = action(made.participation, cost=Decimal(100))
    save_action(action=one, by=made.member, version=1, cost=Decimal(200), responsible="Asta")
    response = send(leader, made, one, cost="300")
    assert (response.status_code, response.json()["theirs"], response.json()["version"]) == (
        409,
        {"state": "planned", "state_reason": "", "responsible": "Asta", "starts_on": "",
         "ends_on": "", "cost": "200"},
        2,
    )  # fmt: skip
    again = leader.post(url(made, "action_row", one.pk), row(one, cost="300"))
    page = again.content.decode()
    assert again.status_code == 409
    for words in ('value="300"', "<dd>200</dd>", "<dd>Asta</dd>", 'name="version" value="2"'):
        assert words in page


# --- The page ---------------------------------------------------------------------------


def test_page_shows_everything_about_an_action(made, leader):
    here = made.participation
    one = action(
        here, "Kitchen", goal=goal(here, "Meeting places"), first_step="Ask for offers",
        description="From 1974", responsible="Asta", responsible_email="asta@example.org",
        organisation=OrganisationFactory(region=made.region, name="Byalaget"),
        starts_on=TODAY, ends_on=TODAY + dt.timedelta(days=29), origin="meeting",
        origin_text="May", cost=Decimal(240000), theme="meeting_places",
    )  # fmt: skip
    one.partners.add(OrganisationFactory(region=made.region, name="IF", sector=Sector.BUSINESS))
    set_needs(action=one, needs=[action(here, "Grant")], by=made.leader)
    set_needs(action=action(here, "Café"), needs=[one], by=made.leader)
    page = leader.get(url(made, "action", one.pk)).content.decode()
    for words in (
        "Kitchen", "Meeting places", "Ask for offers", "From 1974", "Asta", "asta@example.org",
        "Byalaget", "IF", "1 Sep – 30 Sep", "An idea at a meeting: May", "Grant", "Café",
        "Action “Kitchen”: what it waits for was changed",
    ):  # fmt: skip
        assert words in page, words


def test_page_keeps_the_address_of_the_responsible_from_readers(made, client):
    one = action(made.participation, responsible="Asta", responsible_email="asta@example.org")
    client.force_login(made.observer)
    page = client.get(url(made, "action", one.pk)).content.decode()
    assert ("Asta" in page, "asta@example.org" in page) == (True, False)


def test_history_is_that_of_the_action_alone(made, leader):
    one, other = action(made.participation, "Shop"), action(made.participation, "Road")
    for each in (one, other):
        save_action(action=each, by=made.leader, version=1, cost=Decimal(5))
    history = leader.get(url(made, "action", one.pk)).context["history"]
    assert [line["title"] for line in history] == ["Action “Shop” changed"]


def test_state_is_changed_on_the_page_and_wants_its_reason(made, leader):
    one = action(made.participation, "Shop")
    address = url(made, "action_state", one.pk)
    bare = leader.post(address, {"state": "dropped", "version": 1})
    assert (bare.status_code, "Say why" in bare.content.decode()) == (409, True)
    done = leader.post(address, {"state": "dropped", "state_reason": "No money", "version": 1})
    assert (done.status_code, stored(one).state_reason) == (302, "No money")
    stale = leader.post(address, {"state": "done", "version": 1})
    assert (stale.status_code, 'name="version" value="2"' in stale.content.decode()) == (409, True)
    assert leader.post(address, {"state": "asleep", "version": 2}).status_code == 422


def test_move_puts_an_action_elsewhere(made, leader):
    aim = goal(made.participation)
    _a, b = (action(made.participation, t, goal=aim, order=n) for n, t in enumerate("AB", start=1))
    response = leader.post(url(made, "action_move", b.pk), {"to": "up"})
    assert response.url == f"{url(made)}?order=1#action-{b.pk}"
    assert titles(leader.get(f"{url(made)}?order=1")) == ["B", "A"]


def test_remove_says_where_an_action_is_used(made, leader):
    one = action(made.participation, "Shop")
    line = granted(one, source(made.region, "Leader"), 5)
    response = leader.post(url(made, "action_remove", one.pk))
    assert response.status_code == 409
    assert "“Leader”" in response.content.decode()
    line.delete()
    assert leader.post(url(made, "action_remove", one.pk)).url == url(made)
    assert not Action.objects.exists()


@pytest.mark.parametrize("name", ["action_row", "action_state", "action_move", "action_remove"])
def test_reading_changes_nothing(made, leader, name):
    one = action(made.participation)
    leader.get(url(made, name, one.pk))
    assert (stored(one).version, Action.objects.count()) == (1, 1)


# --- The form ---------------------------------------------------------------------------


def test_a_title_is_enough_for_an_idea(made, leader):
    response = leader.post(url(made, "action_add"), {"title": "Sauna", "state": "idea"})
    one = Action.objects.get()
    assert (response.url, one.title, one.state, one.goal) == (
        url(made, "action", one.pk), "Sauna", "idea", None,
    )  # fmt: skip


def test_add_here_chooses_the_goal(made, leader):
    aim = goal(made.participation)
    form = leader.get(f"{url(made, 'action_add')}?goal={aim.pk}").context["form"]
    assert form["goal"].initial == aim
    theirs = goal(made.neighbour)
    for odd in (theirs.pk, "x", "9" * 30, "²"):
        form = leader.get(url(made, "action_add"), {"goal": odd}).context["form"]
        assert form["goal"].initial is None


@pytest.mark.parametrize(("with_goal", "state"), [(True, "planned"), (False, "idea")])
def test_who_says_no_state_plans_what_has_a_goal(made, leader, with_goal, state):
    aim = goal(made.participation)
    data = {"title": "Sauna", "state": "", "goal": aim.pk if with_goal else ""}
    leader.post(url(made, "action_add"), data)
    assert Action.objects.get().state == state


def test_nothing_typed_is_lost_when_the_form_is_refused(made, leader):
    sent = {
        "title": "Shop", "state": "idea", "description": "Long story", "cost": "ten",
        "starts_on": "2026-10-01", "ends_on": "2026-09-01", "responsible": "Asta",
    }  # fmt: skip
    wrong = leader.post(url(made, "action_add"), sent)
    assert wrong.status_code == 422
    refused = leader.post(url(made, "action_add"), sent | {"cost": "10"})
    assert refused.status_code == 409
    assert "The action ends before it starts" in refused.content.decode()
    for page in (wrong.content.decode(), refused.content.decode()):
        for words in ("Long story", 'value="Asta"', 'value="2026-10-01"', 'value="2026-09-01"'):
            assert words in page
    assert not Action.objects.exists()


def test_a_planned_action_without_a_goal_is_told_so_at_the_goal(made, leader):
    response = leader.post(url(made, "action_add"), {"title": "Shop", "state": "planned"})
    assert response.context["form"].errors == {
        "goal": ["Only an idea stands without a goal. Choose the goal it serves."]
    }


def test_before_the_gate_the_form_takes_ideas(made, leader):
    aim = goal(made.participation)
    close_gate(made)
    address = url(made, "action_add")
    assert "Until then ideas can be noted" in leader.get(address).content.decode()
    wrong = leader.post(address, {"title": "Shop", "state": "planned", "goal": aim.pk})
    assert (wrong.status_code, Action.objects.count()) == (422, 0)
    assert leader.post(address, {"title": "Sauna", "state": "idea"}).status_code == 302


def test_edit_saves_all_and_names_what_it_waits_for(made, leader):
    here = made.participation
    one, other = action(here, "Shop"), action(here, "Road")
    mine = OrganisationFactory(region=made.region)
    theirs = OrganisationFactory(region=made.other_region)
    sent = {"title": "Shop", "state": "idea", "version": 1, "needs": [other.pk],
            "partners": [mine.pk], "volunteer_hours": "7,5"}  # fmt: skip
    bad = leader.post(url(made, "action_edit", one.pk), sent | {"partners": [theirs.pk]})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["partners"])
    assert leader.post(url(made, "action_edit", one.pk), sent).status_code == 302
    one = stored(one)
    assert (one.volunteer_hours, list(one.partners.all()), one.needs_rows.get().needs) == (
        Decimal("7.5"), [mine], other,
    )  # fmt: skip


@pytest.mark.parametrize("own", [{}, {"title": "Shop on Sundays"}])
def test_edit_after_another_shows_every_field_that_differs(made, leader, own):
    """Sent again the form overwrites: so what only the other one changed is shown as well."""
    here = made.participation
    one, road = action(here, "Shop", state="idea"), action(here, "Road")
    set_needs(action=one, needs=[road], by=made.coach)
    save_action(action=one, by=made.coach, version=2, first_step="Ask the owner")
    bridge = action(here, "Bridge")
    sent = {"title": "Shop", "state": "idea", "version": 1, "needs": [bridge.pk]} | own
    response = leader.post(url(made, "action_edit", one.pk), sent)
    expected = [("First step", "Ask the owner", "empty"), ("Waits for", "Road", "Bridge")]
    if own:
        expected.insert(0, ("What is to be done", "Shop", "Shop on Sundays"))
    shown = [(one.label, one.theirs, one.yours) for one in response.context["differences"]]
    assert (response.status_code, shown) == (409, expected)
    again = leader.post(url(made, "action_edit", one.pk), sent | {"version": 3})
    assert (again.status_code, stored(one).first_step) == (302, "")


def test_a_circle_is_told_at_its_field_and_nothing_is_saved(made, leader):
    one, other = action(made.participation, "Shop"), action(made.participation, "Road")
    Dependency.objects.create(action=other, needs=one)
    sent = {"title": "New title", "state": "idea", "version": 1, "needs": [other.pk]}
    response = leader.post(url(made, "action_edit", one.pk), sent)
    assert (response.status_code, list(response.context["form"].errors)) == (409, ["needs"])
    assert (stored(one).title, stored(one).version) == ("Shop", 1)


@pytest.mark.parametrize("field", ["title", "needs"])
def test_two_who_edit_get_both_values_and_the_second_try_holds(made, leader, field):
    one, other = action(made.participation, "Shop"), action(made.participation, "Road")
    if field == "title":
        save_action(action=one, by=made.member, version=1, title="Kiosk")
    else:
        set_needs(action=one, needs=[other], by=made.member)
    address = url(made, "action_edit", one.pk)
    sent = {"title": "Café", "state": "idea", "version": 1}
    response = leader.post(address, sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert ("<dd>Kiosk</dd>" in page) == (field == "title")
    assert ("<dd>Road</dd>" in page) == (field == "needs")
    assert 'name="version" value="2"' in page
    assert leader.post(address, sent | {"version": 2}).status_code == 302
    assert (stored(one).title, stored(one).needs_rows.count()) == ("Café", 0)


# --- Documents --------------------------------------------------------------------------


def add_file(client, made, one, *files):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(url(made, "action_documents", one.pk), {"files": sent})


def test_documents_are_kept_fetched_and_removed(made, leader):
    one = action(made.participation)
    add_file(leader, made, one, ("offer.pdf", PDF))
    add_file(leader, made, one, ("offer.pdf", PDF))
    document = one.documents.get()
    fetched = leader.get(url(made, "action_document", one.pk, document.pk))
    assert b"".join(fetched.streaming_content) == PDF
    assert fetched.headers["Content-Disposition"] == 'attachment; filename="offer.pdf"'
    assert fetched.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    leader.post(url(made, "action_document_remove", one.pk, document.pk))
    assert not one.documents.exists()


def test_a_bad_file_takes_no_good_one_along(made, leader):
    one = action(made.participation)
    response = add_file(leader, made, one, ("a.pdf", PDF), ("virus.exe", b"MZ"))
    assert response.status_code == 409
    assert "virus.exe cannot be added" in response.content.decode()
    assert [document.name for document in one.documents.all()] == ["a.pdf"]
    assert "Choose a file first." in add_file(leader, made, one).content.decode()


def test_a_removed_file_is_gone_from_the_disk(made, leader, django_capture_on_commit_callbacks):
    one = action(made.participation)
    add_file(leader, made, one, ("a.pdf", PDF))
    kept = one.documents.get().file
    assert kept.storage.exists(kept.name)
    with django_capture_on_commit_callbacks(execute=True):
        leader.post(url(made, "action_remove", one.pk))
    assert not kept.storage.exists(kept.name)


def test_a_document_of_another_action_or_place_does_not_exist(made, leader):
    one, other = action(made.participation), action(made.participation)
    add_file(leader, made, one, ("a.pdf", PDF))
    document = one.documents.get()
    assert leader.get(url(made, "action_document", other.pk, document.pk)).status_code == 404
    leader.force_login(made.neighbour_leader)
    assert leader.get(url(made, "action_document", one.pk, document.pk)).status_code == 404
