"""What an agreement says before and after somebody writes on it, and whether it may be written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import money
from core.refusals import Conflict
from grants.domain.agreement_rules import FACT_NAMES, Content, Facts, Line, Part, Party
from grants.models import Grant, Trigger
from places.models import Participation

#: Names of the parts of an agreement in the audit trail.
PARTS = {
    "facts": gettext_lazy("terms"),
    "budget": gettext_lazy("budget"),
    "instalments": gettext_lazy("instalments"),
    "parties": gettext_lazy("parties"),
}


def merged(
    old: Content,
    facts: Mapping[str, Any],
    budget: Iterable[Line] | None,
    instalments: Iterable[Part] | None,
    parties: Iterable[Party] | None,
) -> Content:
    """What the agreement says when this is written on it; None leaves a part as it is."""
    return Content(
        facts=trimmed_facts(replace(old.facts, **facts)),
        budget=old.budget if budget is None else tuple(map(_trimmed, budget)),
        instalments=old.instalments
        if instalments is None
        else tuple(_bare(_trimmed(part)) for part in instalments),
        parties=old.parties if parties is None else tuple(map(_trimmed, parties)),
    )


def _trimmed[T: (Line, Part, Party)](row: T) -> T:
    texts = {
        name: getattr(row, name).strip()
        for name in row.__slots__
        if isinstance(getattr(row, name), str)
    }
    return replace(row, **texts)


def _bare(part: Part) -> Part:
    """The part without what belongs to other triggers: a day of an instalment at the gate."""
    return replace(
        part,
        due_on=part.due_on if part.trigger == Trigger.DATE else None,
        step=part.step if part.trigger == Trigger.STEP else None,
        report=part.report if part.trigger == Trigger.REPORT else "",
    )


def trimmed_facts(facts: Facts) -> Facts:
    """One receiver: an organisation, or else a name."""
    name = "" if facts.payee is not None else facts.payee_name.strip()
    return replace(facts, payee_name=name, terms=facts.terms.strip())


def changed_parts(old: Content, new: Content, grant: Grant, version: int) -> list[str]:
    """Names of the parts that change. Saving what is stored changes nothing, whoever asks."""
    changed = [name for name in PARTS if getattr(old, name) != getattr(new, name)]
    if changed and version != grant.version:
        raise conflict(grant, old, new)
    return changed


def conflict(grant: Grant, old: Content, new: Content) -> Conflict:
    """The conflict with what is stored and what was sent, part by part."""
    return Conflict(
        _("Somebody else changed the agreement while you did. Read it, and choose what holds."),
        theirs=_parts_of(old), yours=_parts_of(new), version=grant.version,
    )  # fmt: skip


def _parts_of(content: Content) -> dict[str, object]:
    return {name: getattr(content, name) for name in PARTS}


def fields_of(facts: Facts) -> dict[str, Any]:
    """The facts as fields of the row."""
    return {name: getattr(facts, name) for name in FACT_NAMES}


def said(amount: Decimal, participation: Participation) -> str:
    """A sum for the trail, with its currency."""
    return money(amount, participation.programme.currency)
