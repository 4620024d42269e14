"""Every GET route of the permission table, asked by those who may, and what it cost.

What the database did is PostgreSQL's own account of it (pg_stat_statements), without the way
there and back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.house.policy_states import bring_about
from tests.house.policy_table import ALLOWED, ANONYMOUS, PEOPLE, Cell, rows
from tests.house.policy_world import Furnished, arguments

#: Who asks: the widest rights first; the others see less by more conditions. Where none of them
#: may, the first who may.
ASKED = ("admin", "manager", "coach", "leader")
_TOLD = """
    SELECT coalesce(sum(calls), 0)::int, coalesce(sum(rows), 0)::int,
           coalesce(sum(shared_blks_hit + shared_blks_read + temp_blks_read), 0)::int,
           coalesce(sum(total_exec_time), 0)
      FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = %s)
"""
_SLOWEST = """
    SELECT round(total_exec_time)::text || ' ms: ' || left(query, 160) FROM pg_stat_statements
     WHERE dbid = (SELECT oid FROM pg_database WHERE datname = %s)
     ORDER BY total_exec_time DESC LIMIT 1
"""


@dataclass(frozen=True)
class Visit:
    """One page as one person got it. Time in milliseconds; buffers of 8 kB."""

    route: str
    person: str
    status: int
    kind: str
    bytes: int
    statements: int
    rows: int
    buffers: int
    database: float
    slowest: str

    @property
    def name(self) -> str:
        """Route and person."""
        return f"{self.route} ({self.person})"


class Watch:
    """What the database says that it did, asked over a connection of its own to the server."""

    def __init__(self, server: str) -> None:
        self.connection = psycopg.connect(server, autocommit=True)
        self.connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")

    def clear(self) -> None:
        """Forget what was done so far."""
        self.connection.execute("SELECT pg_stat_statements_reset()")

    def told(self) -> tuple[int, int, int, float, str]:
        """Statements, rows, buffers, milliseconds since `clear`, and the slowest statement."""
        name = [connection.settings_dict["NAME"]]
        summed: Any = self.connection.execute(_TOLD, name).fetchone()
        slowest = self.connection.execute(_SLOWEST, name).fetchone()
        return *summed, slowest[0] if slowest else ""


def visits(world: Furnished, watch: Watch) -> Iterator[Visit]:
    """Ask each page twice and tell the second time: caches are warm, as on any day.

    Each in the state in which one gets through, which is taken back afterwards.
    """
    clients = {name: Client(raise_request_exception=False) for name in (*PEOPLE, ANONYMOUS)}
    for name, user in world.people.items():
        if name in clients:
            clients[name].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for cell in asked(world):
        with transaction.atomic():
            bring_about(cell, world)
            yield _visit(clients[cell.person], cell, world, watch)
            transaction.set_rollback(True)


def asked(world: Furnished) -> Iterator[Cell]:
    """Each GET row of the table with those who ask for it."""
    for row in rows():
        if row.method != "GET" or row.gone:
            continue
        may = {
            cell.person: cell
            for cell in row.cells(with_object=bool(arguments(row.route, "own", world)))
            if cell.relation == "own" and cell.expected == ALLOWED
        }
        people = [one for one in ASKED if one in may] or list(may)[:1]
        for person in [ANONYMOUS] if row.public else people:
            yield may[person]


def _visit(client: Client, cell: Cell, world: Furnished, watch: Watch) -> Visit:
    url = reverse(cell.route, kwargs=arguments(cell.route, "own", world))
    client.get(url)
    watch.clear()
    answer: Any = client.get(url)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    return Visit(cell.route, cell.person, answer.status_code, kind, len(body), *watch.told())
