"""Samples for agreement and claims: written by the verbs, as people would."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from grants.agreement.services import Line, Part, Party, agree, make_grant, save_grant
from grants.claims.services import claim
from grants.models import Claim, Grant, Instalment
from places.models import Participation
from tests.factories import OrganisationFactory, World

WHOLE = Decimal("150000.00")
HALF = Decimal("75000.00")


def day(offset: int = 0) -> dt.date:
    """A day from today on."""
    return timezone.localdate() + dt.timedelta(days=offset)


def lines(*amounts: int) -> list[Line]:
    """Budget lines: leader, meetings, other, in this order."""
    kinds = ("leader", "meetings", "other")
    return [
        Line(kind=kind, amount=Decimal(amount))
        for kind, amount in zip(kinds, amounts, strict=False)
    ]


def two_parts(first: int | Decimal = 75000, second: int | Decimal = 75000) -> list[Part]:
    """Half from a month ago on, half at the gate."""
    return [
        Part(amount=Decimal(first), trigger="date", due_on=day(-30)),
        Part(amount=Decimal(second), trigger="gate"),
    ]


def draft(made: World, **facts: Any) -> Grant:
    """A draft on 150 000 for an association, as the manager writes it."""
    if "payee" not in facts:
        facts["payee"] = OrganisationFactory(region=made.region, name="Byalaget")
    usual = {"amount": WHOLE}
    return make_grant(participation=made.participation, by=made.manager, **usual | facts)


def parties(made: World) -> list[Party]:
    """The owner, who has signed."""
    owner = made.programme.owner
    return [Party(organisation=owner, person="Ansvarig", signed_on=day(-20))]


def complete(made: World, **facts: Any) -> Grant:
    """A draft that can be signed."""
    grant = draft(made, **facts)
    return save_grant(
        grant=grant, by=made.manager, version=grant.version, budget=lines(120000, 20000, 10000),
        instalments=two_parts(), parties=parties(made),
    )  # fmt: skip


def signed(made: World, **facts: Any) -> Grant:
    """An agreement that holds since ten days."""
    grant = complete(made, **facts)
    return agree(grant=grant, by=made.manager, version=grant.version, agreed_on=day(-10))


def first_of(grant: Grant) -> Instalment:
    """The first instalment, which can be claimed, with its grant in hand."""
    instalment = grant.instalments.get(number=1)
    instalment.grant = grant
    return instalment


def claimed(made: World, **fields: Any) -> Claim:
    """The leader's claim of the first instalment of a new agreement."""
    usual = {"instalment": first_of(signed(made)), "by": made.leader, "status_text": "Startat"}
    return claim(**usual | fields)


def pass_gate(participation: Participation, state: str = "passed", since: int = -5) -> None:
    """Set the summary as a decided gate does, without the verb."""
    Participation.objects.filter(pk=participation.pk).update(
        gate_state=state, gate_since=day(since)
    )
    participation.refresh_from_db()
