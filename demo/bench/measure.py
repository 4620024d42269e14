"""How is measured: our work and the floor in turn, in one process, on the same data.

Each pair is our work and the floor, in changing order, after warming both; the garbage is
collected before a pair and not during it. The medians are compared, so that a disturbance
from outside has to hit more than half of the pairs on one side to count.
"""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from people.models import User

Work = Callable[[], Any]
WARM_UP = 5
_BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass
class Line:
    """One line of the bench: what was measured, and whether it keeps its limit."""

    name: str
    limit: str
    ours: float
    floor: float
    ratio: float
    queries: int
    rows: int
    unit: str = "ms"
    facts: dict[str, Any] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)
    #: Lines printed below.
    notes: list[str] = field(default_factory=list)

    def require(self, holds: bool, miss: str) -> None:  # noqa: FBT001 - reads as a sentence
        """Note what was missed, unless it holds."""
        if not holds:
            self.misses.append(miss)

    @property
    def passed(self) -> bool:
        """Whether every part of the limit holds."""
        return not self.misses


def in_turn(works: Sequence[Work], pairs: int) -> list[float]:
    """The median time of each work in milliseconds, measured in turn `pairs` times."""
    for work in works:
        for _each in range(min(WARM_UP, pairs)):
            work()
    times: list[list[float]] = [[] for _work in works]
    for number in range(pairs):
        order = range(len(works)) if number % 2 else range(len(works) - 1, -1, -1)
        gc.collect()
        gc.disable()
        try:
            for index in order:
                start = time.perf_counter()
                works[index]()
                times[index].append((time.perf_counter() - start) * 1000)
        finally:
            gc.enable()
    return [median(some) for some in times]


class Site:
    """The site, or a floor, as one handler with its own middleware; requests are of one user.

    None is somebody who is not signed in.
    """

    def __init__(self, user: User | None, middleware: list[str] | None = None) -> None:
        self.handler = WSGIHandler()
        if middleware:
            with override_settings(MIDDLEWARE=middleware):
                self.handler.load_middleware()
        self.requests = RequestFactory(headers={"host": "localhost", "accept-language": "en"})
        if user is not None:
            self.requests.cookies["sessionid"] = session(user)

    def visit(self, path: str) -> HttpResponse:
        """Whatever the answer to a GET is."""
        return self.handler.get_response(self.requests.get(path))  # type: ignore[return-value]

    def get(self, path: str, query: str = "") -> HttpResponse:
        """The answer to a GET. Raises RuntimeError for anything but 200."""
        return self._answer(self.requests.get(path, query_params={}, QUERY_STRING=query))

    def post(self, path: str, data: dict[str, Any], **headers: str) -> HttpResponse:
        """The answer to a POST with the CSRF check passed over, as Django's test client does."""
        request = self.requests.post(path, data, headers=headers)
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # noqa: SLF001
        return self._answer(request)

    def _answer(self, request: Any) -> HttpResponse:
        response = self.handler.get_response(request)
        if response.status_code != 200:  # noqa: PLR2004
            raise RuntimeError(f"{request.path} answered {response.status_code}")
        return response  # type: ignore[return-value]  # none of ours streams


def session(user: User) -> str:
    """The key of a session in which the user is signed in."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def queries(work: Work) -> tuple[int, list[str]]:
    """How many statements the work sends, and those that are sent more than once.

    The brackets round a transaction ask nothing and are not counted.
    """
    with CaptureQueriesContext(connection) as sent:
        work()
    statements = [query["sql"] for query in sent.captured_queries]
    asked = [sql for sql in statements if not sql.startswith(_BRACKETS)]
    return len(asked), [sql for sql, times in Counter(asked).items() if times > 1]


def same_statements(load: Work) -> Callable[[], None]:
    """What only sends the statements that `load` sends, and fetches the rows: a file's floor."""
    sent: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's signature
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        load()

    def fetch() -> None:
        with connection.cursor() as cursor:
            for sql, params in sent:
                cursor.execute(sql, params)
                cursor.fetchall()

    return fetch
