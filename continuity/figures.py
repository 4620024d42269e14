"""The programme's main figure: the share of places still active after the support.

Counted are the places that were asked: they had their follow-up 6, 12 or 24 months after, and
were not stopped. Active are those that answered yes or in part; both are kept apart. Who has
not answered never counts as active, and stays in the whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity.domain.follow_ups import ASKED
from continuity.models import FOLLOW_UP_MONTHS, Alive, FollowUp
from core.money import percent
from programmes.models import Programme

#: The figure is told for the first of these after which any place was asked.
_TOLD_FIRST = (12, 6, 24)


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
    return told_first(shares(programmes))


def told_first(found: Iterable[Share]) -> Share:
    """The share to tell first; an empty one for 12 months when nobody was asked."""
    by_months = {one.months: one for one in found}
    for months in _TOLD_FIRST:
        if by_months[months].asked:
            return by_months[months]
    return by_months[_TOLD_FIRST[0]]
