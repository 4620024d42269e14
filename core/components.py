"""The platform's sign: the step strip with the gate as a diamond, as one SVG.

Filled = done, outlined = now, pale = ahead. The diamond is hollow (not handed in), half
filled (waiting), filled (passed), filled with a dot (passed with conditions), filled with a
bar (returned) or a cross (stopped): each state is told apart without colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Literal

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.palette import Palette, paint

Size = Literal["sm", "md", "lg"]
StripKey = tuple[str, str, int | None]

GATE_WORDS: dict[str, str | Promise] = {
    "closed": gettext_lazy("The gate is not handed in."),
    "waiting": gettext_lazy("The gate is waiting for a decision."),
    "passed": gettext_lazy("The gate is passed."),
    "conditions": gettext_lazy("The gate is passed with conditions."),
    "returned": gettext_lazy("The gate is returned."),
    "stopped": gettext_lazy("The gate decision is to stop."),
}
STEP_WORDS: dict[str, str | Promise] = {
    "d": gettext_lazy("%(step)s: done."),
    "n": gettext_lazy("%(step)s: now."),
    "a": gettext_lazy("%(step)s: ahead."),
}


@dataclass(frozen=True, slots=True)
class _Measure:
    """Measures in px: a segment's width and height, gaps, half a diamond."""

    width: int
    height: int
    gap: int
    diamond: int


MEASURES: dict[str, _Measure] = {
    "sm": _Measure(width=22, height=9, gap=3, diamond=8),
    "md": _Measure(width=36, height=10, gap=4, diamond=8),
    "lg": _Measure(width=53, height=11, gap=5, diamond=9),
}


def strip(
    progress: str,
    gate_state: str = "",
    gate_after: int | None = None,
    size: Size = "sm",
    titles: Sequence[str] | None = None,
    palette: Palette = "page",
) -> SafeString:
    """The strip as inline SVG with its title and description in the active language.

    `progress` has one letter per step: `d` done, `n` now, `a` ahead. `gate_after` is the
    number of steps before the gate; None or 0 means a method without a gate. `gate_state`
    is "" or "closed", "waiting", "passed", "conditions", "returned" or "stopped". `titles`
    are the steps' names, for the description. `size="lg"` fills its container's width.
    `palette="paper"` is for PDFs. Raises ValueError for an unknown letter or state.
    """
    names = tuple(str(title) for title in titles) if titles else ()
    return _strip(
        progress, gate_state or "closed", gate_after or 0, size, names, palette, get_language()
    )


def strip_words(progress: str, gate_state: str = "", gate_after: int | None = None) -> str:
    """The strip in one or two sentences: "Step 3 of 6. The gate is returned."."""
    return _words(progress, gate_state or "closed", gate_after or 0)


def strip_sprite(keys: Iterable[StripKey], size: Size = "sm") -> SafeString:
    """One hidden SVG with a <symbol> per distinct (progress, gate_state, gate_after).

    Put it once before a long list; each row then draws its strip with `strip_use`, which is
    a tenth of the bytes of a whole strip.
    """
    symbols = []
    for progress, state, after in sorted({(p, s or "closed", a or 0) for p, s, a in keys}):
        width, height = _extent(len(progress), after, MEASURES[size])
        body = _marks(progress, state, after, MEASURES[size], "page")
        name = _symbol_id(progress, state, after, size)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 {width} {height}">{body}</symbol>')
    return mark_safe(f'<svg class="sprite" aria-hidden="true">{"".join(symbols)}</svg>')


def strip_use(
    progress: str, gate_state: str = "", gate_after: int | None = None, size: Size = "sm"
) -> SafeString:
    """A strip drawn from the page's sprite; `strip_sprite` must know its key."""
    return _strip_use(progress, gate_state or "closed", gate_after or 0, size, get_language())


@lru_cache(maxsize=4096)
def _strip(
    progress: str,
    state: str,
    after: int,
    size: Size,
    titles: tuple[str, ...],
    palette: Palette,
    language: str | None,
) -> SafeString:
    # `language` is here for the cache: the words below follow the active language.
    measure = MEASURES[size]
    width, height = _extent(len(progress), after, measure)
    shown = "strip strip-full" if size == "lg" else "strip"
    frame = f'class="{shown}" ' if palette == "page" else ""
    title = escape(_words(progress, state, after))
    description = " ".join(
        str(STEP_WORDS[letter]) % {"step": name}
        for letter, name in zip(progress, titles, strict=False)
    )
    desc = f"<desc>{escape(description)}</desc>" if description else ""
    return mark_safe(
        f'<svg {frame}width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{title}</title>{desc}'
        f"{_marks(progress, state, after, measure, palette)}</svg>"
    )


@lru_cache(maxsize=4096)
def _strip_use(
    progress: str, state: str, after: int, size: Size, language: str | None
) -> SafeString:
    width, height = _extent(len(progress), after, MEASURES[size])
    label = escape(_words(progress, state, after))
    return mark_safe(
        f'<svg class="strip" width="{width}" height="{height}" role="img" aria-label="{label}">'
        f'<use href="#{_symbol_id(progress, state, after, size)}"/></svg>'
    )


def _symbol_id(progress: str, state: str, after: int, size: Size) -> str:
    return f"{size}-{progress}-{state}-{after}"


def _words(progress: str, state: str, after: int) -> str:
    if set(progress) - set("dna") or not progress:
        raise ValueError(f"progress is {progress!r}: write d, n and a, one letter per step")
    if state not in GATE_WORDS:
        raise ValueError(f"gate_state is {state!r}: write one of {', '.join(GATE_WORDS)}")
    total = len(progress)
    done = progress.count("d")
    if "n" in progress:
        steps = _("Step %(step)d of %(total)d.") % {"step": progress.index("n") + 1, "total": total}
    elif done == total:
        steps = _("All %(total)d steps are done.") % {"total": total}
    else:
        steps = _("%(done)d of %(total)d steps are done.") % {"done": done, "total": total}
    return f"{steps} {GATE_WORDS[state]}" if after else steps


def _extent(steps: int, after: int, m: _Measure) -> tuple[int, int]:
    """Width and height of the whole strip, half a stroke at each side included."""
    width = steps * m.width + (steps - 1) * m.gap
    if after:
        width += 2 * m.diamond + (2 * _air(m) - m.gap if after < steps else _air(m))
    return width + 2, 2 * m.diamond + 2


def _air(m: _Measure) -> int:
    """The space at each side of the diamond; its points may stand closer than segments."""
    return m.gap - 1


def _marks(progress: str, state: str, after: int, m: _Measure, palette: Palette) -> str:
    middle = m.diamond + 1
    marks, x = [], 1
    for number, letter in enumerate(progress, start=1):
        marks.append(_segment(letter, x, middle, m, palette))
        x += m.width
        if number == after:
            marks.append(_diamond(state, x + _air(m) + m.diamond, middle, m.diamond, palette))
            x += 2 * _air(m) + 2 * m.diamond
        else:
            x += m.gap
    return "".join(marks)


def _segment(letter: str, x: int, middle: int, m: _Measure, palette: Palette) -> str:
    # An outline is drawn half outside its rectangle: inset, so that all segments end alike.
    inset = {"n": 0.75, "a": 0.625}.get(letter, 0)
    y = middle - m.height / 2
    return (
        f'<rect {paint(f"st-{letter}", palette)} x="{x + inset:g}" y="{y + inset:g}" '
        f'width="{m.width - 2 * inset:g}" height="{m.height - 2 * inset:g}" rx="2.5"/>'
    )


def _diamond(state: str, cx: int, cy: int, d: int, palette: Palette) -> str:
    whole = f"M{cx} {cy - d}l{d} {d}-{d} {d}-{d}-{d}z"
    inner = f"M{cx} {cy - d + 1}l{d - 1} {d - 1}-{d - 1} {d - 1}-{d - 1}-{d - 1}z"

    def path(name: str, drawn: str) -> str:
        return f'<path {paint(name, palette)} d="{drawn}"/>'

    if state == "closed":
        return path("st-gc", inner)
    if state == "waiting":
        return path("st-go", inner) + path("st-gw", f"M{cx} {cy - d}l-{d} {d} {d} {d}z")
    if state == "passed":
        return path("st-gp", whole)
    if state == "conditions":
        return (
            path("st-gp", whole)
            + f'<circle {paint("st-md", palette)} cx="{cx}" cy="{cy}" r="2.5"/>'
        )
    if state == "returned":
        return path("st-gr", whole) + path("st-m", f"M{cx - 3} {cy}h6")
    return path("st-gs", whole) + path("st-m", f"M{cx - 2.25} {cy - 2.25}l4.5 4.5m0-4.5l-4.5 4.5")
