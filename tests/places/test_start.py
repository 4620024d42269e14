"""The start page by role, and the overview of those who run programmes."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from places import summary
from places.models import CoachingEntry, Commitment, GateReview, Participation
from places.team.support import end_support
from tests.factories import PlaceFactory, assign, participation, settle_steps, world
from tests.grants.agreement_samples import claimed

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


@pytest.fixture
def opened(client):
    """Return a function: the start page of a user as text."""

    def get(user, url="/"):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        response = client.get(url, headers={"accept-language": "en"})
        assert response.status_code == 200
        return response.content.decode()

    return get


def titles(html):
    return re.findall(
        r'<a href="[^"]*"(?: lang="sv")?>([^<]*)</a>', html.split('id="next"')[1].split("</ol>")[0]
    )


def test_home_offers_sign_in_to_strangers(client):
    html = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert 'href="/accounts/login/"' in html
    assert "Try it as somebody" not in html


@pytest.mark.parametrize(
    ("name", "target"),
    [("admin", "/places/overview/"), ("manager", "/places/overview/"), ("coach", "/places/")],
)
def test_home_leads_those_who_follow_many_places_to_their_list(w, client, name, target):
    client.force_login(w.users[name], backend="django.contrib.auth.backends.ModelBackend")
    response = client.get("/")
    assert (response.status_code, response.url) == (302, target)


def test_home_tells_somebody_without_a_role_whom_to_ask(w, opened):
    html = opened(w.outsider)
    assert "Ask the programme manager or the coach" in html
    assert "outsider@example.org" in html


def test_home_leads_an_operator_to_the_operators_room(w, opened):
    assert "You look after the platform itself." in opened(w.operator)


def test_home_of_a_leader_lists_the_open_required_lines_of_the_step(w, opened):
    settle_steps(w.participation, 1)
    html = opened(w.leader)
    assert titles(html) == ["Item 2.1", "Item 2.2"]
    assert "Continue with Kartläggning" in html
    assert html.split("<main")[1].split("</main>")[0].count("btn-primary") == 1


def test_home_puts_agreed_step_and_conditions_before_the_lines(w, opened):
    today = timezone.localdate()
    step = w.participation.items.first().step
    w.participation.items.create(
        step=step,
        origin="condition",
        order=9,
        own_text="Show the budget",
        due_on=today + dt.timedelta(days=3),
    )
    CoachingEntry.objects.create(
        participation=w.participation,
        kind="call",
        on=today,
        by=w.coach,
        next_text="Village meeting",
        next_on=today - dt.timedelta(days=1),
    )
    summary.refresh(w.participation)
    html = opened(w.member)
    assert titles(html) == ["Village meeting", "Show the budget", "Item 1.1", "Item 1.2"]
    assert "Should have been done by" in html
    assert "Condition from the gate" in html


def test_home_leads_to_the_gate_when_its_steps_are_done(w, opened):
    settle_steps(w.participation, 1, 2, 3)
    html = opened(w.leader)
    assert titles(html) == ["Make ready for the gate"]
    assert f'href="/places/{w.participation.pk}/gate/">Go to the gate' in html


def test_home_says_first_that_the_gate_was_returned(w, opened):
    settle_steps(w.participation, 1, 2, 3)
    GateReview.objects.create(
        participation=w.participation,
        round=1,
        submitted_by=w.leader,
        submitted_at=timezone.now(),
        state="decided",
        decision="return",
        decided_by=w.manager,
        decided_at=timezone.now(),
    )
    summary.refresh(w.participation)
    assert titles(opened(w.leader)) == ["The gate was returned"]


def test_home_lists_several_places_by_name(w, opened):
    assign(w.leader, w.neighbour, "process_leader")
    html = opened(w.leader)
    assert re.findall(r'<h2><a href="[^"]*">([^<]*)</a>', html) == ["Glimåkra", "Näsum"]
    assert html.count("Continue with step") == 2


def test_home_of_a_contact_shows_the_place_without_work(w, opened):
    html = opened(w.contact)
    assert "Näsum" in html
    assert "Continue with" not in html


def test_home_asks_as_often_for_one_line_as_for_many(w, client, django_assert_max_num_queries):
    client.force_login(w.leader, backend="django.contrib.auth.backends.ModelBackend")
    step = w.participation.items.first().step
    for number in range(30):
        w.participation.items.create(
            step=step, origin="own", order=number + 10, own_text=f"Own {number}"
        )
    client.get("/")  # what a process asks once
    with django_assert_max_num_queries(14):  # the teams of a laboratory and what is owed, too
        html = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert "and 27 more lines in this step" in html


def test_overview_counts_and_lists_what_waits(w, opened):
    settle_steps(w.participation, 1, 2, 3)
    GateReview.objects.create(
        participation=w.participation,
        round=1,
        submitted_by=w.leader,
        submitted_at=timezone.now() - dt.timedelta(days=6),
    )
    summary.refresh(w.participation)
    late = participation(
        w.programme,
        PlaceFactory(region=w.region, name="Vik"),
        started_on=timezone.localdate() - dt.timedelta(days=520),
    )
    html = opened(w.manager, "/places/overview/")
    numbers = re.findall(r'data-figure="(\w+)">(\d+)</span>', html)
    assert dict(numbers) == {
        "gates_waiting": "1",
        "conditions_due": "0",
        "gates_returned": "0",
        "places_quiet": "3",
        "agreed_passed": "0",
        "support_ending": "1",
    }
    assert "Waiting for a decision for 6 days" in html
    assert f'href="/places/{late.pk}/">Vik' in html
    assert "3 places in" in html
    assert "Hyppeln" not in html


def test_overview_draws_how_many_places_are_at_each_step(w, opened):
    settle_steps(w.neighbour, 1)
    html = opened(w.admin, "/places/overview/")
    table = html.split("<table")[1].split("</table>")[0]
    cells = [
        re.sub(r"<[^>]*>", "", cell).strip()
        for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", table, re.DOTALL)
    ]
    assert cells == [
        "Step",
        "Places",
        "Step 1",
        "1",
        "Step 2",
        "1",
        *(cell for n in (3, 4, 5, 6) for cell in (f"Step {n}", "0")),
    ]


def test_overview_without_places_offers_the_register(w, opened):
    Participation.objects.filter(programme=w.programme).update(status="stopped")
    html = opened(w.manager, "/places/overview/")
    assert "Open the register" in html


def test_overview_sends_who_runs_nothing_to_the_list(w, client):
    client.force_login(w.coach, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/places/overview/").url == "/places/"


def hand_in(w):
    settle_steps(w.participation, 1, 2, 3)
    made = GateReview.objects.create(
        participation=w.participation, round=1, submitted_by=w.leader, submitted_at=timezone.now()
    )
    summary.refresh(w.participation)
    return made


def decide(w, decision):
    review = hand_in(w)
    review.state, review.decision = "decided", decision
    review.decided_by, review.decided_at = w.manager, timezone.now()
    review.save()
    if decision == "stop":
        w.participation.status = "stopped"
        w.participation.save()
    summary.refresh(w.participation)


def test_home_says_that_the_gate_waits_and_offers_no_work_that_rests(w, opened):
    hand_in(w)
    html = opened(w.leader)
    [only] = titles(html)
    assert re.fullmatch(r"Handed in .*, waits for a decision", only)
    assert f'href="/places/{w.participation.pk}/gate/">See the gate' in html
    assert "Nothing is waiting" not in html
    assert "Continue with" not in html


def test_home_says_that_the_gate_was_passed_above_the_next_step(w, opened):
    decide(w, "continue")
    found = titles(opened(w.leader))
    assert found[0].startswith("The gate was passed on ")
    assert found[1] == "Item 4.1"


def test_home_of_a_stopped_place_leads_to_the_decision(w, opened):
    decide(w, "stop")
    html = opened(w.leader)
    assert [one.split(" on ")[0] for one in titles(html)] == ["Stopped at the gate"]
    assert "See the gate" in html
    assert "of support used" not in html


def test_home_after_the_support_offers_no_work(w, opened):
    today = timezone.localdate()
    agreed = CoachingEntry.objects.create(
        participation=w.participation, kind="call", on=today, by=w.coach,
        next_text="Village meeting", next_on=today + dt.timedelta(days=3),
    )  # fmt: skip
    end_support(participation=w.participation, by=w.manager, on=today, reason="Klart i förtid.")
    html = opened(w.leader)
    assert [one.split(" on ")[0] for one in titles(html)] == ["The support ended"]
    assert "Where the place stands" in html
    assert "of support used" not in html
    assert "Continue with" not in html
    assert agreed.next_text not in html


def test_home_of_a_contact_tells_of_the_gate_and_of_the_promise(w, opened):
    assert "commitment is missing" in opened(w.contact)
    Commitment.objects.create(
        participation=w.participation, sector="municipality", person="Karin",
        given_on=timezone.localdate(), text="En lokal till mötena",
    )  # fmt: skip
    hand_in(w)
    html = opened(w.contact)
    assert "waits for a decision" in html
    assert "En lokal till mötena" in html


def test_overview_over_a_waiting_claim_never_says_that_nothing_waits(w, opened):
    claimed(w)
    never = dt.date.max
    Participation.objects.update(attention_on=never, week_on=never, today_on=never)
    html = opened(w.manager, "/places/overview/")
    assert "1 other matter waits for you." in html
    assert "Nothing is waiting" not in html
    assert "All are on track" not in html
