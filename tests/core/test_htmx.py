"""htmx is loaded where it has a job, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
INCLUDE = re.compile(r'{% include "([^"{]+)"')
LOADS = "components/htmx.html"


def _reach(name: str, seen: set[str]) -> set[str]:
    """A template and what it includes, by names written out."""
    if name in seen or not (TEMPLATES / name).exists():
        return seen
    seen.add(name)
    for other in INCLUDE.findall((TEMPLATES / name).read_text(encoding="utf-8")):
        _reach(other, seen)
    return seen


def test_pages_load_htmx_if_and_only_if_they_have_a_job_for_it():
    wrong = []
    for file in sorted(TEMPLATES.rglob("*.html")):
        text = file.read_text(encoding="utf-8")
        if '{% extends "base.html" %}' not in text:
            continue
        reach = _reach(str(file.relative_to(TEMPLATES)), set())
        has_job = any(
            re.search(r"\shx-(get|post)=", (TEMPLATES / name).read_text(encoding="utf-8"))
            for name in reach
        )
        if has_job != (LOADS in reach):
            wrong.append(f"{file.name}: job {has_job}, loads {LOADS in reach}")

    assert not wrong
