"""Sources and lines for the tests of money: boring rows, made without the verbs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from people.models import Region
from places.models import Participation
from plans.models import Action, ActionState, FundingLine, FundingPayment, FundingSource

#: When a line is decided and paid unless a test says otherwise; long past on each day.
BEFORE = dt.date(2026, 1, 15), dt.date(2026, 2, 1)  # any day

PASSED = "passed"


def open_plan(participation: Participation, *, rate: str | None = "175") -> Participation:
    """The participation past its gate, in a programme that values an hour at `rate`."""
    Participation.objects.filter(pk=participation.pk).update(gate_state=PASSED)
    programme = participation.programme
    programme.volunteer_rate = Decimal(rate) if rate else None
    programme.save(update_fields=["volunteer_rate"])
    participation.refresh_from_db()
    return participation


def source(region: Region, name: str = "Leader Skåne", **fields: Any) -> FundingSource:
    """An open source in SEK without bounds."""
    usual = {"kind": "leader", "currency": "SEK", "rolling": True}
    return FundingSource.objects.create(region=region, name=name, **usual | fields)


def action(participation: Participation, title: str = "Signs", **fields: Any) -> Action:
    """A planned action that costs 100 000."""
    usual = {"cost": Decimal(100_000), "state": ActionState.PLANNED}
    return Action.objects.create(participation=participation, title=title, **usual | fields)


def line(of: Action, source: FundingSource, **fields: Any) -> FundingLine:
    """A planned line of 50 000."""
    return FundingLine.objects.create(
        action=of, source=source, **{"asked": Decimal(50_000)} | fields
    )


def granted(of: Action, source: FundingSource, amount: int | str, **fields: Any) -> FundingLine:
    """A line that was granted in full."""
    sums = {"asked": Decimal(amount), "granted": Decimal(amount)}
    return line(of, source, state="granted", decided_on=BEFORE[0], **sums | fields)


def paid(of: FundingLine, amount: int | str, reference: str, kind: str = "part") -> FundingPayment:
    """A payment, without the rules."""
    return FundingPayment.objects.create(
        line=of, kind=kind, on=BEFORE[1], amount=Decimal(amount), reference=reference
    )
