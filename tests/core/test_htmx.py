"""htmx is loaded where it has a job, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

from core.spots import panels_at

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
INCLUDE = re.compile(r'{% include "([^"{]+)"')
SPOT = re.compile(r'{% panels_at "([^"]+)"')
LOADS = "components/htmx.html"


def _reach(name: str, seen: set[str]) -> set[str]:
    """A template, what it includes by names written out, and what apps add at its spots."""
    if name in seen or not (TEMPLATES / name).exists():
        return seen
    seen.add(name)
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    added = [panel.template for spot in SPOT.findall(text) for panel in panels_at(spot)]
    for other in [*INCLUDE.findall(text), *added]:
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
