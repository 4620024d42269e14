"""The tokens' contrasts, computed: what is drawn on what, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from core import palette

TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
COLOUR = re.compile(r"^\s*--([a-z-]+):\s*(#[0-9a-f]{3,8})\s*;", re.MULTILINE)

TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "sheet"),
    ("ink", "hover"),
    ("ink", "line"),
    ("ink", "pine-wash"),
    ("ink", "lake-wash"),
    ("ink", "rape-wash"),
    ("ink", "falu-wash"),
    ("ink-soft", "paper"),
    ("ink-soft", "sheet"),
    ("ink-soft", "hover"),
    ("pine-deep", "sheet"),
    ("pine-deep", "pine-wash"),
    ("on-pine", "pine"),
    ("on-pine", "pine-deep"),
    ("on-pine", "rape"),
    ("on-pine", "falu"),
    ("on-pine", "falu-deep"),
    ("lake", "paper"),
    ("lake", "sheet"),
    ("lake", "hover"),
    ("lake", "lake-wash"),
    ("lake-deep", "paper"),
    ("lake-deep", "sheet"),
    ("lake-deep", "lake-wash"),
    ("rape", "sheet"),
    ("rape", "rape-wash"),
    ("falu", "paper"),
    ("falu", "sheet"),
    ("falu", "falu-wash"),
    ("falu-deep", "falu-wash"),
]
MARK_PAIRS = [
    ("line-strong", "sheet"),
    ("line-strong", "paper"),
    ("line-strong", "hover"),
    ("pine", "sheet"),
    ("pine", "paper"),
    ("pine", "pine-wash"),
    ("pine", "line"),
    ("rape", "paper"),
    ("rape", "line"),
    ("rape", "hover"),
    ("falu", "line"),
    ("falu", "hover"),
    ("sheet", "pine"),
    ("sheet", "falu"),
    ("focus", "paper"),
    ("focus", "sheet"),
    ("focus", "falu-wash"),
    ("focus", "pine-wash"),
]


def blocks() -> dict[str, dict[str, str]]:
    """The three colour blocks of tokens.css by theme."""
    css = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(), flags=re.DOTALL)
    heads = {
        "light": ":root {",
        "dark": '\n[data-bs-theme="dark"] {',
        "auto": '[data-bs-theme="auto"] {',
    }
    found = {}
    for theme, head in heads.items():
        body = css.split(head, 1)[1].split("}", 1)[0]
        found[theme] = dict(COLOUR.findall(body))
    return found


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_black_on_white_is_21():
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0


def test_contrast_known_grey_is_just_below_the_limit():
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "surface"), TEXT_PAIRS)
def test_text_token_on_surface_is_readable(theme, text, surface):
    tokens = blocks()[theme]
    assert contrast(tokens[text], tokens[surface]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "surface"), MARK_PAIRS)
def test_mark_token_on_surface_is_visible(theme, mark, surface):
    tokens = blocks()[theme]
    assert contrast(tokens[mark], tokens[surface]) >= 3


def test_auto_theme_has_the_dark_values():
    found = blocks()
    assert found["auto"] == found["dark"]


def test_dark_theme_sets_every_colour_of_the_light_one():
    found = blocks()
    assert set(found["dark"]) == set(found["light"])


def test_paper_palette_is_the_light_theme():
    light = blocks()["light"]
    names = {
        "ink": palette.INK,
        "ink-soft": palette.INK_SOFT,
        "line": palette.LINE,
        "line-strong": palette.LINE_STRONG,
        "pine": palette.PINE,
        "pine-wash": palette.PINE_WASH,
        "rape": palette.RAPE,
        "rape-wash": palette.RAPE_WASH,
        "falu": palette.FALU,
        "lake": palette.LAKE,
        "sheet": palette.SHEET,
    }
    assert names == {name: light[name] for name in names}


PAPER = {
    "print.css", "pdf.css", "poster.css", "certificate.css", "report.css", "badges.css", "card.css",
}  # fmt: skip


def test_style_sheets_use_tokens_and_no_colours_of_their_own():
    """Colours live in tokens.css; the sheets for paper have their own. White alone is allowed
    elsewhere: a QR code and a letter stand on white in every theme.
    """
    own = {}
    for sheet in sorted(TOKENS.parent.glob("*.css")):
        if sheet.name in PAPER | {"tokens.css"}:
            continue
        found = re.findall(r":[^;{}]*?(#[0-9a-fA-F]{3,8})\b[^{}]*;", sheet.read_text())
        own[sheet.name] = sorted(set(found) - {"#fff"})
    assert own == {name: [] for name in own}
    assert len(own) >= 4
