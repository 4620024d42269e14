"""The answers after 6, 12 and 24 months as bars, with the table of their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity.figures import Share
from core.charts import Chart
from core.palette import Palette, paint

#: In px of the right column, in which the chart stands at about its own size.
WIDTH, LEFT, KEY, KEY_ROW = 300, 104, 56, 24
#: A row: the bar, and the numbers of its parts under it.
ROW, HEIGHT = 50, 18
#: Numbers of narrow parts keep this apart.
APART = 24
#: The look of each part, in the order of the bar; unanswered is an empty frame.
_LOOKS = ("ch-f0", "ch-f1", "ch-f2", "ch-axis")


def share_chart(shares: Sequence[Share], *, palette: Palette = "page") -> Chart:
    """One bar for each time after which somebody was asked; as wide as all that were asked then.

    Every part has its number under it, in the order of the key, and the table has them all, so
    that nothing is told by colour alone. Raises ValueError when nobody was asked.
    """
    asked = [one for one in shares if one.asked]
    if not asked:
        raise ValueError("share_chart draws shares of places that were asked; there are none")
    names = [_("Active"), _("In part"), _("Stopped"), _("No answer")]
    title = _("Places after the support")
    description = " ".join(f"{one.sentence()}." for one in asked)
    marks = [_key(names, palette)]
    marks += [_bar(row, one, palette) for row, one in enumerate(asked)]
    height = KEY + len(asked) * ROW
    svg = (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(marks)}</svg>"
    )
    headers = [_("Answer"), *(_months(one) for one in asked)]
    columns = [(*_parts(one), one.asked) for one in asked]
    rows = [
        [name, *(str(column[number]) for column in columns)]
        for number, name in enumerate([*names, _("Asked")])
    ]
    return Chart(title, description, mark_safe(svg), headers, rows, len(headers))


def _parts(one: Share) -> tuple[int, int, int, int]:
    return one.yes, one.partly, one.no, one.unanswered


def _key(names: Sequence[str], palette: Palette) -> str:
    """Two by two: words of every language fit."""
    marks = []
    for number, (look, name) in enumerate(zip(_LOOKS, names, strict=True)):
        x, y = WIDTH // 2 * (number % 2), KEY_ROW * (number // 2)
        marks.append(
            f'<rect {paint(look, palette)} x="{x + 1}" y="{y + 1}" width="14" height="14"/>'
            f'<text {paint("ch-t", palette)} x="{x + 22}" y="{y + 13}">{escape(name)}</text>'
        )
    return "".join(marks)


def _months(one: Share) -> str:
    return ngettext("%(count)d month", "%(count)d months", one.months) % {"count": one.months}


def _bar(row: int, one: Share, palette: Palette) -> str:
    y = KEY + row * ROW
    label = escape(_months(one))
    marks = [f'<text {paint("ch-t", palette)} x="0" y="{y + 14}">{label}</text>']
    x, told, each = float(LEFT), float(-WIDTH), (WIDTH - LEFT - 2) / one.asked
    for number, look in zip(_parts(one), _LOOKS, strict=True):
        if not number:
            continue
        width = max(3.0, number * each - 2)
        told = max(x, told + APART)
        marks.append(
            f'<rect {paint(look, palette)} x="{x:.1f}" y="{y}" width="{width:.1f}" '
            f'height="{HEIGHT}"/>'
            f'<text {paint("ch-t", palette)} x="{told:.1f}" y="{y + HEIGHT + 16}">{number}</text>'
        )
        x += number * each
    return "".join(marks)
