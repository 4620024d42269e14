"""The floors as pyproject.toml states them for import-linter, and what packages import."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
_CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
#: From the top to the bottom.
[FLOORS] = [one["layers"] for one in _CONTRACTS if one["name"] == "Imports run downwards only"]
LEVELS = {app: level for level, app in enumerate(reversed(FLOORS))}


def imported(package: str) -> Iterator[str]:
    """The top-level names that the package's files import, deferred ones too."""
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                yield node.module.partition(".")[0]
