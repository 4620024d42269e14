"""The permission table: every address × method × person × relation, tried for real.

The routes come from the URL resolver: an address that policy.yaml does not know is red, and so
is a row without an address. Each request runs in a savepoint that is rolled back, so that a
cell never changes what the next one sees.
"""

from __future__ import annotations

import subprocess
import sys
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import Model
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from core import policy
from core.checks import is_library, routes
from places.models import Participation
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

DOCS = Path(__file__).parent.parent.parent / "docs" / "permissions.md"
METHODS = ("GET", "POST")

pytestmark = pytest.mark.django_db


def own_routes() -> dict[str, Any]:
    """Every route of ours with its view."""
    return {name: view for name, _path, view in routes() if not is_library(view)}


def test_every_route_has_a_row_and_every_row_a_route():
    assert sorted(table()["routes"]) == sorted(own_routes())


def outcome(client: Client, cell: Cell, world: Furnished) -> tuple[str, int]:
    """What happened: allowed, forbidden, hidden or sign in, with the status."""
    url = reverse(cell.route, kwargs=arguments(cell.route, cell.relation, world))
    answer = client.get(url) if cell.method == "GET" else client.post(url)
    if answer.streaming:
        b"".join(answer.streaming_content)  # a file is closed when it is read to its end
    code = answer.status_code
    if code == 401 or (code == 302 and "/accounts/login/" in answer["Location"]):
        return SIGN_IN, code
    if code in {403, 404}:
        return {403: FORBIDDEN, 404: HIDDEN}[code], code
    if code >= 500 or code == 405:
        return f"status {code}", code
    return ALLOWED, code


def without_repeating(patch: pytest.MonkeyPatch) -> None:
    """Ask once what is the same in thousands of requests; what is tested is asked each time.

    The session and the account behind it are remembered. SQL that finds a participation is
    written once, as the pages that people open all day do it, and runs for each cell.
    """
    sessions: dict[str, Any] = {}
    users: dict[int, Any] = {}
    load, get_user, find = SessionStore.load, ModelBackend.get_user, policy._find

    def load_once(store: SessionStore) -> Any:
        key = store.session_key
        if key not in sessions:
            sessions[key] = load(store)
        return dict(sessions[key])

    def get_user_once(backend: ModelBackend, pk: int) -> Any:
        if pk not in users:
            users[pk] = get_user(backend, pk)
        return copy(users[pk])

    def find_prepared(model: type[Model], *args: Any) -> Any:
        return (policy._find_prepared if model is Participation else find)(model, *args)

    patch.setattr(SessionStore, "load", load_once)
    patch.setattr(ModelBackend, "get_user", get_user_once)
    patch.setattr(policy, "_find", find_prepared)


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
        without_repeating(patch)
        yield furnish()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(world):
    """A browser for each person, signed in once."""
    signed_in = {name: Client() for name in world.people}
    for name, client in signed_in.items():
        client.force_login(world.people[name])
    return signed_in | {ANONYMOUS: Client()}


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.method} {row.route}")
def test_who_may_what(row: Row, world: Furnished, clients: dict[str, Client]):
    surprises = []
    with_object = bool(arguments(row.route, "own", world))
    for cell in row.cells(with_object=with_object):
        with transaction.atomic():
            found, code = outcome(clients[cell.person], cell, world)
            transaction.set_rollback(True)
        if found != cell.expected:
            surprises.append(
                f"{cell.person} on {cell.relation}: {found} ({code}), "
                f"the table says {cell.expected}"
            )

    assert surprises == []


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


def test_the_table_can_fail(world, clients):
    """A row that says too little and one that says too much are both found."""
    loose = Row("places:participation", "GET", "everyone", "")
    strict = Row("places:participation", "GET", "nobody", "")
    [cell] = [
        one
        for one in loose.cells(with_object=True)
        if (one.person, one.relation) == ("outsider", "own")
    ]
    assert outcome(clients["outsider"], cell, world)[0] != cell.expected
    [cell] = [
        one
        for one in strict.cells(with_object=True)
        if (one.person, one.relation) == ("coach", "own")
    ]
    assert outcome(clients["coach"], cell, world)[0] != cell.expected


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
