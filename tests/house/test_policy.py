"""The permission table: every address × method × person × relation.

The routes come from the URL resolver: an address that policy.yaml does not know is red, and so
is a row without an address. Every cell is asked of the rule and of `visible_to`, which answer
without a request. Requests are made for one cell of each answer that a row gives, and for all
of them in `make test-all`. Each runs in a savepoint that is rolled back, so that a cell never
changes what the next one sees.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.db import transaction
from django.db.models import Model
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from core.checks import is_library, routes
from core.policy import PUBLIC, allowed
from core.refusals import Refusal
from tests.house.policy_states import SENT, bring_about
from tests.house.policy_table import (
    ALLOWED,
    ANONYMOUS,
    FORBIDDEN,
    HIDDEN,
    SIGN_IN,
    Cell,
    Row,
    rows,
    table,
)
from tests.house.policy_world import Furnished, arguments, furnish
from tests.house.undrawn import draw_nothing
from tests.services import OWN_REDIS

DOCS = Path(__file__).parent.parent.parent / "docs" / "permissions.md"
METHODS = ("GET", "POST")
# A page, the page after it, or a form that says what is wrong with what was sent.
GOT_THROUGH = {200, 204, 302, 400, 422}

pytestmark = pytest.mark.django_db


def own_routes() -> dict[str, Any]:
    """Every route of ours with its view."""
    return {name: view for name, _path, view in routes() if not is_library(view)}


def test_every_route_has_a_row_and_every_row_a_route():
    assert sorted(table()["routes"]) == sorted(own_routes())


@pytest.fixture(scope="module")
def refusals():
    """The codes of what the house has refused since the list was cleared."""
    codes: list[str] = []
    init = Refusal.__init__

    def noted(refusal: Refusal, code: str, *args: Any, **kwargs: Any) -> None:
        codes.append(code)
        init(refusal, code, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Refusal, "__init__", noted)
        yield codes


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One world for all rows of this file: each request is rolled back on its own.

    Pages and PDFs are not drawn, which the crawl and the room's own tests do; here it is asked
    who gets them.
    """
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), DEMO=False),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        draw_nothing(patch)
        sign_in_once(patch)
        yield furnish()
        transaction.set_rollback(True)


def sign_in_once(patch: pytest.MonkeyPatch) -> None:
    """Remember the session and the account behind it; what is tested is asked each time."""
    sessions: dict[str, Any] = {}
    users: dict[int, Any] = {}
    load, get_user = SessionStore.load, ModelBackend.get_user

    def load_once(store: SessionStore) -> Any:
        key = store.session_key
        if key not in sessions:
            sessions[key] = load(store)
        return dict(sessions[key])

    def get_user_once(backend: ModelBackend, pk: int) -> Any:
        if pk not in users:
            users[pk] = get_user(backend, pk)
        return copy(users[pk])

    patch.setattr(SessionStore, "load", load_once)
    patch.setattr(ModelBackend, "get_user", get_user_once)


@pytest.fixture(scope="module")
def clients(world):
    """A browser for each person, signed in once."""
    signed_in = {name: Client() for name in world.people}
    for name, client in signed_in.items():
        client.force_login(world.people[name])
    return signed_in | {ANONYMOUS: Client()}


class Asked:
    """What rule and scope answer, without a request; each person's rows are read once a model."""

    def __init__(self, world: Furnished) -> None:
        self.world = world
        self.views = own_routes()
        self.visible: dict[tuple[str, type[Model]], dict[Any, Model]] = {}

    def outcome(self, cell: Cell) -> str:
        """Allowed, forbidden, hidden or sign in."""
        rule, model = self.views[cell.route].policy, self.views[cell.route].policy_model
        if rule == PUBLIC and model is None:
            return ALLOWED
        if cell.person == ANONYMOUS:
            return SIGN_IN
        user = self.world.people[cell.person]
        if model is None:
            return ALLOWED if allowed(user, rule) else FORBIDDEN
        if (cell.person, model) not in self.visible:
            seen = model.objects.visible_to(user)
            self.visible[cell.person, model] = {one.pk: one for one in seen}
        pk = arguments(cell.route, cell.relation, self.world)["pk"]
        found = self.visible[cell.person, model].get(pk)
        if found is None:
            return HIDDEN
        return ALLOWED if allowed(user, rule, found) else FORBIDDEN

    def surprises(self, row: Row) -> list[str]:
        """Where rule and scope say another thing than the row."""
        return [
            f"{cell.method} {cell.route}, {cell.person} on {cell.relation}: {found}, "
            f"the table says {cell.expected}"
            for cell in row.cells(with_object=has_object(row, self.world))
            if (found := self.outcome(cell)) != cell.expected
        ]


def has_object(row: Row, world: Furnished) -> bool:
    """Whether the row's address names an object."""
    return bool(arguments(row.route, "own", world))


def test_rule_and_scope_say_what_the_table_says(world):
    asked = Asked(world)

    assert [
        surprise
        for row in rows()
        if not row.gone and not row.deeper
        for surprise in asked.surprises(row)
    ] == []


def test_only_rows_whose_view_narrows_are_called_deeper(world):
    """There only requests tell; a rule that lets somebody of the table not through is wrong."""
    asked = Asked(world)
    deeper = [row for row in rows() if row.deeper]

    assert [row for row in deeper if not asked.surprises(row)] == []
    assert [
        cell
        for row in deeper
        for cell in row.cells(with_object=True)
        if cell.expected == ALLOWED and asked.outcome(cell) != ALLOWED
    ] == []


class Requests:
    """Makes the requests of cells and says where the answer is not the table's."""

    def __init__(self, world: Furnished, clients: dict[str, Client], refusals: list[str]) -> None:
        self.world = world
        self.clients = clients
        self.refusals = refusals

    def outcome(self, cell: Cell) -> str:
        """Allowed, forbidden, hidden, sign in, or the code of a refusal."""
        client = self.clients[cell.person]
        with transaction.atomic():
            bring_about(cell, self.world)
            url = reverse(cell.route, kwargs=arguments(cell.route, cell.relation, self.world))
            sent = SENT.get(cell.route, {})
            self.refusals.clear()
            if OWN_REDIS in os.environ:
                caches[
                    "counts"
                ].clear()  # no cell uses up the number of acts that the next one may do
            answer = client.get(url) if cell.method == "GET" else client.post(url, sent)
            if answer.streaming:
                b"".join(answer.streaming_content)  # a file is closed when it is read to its end
            transaction.set_rollback(True)
        code = answer.status_code
        if code == 401 or (code == 302 and "/accounts/login/" in answer["Location"]):
            return SIGN_IN
        if code in {403, 404}:
            return {403: FORBIDDEN, 404: HIDDEN}[code]
        if code == 409:
            return f"refused: {self.refusals[-1]}"
        return ALLOWED if code in GOT_THROUGH else f"status {code}"

    def surprises(self, row: Row, cells: Iterable[Cell]) -> list[str]:
        """Where the answer is another one than the table's."""
        found = []
        for cell in cells:
            expected, answer = cell.expected, self._asked(cell)
            if expected == ALLOWED and cell.relation in row.refused:
                expected = f"refused: {row.refused[cell.relation]}"
            if answer != expected:
                found.append(
                    f"{cell.method} {cell.route}, {cell.person} on {cell.relation}: {answer}, "
                    f"the table says {expected}"
                )
        return found

    def _asked(self, cell: Cell) -> str:
        try:
            return self.outcome(cell)
        except Exception as error:
            error.add_note(f"{cell.method} {cell.route}, {cell.person} on {cell.relation}")
            raise


@pytest.fixture(scope="module")
def requests(world, clients, refusals):
    return Requests(world, clients, refusals)


#: The rows of an app are one test: a thousand tests of their own cost more than what they ask.
APPS = sorted({row.route.partition(":")[0] for row in rows()})


def rows_of(app: str) -> list[Row]:
    """The rows of an app's addresses."""
    return [row for row in rows() if row.route.partition(":")[0] == app]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("app", APPS)
def test_who_may_what(app, world, requests):
    found = [
        surprise
        for row in rows_of(app)
        for surprise in requests.surprises(row, row.some_cells(with_object=has_object(row, world)))
    ]

    assert "\n".join(found) == ""


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("app", APPS)
def test_who_may_what_in_every_cell(app, world, requests):
    found = [
        surprise
        for row in rows_of(app)
        for surprise in requests.surprises(row, row.cells(with_object=has_object(row, world)))
    ]

    assert "\n".join(found) == ""


def test_methods_of_a_route_are_all_in_the_table(world, clients):
    """A view that also answers a method that the table does not name would be untested."""
    untold = []
    for route, told in table()["routes"].items():
        kwargs = arguments(route, "own", world)
        for method in set(METHODS) - set(told):
            with transaction.atomic():
                answer = clients["admin"].generic(method, reverse(route, kwargs=kwargs))
                transaction.set_rollback(True)
            if answer.status_code not in {403, 404, 405}:
                untold.append(f"{method} {route}: {answer.status_code}")

    assert "; ".join(untold) == ""


@pytest.mark.parametrize(
    ("may", "person"), [("everyone", "outsider"), ("nobody", "coach")], ids=["loose", "strict"]
)
def test_the_table_can_fail(may, person, world, requests):
    """A row that says too little and one that says too much are found both ways."""
    wrong = Row("places:participation", "GET", may, "")
    cells = [
        cell
        for cell in wrong.cells(with_object=True)
        if (cell.person, cell.relation) == (person, "own")
    ]

    assert Asked(world).surprises(wrong) != []
    assert requests.surprises(wrong, cells) != []


def test_a_view_without_a_policy_stops_the_start(settings):
    from core.checks import every_view_declares_a_policy  # noqa: PLC0415

    settings.ROOT_URLCONF = "tests.house.urls_without_policy"
    assert [error.id for error in every_view_declares_a_policy(None)] == ["core.E001"]


def test_permissions_page_is_printed_from_the_table():
    printed = subprocess.run(
        [sys.executable, "-m", "tests.house.print_permissions"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert DOCS.read_text(encoding="utf-8") == printed, "run: make permissions"


def test_unknown_route_is_an_error():
    with pytest.raises(NoReverseMatch):
        reverse("places:no-such-page")
