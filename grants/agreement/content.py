"""What an agreement says: its parts as values, the rules that they must keep, what changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import short_date
from core.money import ZERO, money
from core.refusals import Conflict, Refusal
from grants.models import BudgetKind, Grant, Trigger
from people.models import Organisation, Sector
from places.models import Participation
from programmes.models import Gate, Step

#: Sectors whose organisations may pay a support without being the programme's partners.
PAYING_SECTORS = (Sector.REGION, Sector.MUNICIPALITY, Sector.FUNDER)
MOST_LINES = 20
LENGTHS = {"title": 120, "report": 160, "person": 150, "payee_name": 150, "terms": 4000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The agreement itself. `amount` and `leader_rate` are in the programme's currency."""

    amount: Decimal
    payer: Organisation
    payee: Organisation | None = None
    payee_name: str = ""
    starts_on: dt.date
    ends_on: dt.date
    terms: str = ""
    leader_rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A budget line. `pk` names the one that it replaces, None adds one."""

    kind: str
    amount: Decimal
    title: str = ""
    pk: int | None = None

    def __str__(self) -> str:
        return f"{self.title or BudgetKind(self.kind).label}: {money(self.amount)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An instalment. `pk` names the one that it replaces, None adds one."""

    amount: Decimal
    trigger: str
    title: str = ""
    due_on: dt.date | None = None
    step: Step | None = None
    report: str = ""
    pk: int | None = None

    def __str__(self) -> str:
        waits_for = self.title or self.report or Trigger(self.trigger).label
        return f"{waits_for}: {money(self.amount)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party, who signs for it, and the day when that was done."""

    organisation: Organisation
    person: str
    signed_on: dt.date | None = None

    def __str__(self) -> str:
        signed = f", {short_date(self.signed_on)}" if self.signed_on else ""
        return f"{self.organisation}: {self.person}{signed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that an agreement says."""

    facts: Facts
    budget: tuple[Line, ...] = ()
    instalments: tuple[Part, ...] = ()
    parties: tuple[Party, ...] = ()


FACT_NAMES = tuple(Facts.__slots__)


def content_of(grant: Grant) -> Content:
    """What is stored, read anew."""
    return Content(
        facts=Facts(**{name: getattr(grant, name) for name in FACT_NAMES}),
        budget=tuple(
            Line(kind=row.kind, amount=row.amount, title=row.title, pk=row.pk)
            for row in grant.budget.order_by("pk")
        ),
        instalments=tuple(
            Part(
                amount=row.amount, trigger=row.trigger, title=row.title, due_on=row.due_on,
                step=row.step, report=row.report, pk=row.pk,
            )
            for row in grant.instalments.select_related("step").order_by("number")
        ),
        parties=tuple(
            Party(organisation=row.organisation, person=row.person, signed_on=row.signed_on)
            for row in grant.parties.select_related("organisation").order_by("pk")
        ),
    )  # fmt: skip


def possible_payers(participation: Participation) -> QuerySet[Organisation]:
    """Who may pay: the programme's owner and partners, and the region's public bodies and funders.

    A municipality may (BLUP is paid wholly or partly by it, domain notes 3.1).
    """
    programme = participation.programme
    return Organisation.objects.filter(
        Q(sector__in=PAYING_SECTORS)
        | Q(pk=programme.owner_id)
        | Q(pk__in=programme.partners.values("organisation_id")),
        region=programme.region_id,
    )


def check(content: Content, participation: Participation) -> None:
    """Refuse what no agreement may say, also no draft.

    Refusals: amount_needed, wrong_payer, wrong_payee, period_backwards, too_long,
    unknown_kind, line_amount_needed, too_many_lines, budget_over, unknown_trigger,
    part_amount_needed, due_needed, due_too_early, step_needed, wrong_step, no_gate,
    report_needed, too_many_parts, instalments_over, party_twice, wrong_party, person_needed,
    signed_in_future.
    """
    _check_facts(content.facts, participation)
    _check_budget(content, participation)
    for part in content.instalments:
        _check_part(part, content.facts, participation)
    if len(content.instalments) > MOST_LINES:
        raise Refusal("too_many_parts", _("There are too many instalments."), field="instalments")
    _refuse_more_than_the_support(
        "instalments",
        content,
        _("The instalments are %(more)s more than the support. Lower one of them."),
        participation,
    )
    _check_parties(content.parties, participation)


def refuse_unless_it_adds_up(content: Content, participation: Participation) -> None:
    """Refuse an agreement that leaves a part of the support without a use or a time.

    Refusals: budget_short, instalments_short.
    """
    currency = participation.programme.currency
    for name, sentence in (
        ("budget", _("The budget lacks %(less)s to reach the support.")),
        ("instalments", _("The instalments lack %(less)s to reach the support.")),
    ):
        less = content.facts.amount - sum_of(getattr(content, name))
        if name == "instalments":
            less -= participation.paid_before
        if less:
            words = {"less": money(less, currency)}
            raise Refusal(f"{name}_short", sentence % words, field=name)


def sum_of(rows: Iterable[Line | Part]) -> Decimal:
    """The rows' sums together."""
    return sum((row.amount for row in rows), ZERO)


def _check_facts(facts: Facts, participation: Participation) -> None:
    if facts.amount <= 0:
        raise Refusal("amount_needed", _("Enter the amount of the support."), field="amount")
    if not possible_payers(participation).filter(pk=facts.payer.pk).exists():
        raise Refusal(
            "wrong_payer",
            _(
                "The support is paid by the programme's owner or a partner, "
                "a region, a municipality or a funder."
            ),
            field="payer",
        )
    if facts.payee is not None and facts.payee.region_id != participation.programme.region_id:
        raise Refusal(
            "wrong_payee", _("The receiver must be an organisation of the region."), field="payee"
        )
    if facts.ends_on < facts.starts_on:
        raise Refusal("period_backwards", _("The period ends before it starts."), field="ends_on")
    _check_lengths(None, payee_name=facts.payee_name, terms=facts.terms)
    if facts.leader_rate is not None and facts.leader_rate < 0:
        raise Refusal("rate_negative", _("The hourly pay cannot be negative."), field="leader_rate")


def _check_budget(content: Content, participation: Participation) -> None:
    for line in content.budget:
        if line.kind not in BudgetKind.values:
            raise Refusal("unknown_kind", _("Choose what the budget line is for."), field="budget")
        if line.amount <= 0:
            raise Refusal("line_amount_needed", _("A budget line needs a sum."), field="budget")
        _check_lengths("budget", title=line.title)
    if len(content.budget) > MOST_LINES:
        raise Refusal("too_many_lines", _("There are too many budget lines."), field="budget")
    _refuse_more_than_the_support(
        "budget",
        content,
        _("The budget is %(more)s more than the support. Lower one of its lines."),
        participation,
    )


def _check_part(part: Part, facts: Facts, participation: Participation) -> None:
    if part.trigger not in Trigger.values:
        raise Refusal(
            "unknown_trigger", _("Choose what the instalment depends on."), field="instalments"
        )
    if part.amount <= 0:
        raise Refusal("part_amount_needed", _("An instalment needs a sum."), field="instalments")
    _check_lengths("instalments", title=part.title, report=part.report)
    if part.trigger == Trigger.DATE:
        _check_day(part, facts)
    if part.trigger == Trigger.STEP:
        _check_step(part, participation)
    if part.trigger == Trigger.GATE and not _has_gate(participation):
        raise Refusal(
            "no_gate", _("The method that the place works by has no gate."), field="instalments"
        )
    if part.trigger == Trigger.REPORT and not part.report:
        raise Refusal(
            "report_needed", _("Write which report the instalment waits for."), field="instalments"
        )


def _check_day(part: Part, facts: Facts) -> None:
    if part.due_on is None:
        raise Refusal(
            "due_needed",
            _("Give the day from which the instalment may be claimed."),
            field="instalments",
        )
    if part.due_on < facts.starts_on:
        raise Refusal(
            "due_too_early",
            _("The agreement starts on %(day)s; no instalment can be claimed before that.")
            % {"day": short_date(facts.starts_on)},
            field="instalments",
        )


def _check_step(part: Part, participation: Participation) -> None:
    if part.step is None:
        raise Refusal("step_needed", _("Choose the step that must be done."), field="instalments")
    if part.step.version_id != participation.method_version_id:
        raise Refusal(
            "wrong_step",
            _("The step does not belong to the method of this place."),
            field="instalments",
        )


def _has_gate(participation: Participation) -> bool:
    return Gate.objects.filter(version=participation.method_version_id).exists()


def _check_parties(parties: Sequence[Party], participation: Participation) -> None:
    today = timezone.localdate()
    seen: set[int] = set()
    for party in parties:
        name = party.organisation.name
        if party.organisation.region_id != participation.programme.region_id:
            raise Refusal(
                "wrong_party", _("A party must be an organisation of the region."), field="parties"
            )
        if party.organisation.pk in seen:
            raise Refusal(
                "party_twice", _("%(name)s is named twice.") % {"name": name}, field="parties"
            )
        seen.add(party.organisation.pk)
        if not party.person:
            raise Refusal(
                "person_needed",
                _("Write who signs for %(name)s.") % {"name": name},
                field="parties",
            )
        _check_lengths("parties", person=party.person)
        if party.signed_on is not None and party.signed_on > today:
            raise Refusal(
                "signed_in_future",
                _("%(name)s cannot have signed on a future date.") % {"name": name},
                field="parties",
            )


def _check_lengths(rows: str | None, **texts: str) -> None:
    for name, text in texts.items():
        if len(text) > LENGTHS[name]:
            raise Refusal(
                "too_long",
                _("A text is longer than %(limit)d characters.") % {"limit": LENGTHS[name]},
                field=rows or name,
            )


def _refuse_more_than_the_support(
    name: str, content: Content, sentence: str, participation: Participation
) -> None:
    more = sum_of(getattr(content, name)) - content.facts.amount
    if name == "instalments":
        more += participation.paid_before
    if more > 0:
        words = {"more": money(more, participation.programme.currency)}
        raise Refusal(f"{name}_over", sentence % words, field=name)


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
        _(
            "Somebody else changed the agreement while you were editing it. "
            "Choose which version to keep."
        ),
        theirs=_values(old), yours=_values(new), version=grant.version,
    )  # fmt: skip


def _values(content: Content) -> dict[str, object]:
    rows = {"budget": content.budget, "instalments": content.instalments}
    return fields_of(content.facts) | rows | {"parties": content.parties}


def fields_of(facts: Facts) -> dict[str, Any]:
    """The facts as fields of the row."""
    return {name: getattr(facts, name) for name in FACT_NAMES}
