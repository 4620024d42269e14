"""What must be settled before the support ends, part by part (domain notes 1.4, step 6).

Pure: answers are read off the plan's row and ask nothing of the database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from continuity.models import Form, LeaderAfter
from core.dates import short_date
from core.money import money

if TYPE_CHECKING:
    from continuity.models import ContinuityPlan


@dataclass(frozen=True, slots=True)
class Part:
    """One part's answer: `text` says what is settled, or what is missing.

    `section` is where it is edited (`continuity.plan.services`).
    """

    key: str
    section: str
    title: str
    done: bool
    text: str


#: What a part finds settled, in words; "" while something is missing.
Settled = Callable[["ContinuityPlan", str], str]


@dataclass(frozen=True, slots=True)
class _Rule:
    key: str
    section: str
    title: Promise
    settled: Settled
    missing: Promise


def parts(plan: ContinuityPlan, currency: str = "") -> list[Part]:
    """All parts in the order in which a group settles them. `currency` is the budget line's."""
    return [_answer(rule, plan, currency) for rule in _RULES]


def missing(answers: Sequence[Part]) -> list[Part]:
    """The parts that are not settled."""
    return [part for part in answers if not part.done]


def is_ready(plan: ContinuityPlan) -> bool:
    """Whether nothing is missing."""
    return not missing(parts(plan))


def _answer(rule: _Rule, plan: ContinuityPlan, currency: str) -> Part:
    found = rule.settled(plan, currency)
    return Part(rule.key, rule.section, str(rule.title), bool(found), found or str(rule.missing))


def _form(plan: ContinuityPlan, currency: str) -> str:
    if not plan.form:
        return ""
    if plan.form == Form.EXISTING and not (plan.organisation or plan.form_reason):
        # Which one: from the register, or in words when it is not there.
        return ""
    label = str(Form(plan.form).label)
    if plan.organisation is None:
        return label
    return _("%(form)s: %(organisation)s") % {"form": label, "organisation": plan.organisation.name}


def _convener(plan: ContinuityPlan, currency: str) -> str:
    if not (plan.convener and plan.convener_email and plan.meetings_a_year):
        return ""
    return ngettext(
        "%(who)s, %(count)d meeting a year", "%(who)s, %(count)d meetings a year",
        plan.meetings_a_year,
    ) % {"who": plan.convener, "count": plan.meetings_a_year}  # fmt: skip


def _municipality(plan: ContinuityPlan, currency: str) -> str:
    return plan.municipality_contact if plan.municipality_email else ""


def _dialogue(plan: ContinuityPlan, currency: str) -> str:
    return _each_year(plan.dialogue_month)


def _review(plan: ContinuityPlan, currency: str) -> str:
    return _each_year(plan.review_month)


def _each_year(month: int | None) -> str:
    return _("Each year in %(month)s") % {"month": MONTHS[month]} if month else ""


def _budget(plan: ContinuityPlan, currency: str) -> str:
    if plan.budget_amount is None:
        return ""
    if not plan.budget_amount:
        return _("Decided: no budget line")
    sum_ = _("%(sum)s a year") % {"sum": money(plan.budget_amount, currency)}
    return f"{sum_}, {plan.budget_text}" if plan.budget_text else sum_


def _leader(plan: ContinuityPlan, currency: str) -> str:
    if not plan.leader_after:
        return ""
    label = str(LeaderAfter(plan.leader_after).label)
    if plan.leader_after == LeaderAfter.ENDS:
        return label
    return f"{label}: {plan.leader_payer}" if plan.leader_payer else ""


def _archive(plan: ContinuityPlan, currency: str) -> str:
    if not (plan.archive_place and plan.archive_on):
        return ""
    return f"{short_date(plan.archive_on)}, {plan.archive_place}"


def _contacts(plan: ContinuityPlan, currency: str) -> str:
    return short_date(plan.contacts_on)


def _keys(plan: ContinuityPlan, currency: str) -> str:
    return short_date(plan.keys_on)


_RULES = (
    _Rule(
        "form", "form", gettext_lazy("Form of organisation"), _form,
        gettext_lazy("Choose a form. For an existing association, say which one."),
    ),
    _Rule(
        "convener", "rhythm", gettext_lazy("Who calls the group together"), _convener,
        gettext_lazy("Name a person with an e-mail address, and how often you meet."),
    ),
    _Rule(
        "review", "rhythm", gettext_lazy("The plan's yearly review"), _review,
        gettext_lazy("Choose the month in which the plan is gone through each year."),
    ),
    _Rule(
        "municipality", "municipality", gettext_lazy("The municipality's contact"), _municipality,
        gettext_lazy("Ask the municipality for a contact person with an e-mail address."),
    ),
    _Rule(
        "dialogue", "municipality", gettext_lazy("Yearly dialogue with the municipality"),
        _dialogue, gettext_lazy("Agree on the month of the yearly dialogue."),
    ),
    _Rule(
        "budget", "municipality", gettext_lazy("The municipality's budget line"), _budget,
        gettext_lazy("Write the sum a year, or 0 when it is decided that there is none."),
    ),
    _Rule(
        "leader", "leader", gettext_lazy("The process leader's work"), _leader,
        gettext_lazy("Decide how it goes on and who pays or does it, or that it ends."),
    ),
    _Rule(
        "archive", "handover", gettext_lazy("Archive handed over"), _archive,
        gettext_lazy("Say where minutes, maps and surveys are kept, and since when."),
    ),
    _Rule(
        "contacts", "handover", gettext_lazy("Contact list handed over"), _contacts,
        gettext_lazy("Give the list of people to whoever calls the group together."),
    ),
    _Rule(
        "keys", "handover", gettext_lazy("Keys and passwords handed over"), _keys,
        gettext_lazy("Web page, groups, bank account, the hall: who holds them now?"),
    ),
)  # fmt: skip
