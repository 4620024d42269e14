"""A region's library: public guides that are there, with when each is proposed."""

from __future__ import annotations

from typing import Any

from learning.library.services import add_resource, add_rule
from people.models import Region, User


def load(told: dict[str, Any], runners: dict[str, User]) -> None:
    """Put the guides in; `runners` holds somebody who runs each region, by its slug."""
    for one in told["resources"]:
        facts = {name: value for name, value in one.items() if name not in {"region", "rules"}}
        by = runners[one["region"]]
        made = add_resource(region=Region.objects.get(slug=one["region"]), by=by, **facts)
        for rule in one["rules"]:
            add_rule(resource=made, by=by, **rule)
