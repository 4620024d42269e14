"""The house's own YAML files, read ten times as fast by the C library where it is built in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str) -> Any:
    """What the text says."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, the same in C


def read_yaml(path: Path) -> Any:
    """What the file says."""
    return parse_yaml(path.read_text(encoding="utf-8"))
