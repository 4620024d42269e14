"""The picture of processes side by side: a column an actor, lines where one waits for another."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from learning.processes.pages import Column, Placed

COLUMN, GAP, HEAD, BOX, ROW = 210, 46, 44, 74, 104
LETTERS, LINES = 30, 2
#: Millimetres of a unit on paper: words are then as large as those around the picture.
PAPER_UNIT = 0.26
#: On paper nothing is styled by classes: the light theme's colours.
PAPER = {
    "pm-box": 'fill="#ffffff" stroke="#8b9089"',
    "pm-joint": 'fill="none" stroke="#8a5a00" stroke-width="2"',
    "pm-way": 'fill="none" stroke="#8b9089" stroke-width="1.5"',
    "pm-tip": 'fill="#8a5a00"',
    "pm-head": 'fill="#1f5c45" font-size="15" font-weight="650"',
    "pm-text": 'fill="#1d2721" font-size="13.5"',
    "pm-soft": 'fill="#54605a" font-size="12"',
}


def draw(columns: Sequence[Column], *, paper: bool = False) -> SafeString:
    """The picture; its words stand in a table beside it. `paper`: for a PDF."""
    at: dict[int, tuple[float, float]] = {
        one.step.pk: (number * (COLUMN + GAP) + 2, HEAD + one.row * ROW)
        for number, column in enumerate(columns)
        for one in column.steps
    }
    wide = len(columns) * (COLUMN + GAP) - GAP + 4
    high = max((y for _x, y in at.values()), default=HEAD) + BOX + 4
    parts = [_heads(columns, paper=paper)]
    for column in columns:
        for before, one in zip(column.steps, column.steps[1:], strict=False):
            (x, top), (_same, bottom) = at[before.step.pk], at[one.step.pk]
            middle = x + COLUMN / 2
            parts.append(f'<path {_look("pm-way", paper)} d="M{middle} {top + BOX}V{bottom}"/>')
    parts += [_joint(one, at, paper=paper) for c in columns for one in c.steps if one.joint]
    parts += [_box(one, *at[one.step.pk], paper=paper) for c in columns for one in c.steps]
    title = escape(_("Processes side by side"))
    described = escape("; ".join(str(column.actor) for column in columns))
    size = (
        f' width="{wide * PAPER_UNIT:.1f}mm" height="{high * PAPER_UNIT:.1f}mm"'
        if paper
        else f' width="{wide}" height="{high}"'
    )
    return mark_safe(
        f'<svg class="process-map" role="img" viewBox="0 0 {wide} {high}"{size}'
        f' font-family="Source Sans 3 Variable, sans-serif">'
        f"<title>{title}</title><desc>{described}</desc>{''.join(parts)}</svg>"
    )


def _look(name: str, paper: bool) -> str:  # noqa: FBT001 - asked once for each shape
    return PAPER[name] if paper else f'class="{name}"'


def _heads(columns: Sequence[Column], *, paper: bool) -> str:
    return "".join(
        f'<text {_look("pm-head", paper)} x="{number * (COLUMN + GAP) + 2}" y="20">'
        f"{escape(textwrap.shorten(str(column.actor), 26, placeholder=' …'))}</text>"
        for number, column in enumerate(columns)
    )


def _box(one: Placed, x: float, y: float, *, paper: bool) -> str:
    lines = textwrap.wrap(one.step.what, LETTERS, max_lines=LINES, placeholder=" …")
    words = "".join(
        f'<text {_look("pm-text", paper)} x="{x + 10}" y="{y + 20 + number * 17}">'
        f"{escape(line)}</text>"
        for number, line in enumerate(lines)
    )
    foot = escape(textwrap.shorten(foot_of(one), 36, placeholder=" …"))
    return (
        f'<rect {_look("pm-box", paper)} x="{x}" y="{y}" width="{COLUMN}" height="{BOX}" rx="6"/>'
        f'{words}<text {_look("pm-soft", paper)} x="{x + 10}" y="{y + BOX - 10}">{foot}</text>'
    )


def foot_of(one: Placed) -> str:
    """Who, and how long: "Nämnden, 6 weeks"."""
    weeks = one.step.weeks
    long = ngettext("%(count)d week", "%(count)d weeks", weeks) % {"count": weeks} if weeks else ""
    return ", ".join(filter(None, (one.step.who, long)))


def _joint(one: Placed, at: dict[int, tuple[float, float]], *, paper: bool) -> str:
    assert one.joint is not None  # noqa: S101 - asked for joints alone
    (x1, y1), (x2, y2) = at[one.joint.step.pk], at[one.step.pk]
    right = x2 > x1
    start = x1 + COLUMN if right else x1
    end = x2 if right else x2 + COLUMN
    out = GAP / 2 if right else -GAP / 2
    y1, y2 = y1 + BOX / 2, y2 + 18
    tip = 7 if right else -7
    # In the gap beside the waiting step, so that no box is crossed on the way down.
    lane = end - out
    under = (
        f"H{start + out}V{y1 + ROW / 2 + 6}H{lane}" if abs(x2 - x1) > COLUMN + GAP else f"H{lane}"
    )
    return (
        f'<path {_look("pm-joint", paper)} d="M{start} {y1}{under}V{y2}H{end - tip}"/>'
        f'<path {_look("pm-tip", paper)} d="M{end} {y2}l{-tip} -5v10z"/>'
    )
