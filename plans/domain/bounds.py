"""What a source's own limits say to a sum. Advice, not rules: people apply for exceptions."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from core.money import cents, money
from plans.models import FundingSource


def most_of_cost(source: FundingSource, cost: Decimal | None) -> Decimal | None:
    """The source's share of the cost at most, as a sum; None when there is no such limit."""
    if source.share_max is None or cost is None:
        return None
    return cents(cost * source.share_max / 100)


def limit_warnings(source: FundingSource, asked: Decimal, cost: Decimal | None) -> list[str]:
    """Sentences on how the sum lies outside what the source usually gives; empty when it fits."""
    said = []
    facts = {"source": source.name, "asked": money(asked, source.currency)}
    if source.minimum is not None and asked < source.minimum:
        said.append(
            _("%(source)s gives at least %(least)s; %(asked)s is less.")
            % (facts | {"least": money(source.minimum, source.currency)})
        )
    if source.maximum is not None and asked > source.maximum:
        said.append(
            _("%(source)s gives at most %(most)s; %(asked)s is more.")
            % (facts | {"most": money(source.maximum, source.currency)})
        )
    most = most_of_cost(source, cost)
    if most is not None and asked > most:
        said.append(
            _("%(source)s pays at most %(share)s %% of the cost, here %(most)s; %(asked)s is more.")
            % (facts | {"share": source.share_max, "most": money(most, source.currency)})
        )
    return said
