"""What a run looks at in turn, and what it looks at because it was changed.

Both are read from git; without git it is the first turn, and nothing counts as changed.
"""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _git(*words: str) -> str:
    try:
        done = subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=20
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


@cache
def commits_made() -> int:
    """Number of commits up to here: with each of them it is the next one's turn."""
    return int(_git("rev-list", "--count", "HEAD") or 0)


@cache
def changed_files() -> frozenset[str]:
    """Files that differ from the main branch, or on it from the commit before."""
    base = _git("merge-base", "HEAD", "origin/main") or _git("merge-base", "HEAD", "main")
    if base == _git("rev-parse", "HEAD"):
        base = _git("rev-parse", "HEAD~1")
    return frozenset(_git("diff", "--name-only", base).splitlines() if base else [])


def changed_templates() -> frozenset[str]:
    """Names of the templates among the changed files."""
    return frozenset(
        file.partition("templates/")[2]
        for file in changed_files()
        if "templates/" in file and file.endswith(".html")
    )
