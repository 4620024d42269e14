"""Charts as SVG, the same on a page and in a PDF, each with the table of its numbers.

A series break (another way of counting, another boundary) is no development: the line is
interrupted there, a dashed mark stands at it, and the table says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import zip_longest
from math import ceil, floor, log10

from django.utils.formats import number_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.palette import Palette, paint

WIDTH, HEIGHT = 520, 270
LEFT, RIGHT, TOP, BOTTOM = 56, 20, 30, 30
Y_TICKS, X_TICKS = 4, 6
SERIES_STYLES = 3


@dataclass(frozen=True, slots=True)
class Point:
    """One observation: `year`, `value`, where it is from, and whether a break lies before it.

    A day is a year with a fraction; whoever draws days brings words and table of their own.
    """

    year: float
    value: float
    source: str = ""
    break_before: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Observations of one thing, in the order of years."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: picture, words and table. `value_columns` counts year and values."""

    title: str
    description: str
    svg: SafeString
    headers: list[str]
    rows: list[list[str]]
    value_columns: int

    @property
    def table(self) -> SafeString:
        """The numbers as a table: a row heading, then values.

        Joined here, since a page may have hundreds of cells, and a template needs several times
        as long for each.
        """
        title, last = conditional_escape(self.title), self.value_columns
        kinds = ['<td class="num">' if at < last else "<td>" for at in range(len(self.headers))]
        heads = ['<th scope="col">', *('<th scope="col" class="num">',) * (last - 1)]
        head = "".join(
            f"{kind}{conditional_escape(cell)}</th>"
            for kind, cell in zip_longest(heads, self.headers, fillvalue=heads[0])
        )
        body = "".join(
            f'<tr><th scope="row">{conditional_escape(first)}</th>'
            + "".join(
                f"{kind}{conditional_escape(cell)}</td>"
                for kind, cell in zip(kinds[1:], rest, strict=True)
            )
            + "</tr>"
            for first, *rest in self.rows
        )
        return SafeString(
            f'<div class="table-scroll" role="region" aria-label="{title}" tabindex="0">'
            f'<table class="rows"><caption class="visually-hidden">{title}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )


@dataclass(frozen=True, slots=True)
class _Axis:
    """A linear scale from values to px, with its ticks."""

    low: float
    high: float
    start: float
    end: float
    ticks: list[float] = field(default_factory=list)

    def at(self, value: float) -> float:
        span = self.high - self.low or 1
        return round(self.start + (value - self.low) / span * (self.end - self.start), 1)


def line_chart(
    series: Sequence[Series],
    *,
    title: str,
    unit: str = "",
    from_zero: bool = True,
    palette: Palette = "page",
    description: str = "",
) -> Chart:
    """Draw up to three series over years. `unit` stands above the axis ("inhabitants").

    Points may come in any order. `description` takes the place of the words on first and last
    year. Raises ValueError for no point at all or too many series.
    """
    drawn = [Series(s.name, sorted(s.points, key=lambda p: p.year)) for s in series if s.points]
    if not drawn or len(drawn) > SERIES_STYLES:
        raise ValueError(
            f"line_chart draws 1 to {SERIES_STYLES} series with points, not {len(drawn)}"
        )
    points = [p for s in drawn for p in s.points]
    x = _year_axis(points)
    y = _value_axis(points, from_zero=from_zero)
    description = description or " ".join(_sentence(s, alone=len(drawn) == 1) for s in drawn)
    marks = [_grid(x, y, unit, palette)]
    marks += [_breaks(s, x, palette) for s in drawn]
    marks += [
        _line(s, number, x, y, palette, named=len(drawn) > 1) for number, s in enumerate(drawn)
    ]
    svg = (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(marks)}</svg>"
    )
    sourced = any(p.source or p.break_before for p in points)
    headers = [_("Year"), *(s.name for s in drawn), *([_("Source")] if sourced else [])]
    rows = _rows(drawn, sourced=sourced)
    return Chart(title, description, mark_safe(svg), headers, rows, len(drawn) + 1)


def _number(value: float) -> str:
    return number_format(
        round(value, 1) if value % 1 else int(value), use_l10n=True, force_grouping=True
    )


def _sentence(series: Series, *, alone: bool) -> str:
    first, last = series.points[0], series.points[-1]
    values = {
        "name": series.name,
        "first": _number(first.value),
        "first_year": first.year,
        "last": _number(last.value),
        "last_year": last.year,
    }
    if first is last:
        text = (
            _("%(first)s in %(first_year)s.")
            if alone
            else _("%(name)s: %(first)s in %(first_year)s.")
        )
    elif alone:
        text = _("From %(first)s in %(first_year)s to %(last)s in %(last_year)s.")
    else:
        text = _("%(name)s: from %(first)s in %(first_year)s to %(last)s in %(last_year)s.")
    said = [text % values]
    said += [
        _("A series break lies before %(year)s: the numbers on its two sides are not comparable.")
        % {"year": p.year}
        for p in series.points
        if p.break_before
    ]
    return " ".join(said)


def _rows(series: Iterable[Series], *, sourced: bool) -> list[list[str]]:
    by_year: dict[float, dict[int, Point]] = {}
    listed = list(series)
    for number, one in enumerate(listed):
        for point in one.points:
            by_year.setdefault(point.year, {})[number] = point
    rows = []
    for year, cells in sorted(by_year.items()):
        row = [str(year)]
        row += [_number(cells[n].value) if n in cells else "" for n in range(len(listed))]
        if sourced:
            notes = [p.source for p in cells.values() if p.source]
            notes += [_("Series break before this year") for p in cells.values() if p.break_before]
            row.append("; ".join(dict.fromkeys(notes)))
        rows.append(row)
    return rows


def nice_step(span: float, ticks: int) -> float:
    """The round step (1, 2, 2.5 or 5 times a power of ten) that gives about `ticks` steps."""
    rough = max(span, 1e-9) / ticks
    power = 10.0 ** floor(log10(rough))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)


def _value_axis(points: Sequence[Point], *, from_zero: bool) -> _Axis:
    low = min(p.value for p in points)
    high = max(p.value for p in points)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    step = nice_step((high - low) or abs(high) or 1, Y_TICKS)
    low = floor(low / step) * step
    count = -floor(-(high - low) / step) or 1
    ticks = [low + step * n for n in range(count + 1)]
    return _Axis(low, ticks[-1], HEIGHT - BOTTOM, TOP, ticks)


def _year_axis(points: Sequence[Point]) -> _Axis:
    # Days are drawn between the turns of the years around them.
    low, high = floor(min(p.year for p in points)), ceil(max(p.year for p in points))
    step = max(1, int(nice_step((high - low) or 1, X_TICKS)))
    first = -(-low // step) * step
    ticks = [float(year) for year in range(first, high + 1, step)] or [float(low)]
    pad = 1 if low == high else 0
    return _Axis(low - pad, high + pad, LEFT + 8, WIDTH - RIGHT - 8, ticks)


def _grid(x: _Axis, y: _Axis, unit: str, palette: Palette) -> str:
    text, right, base = paint("ch-t", palette), WIDTH - RIGHT, HEIGHT - BOTTOM
    marks = []
    for tick in y.ticks:
        at = y.at(tick)
        name = "ch-axis" if tick == y.low else "ch-grid"
        marks.append(f'<path {paint(name, palette)} d="M{LEFT} {at}H{right}"/>')
        marks.append(
            f'<text {text} x="{LEFT - 8}" y="{at + 4.5}" text-anchor="end">{_number(tick)}</text>'
        )
    for tick in x.ticks:
        at = x.at(tick)
        marks.append(f'<path {paint("ch-axis", palette)} d="M{at} {base}v5"/>')
        marks.append(
            f'<text {text} x="{at}" y="{base + 20}" text-anchor="middle">{int(tick)}</text>'
        )
    if unit:
        marks.append(f'<text {text} x="0" y="13">{escape(unit)}</text>')
    return "".join(marks)


def _breaks(series: Series, x: _Axis, palette: Palette) -> str:
    marks = []
    for before, point in zip(series.points, series.points[1:], strict=False):
        if not point.break_before:
            continue
        at = round((x.at(before.year) + x.at(point.year)) / 2, 1)
        # The words stand at the side with more room.
        anchor, beside = ("end", at - 6) if at > WIDTH / 2 else ("start", at + 6)
        marks.append(f'<path {paint("ch-b", palette)} d="M{at} {TOP - 8}V{HEIGHT - BOTTOM}"/>')
        marks.append(
            f'<text {paint("ch-bt", palette)} x="{beside}" y="{TOP + 2}" '
            f'text-anchor="{anchor}">{escape(_("Series break"))}</text>'
        )
    return "".join(marks)


def _line(series: Series, number: int, x: _Axis, y: _Axis, palette: Palette, *, named: bool) -> str:
    path, marks = "", []
    for index, point in enumerate(series.points):
        at, height = x.at(point.year), y.at(point.value)
        path += f"{'M' if not index or point.break_before else 'L'}{at} {height}"
        marks.append(_marker(number, at, height, palette))
    line = f'<path {paint(f"ch-l ch-s{number}", palette)} d="{path}"/>'
    last = series.points[-1]
    label = series.name if named else _number(last.value)
    text = (
        f'<text {paint(f"ch-n ch-f{number}", palette)} x="{x.at(last.year) + 4}" '
        f'y="{y.at(last.value) - 10}" text-anchor="end">{escape(label)}</text>'
    )
    return line + "".join(marks) + text


def _marker(number: int, x: float, y: float, palette: Palette) -> str:
    """Circle, square, diamond: series are told apart without colour."""
    look = paint(f"ch-p ch-f{number}", palette)
    if number == 0:
        return f'<circle {look} cx="{x}" cy="{y}" r="4"/>'
    if number == 1:
        return f'<rect {look} x="{x - 4}" y="{y - 4}" width="8" height="8"/>'
    return f'<path {look} d="M{x} {y - 5.5}l5.5 5.5-5.5 5.5-5.5-5.5z"/>'
