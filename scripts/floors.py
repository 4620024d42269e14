"""The floors of docs/architecture.md: who may import whom.

Imports run downwards only. Imports inside functions count too. Names in strings (a foreign
key to "people.User") do not, Django resolves them when all apps are loaded; nor do imports
under `if TYPE_CHECKING:`, which name the same classes for the type checker and never run.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| (?P<floor>\d+) \| `(?P<package>\w+)/` \|", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Import:
    """One import statement: the file, its line, and what it reaches for."""

    path: str
    line: int
    importer: str
    imported: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.importer} imports {self.imported}"


def floors(document: Path = ROOT / "docs" / "architecture.md") -> dict[str, int]:
    """Read the table of floors: package -> floor, 0 at the bottom."""
    text = document.read_text(encoding="utf-8")
    return {row["package"]: int(row["floor"]) for row in ROW.finditer(text)}


def imports(package: str, root: Path = ROOT) -> Iterator[Import]:
    """Yield every import of the package's files, with the top-level name it reaches."""
    for path in sorted((root / package).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        for node in _running(tree):
            for name in _names(node):
                where = path.relative_to(root).as_posix()
                yield Import(where, node.lineno, package, name)  # type: ignore[attr-defined]


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """Walk the tree, but not into the body of `if TYPE_CHECKING:`."""
    yield node
    for name, value in ast.iter_fields(node):
        if name == "body" and isinstance(node, ast.If) and _for_types_only(node.test):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _running(child)


def _for_types_only(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return name == "TYPE_CHECKING"


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module.partition(".")[0]]
    if isinstance(node, ast.Call) and _is_import_module(node.func) and node.args:
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            return [first.value.partition(".")[0]]
    return []


def _is_import_module(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in {"import_module", "__import__"}


def upward(levels: dict[str, int], root: Path = ROOT) -> list[Import]:
    """Return the imports that do not run downwards.

    Every package has a floor of its own or shares it with one that it may not import, so
    what passes has no circle either.
    """
    return sorted(
        found
        for package in levels
        for found in imports(package, root)
        if found.imported in levels
        and found.imported != package
        and levels[found.imported] >= levels[package]
    )


def main() -> int:
    """Print the imports that run upwards; return 1 when there are any."""
    found = upward(floors())
    for item in found:
        print(item)
    print(f"{len(found)} imports run upwards." if found else "All imports run downwards.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
