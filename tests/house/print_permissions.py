"""Prints docs/permissions.md from the policy table: `python -m tests.house.print_permissions`."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "placedev.settings")
django.setup()

from tests.house.policy_table import PEOPLE, RELATIONS, people, rows  # noqa: E402 - after Django's set-up
from tests.house.policy_world import argument_names  # noqa: E402

HEAD = """# Permissions

Printed from `tests/house/policy.yaml` by `make permissions`; a test compares the two and tries
every cell ({cells} of them). The people stand for roles: *own* is the place they work at,
*neighbour* another place of the same programme, *other* one of another region. "all" means
everybody signed in. Whoever may not know of a thing gets 404, whoever may see it but not do
this gets 403.

| Address | Method | Own | Neighbour | Other region |
|---|---|---|---|---|"""


def cell_count() -> int:
    """How many cells the table has; a route without an object has one relation."""
    return sum(len(list(row.cells(with_object=bool(argument_names(row.route))))) for row in rows())


def _names(found: frozenset[str]) -> str:
    if found == frozenset(PEOPLE):
        return "all"
    return ", ".join(name.replace("_", " ") for name in PEOPLE if name in found) or "–"


def main() -> None:
    """Print the page."""
    print(HEAD.format(cells=cell_count()))
    for row in rows():
        if row.public or row.gone:
            columns = [
                "everybody, also not signed in" if row.public else "in demo mode only",
                "",
                "",
            ]
        else:
            columns = [_names(people(row.may, relation)) for relation in RELATIONS]
            if not argument_names(row.route):
                columns[1:] = ["", ""]
        print(f"| `{row.route}` | {row.method} | {' | '.join(columns)} |")


if __name__ == "__main__":
    main()
