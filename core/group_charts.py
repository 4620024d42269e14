"""Charts that set groups side by side: dots on a scale, stacked bars, and a radar.

Dots and bars are drawn line by line, as wide as their place, so that labels beside them are
ordinary text that wraps and is read aloud. A group has a shape, and never a colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin
from textwrap import wrap

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.charts import Chart
from core.palette import Palette, paint

#: Marks by name, around 0/0; filled by their class.
_SHAPES = {
    "circle": '<circle r="5.5"/>',
    "square": '<rect x="-5" y="-5" width="10" height="10"/>',
    "triangle": '<path d="M0-6.5L6.5 5H-6.5z"/>',
    "diamond": '<path d="M0-7L7 0 0 7-7 0z"/>',
    "then": '<circle r="5"/>',  # hollow: what was before
}
_NAMES = {
    "circle": gettext_noop("Circle"),
    "square": gettext_noop("Square"),
    "triangle": gettext_noop("Triangle"),
    "diamond": gettext_noop("Diamond"),
    "then": gettext_noop("Before"),
}
#: Paper knows no width of its place: the lines are drawn this wide there.
PAPER_WIDTH = 300
DOT_HEIGHT, BAR_HEIGHT = 40, 26
#: A line of dots without numbers.
BARE_HEIGHT = 20
#: How near two numbers may stand, and how narrow a bar may be that has one; in per cent.
NEAR, NEAR_ON_PAPER, NARROW = 6.0, 8.0, 8.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One group on a line: where it stands (0 to 100), its mark, and the number above it."""

    at: float
    mark: str
    label: str


def mark(name: str, palette: Palette = "page") -> SafeString:
    """A group's mark beside its name."""
    return mark_safe(  # our own shapes
        f'<svg class="gc-mark" viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true">'
        f"{_titled(_(_NAMES[name]), palette)}"
        f"<g {paint(f'gc-{name}', palette)}>{_SHAPES[name]}</g></svg>"
    )


def _titled(text: str, palette: Palette) -> str:
    """What is read aloud in place of a picture on paper; a page has text beside it."""
    return "" if palette == "page" else f"<title>{escape(text)}</title>"


def _x(share: float, palette: Palette) -> str:
    if palette == "page":
        return f"{share:.1f}%"
    return f"{share * PAPER_WIDTH / 100:.1f}"


def _line(height: int, marks: str, palette: Palette, said: str) -> SafeString:
    size = (
        f'width="100%" height="{height}"'
        if palette == "page"
        else f'viewBox="0 0 {PAPER_WIDTH} {height}" width="{PAPER_WIDTH}" height="{height}"'
    )
    return mark_safe(
        f'<svg class="gc" {size} aria-hidden="true" xmlns="http://www.w3.org/2000/svg">'
        f"{_titled(said, palette)}{marks}</svg>"
    )


def dot_line(
    dots: Sequence[Dot], *, ticks: Sequence[float] = (0, 25, 50, 75, 100), palette: Palette = "page"
) -> SafeString:
    """Groups as marks on a line from 0 to 100, joined from the lowest to the highest."""
    height = DOT_HEIGHT if any(dot.label for dot in dots) else BARE_HEIGHT
    middle = height - 10
    marks = [
        f'<line {paint("ch-grid", palette)} x1="{_x(tick, palette)}" '
        f'x2="{_x(tick, palette)}" y1="0" y2="{height}"/>'
        for tick in ticks
    ]
    ordered = sorted(dots, key=lambda dot: dot.at)
    if len(ordered) > 1:
        ends = (_x(ordered[0].at, palette), _x(ordered[-1].at, palette))
        marks.append(
            f'<line {paint("gc-join", palette)} x1="{ends[0]}" x2="{ends[1]}" '
            f'y1="{middle}" y2="{middle}"/>'
        )
    near = NEAR if palette == "page" else NEAR_ON_PAPER
    places = _apart([dot.at for dot in ordered], near)
    for dot, place in zip(ordered, places, strict=True):
        look = paint(f"gc-{dot.mark}", palette)
        inner = f"<g {look}>{_SHAPES[dot.mark]}</g>"
        if palette == "page":
            marks.append(f'<svg x="{_x(dot.at, palette)}" y="{middle}">{inner}</svg>')
        else:
            at = f"translate({_x(dot.at, palette)} {middle})"
            marks.append(f'<g transform="{at}">{inner}</g>')
        if dot.label:
            text = paint(f"gc-n gc-n-{dot.mark}", palette)
            marks.append(
                f'<text {text} x="{_x(place, palette)}" y="14" text-anchor="middle">'
                f"{escape(dot.label)}</text>"
            )
    said = ", ".join(dot.label or f"{dot.at:.0f}" for dot in ordered)
    return _line(height, "".join(marks), palette, said)


def _apart(places: Sequence[float], near: float) -> list[float]:
    """The places of numbers in ascending order, pushed apart so that none covers another."""
    found = list(places)
    for _round in range(4 * len(found)):
        for at in range(len(found) - 1):
            short = near - (found[at + 1] - found[at])
            if short > 0:
                found[at] -= short / 2
                found[at + 1] += short / 2
    last = len(found) - 1
    return [
        max(1 + at * near, min(place, 99 - (last - at) * near)) for at, place in enumerate(found)
    ]


def bar_line(shares: Sequence[float], *, palette: Palette = "page") -> SafeString:
    """One group's answers on a scale, from the lowest to the highest, as parts of a bar.

    `shares` are per cent. What lies below the middle of the scale and what lies above have tones
    of their own, the stronger the further out.
    """
    marks, at = [], 0.0
    for number, share in enumerate(shares):
        tone, strength = tone_of(number, len(shares))
        if share > 0:
            marks.append(
                f'<rect {paint(tone, palette)} fill-opacity="{strength}" '
                f'x="{_x(at, palette)}" width="{_x(share, palette)}" y="1" '
                f'height="{BAR_HEIGHT - 2}"/>'
            )
        if share >= NARROW:
            marks.append(
                f'<text {paint("gc-v", palette)} x="{_x(at + share / 2, palette)}" '
                f'y="{BAR_HEIGHT / 2 + 4.5}" text-anchor="middle">{round(share)}</text>'
            )
        at += share
    return _line(BAR_HEIGHT, "".join(marks), palette, ", ".join(f"{one:.0f}" for one in shares))


def tone_of(number: int, steps: int) -> tuple[str, float]:
    """The tone of a step of a scale, as a class and its strength."""
    away = (2 * number - (steps - 1)) / max(steps - 1, 1)
    if not away:
        return "gc-mid", 1
    return ("gc-high" if away > 0 else "gc-low"), round(0.12 + 0.38 * abs(away), 2)


def key_line(number: int, steps: int, palette: Palette = "page") -> SafeString:
    """The tone of a step as a small square, for a legend."""
    tone, strength = tone_of(number, steps)
    return mark_safe(
        f'<svg class="gc-mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'
        f"{_titled(str(number + 1), palette)}"
        f'<rect {paint(tone, palette)} fill-opacity="{strength}" width="16" height="16"/></svg>'
    )


# --- Radar

RADAR, RADIUS = (560, 450), 150
#: Letters in a line of a label.
LABEL = 14


@dataclass(frozen=True, slots=True)
class Ring:
    """One shape of a radar: what it is called, and a value for each axis (None: not known)."""

    name: str
    values: Sequence[float | None]


def radar_chart(
    axes: Sequence[str],
    rings: Sequence[Ring],
    *,
    low: float,
    high: float,
    title: str,
    description: str,
    palette: Palette = "page",
    strong: Sequence[int] = (),
) -> Chart:
    """Up to two shapes over three axes or more; the last is the one of today, filled.

    `low` is at the middle and `high` at the rim. `strong` are axes whose names stand out. Raises
    ValueError for fewer than three axes or other than one or two shapes.
    """
    if len(axes) < 3 or not 1 <= len(rings) <= 2:  # noqa: PLR2004 - said above
        raise ValueError("a radar has three axes or more and one or two shapes")
    spread = _Spread(len(axes), low, high)
    marks = [spread.web(palette)]
    for number, ring in enumerate(rings):
        newest = number == len(rings) - 1
        marks.append(spread.shape(ring, newest=newest, palette=palette))
    marks += [
        spread.label(number, name, palette, strong=number in strong)
        for number, name in enumerate(axes)
    ]
    svg = (
        f'<svg class="radar" viewBox="0 0 {RADAR[0]} {RADAR[1]}" role="img" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>'
        f"<desc>{escape(description)}</desc>{''.join(marks)}</svg>"
    )
    rows = [
        [f"{number}. {name}", *("" if v is None else decimal(v) for v in values)]
        for number, (name, *values) in enumerate(
            zip(axes, *(ring.values for ring in rings), strict=True), start=1
        )
    ]
    return Chart(
        title, description, mark_safe(svg), ["", *(r.name for r in rings)], rows, len(rings) + 1
    )


def decimal(value: float) -> str:
    """A mean with one decimal, as the language writes it."""
    return number_format(round(value, 1), 1, use_l10n=True)


@dataclass(frozen=True, slots=True)
class _Spread:
    """Where an axis and a value lie."""

    axes: int
    low: float
    high: float

    def point(self, number: int, value: float, more: float = 0) -> tuple[float, float]:
        # The lowest value keeps a little room around the middle, or shapes fall into a point.
        share = 0.12 + 0.88 * (value - self.low) / ((self.high - self.low) or 1)
        angle = 2 * pi * number / self.axes - pi / 2
        length = RADIUS * share + more
        return (
            round(RADAR[0] / 2 + cos(angle) * length, 1),
            round(RADAR[1] / 2 + sin(angle) * length, 1),
        )

    def web(self, palette: Palette) -> str:
        steps = int(self.high - self.low)
        lines = [
            self._ring(self.low + step, "ch-axis" if 2 * step == steps else "ch-grid", palette)
            for step in range(steps + 1)
        ]
        middle = f"{RADAR[0] / 2} {RADAR[1] / 2}"
        spokes = "".join(
            f"M{middle}L{x} {y}"
            for x, y in (self.point(number, self.high) for number in range(self.axes))
        )
        lines.append(f'<path {paint("ch-grid", palette)} d="{spokes}"/>')
        for value in {self.low, (self.low + self.high) / 2, self.high}:
            x, y = self.point(0, value)
            lines.append(
                f'<text {paint("ch-t", palette)} x="{x + 5}" y="{y + 12}">{value:g}</text>'
            )
        return "".join(lines)

    def _ring(self, value: float, name: str, palette: Palette) -> str:
        points = [self.point(number, value) for number in range(self.axes)]
        return f'<path {paint(name, palette)} d="{_path(points)}z"/>'

    def shape(self, ring: Ring, *, newest: bool, palette: Palette) -> str:
        known = [
            self.point(number, value)
            for number, value in enumerate(ring.values)
            if value is not None
        ]
        if not known:
            return ""
        name = "now" if newest else "then"
        # With a gap there is no closed shape: the points alone are true.
        closed = len(known) == self.axes
        area = f'<path {paint(f"rd-{name}", palette)} d="{_path(known)}z"/>' if closed else ""
        return area + "".join(
            f'<circle {paint(f"rd-{name}-p", palette)} cx="{x}" cy="{y}" r="4.5"/>'
            for x, y in known
        )

    def label(self, number: int, name: str, palette: Palette, *, strong: bool) -> str:
        x, y = self.point(number, self.high, 18)
        side = x - RADAR[0] / 2
        anchor = "middle" if abs(side) < RADIUS / 8 else "start" if side > 0 else "end"
        lines = wrap(name, LABEL, break_long_words=False)[:3] or [""]
        top = y + 5 - 8 * (len(lines) - 1)
        if anchor == "middle":
            top = y + 4 - (17 * (len(lines) - 1) if y < RADAR[1] / 2 else 0)
        spans = "".join(
            f'<tspan x="{x}" y="{top + 17 * at}">{escape(line)}</tspan>'
            for at, line in enumerate(lines)
        )
        look = paint("rd-t rd-strong" if strong else "rd-t", palette)
        text = f'<text {look} text-anchor="{anchor}">{spans}</text>'
        if palette != "page":
            return text
        # Where the picture is small its words are too: then the axis has its number.
        return (
            f'{text}<text {paint("rd-no", palette)} x="{x}" y="{y + 9}" '
            f'text-anchor="{anchor}">{number + 1}</text>'
        )


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)
