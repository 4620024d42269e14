"""The programme's main figure: the share of places still active after the support.

Counted are the places that were asked: they had their follow-up 6, 12 or 24 months after, and
were not stopped. Active are those that answered yes or in part; both are kept apart. Who has
not answered never counts as active, and stays in the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from continuity.follow_ups.services import ASKED
from continuity.models import FOLLOW_UP_MONTHS, Alive, FollowUp
from core.charts import Chart
from core.money import percent
from core.palette import Palette, paint
from places.figures import Counted, Extent, Figure, Group, Unit, counts
from programmes.models import Programme

#: The figure is told for the first of these after which any place was asked.
_HEADLINE_MONTHS = (12, 6, 24)
_ALIVE = (Alive.YES, Alive.PARTLY)
#: In px of the right column, in which the chart stands at about its own size.
WIDTH, LEFT, KEY, KEY_ROW = 300, 104, 56, 24
#: A row: the bar, and the numbers of its parts under it.
ROW, HEIGHT = 50, 18
#: Numbers of narrow parts keep this apart.
APART = 24
#: The look of each part, in the order of the bar; unanswered is an empty frame.
_LOOKS = ("ch-f0", "ch-f1", "ch-f2", "ch-axis")


@dataclass(frozen=True, slots=True)
class Share:
    """Places asked so many months after, by their answer."""

    months: int
    yes: int = 0
    partly: int = 0
    no: int = 0
    unanswered: int = 0

    @property
    def asked(self) -> int:
        """All that were asked."""
        return self.yes + self.partly + self.no + self.unanswered

    @property
    def active(self) -> int:
        """Those that said yes or in part."""
        return self.yes + self.partly

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down: 100 means all. 0 when nobody was asked."""
        return percent(Decimal(self.active), Decimal(self.asked))

    def sentence(self) -> str:
        """Say "7 of 9 places are active 12 months after; 2 have not answered"."""
        if not self.asked:
            return _("No place has been asked yet.")
        words = ngettext(
            "%(active)d of %(count)d place is active %(months)d months after",
            "%(active)d of %(count)d places are active %(months)d months after",
            self.asked,
        ) % {"active": self.active, "count": self.asked, "months": self.months}
        if not self.unanswered:
            return words
        silent = ngettext(
            "%(count)d has not answered", "%(count)d have not answered", self.unanswered
        ) % {"count": self.unanswered}
        return _("%(active)s; %(silent)s") % {"active": words, "silent": silent}


def shares(programmes: Iterable[Programme]) -> list[Share]:
    """The share 6, 12 and 24 months after, over all these programmes together. One query."""
    counted = (
        FollowUp.objects.filter(
            participation__programme__in=programmes, participation__status__in=ASKED
        )
        .order_by()
        .values_list("months", "alive")
        .annotate(places=Count("pk"))
    )
    numbers = {(months, alive): places for months, alive, places in counted}
    return [
        Share(
            months,
            yes=numbers.get((months, Alive.YES), 0),
            partly=numbers.get((months, Alive.PARTLY), 0),
            no=numbers.get((months, Alive.NO), 0),
            unanswered=numbers.get((months, ""), 0),
        )
        for months in FOLLOW_UP_MONTHS
    ]


def still_active(programmes: Iterable[Programme]) -> Share:
    """The one figure: 12 months after, or what there is while nobody has come so far."""
    return headline(shares(programmes))


def headline(found: Iterable[Share]) -> Share:
    """The share to tell first; an empty one for 12 months when nobody was asked."""
    by_months = {one.months: one for one in found}
    for months in _HEADLINE_MONTHS:
        if by_months[months].asked:
            return by_months[months]
    return by_months[_HEADLINE_MONTHS[0]]


def _overview(programme: int | None) -> str:
    return reverse("continuity:overview", args=[programme]) if programme else ""


@counts(
    Figure(
        "active_after", gettext_lazy("Places still active after the support"), Group.AFTER,
        Unit.SHARE, order=10, leads=_overview, runners=True,
        meaning=gettext_lazy(
            "Of the places that were asked 12 months after (6 or 24 months where nobody was "
            "asked then), those that live on wholly or in part."
        ),
    ),
)  # fmt: skip
def active_after(extent: Extent) -> Counted:
    """The share by programme, all at the months that are told first. One statement."""
    key = extent.key()
    counted = list(
        FollowUp.objects.filter(extent.at(), participation__status__in=ASKED)
        .order_by()
        .values("months", key)
        .annotate(active=Count("pk", filter=Q(alive__in=_ALIVE)), asked=Count("pk"))
    )
    asked_after = {row["months"] for row in counted}
    months = next((one for one in _HEADLINE_MONTHS if one in asked_after), None)
    told = {row[key]: (row["active"], row["asked"]) for row in counted if row["months"] == months}
    return {"active_after": told}


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
