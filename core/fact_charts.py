"""Charts of a place beside others: a series with breaks, a pyramid, two ways, marks, bars.

They are as wide as their place: positions along the width are shares of it, so that words keep
their size on a phone. On paper, and as a file of its own, the same chart has a fixed width.
What has no number (protected, missing) is drawn as a dashed field and said in the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil, floor
from textwrap import wrap
from typing import Literal

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.charts import Chart, Point, nice_step
from core.palette import Palette, paint

#: How wide a chart is on paper and as a file, in px.
PAPER_WIDTH = 640
Anchor = Literal["start", "middle", "end"]
Mark = Literal["circle", "square", "triangle", "diamond"]
_SHAPES: dict[str, str] = {
    "circle": '<circle r="6"/>',
    "square": '<rect x="-5" y="-5" width="10" height="10"/>',
    "triangle": '<path d="M0-6.5L6.5 5H-6.5z"/>',
    "diamond": '<path d="M0-7L7 0 0 7-7 0z"/>',
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or why there is none in `words` ("protected"); with a number they qualify it."""

    value: float | None
    words: str = ""
    decimals: int = 1

    @property
    def text(self) -> str:
        """As a table says it: "1 550", "77 (estimated)", "protected"."""
        if self.value is None:
            return self.words or "–"
        number = said(self.value, self.decimals)
        return f"{number} ({self.words})" if self.words else number


def said(value: float, decimals: int = 1) -> str:
    """A number as the language writes it, with decimals only where there are any."""
    rounded = round(value, decimals)
    shown = rounded if rounded % 1 else int(rounded)
    return number_format(shown, decimals if rounded % 1 else 0, use_l10n=True, force_grouping=True)


def signed(value: float, decimals: int = 0, unit: str = "") -> str:
    """A change with its sign: "+6 %", "−12 %", "0"."""
    rounded = round(value, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    number = f"{sign}{said(abs(rounded), decimals)}"
    return f"{number}\N{NO-BREAK SPACE}{unit}" if unit else number


class _Sheet:
    """What is drawn on: x goes from 0 to 100 along the width, y in px from the top."""

    def __init__(self, height: float, palette: Palette) -> None:
        self.height, self.palette = height, palette
        self.marks: list[str] = []

    def _x(self, at: float) -> str:
        if self.palette == "page":
            return f"{at:.2f}%"
        return f"{at * PAPER_WIDTH / 100:.1f}"

    def line(self, names: str, x: tuple[float, float], y: tuple[float, float]) -> None:
        self.marks.append(
            f'<line {paint(names, self.palette)} x1="{self._x(x[0])}" y1="{y[0]:.1f}" '
            f'x2="{self._x(x[1])}" y2="{y[1]:.1f}"/>'
        )

    def rect(self, names: str, x: tuple[float, float], y: float, height: float) -> None:
        self.marks.append(
            f'<rect {paint(names, self.palette)} x="{self._x(x[0])}" y="{y:.1f}" '
            f'width="{self._x(max(0.0, x[1] - x[0]))}" height="{height:.1f}"/>'
        )

    def text(self, names: str, x: float, y: float, words: str, anchor: Anchor = "start") -> None:
        self.marks.append(
            f'<text {paint(names, self.palette)} x="{self._x(x)}" y="{y:.1f}" '
            f'text-anchor="{anchor}">{escape(words)}</text>'
        )

    def mark(self, name: Mark, x: float, y: float) -> None:
        inner = f"<g {paint(f'fc-{name}', self.palette)}>{_SHAPES[name]}</g>"
        if self.palette == "page":
            self.marks.append(f'<svg x="{self._x(x)}" y="{y:.1f}">{inner}</svg>')
        else:
            self.marks.append(f'<g transform="translate({self._x(x)} {y:.1f})">{inner}</g>')

    def done(self, title: str, description: str) -> SafeString:
        size = (
            f'width="100%" height="{self.height:.0f}"'
            if self.palette == "page"
            else f'viewBox="0 0 {PAPER_WIDTH} {self.height:.0f}" width="{PAPER_WIDTH}" '
            f'height="{self.height:.0f}"'
        )
        return mark_safe(
            f'<svg class="fc" {size} role="img" xmlns="http://www.w3.org/2000/svg">'
            f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
            f"{''.join(self.marks)}</svg>"
        )


def key(
    name: Mark | Literal["bar", "strong", "line", "out"], words: str, palette: Palette = "page"
) -> str:
    """The mark of a legend, beside its words; on paper it is read aloud by them."""
    inner = {
        "bar": f'<rect {paint("fc-bar", palette)} x="-7" y="-6" width="14" height="12"/>',
        "strong": f'<rect {paint("fc-strong", palette)} x="-7" y="-6" width="14" height="12"/>',
        "out": f'<rect {paint("fc-out", palette)} x="-7" y="-6" width="14" height="12"/>',
        "line": f'<line {paint("fc-line", palette)} x1="-8" x2="8" y1="0" y2="0"/>',
    }.get(name) or f"<g {paint(f'fc-{name}', palette)}>{_SHAPES[name]}</g>"
    title = f"<title>{escape(words)}</title>" if palette == "paper" else ""
    return mark_safe(
        f'<svg class="fc-key" viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true" '
        f'xmlns="http://www.w3.org/2000/svg">{title}{inner}</svg>'
    )


# --- A series with breaks

_LEFT, _RIGHT, _TOP, _BASE = 9.0, 86.0, 30, 200
_Y_TICKS, _X_TICKS = 4, 6
_NOTE_WIDTH = 30


def series_chart(
    points: Sequence[Point],
    *,
    title: str,
    description: str,
    heading: str,
    broken: Callable[[float], tuple[str, str]],
    palette: Palette = "page",
) -> Chart:
    """One series over years, cut at each break.

    `broken` says of the first year behind a break what happened, in short and in a sentence.
    `heading` is the column of its numbers. ValueError for no point.
    """
    drawn = sorted(points, key=lambda one: one.year)
    if not drawn:
        raise ValueError("a series has at least one point")
    sheet = _Sheet(_BASE + 32, palette)
    scale = _Scale.of(drawn)
    breaks = [scale.x((a.year + b.year) / 2) for a, b in pairwise(drawn) if b.break_before]
    if breaks:
        sheet.rect("fc-after", (breaks[-1], 100.0), _TOP - 16, _BASE - _TOP + 16)
    _axes(sheet, scale)
    for at in breaks:
        sheet.line("ch-b", (at, at), (_TOP - 16, _BASE))
    if breaks:
        first = next(one for one in reversed(drawn) if one.break_before)
        _said_at_break(sheet, breaks[-1], broken(first.year))
    for a, b in pairwise(drawn):
        if not b.break_before:
            ends = (scale.x(a.year), scale.x(b.year)), (scale.y(a.value), scale.y(b.value))
            sheet.line("ch-l ch-s0", *ends)
    for one in drawn:
        sheet.mark("circle", scale.x(one.year), scale.y(one.value))
    _labels(sheet, drawn, scale)
    sourced = any(one.source or one.break_before for one in drawn)
    rows = [[f"{one.year:g}", said(one.value), *([_told(one)] if sourced else [])] for one in drawn]
    headers = [_("Year"), heading, *([_("Source")] if sourced else [])]
    return Chart(title, description, sheet.done(title, description), headers, rows, 2)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Years along the width, values from zero up to a round number."""

    first: int
    last: int
    step: float
    top: float

    @classmethod
    def of(cls, drawn: Sequence[Point]) -> _Scale:
        highest = max(one.value for one in drawn) or 1
        step = nice_step(highest, _Y_TICKS)
        top = step * ceil(highest / step)
        return cls(floor(drawn[0].year), ceil(drawn[-1].year), step, top)

    @property
    def across(self) -> int:
        return self.last - self.first or 1

    def x(self, year: float) -> float:
        return _LEFT + (year - self.first) / self.across * (_RIGHT - _LEFT)

    def y(self, value: float) -> float:
        return _BASE - value / self.top * (_BASE - _TOP)


def _axes(sheet: _Sheet, scale: _Scale) -> None:
    for number in range(round(scale.top / scale.step) + 1):
        value = scale.step * number
        at = scale.y(value)
        sheet.line("ch-grid" if number else "ch-axis", (0, 100), (at, at))
        sheet.text("ch-t", 0, at - 4, said(value))
    years = max(1, int(nice_step(scale.across, _X_TICKS)))
    for year in range(-(-scale.first // years) * years, scale.last + 1, years):
        sheet.text("ch-t", scale.x(year), _BASE + 20, str(year), "middle")


def _told(point: Point) -> str:
    marks = [point.source, _("Series break before this year") if point.break_before else ""]
    return "; ".join(filter(None, marks))


def _said_at_break(sheet: _Sheet, at: float, words: tuple[str, str]) -> None:
    # The words stand at the side with more room, low, where a series seldom is.
    right = at < (_LEFT + _RIGHT) / 2
    anchor: Anchor = "start" if right else "end"
    beside = at + 1.2 if right else at - 1.2
    lines = wrap(words[1], _NOTE_WIDTH)
    top = _BASE - 14 - 17 * len(lines)
    sheet.text("ch-bt fc-b", beside, top, words[0], anchor)
    for number, line in enumerate(lines, start=1):
        sheet.text("ch-t", beside, top + 17 * number, line, anchor)


def _labels(sheet: _Sheet, drawn: Sequence[Point], scale: _Scale) -> None:
    """Numbers at the ends of each stretch and at the highest point; the last one beside it."""
    last, highest = drawn[-1], max(drawn, key=lambda one: one.value)
    named = {id(drawn[0]), id(highest)}
    for a, b in pairwise(drawn):
        if b.break_before:
            named |= {id(a), id(b)}
    for one in drawn[:-1]:
        if id(one) in named:
            up = one is highest
            at = scale.y(one.value) + (-12 if up else 22)
            sheet.text("fc-v", scale.x(one.year), at, said(one.value), "middle")
    sheet.text("ch-n ch-f0", scale.x(last.year) + 2, scale.y(last.value) + 4.5, said(last.value))


# --- A pyramid


@dataclass(frozen=True, slots=True)
class Band:
    """One age band: what stands at the left and the right, and the other's outline."""

    label: str
    left: Amount
    right: Amount
    left_other: float | None = None
    right_other: float | None = None
    strong: bool = False


_ROW, _BAR = 25, 20
_LEFT_END, _RIGHT_START, _LONGEST = 43.0, 57.0, 33.0


def pyramid(
    bands: Sequence[Band],
    *,
    title: str,
    description: str,
    names: tuple[str, str],
    others: tuple[str, str] | None = None,
    unit: str,
    palette: Palette = "page",
) -> Chart:
    """Bands from the oldest to the youngest, in `unit`; `names` say who is left and right.

    `others` are the headings of the outline's columns, where there is an outline.
    """
    height = _ROW * len(bands) + 50
    sheet = _Sheet(height, palette)
    highest = max(
        (
            value
            for one in bands
            for value in (one.left.value, one.right.value, one.left_other, one.right_other)
            if value is not None
        ),
        default=1.0,
    )
    scale = _LONGEST / (highest or 1)
    sheet.text("fc-v", _LEFT_END, 14, names[0], "end")
    sheet.text("fc-v", _RIGHT_START, 14, names[1])
    for number, one in enumerate(bands):
        top = 24 + _ROW * number
        sheet.text("fc-n" if one.strong else "fc-v", 50, top + 15, one.label, "middle")
        for amount, other, left in (
            (one.left, one.left_other, True),
            (one.right, one.right_other, False),
        ):
            _side(sheet, amount, other, top, scale, left=left, strong=one.strong)
    if others:
        _outline(sheet, [one.left_other for one in bands], scale, left=True)
        _outline(sheet, [one.right_other for one in bands], scale, left=False)
    sheet.text("ch-t", 50, height - 6, unit, "middle")
    headers = [_("Age"), *names, *(others or ())]
    rows = [
        [
            one.label,
            one.left.text,
            one.right.text,
            *(
                [Amount(one.left_other).text, Amount(one.right_other).text]
                if others
                else []
            ),
        ]
        for one in bands
    ]  # fmt: skip
    return Chart(title, description, sheet.done(title, description), headers, rows, len(headers))


def _side(
    sheet: _Sheet,
    amount: Amount,
    other: float | None,
    top: float,
    scale: float,
    *,
    left: bool,
    strong: bool,
) -> None:
    value = amount.value
    # The number stands beyond bar and outline.
    beyond = max((other or 0.0) * scale, 8.0 if value is None else value * scale) + 1
    length = 8.0 if value is None else value * scale
    name = "fc-hid" if value is None else "fc-strong" if strong else "fc-bar"
    x = (_LEFT_END - length, _LEFT_END) if left else (_RIGHT_START, _RIGHT_START + length)
    sheet.rect(name, x, top, _BAR)
    words = "–" if value is None else said(value)
    if left:
        sheet.text("ch-t", _LEFT_END - beyond, top + 15, words, "end")
    else:
        sheet.text("ch-t", _RIGHT_START + beyond, top + 15, words)


def _outline(sheet: _Sheet, values: Sequence[float | None], scale: float, *, left: bool) -> None:
    def x(value: float) -> float:
        return _LEFT_END - value * scale if left else _RIGHT_START + value * scale

    for number, value in enumerate(values):
        top = 24 + _ROW * number - 2.5
        if value is None:
            continue
        sheet.line("fc-line", (x(value), x(value)), (top, top + _ROW))
        after = values[number + 1] if number + 1 < len(values) else None
        if after is not None:
            sheet.line("fc-line", (x(value), x(after)), (top + _ROW, top + _ROW))


# --- Two ways: out at the left, in at the right


@dataclass(frozen=True, slots=True)
class Way:
    """One row: what went out and what came in."""

    label: str
    out: Amount
    into: Amount

    @property
    def net(self) -> float | None:
        """In less out; None where one of them is not known."""
        if self.out.value is None or self.into.value is None:
            return None
        return self.into.value - self.out.value


_MIDDLE, _WAY = 58.0, 20.0


def two_ways(
    ways: Sequence[Way],
    *,
    title: str,
    description: str,
    names: tuple[str, str, str, str],
    palette: Palette = "page",
) -> Chart:
    """`names`: the heading of the rows, what goes out, what comes in, and the net of both."""
    row = 32
    height = row * len(ways) + 28
    sheet = _Sheet(height, palette)
    known = [one.value for way in ways for one in (way.out, way.into) if one.value is not None]
    scale = _WAY / (max(known, default=1.0) or 1)
    sheet.text("fc-v", _MIDDLE - 1, 14, names[1], "end")
    sheet.text("fc-v", _MIDDLE + 1, 14, names[2])
    sheet.text("fc-v", 100, 14, names[3], "end")
    for number, way in enumerate(ways):
        top = 24.0 + row * number
        sheet.text("fc-v", 0, top + 16, way.label)
        for amount, left in ((way.out, True), (way.into, False)):
            length = 6.0 if amount.value is None else amount.value * scale
            name = "fc-hid" if amount.value is None else "fc-out" if left else "fc-bar"
            x = (_MIDDLE - length, _MIDDLE) if left else (_MIDDLE, _MIDDLE + length)
            sheet.rect(name, x, top, 22)
            words = "–" if amount.value is None else said(amount.value)
            at, anchor = (x[0] - 1, "end") if left else (x[1] + 1, "start")
            sheet.text("fc-v", at, top + 16, words, anchor)  # type: ignore[arg-type]
        if way.net is not None:
            look = "fc-up" if way.net > 0 else "fc-down" if way.net < 0 else "fc-v"
            sheet.text(look, 100, top + 16, signed(way.net, 1), "end")
    sheet.line("ch-axis", (_MIDDLE, _MIDDLE), (20, height - 4))
    rows = [
        [way.label, way.out.text, way.into.text, "–" if way.net is None else signed(way.net, 1)]
        for way in ways
    ]
    return Chart(title, description, sheet.done(title, description), list(names), rows, 4)


# --- Marks on a scale


@dataclass(frozen=True, slots=True)
class Marked:
    """One row: who stands where, by mark."""

    label: str
    values: Mapping[Mark, Amount]


def marks_chart(
    rows: Sequence[Marked],
    *,
    title: str,
    description: str,
    names: Mapping[Mark, str],
    heading: str,
    unit: str = "",
    palette: Palette = "page",
) -> Chart:
    """Each row is a scale from zero with a mark for each of `names`; the first one is labelled."""
    gap = 56
    height = gap * len(rows) + 26
    sheet = _Sheet(height, palette)
    known = [one.value for row in rows for one in row.values.values() if one.value is not None]
    high = max(known, default=1.0) or 1.0
    step = nice_step(high, 4)
    top = 100.0 if unit == "%" and high > 40 else step * ceil(high / step)  # noqa: PLR2004
    step = 25.0 if top == 100.0 and unit == "%" else step  # noqa: PLR2004

    def x(value: float) -> float:
        return 2 + value / top * 93

    for number in range(round(top / step) + 1):
        at = x(step * number)
        sheet.line("ch-grid", (at, at), (22, height - 20))
        last = number == round(top / step)
        words = (
            f"{said(step * number)} {unit}".strip() if number == 0 or last else said(step * number)
        )
        sheet.text(
            "ch-t", at, height - 4, words, "end" if last else "middle" if number else "start"
        )
    for number, row in enumerate(rows):
        base = gap * number + 38.0
        sheet.text("fc-v", 0, base - 22, row.label)
        there = {name: one.value for name, one in row.values.items() if one.value is not None}
        if len(there) > 1:
            ends = min(there.values()), max(there.values())
            sheet.line("fc-join", (x(ends[0]), x(ends[1])), (base, base))
        own = next(iter(names))
        for name in sorted(there, key=lambda one: one == own):
            sheet.mark(name, x(there[name]), base)
        if own in there:
            sheet.text("ch-n ch-f0", x(there[own]), base + 20, said(there[own]), "middle")
    table = [
        [row.label, *(row.values[name].text if name in row.values else "–" for name in names)]
        for row in rows
    ]
    headers = [heading, *names.values()]
    return Chart(title, description, sheet.done(title, description), headers, table, len(headers))


# --- Bars


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, with its number and further cells of the table."""

    label: str
    amount: Amount
    strong: bool = False
    more: tuple[str, ...] = ()


def bars_chart(
    bars: Sequence[Bar],
    *,
    title: str,
    description: str,
    headers: Iterable[str],
    palette: Palette = "page",
) -> Chart:
    """Bars under each other, words above each. `headers`: of rows, numbers and further cells."""
    gap = 40
    sheet = _Sheet(gap * len(bars) + 4, palette)
    high = max((one.amount.value or 0.0 for one in bars), default=1.0) or 1.0
    for number, one in enumerate(bars):
        top = gap * number
        value = one.amount.value
        length = 8.0 if value is None else value / high * 84
        sheet.text("fc-n" if one.strong else "fc-v", 0, top + 14.0, one.label)
        look = "fc-hid" if value is None else "fc-strong" if one.strong else "fc-bar"
        sheet.rect(look, (0, length), top + 20, 13)
        words = "–" if value is None else said(value)
        sheet.text("fc-v", length + 1, top + 31.0, words)
    names = list(headers)
    rows = [[one.label, one.amount.text, *one.more] for one in bars]
    return Chart(title, description, sheet.done(title, description), names, rows, len(names))
