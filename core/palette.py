"""How marks in our SVG get their colours.

On a page they carry classes and the style sheet colours them (light, dark, forced colours).
WeasyPrint does not apply page styles inside SVG, so for paper the same marks carry
presentation attributes with the light theme's literal colours. tests/core/test_tokens.py
keeps the two equal.
"""

from __future__ import annotations

from typing import Literal

Palette = Literal["page", "paper"]

INK, INK_SOFT, LINE, LINE_STRONG = "#1d2721", "#54605a", "#e2ddd1", "#7c827b"
PINE, PINE_WASH, RAPE, RAPE_WASH, FALU, LAKE, SHEET = (
    "#1f5c45",
    "#e4efe8",
    "#8a5a00",
    "#fbefd0",
    "#8e2a1c",
    "#245b86",
    "#ffffff",
)

#: The map's own: water, other land, borders of municipalities.
WATER, LAND, BORDER, FALU_WASH = "#e3ecf1", "#f0ece1", "#c9c9bd", "#f8e3de"

FONT = 'font-family="Source Sans 3 Variable, Source Sans 3, sans-serif"'

PAPER: dict[str, str] = {
    "st-d": f'fill="{PINE}"',
    "st-n": f'fill="{PINE_WASH}" stroke="{PINE}" stroke-width="1.5"',
    "st-a": f'fill="{SHEET}" stroke="{LINE_STRONG}" stroke-width="1.25" stroke-dasharray="2 2"',
    "st-gp": f'fill="{PINE}"',
    "st-gc": f'fill="{SHEET}" stroke="{LINE_STRONG}" stroke-width="1.25"',
    "st-gw": f'fill="{RAPE}"',
    "st-go": f'fill="{SHEET}" stroke="{RAPE}" stroke-width="1.5"',
    "st-gr": f'fill="{FALU}"',
    "st-gs": f'fill="{FALU}"',
    "st-m": f'fill="none" stroke="{SHEET}" stroke-width="1.75" stroke-linecap="round"',
    "st-md": f'fill="{SHEET}"',
    "ck-t": f'fill="{LINE}"',
    "ck-u": f'fill="{PINE}"',
    "ch-t": f'fill="{INK_SOFT}" font-size="13" {FONT}',
    "ch-n": f'font-size="13" font-weight="600" {FONT}',
    "ch-bt": f'fill="{RAPE}" font-size="13" {FONT}',
    "ch-b": f'fill="none" stroke="{RAPE}" stroke-width="1.25" stroke-dasharray="2 4"',
    "ch-grid": f'fill="none" stroke="{LINE}" stroke-width="1"',
    "ch-axis": f'fill="none" stroke="{LINE_STRONG}" stroke-width="1"',
    "ch-l": 'fill="none" stroke-width="2.25" stroke-linejoin="round" stroke-linecap="round"',
    "ch-p": f'stroke="{SHEET}" stroke-width="1.5"',
    "ch-s0": f'stroke="{PINE}"',
    "ch-s1": f'stroke="{LAKE}" stroke-dasharray="7 4"',
    "ch-s2": f'stroke="{FALU}" stroke-dasharray="2 4"',
    "ch-f0": f'fill="{PINE}"',
    "ch-f1": f'fill="{LAKE}"',
    "ch-f2": f'fill="{FALU}"',
    "gc-circle": f'fill="{PINE}"',
    "gc-square": f'fill="{LAKE}"',
    "gc-triangle": f'fill="{INK}"',
    "gc-diamond": f'fill="{RAPE}"',
    "gc-then": f'fill="{SHEET}" stroke="{INK}" stroke-width="1.5"',
    "gc-n-then": f'fill="{INK_SOFT}"',
    "gc-join": f'fill="none" stroke="{LINE_STRONG}" stroke-width="1.5"',
    "gc-n": f'font-size="13" font-weight="600" {FONT}',
    "gc-n-circle": f'fill="{PINE}"',
    "gc-n-square": f'fill="{LAKE}"',
    "gc-n-triangle": f'fill="{INK}"',
    "gc-n-diamond": f'fill="{RAPE}"',
    "gc-v": f'fill="{INK}" font-size="13" font-weight="600" {FONT}',
    "gc-low": f'fill="{RAPE}" stroke="{SHEET}" stroke-width="1"',
    "gc-mid": f'fill="{LINE}" stroke="{SHEET}" stroke-width="1"',
    "gc-high": f'fill="{PINE}" stroke="{SHEET}" stroke-width="1"',
    "rd-now": f'fill="{PINE}" fill-opacity="0.12" stroke="{PINE}" stroke-width="2.5"',
    "rd-now-p": f'fill="{PINE}" stroke="{SHEET}" stroke-width="1.5"',
    "rd-then": f'fill="none" stroke="{INK}" stroke-width="1.5" stroke-dasharray="5 4"',
    "rd-then-p": f'fill="{SHEET}" stroke="{INK}" stroke-width="1.5"',
    "rd-t": f'fill="{INK}" font-size="16" {FONT}',
    "rd-strong": f'fill="{PINE}" font-size="16" font-weight="650" {FONT}',
    "gt-g": f'fill="{INK}" font-size="15" font-weight="650" {FONT}',
    "gt-t": f'fill="{INK}" font-size="14" font-weight="600" {FONT}',
    "gt-s": f'fill="{INK_SOFT}" font-size="13" font-weight="400" {FONT}',
    "gt-lt": f'fill="{FALU}" font-size="13" font-weight="600" {FONT}',
    "gt-y": f'fill="{INK}" font-size="13" font-weight="650" {FONT}',
    "gt-yl": f'fill="none" stroke="{LINE_STRONG}" stroke-width="1"',
    "gt-i": f'fill="{SHEET}" stroke="{LINE_STRONG}" stroke-width="1.5" stroke-dasharray="4 3"',
    "gt-p": f'fill="{PINE_WASH}" stroke="{PINE}" stroke-width="1.5"',
    "gt-u": f'fill="{PINE}" stroke="{PINE}" stroke-width="1.5"',
    "gt-h": f'fill="{SHEET}" stroke="{RAPE}" stroke-width="1.5"',
    "gt-hs": f'fill="none" stroke="{RAPE}" stroke-width="8" stroke-dasharray="2 5"',
    "gt-d": f'fill="{LINE}" stroke="{LINE_STRONG}" stroke-width="1"',
    "gt-m": f'fill="{PINE}" stroke="{SHEET}" stroke-width="1.5"',
    "gt-l": f'fill="none" stroke="{FALU}" stroke-width="2.5" stroke-dasharray="2 4"',
    "gt-now": f'fill="none" stroke="{LAKE}" stroke-width="1.5"',
    "gt-nowm": f'fill="{LAKE}"',
    "gt-nowt": f'fill="{LAKE}" font-size="13" font-weight="650" {FONT}',
    "gt-dep": f'fill="none" stroke="{INK_SOFT}" stroke-width="1"',
    "gt-dx": f'fill="none" stroke="{FALU}" stroke-width="1.25" stroke-dasharray="4 3"',
    "fc-bar": f'fill="{PINE}" fill-opacity="0.42"',
    "fc-strong": f'fill="{PINE}"',
    "fc-out": f'fill="{RAPE}" fill-opacity="0.38"',
    "fc-hid": f'fill="none" stroke="{LINE_STRONG}" stroke-width="1" stroke-dasharray="3 3"',
    "fc-line": f'fill="none" stroke="{INK}" stroke-width="1.5"',
    "fc-join": f'fill="none" stroke="{LINE_STRONG}" stroke-width="1.5"',
    "fc-after": f'fill="{RAPE_WASH}" fill-opacity="0.55"',
    "fc-v": f'fill="{INK}" font-size="13" {FONT}',
    "fc-n": f'fill="{INK}" font-size="13" font-weight="600" {FONT}',
    "fc-b": 'font-weight="600"',
    "fc-up": f'fill="{PINE}" font-size="13" font-weight="600" {FONT}',
    "fc-down": f'fill="{FALU}" font-size="13" font-weight="600" {FONT}',
    "fc-circle": f'fill="{PINE}" stroke="{SHEET}" stroke-width="1.5"',
    "fc-square": f'fill="{SHEET}" stroke="{INK}" stroke-width="1.75"',
    "fc-triangle": f'fill="{SHEET}" stroke="{LAKE}" stroke-width="1.75"',
    "fc-diamond": f'fill="{SHEET}" stroke="{RAPE}" stroke-width="1.75"',
    "gt-tip": f'fill="{INK_SOFT}"',
    "mp-sea": f'fill="{WATER}"',
    "mp-land": f'fill="{LAND}" stroke="{LINE}" stroke-width="1"',
    "mp-home": f'fill="{SHEET}" stroke="{BORDER}" stroke-width="0.75" stroke-linejoin="round"',
    "mp-edge": f'fill="none" stroke="{LINE_STRONG}" stroke-width="1.5" stroke-linejoin="round"',
    "mp-chosen": f'fill="{FALU_WASH}" stroke="{FALU}" stroke-width="1.5"',
    "mp-ok": f'fill="{PINE}" stroke="{SHEET}" stroke-width="1.5"',
    "mp-warn": f'fill="{RAPE}" stroke="{SHEET}" stroke-width="1.5"',
    "mp-stop": f'fill="{FALU}" stroke="{SHEET}" stroke-width="1.5"',
    "mp-info": f'fill="{LAKE}" stroke="{SHEET}" stroke-width="1.5"',
    "mp-off": f'fill="{SHEET}" stroke="{LINE_STRONG}" stroke-width="2" stroke-dasharray="3 2"',
    "mp-ring": f'fill="none" stroke="{INK}" stroke-width="1.5" stroke-dasharray="1.5 3.5"',
    "mp-pick": f'fill="{SHEET}" stroke="{INK}" stroke-width="2"',
    # Drawn twice: not every writer of PDFs paints a stroke before its fill.
    "mp-halo": f'fill="{SHEET}" stroke="{SHEET}" stroke-width="3" font-size="14" '
    f'font-weight="600" {FONT}',
    "mp-name": f'fill="{INK}" font-size="14" font-weight="600" {FONT}',
    "mp-place": f'fill="{PINE_WASH}" stroke="{PINE}" stroke-width="1"',
    "mp-range": f'fill="none" stroke="{LINE_STRONG}" stroke-width="1" stroke-dasharray="2 5"',
    "mp-town": f'fill="{INK_SOFT}"',
    "mp-townname": f'fill="{INK_SOFT}" font-size="12" {FONT}',
}


def paint(names: str, palette: Palette) -> str:
    """The attributes that colour a mark: `names` are the style sheet's classes, by spaces."""
    if palette == "page":
        return f'class="{names}"'
    return " ".join(PAPER[name] for name in names.split())
