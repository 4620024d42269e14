"""A report's values in words and pictures, for the page and for paper alike.

Call in the report's language. What a value is, its kind says; the same values go to Word and to
the workbook (`document.py`, `workbook.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.charts import Point, Series, line_chart
from core.components import strip
from core.dates import whole_date
from core.money import hours, money, unit
from core.palette import FONT, INK, Palette
from places.reporting import named_figures
from plans.goals.chart import year_of
from reports.periodic.collect import Content, period

NUMBERS = frozenset({"number", "money", "hours"})
#: Colours of the parts of a bar, and of the words on them. The order and the words tell them too.
_PARTS = (
    ("#1f5c45", "#ffffff"), ("#d9a441", INK), ("#7ba7cc", INK), ("#c9c2b0", INK),
    ("#9dc3ae", INK), ("#8e2a1c", "#ffffff"), ("#54605a", "#ffffff"),
)  # fmt: skip
#: The last part of a bar, where it is another thing than the parts before it.
_LAST = {
    "missing": ("#f9e3df", "#8e2a1c"),
    "left": ("#9dc3ae", INK),
    "unknown": ("#ded5c6", INK),
}
BAR_WIDTH, BAR_HEIGHT = 210, 15
#: Width of one sign in a bar, so that words stand where they have room.
SIGN = 5.6
#: Bars and tables of more rows take the whole width on paper, and may go on over a page.
BESIDE, ROWS_BESIDE = 9, 6


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words or picture, how it is set, and the level of a mark."""

    text: str
    css: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One block, ready to be drawn by `reports/periodic/_block.html`."""

    type: str
    key: str
    title: str
    note: str = ""
    figures: list[dict[str, str]] = field(default_factory=list)
    heads: list[Cell] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    legend: list[tuple[str, str]] = field(default_factory=list)
    svg: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part with its blocks. `text` is what its writer wrote."""

    key: str
    title: str
    text: str
    blocks: list[Shown]


def period_words(content: Content) -> str:
    """The period, with the year: it leaves the platform."""
    return " – ".join(whole_date(day) for day in period(content))


def _steps_done(found: Sequence[Any]) -> str:
    done = {"done": found[0].count("d"), "all": len(found[0])}
    return _("%(done)d of %(all)d steps") % done


_WORDS: dict[str, Callable[[Any, str], str]] = {
    "money": lambda found, currency: money(Decimal(str(found)), currency),
    "hours": lambda found, _currency: hours(Decimal(str(found))),
    "number": lambda found, _currency: number_format(found, use_l10n=True, force_grouping=True),
    "date": lambda found, _currency: whole_date(found),
    "mark": lambda found, _currency: str(found[1]),
    "strip": lambda found, _currency: _steps_done(found),
}


def value(found: Any, kind: str, currency: str = "") -> str:
    """A value in words."""
    if found is None:
        return ""
    said = _WORDS.get(kind)
    return said(found, currency) if said else str(found)


def change(before: Any, now: Any, kind: str, currency: str = "") -> str:
    """How much a figure has moved, with its sign; empty for what is no number, or the same."""
    if kind not in NUMBERS or before is None or now is None:
        return ""
    moved = Decimal(str(now)) - Decimal(str(before))
    if not moved:
        return ""
    # A true minus: it stands as wide as the plus.
    said = value(abs(moved), kind, currency)
    return f"+{said}" if moved > 0 else f"\N{MINUS SIGN}{said}"


def compared(content: Content, before: Content | None) -> list[tuple[str, str, str, str]]:
    """The named figures of two reports that differ: label, then, now, and how they have moved."""
    if before is None:
        return []
    then, currency, found = named_figures(before["parts"]), content["currency"], []
    for part in content["parts"]:
        for block in part["blocks"]:
            for one in block.get("figures", ()):
                key, now, kind = one["key"], one["value"], one["kind"]
                if key in then and then[key] != now:
                    moved = change(then[key], now, kind, currency)
                    words = value(then[key], kind, currency), value(now, kind, currency)
                    found.append((one["label"], *words, moved))
    return found


def figures(found: Sequence[dict[str, Any]], currency: str) -> list[dict[str, str]]:
    """Figures with their values in words."""
    return [
        {
            "value": value(one["value"], one["kind"], currency),
            "label": one["label"],
            "note": one["note"],
            "level": one["level"],
        }
        for one in found
    ]


def parts(content: Content, palette: Palette) -> list[ShownPart]:
    """The parts that say something, in their order."""
    return [
        ShownPart(
            part["key"],
            part["title"],
            part["text"],
            [_shown(block, content["currency"], palette) for block in _joined(part["blocks"])],
        )
        for part in content["parts"]
        if part["text"] or part["blocks"]
    ]


def _joined(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of figures without a title become one row, at the place of the first."""
    bare = [one for one in blocks if one["type"] == "figures" and not one["title"]]
    if not bare:
        return blocks
    whole = {**bare[0], "figures": [figure for one in bare for figure in one["figures"]]}
    return [whole, *(one for one in blocks if one not in bare)]


def _shown(block: dict[str, Any], currency: str, palette: Palette) -> Shown:
    if block["type"] == "figures":
        found = figures(block["figures"], currency)
        return Shown("figures", "", block["title"], figures=found, wide=True)
    if block["type"] == "table":
        return _table(block, currency, palette)
    if block["type"] == "bars":
        return _bars(block, currency)
    return _line(block, palette)


def _table(block: dict[str, Any], currency: str, palette: Palette) -> Shown:
    kinds = [column["kind"] for column in block["columns"]]
    heads = [
        Cell(
            f"{column['title']}, {unit(currency)}" if kind == "money" else column["title"],
            "num" if kind in NUMBERS else "",
        )
        for column, kind in zip(block["columns"], kinds, strict=True)
    ]
    rows = [
        [_cell(found, kind, palette) for found, kind in zip(row, kinds, strict=True)]
        for row in block["rows"]
    ]
    if not any(head.text for head in heads):
        heads = []
    return Shown(
        "table", block["key"], block["title"], block["note"], heads=heads, rows=rows,
        wide=len(rows) > ROWS_BESIDE or len(kinds) > 4,  # noqa: PLR2004 - a column beside the heading
    )  # fmt: skip


def _cell(found: Any, kind: str, palette: Palette) -> Cell:
    if kind == "strip" and found and found[0]:
        return Cell(strip(found[0], found[1], found[2], palette=palette), "strip")
    css = {"soft": "soft", "date": "nowrap", "mark": "r-state nowrap"}.get(kind, "")
    if kind in NUMBERS:
        css = "num"
    return Cell(value(found, kind), css, found[0] if kind == "mark" else "")


def _bars(block: dict[str, Any], currency: str) -> Shown:
    kind, legend = block["kind"], block["legend"]
    sums = [sum(Decimal(str(one)) for one in values) for _d, _n, values in block["rows"]]
    largest = max(sums, default=Decimal(0)) or Decimal(1)
    colours = [_PARTS[number % len(_PARTS)] for number in range(len(legend))]
    if block["last"] in _LAST:
        colours[-1] = _LAST[block["last"]]
    rows = []
    for (detail, name, values), whole in zip(block["rows"], sums, strict=True):
        words = [value(one, kind, currency) for one in values]
        told = ", ".join(
            f"{label} {word}" for label, word, one in zip(legend, words, values, strict=True)
            if Decimal(str(one))
        )  # fmt: skip
        drawn = _bar([Decimal(str(one)) for one in values], words, colours, largest)
        total = value(whole, kind, currency)
        rows.append([
            Cell(_day_or_words(detail), "soft nowrap"), Cell(name),
            Cell(_picture(f"{name}: {told or '0'}", drawn), "bar"), Cell(total, "num total"),
        ])  # fmt: skip
    if not any(row[0].text for row in rows):
        rows = [row[1:] for row in rows]
    return Shown(
        "bars", block["key"], block["title"], block["note"], rows=rows,
        legend=list(zip(legend, [colour for colour, _ink in colours], strict=True)),
        wide=len(rows) > BESIDE,
    )  # fmt: skip


def _day_or_words(detail: str) -> str:
    try:
        return whole_date(dt.date.fromisoformat(detail))
    except ValueError:
        return detail


def _bar(
    values: list[Decimal], words: list[str], colours: list[tuple[str, str]], largest: Decimal
) -> str:
    x, marks = 0.0, []
    for found, word, (colour, ink) in zip(values, words, colours, strict=True):
        width = float(found / largest) * BAR_WIDTH
        if width <= 0:
            continue
        marks.append(
            f'<rect x="{x:.1f}" y="0" width="{max(width - 1, 1):.1f}" height="{BAR_HEIGHT}" '
            f'fill="{colour}"/>'
        )
        if width > len(word) * SIGN + 6:
            marks.append(
                f'<text x="{x + width / 2:.1f}" y="11" text-anchor="middle" fill="{ink}" '
                f'font-size="9.5" font-weight="600" {FONT}>{escape(word)}</text>'
            )
        x += width
    return "".join(marks)


def _picture(title: str, marks: str) -> SafeString:
    return mark_safe(
        f'<svg viewBox="0 0 {BAR_WIDTH} {BAR_HEIGHT}" role="img" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>{marks}</svg>'
    )


def _line(block: dict[str, Any], palette: Palette) -> Shown:
    points = [(dt.date.fromisoformat(day), found) for day, found in block["points"]]
    aim_on, aim = dt.date.fromisoformat(block["target"][0]), block["target"][1]
    every = [found for _day, found in points] + [aim]
    near = min(every) > 0 and (max(every) - min(every)) * 4 < max(every)
    facts = {
        "first": value(points[0][1], "hours"), "first_day": whole_date(points[0][0]),
        "last": value(points[-1][1], "hours"), "last_day": whole_date(points[-1][0]),
        "aim": value(aim, "hours"), "aim_day": whole_date(aim_on),
    }  # fmt: skip
    said = _("%(first)s on %(first_day)s, %(last)s on %(last_day)s. The target is %(aim)s by "
             "%(aim_day)s.") % facts  # fmt: skip
    if len(points) == 1:
        said = _("%(first)s on %(first_day)s, not measured again. The target is %(aim)s by "
                 "%(aim_day)s.") % facts  # fmt: skip
    drawn = line_chart(
        [
            Series(_("Measured"), [Point(year_of(day), found) for day, found in points]),
            Series(_("Target"), [Point(year_of(aim_on), aim)]),
        ],
        title=block["title"],
        unit=block["unit"],
        from_zero=not near,
        palette=palette,
        description=said,
    )
    source = _("Source: %(source)s") % {"source": block["source"]} if block["source"] else ""
    rows = [[Cell(whole_date(day), "nowrap"), Cell(value(found, "hours"), "num")]
            for day, found in points]  # fmt: skip
    rows.append([Cell(_("Target, %(day)s") % {"day": whole_date(aim_on)}, "nowrap"),
                 Cell(value(aim, "hours"), "num")])  # fmt: skip
    return Shown(
        "line", block["key"], block["title"], f"{said} {source}".strip(), rows=rows,
        heads=[Cell(_("Date")), Cell(block["unit"] or _("Value"), "num")],
        svg=drawn.svg if len(points) > 1 else "", figures=[{"label": block["goal"]}],
    )  # fmt: skip
