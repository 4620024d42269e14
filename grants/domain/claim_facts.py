"""What a claim rests on, frozen as JSON when it is handed in.

Sums are texts of exact decimals. The budget is frozen with what is spent and claimed on it in
all; hours and kilometres are those of confirmed time sheets. Nobody's hours are named.
"""

from __future__ import annotations

from typing import Any

from grants.models import Claim, Cost, Grant
from grants.totals import added, costs_by_line, worked

Frozen = dict[str, Any]


def freeze(claim: Claim, grant: Grant) -> Frozen:
    """The facts of a claim as they are now; its costs are on it already."""
    costs = claim.costs.select_related("line").order_by("paid_on", "pk")
    work = added(worked(grant, confirmed_only=True))
    return {
        "amount": str(claim.instalment.amount),
        "currency": grant.participation.programme.currency,
        "receiver": grant.receiver,
        "costs": [_cost(number, cost) for number, cost in enumerate(costs, start=1)],
        "lines": [
            {
                "id": total.line.pk,
                "kind": total.line.kind,
                "title": total.line.title,
                "budget": str(total.budget),
                "spent": str(total.spent),
                "claimed": str(total.claimed),
            }
            for total in costs_by_line(grant)
        ],
        "work": {
            "leader_hours": str(work.leader_hours),
            "leader_value": str(work.leader_value),
            "volunteer_hours": str(work.volunteer_hours),
            "volunteer_value": str(work.volunteer_value),
            "people": work.people,
            "kilometres": str(work.kilometres),
            "kilometres_value": str(work.kilometres_value),
        },
    }


def _cost(number: int, cost: Cost) -> Frozen:
    return {
        "number": number,
        "id": cost.pk,
        "line": cost.line_id,
        "paid_on": cost.paid_on.isoformat(),
        "amount": str(cost.amount),
        "payee": cost.payee,
        "what": cost.what,
        "receipt": cost.receipt_name,
        "sha256": cost.receipt_sha256,
    }
