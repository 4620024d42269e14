"""Finds tests that compare a fixed date with a clock that is not fixed.

    python scripts/fixed_dates.py [FOLDER ...]

A date from 2026 on, written into a test, becomes the past one day, and the test red. It may
stand where the clock is pinned too: in a test or module marked `@pytest.mark.day(...)`. A test
that moves the clock to a fixed date needs the mark as well, for what its fixtures have made
stands on the run's day; only a fixture that every test of the module has may move it instead.
It may also stand in a line with the comment `# any day`, which says that nothing there is
compared with the clock. A date to 2025 is past already and stays so.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

#: Dates from this year on may still be ahead.
FIRST_YEAR = 2026
ANY_DAY = "# any day"
#: An ISO date, or a month of one, in a text: 2026-11-22, 2026-11.
ISO = re.compile(r"(?<!\d)(20\d\d)-(0[1-9]|1[0-2])(-[0-3]\d)?(?!\d)")
MAKES_DATES = {"date", "datetime"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _year_of_call(node: ast.AST) -> int:
    """The year in `dt.date(2026, …)` or `datetime(2026, …)`, else 0."""
    if not isinstance(node, ast.Call) or len(node.args) < 2:  # noqa: PLR2004 - year and month
        return 0
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    name = node.func.id if isinstance(node.func, ast.Name) else name
    year = node.args[0]
    if name in MAKES_DATES and isinstance(year, ast.Constant) and isinstance(year.value, int):
        return year.value
    return 0


def _year_in_text(node: ast.AST) -> int:
    """The latest year of an ISO date in a text, else 0."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return 0
    return max((int(found[1]) for found in ISO.finditer(node.value)), default=0)


def _is_pinned(node: ast.AST) -> bool:
    """Whether a mark in here pins the day."""
    return any(
        isinstance(inner, ast.Attribute) and ast.unparse(inner) == "pytest.mark.day"
        for inner in ast.walk(node)
    )


def _moves_clock(node: ast.AST) -> bool:
    return any(
        isinstance(inner, ast.Attribute) and inner.attr in {"travel", "move_to"}
        for inner in ast.walk(node)
    )


def _module_is_pinned(tree: ast.Module) -> bool:
    """Whether `pytestmark` pins the clock, or a fixture that every test of the module has."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            if _is_pinned(node.value):
                return True
        elif isinstance(node, Function) and _moves_clock(node) and _is_for_all(node):
            return True
    return False


def _is_for_all(fixture: Function) -> bool:
    return any("autouse=True" in ast.unparse(one) for one in fixture.decorator_list)


def _unpinned(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it, without functions and classes whose clock is pinned."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            if not _is_pinned(child):
                yield from _unpinned(child)
        elif isinstance(child, ast.ClassDef) and any(map(_is_pinned, child.decorator_list)):
            continue
        else:
            yield child
            yield from _unpinned(child)


def _docstrings(tree: ast.Module) -> set[ast.AST]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def faults(text: str) -> list[int]:
    """Numbers of lines in which a fixed date meets a clock that is not."""
    tree = ast.parse(text)
    if _module_is_pinned(tree):
        return []
    lines = text.splitlines()
    prose = _docstrings(tree)
    return sorted(
        {
            node.lineno  # type: ignore[attr-defined]
            for node in _unpinned(tree)
            if max(_year_of_call(node), _year_in_text(node)) >= FIRST_YEAR
            and node not in prose
            and ANY_DAY not in lines[node.lineno - 1]  # type: ignore[attr-defined]
        }
    )


def main(folders: list[str]) -> int:
    """Print a line for each fault; 1 when there is one."""
    found = [
        f"{path}:{line}: a fixed date without a fixed clock"
        for folder in folders or ["tests"]
        for path in sorted(Path(folder).rglob("*.py"))
        for line in faults(path.read_text(encoding="utf-8"))
    ]
    if found:
        print("\n".join(found))
        print(__doc__)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
