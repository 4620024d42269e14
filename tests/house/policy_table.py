"""Reads the policy table and says what must happen in each of its cells.

A cell is route × method × person × relation. The person's relation to the object is `own`
(the place everybody in the world works at), `neighbour` (another place of the same
programme), `other` (another region's). `may` names who gets through, `see` who may know of
the object but not do this (403); everybody else gets 404, and nobody signed in gets in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from core.yaml_files import read_yaml

FILE = Path(__file__).parent / "policy.yaml"
RELATIONS = ("own", "neighbour", "other")
PEOPLE = (
    "admin", "manager", "coach", "leader", "member", "contact", "observer", "neighbour_leader",
    "outsider", "operator", "other_admin", "other_manager", "other_coach", "facilitator",
)  # fmt: skip
ANONYMOUS = "anonymous"
ALLOWED, FORBIDDEN, HIDDEN, SIGN_IN = "allowed", "forbidden", "hidden", "sign in"


class Cell(NamedTuple):
    """One cell of the table and what must happen in it."""

    route: str
    method: str
    person: str
    relation: str
    expected: str


@dataclass(frozen=True)
class Row:
    """What the table says of one route and method."""

    route: str
    method: str
    may: str
    see: str
    public: bool = False
    gone: bool = False
    #: The view narrows what its rule and `visible_to` let through, by an object inside the object.
    deeper: bool = False
    #: The code with which whoever may is refused in a relation, because of what is there.
    refused: Mapping[str, str] = field(default_factory=dict)
    #: Another method of the same view, of the same people, is asked who is turned away.
    twin: bool = False

    def cells(self, *, with_object: bool) -> Iterator[Cell]:
        """All cells of the row; a route without an object has one relation only."""
        if self.gone:
            yield from (
                Cell(self.route, self.method, one, "own", HIDDEN) for one in (ANONYMOUS, *PEOPLE)
            )
            return
        for relation in RELATIONS if with_object else RELATIONS[:1]:
            may = people(self.may, relation) if self.may else frozenset()
            # Without an object there is nothing to hide; with one, only `see` may know of it.
            see = (
                people(self.see, relation) if self.see else frozenset(() if with_object else PEOPLE)
            )
            anonymous = ALLOWED if self.public else SIGN_IN
            yield Cell(self.route, self.method, ANONYMOUS, relation, anonymous)
            for person in PEOPLE:
                yield Cell(
                    self.route, self.method, person, relation, self._expected(person, may, see)
                )

    def some_cells(self, *, with_object: bool) -> list[Cell]:
        """One cell of each answer that the row gives, another one from row to row.

        Of a view that asks the same of each method, one is enough to see who is turned away.
        Where the view itself decides, also everybody at the own place: there nothing but a
        request can tell.
        """
        turn = crc32(f"{self.method} {self.route}".encode())
        cells = list(self.cells(with_object=with_object))
        by_answer: dict[str, list[Cell]] = {}
        for cell in cells:
            by_answer.setdefault(cell.expected, []).append(cell)
        chosen = [
            alike[turn % len(alike)]
            for answer, alike in by_answer.items()
            if answer == ALLOWED or not self.twin
        ]
        at_home = [cell for cell in cells if cell.relation == "own"] if self.deeper else []
        return list(dict.fromkeys([*chosen, *at_home]))

    def _expected(self, person: str, may: frozenset[str], see: frozenset[str]) -> str:
        if self.public or person in may:
            return ALLOWED
        return FORBIDDEN if person in see else HIDDEN


@cache
def table() -> dict[str, Any]:
    """The file as it is."""
    read: dict[str, Any] = read_yaml(FILE)
    return read


@cache
def people(name: str, relation: str) -> frozenset[str]:
    """The people of a named set in a relation; `a | b` joins sets."""
    found: set[str] = set()
    for part in name.split("|"):
        told = table()["sets"][part.strip()]
        found.update(told if isinstance(told, list) else told.get(relation, []))
    unknown = found - set(PEOPLE)
    if unknown:
        raise ValueError(f"policy.yaml: set {name!r} names unknown people {sorted(unknown)}")
    return frozenset(found)


@cache
def rows() -> list[Row]:
    """All rows of the table."""
    found = []
    for route, methods in table()["routes"].items():
        of_route = [_row(route, method, told) for method, told in methods.items()]
        first = of_route[crc32(route.encode()) % len(of_route)]
        same = replace(first, refused={})
        found += [
            replace(
                row, twin=row is not first and replace(row, method=first.method, refused={}) == same
            )
            if not row.deeper
            else row
            for row in of_route
        ]
    return found


def _row(route: str, method: str, told: Mapping[str, Any]) -> Row:
    return Row(
        route,
        method,
        told.get("may", ""),
        told.get("see", ""),
        public="public" in told,
        gone="gone" in told,
        deeper="deeper" in told,
        refused=told.get("refused", {}),
    )
