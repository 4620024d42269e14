"""The bar of a sum: granted, applied for, missing. Words and a table beside it say the same."""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.money import ZERO
from plans.gap import Gap

#: Units of the drawing's width. The parts are drawn in them, so that they always fill the bar.
WIDTH = 1000
HEIGHT = 12


def parts(gap: Gap) -> tuple[Decimal, Decimal, Decimal]:
    """Granted within the cost, applied for within what is missing, and the rest."""
    granted = gap.cost - gap.missing
    asked = min(gap.asked, gap.missing)
    return granted, asked, gap.missing - asked


def bar(gap: Gap) -> SafeString:
    """The bar as SVG, empty without a cost. Hidden from screen readers: the words are beside it."""
    if gap.cost <= ZERO:
        return SafeString("")
    granted, asked, _missing = parts(gap)
    first = int(granted * WIDTH / gap.cost)
    second = int(asked * WIDTH / gap.cost)
    return format_html(
        '<svg class="money-bar" viewBox="0 0 {w} {h}" preserveAspectRatio="none" '
        'aria-hidden="true"><rect class="mb-m" width="{w}" height="{h}"/>'
        '<rect class="mb-g" width="{a}" height="{h}"/>'
        '<rect class="mb-a" x="{a}" width="{b}" height="{h}"/></svg>',
        w=WIDTH,
        h=HEIGHT,
        a=first,
        b=second,
    )
