"""What else needs somebody: each is called on for what he or she can do, in constant queries."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from grants import todos as support_todos
from grants.claims.services import approve_claim, claim, pay
from grants.models import Instalment
from people.models import User
from places.models import Participation
from places.todos import Todo, of_place, of_start
from tests.factories import PEOPLE, PlaceFactory, participation, world
from tests.grants.agreement_samples import claimed, first_of, signed
from tests.plans.money_samples import action, open_plan

pytestmark = pytest.mark.django_db

HALF = "75,000\N{NO-BREAK SPACE}SEK"


@pytest.fixture
def here():
    return world()


def fresh(user: User) -> User:
    """The account as the next request has it: with no roles in hand."""
    return User.objects.get(pk=user.pk)


def todos_of(here, person: str) -> list[Todo]:
    place = Participation.objects.select_related("programme", "place").get(pk=here.participation.pk)
    return of_place(place, fresh(here.users[person]))


def late(here, number: int = 1) -> None:
    """Actions whose end was yesterday."""
    for n in range(number):
        action(here.participation, f"Late {n}", ends_on=timezone.localdate() - dt.timedelta(days=1))


def plan_todo(here, title: str) -> Todo:
    return Todo(
        "warn", "Plan", title, "Change the end date, or mark it as done.",
        reverse("plans:actions", args=[here.participation.pk]) + "?overdue=1",
    )  # fmt: skip


def support_todo(here, title: str, level: str = "warn", text: str = "") -> Todo:
    return Todo(
        level, "Support", title, text, reverse("grants:grant", args=[here.participation.pk])
    )


# --- The plan -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "title"), [(1, "1 action is overdue"), (3, "3 actions are overdue")]
)
def test_overdue_actions_call_on_those_who_write_the_plan(here, number, title):
    open_plan(here.participation)
    late(here, number)
    called = {person for person in PEOPLE if todos_of(here, person) == [plan_todo(here, title)]}
    assert called == {"admin", "manager", "coach", "leader", "member"}
    assert [todos_of(here, person) for person in ("observer", "contact", "outsider")] == [[]] * 3


def test_overdue_actions_of_a_locked_plan_or_in_time_call_on_nobody(here):
    late(here)
    assert todos_of(here, "leader") == []
    open_plan(here.participation)
    here.participation.actions.update(ends_on=timezone.localdate())
    assert todos_of(here, "leader") == []


# --- The support ----------------------------------------------------------------------------


def test_open_instalment_calls_on_the_leader_alone(here):
    grant = signed(here)
    day = grant.instalments.get(number=1).due_on
    (todo,) = todos_of(here, "leader")
    assert (todo.level, todo.kind, todo.title, todo.url) == (
        "info", "Support", f"{HALF} can be claimed",
        reverse("grants:grant", args=[here.participation.pk]),
    )  # fmt: skip
    assert str(day.day) in todo.text
    assert [person for person in PEOPLE if todos_of(here, person)] == ["leader"]


def test_claim_and_then_payment_call_on_those_who_run_the_programme(here):
    made = claimed(here)
    waits = [support_todo(here, f"A claim of {HALF} waits for a decision")]
    assert {person: todos_of(here, person) for person in PEOPLE if todos_of(here, person)} == {
        "admin": waits, "manager": waits,
    }  # fmt: skip
    approve_claim(claim=made, by=here.manager)
    to_pay = [support_todo(here, f"An approved claim of {HALF} waits to be paid")]
    assert {person: todos_of(here, person) for person in PEOPLE if todos_of(here, person)} == {
        "admin": to_pay,  # who approved does not pay, and is not called on
    }
    made.refresh_from_db()
    pay(claim=made, paid_on=timezone.localdate(), reference="V 1", by=here.admin)
    assert [person for person in PEOPLE if todos_of(here, person)] == []


def test_own_claim_calls_on_somebody_else(here):
    claim(instalment=first_of(signed(here)), by=here.manager, status_text="Under way")
    assert todos_of(here, "manager") == []
    assert len(todos_of(here, "admin")) == 1
    assert of_start(fresh(here.manager)) == []
    assert [todo.title for todo in of_start(fresh(here.admin))] == [f"Näsum claims {HALF}"]


# --- The start page of those who run programmes ---------------------------------------------


def test_start_names_claims_to_decide_and_to_pay_to_those_who_run_the_programme(here):
    made = claimed(here)
    url = reverse("grants:claim", args=[here.participation.pk, made.pk])
    (todo,) = of_start(fresh(here.manager))
    assert (todo.level, todo.kind, todo.title, todo.url) == (
        "warn", "Support", f"Näsum claims {HALF}", url
    )  # fmt: skip
    approve_claim(claim=made, by=here.manager)
    (todo,) = of_start(fresh(here.admin))
    assert (todo.title, todo.url) == (f"Näsum: {HALF} is approved and waits to be paid", url)
    for person in PEOPLE:
        expected = 1 if person == "admin" else 0
        assert len(of_start(fresh(here.users[person]))) == expected, person


def test_start_names_the_oldest_claims_and_says_that_more_wait(here, monkeypatch):
    monkeypatch.setattr(support_todos, "MOST_CLAIMS", 1)
    claimed(here)
    _claim_at_another_place(here)
    todos = of_start(fresh(here.manager))
    assert [(todo.title, todo.url) for todo in todos[1:]] == [
        ("More claims wait", reverse("reports:money"))
    ]
    assert todos[0].title == f"Näsum claims {HALF}"


def _claim_at_another_place(here) -> None:
    more = participation(here.programme, PlaceFactory(region=here.region))
    grant = here.participation.grant
    grant.pk, grant.participation = None, more
    grant.save()
    part = Instalment.objects.create(
        grant=grant, number=1, amount=Decimal(100), trigger="date", due_on=timezone.localdate()
    )
    claim(instalment=part, by=here.admin, status_text="Also")


# --- Queries --------------------------------------------------------------------------------


def statements(work) -> int:
    with CaptureQueriesContext(connection) as caught:
        work()
    return len(caught)


@pytest.mark.parametrize("person", ["leader", "coach", "manager", "observer"])
def test_calls_of_a_place_ask_the_same_whatever_there_is(here, person):
    open_plan(here.participation)
    grant = signed(here)
    late(here)
    one = statements(lambda: todos_of(here, person))
    late(here, 3)
    Instalment.objects.bulk_create(
        Instalment(
            grant=grant, number=n, amount=Decimal(1), trigger="date", due_on=timezone.localdate()
        )
        for n in (3, 4, 5)
    )
    assert statements(lambda: todos_of(here, person)) == one


def test_calls_of_the_start_page_ask_the_same_for_one_claim_or_two(here):
    user = fresh(here.manager)
    of_start(user)  # which regions the user runs, every page knows already
    assert of_start(user) == []
    claimed(here)
    one = statements(lambda: of_start(user))
    _claim_at_another_place(here)
    assert statements(lambda: of_start(user)) == one
    assert len(of_start(user)) == 2
