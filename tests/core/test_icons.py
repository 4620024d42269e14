"""The sprite of icons: it has what pages name, and nothing that no page names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template

from core.icons import ICONS, ROOT, build

TAGS = re.compile(r"{% (?:icon|empty_state|file_row|sheet) [^%]*%}")
NAMED = re.compile(r'{% icon "([^"]+)"|symbol="([a-z0-9-]+)"')
IN_PYTHON = re.compile(r'(?:icon|symbol)(?:: str)? ?= ?"([a-z0-9-]+)"')
WORDS = re.compile(r"""["']([a-z0-9]+(?:-[a-z0-9]+)*)["']""")


def _words_of_pages() -> set[str]:
    """Each quoted word that may be the name of an icon: in tags of templates, and in Python."""
    found: set[str] = set()
    for template in (ROOT / "templates").rglob("*.html"):
        for tag in TAGS.findall(template.read_text(encoding="utf-8")):
            found |= set(WORDS.findall(tag))
    for file in _our_python():
        found |= set(IN_PYTHON.findall(file.read_text(encoding="utf-8")))
    return found


def _our_python() -> list[Path]:
    apps = [file.parent for file in ROOT.glob("*/apps.py")]
    return [file for app in apps for file in app.rglob("*.py")]


def test_each_icon_that_a_template_names_is_in_the_sprite():
    named = set()
    for template in (ROOT / "templates").rglob("*.html"):
        for pair in NAMED.findall(template.read_text(encoding="utf-8")):
            named |= {name for name in pair if name}
    for file in _our_python():
        named |= set(IN_PYTHON.findall(file.read_text(encoding="utf-8")))

    assert named
    assert named <= ICONS


def test_each_icon_of_the_sprite_is_named_somewhere():
    assert _words_of_pages() >= ICONS


def test_an_icon_that_is_not_in_the_sprite_is_refused():
    with pytest.raises(ValueError, match="no icon"):
        Template('{% load ui %}{% icon "no-such-icon" %}').render(Context())


def test_the_sprite_has_one_symbol_an_icon(tmp_path: Path):
    text = build(folder=tmp_path).read_text(encoding="utf-8")

    assert set(re.findall(r'<symbol id="([^"]+)"', text)) == ICONS
    assert "class=" not in text
    assert len(text) < 60_000
