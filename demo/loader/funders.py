"""The regions' registers of funding sources."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from demo.loader.past import day
from people.models import Region, User
from plans.sources.services import add_deadline, add_source, close_source
from programmes.models import Programme

_SUMS = ("minimum", "maximum", "advance_max")
_OWN = ("deadlines", "closed")


def load(told: dict[str, list[dict[str, Any]]], runners: dict[str, User]) -> None:
    """Add the sources; `runners` holds somebody who runs each region, by its slug."""
    for slug, sources in told.items():
        region = Region.objects.get(slug=slug)
        currency = Programme.objects.filter(region=region).values_list("currency", flat=True)[0]
        for one in sources:
            _source(region, runners[slug], currency, one)


def _source(region: Region, by: User, currency: str, told: dict[str, Any]) -> None:
    fields = {name: value for name, value in told.items() if name not in _OWN}
    for name in _SUMS:
        if name in fields:
            fields[name] = Decimal(fields[name])
    source = add_source(region=region, by=by, currency=currency, **fields)
    for deadline in told.get("deadlines", []):
        add_deadline(source=source, by=by, on=day(-deadline["in"]), text=deadline["text"])
    if told.get("closed"):
        close_source(source=source, by=by)
