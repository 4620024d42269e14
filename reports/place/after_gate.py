"""What the place's report says of plan, money and what comes after, as pairs of term and text."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from core.money import ZERO, hours, money
from grants.models import Grant
from places.models import Participation
from plans.funding.gap import add_up, gap_of_actions
from plans.models import RUNNING, Action, ActionState, Goal, PlanVersion
from plans.words import words_of

Fact = tuple[str, str]


def facts(participation: Participation, on: dt.date) -> list[Fact]:
    """The facts that there are; empty before anything is planned. Five queries at most."""
    found = [*_plan(participation, on), *_funding(participation), *_support(participation)]
    if found:
        ready = _("Settled") if participation.handover_ready else _("Not settled yet")
        found.append((_("Who carries on after the support"), ready))
    return found


def _plan(participation: Participation, on: dt.date) -> list[Fact]:
    words = words_of(participation.programme)
    found: list[Fact] = []
    versions = PlanVersion.objects.filter(participation=participation).order_by("-number")
    adopted = versions.values("adopted_on", "meeting").first()
    if adopted:
        text = _("Adopted %(day)s at: %(meeting)s") % {
            "day": short_date(adopted["adopted_on"]),
            "meeting": adopted["meeting"],
        }
        found.append((words.plan, text))
    goals = Goal.objects.filter(participation=participation).count()
    if goals:
        found.append((words.goals, str(goals)))
    actions = _actions(participation, on)
    return [*found, (words.actions, actions)] if actions else found


def _actions(participation: Participation, on: dt.date) -> str:
    late = Q(state__in=RUNNING, ends_on__lt=on)
    rows = (
        Action.objects.filter(participation=participation)
        .order_by()
        .values("state")
        .annotate(count=Count("pk"), late=Count("pk", filter=late))
    )
    counts = {row["state"]: row for row in rows}
    parts = [
        f"{state.label}: {counts[state.value]['count']}"
        for state in ActionState
        if state.value in counts
    ]
    overdue = sum(row["late"] for row in counts.values())
    if overdue:
        parts.append(
            ngettext("%(count)d overdue", "%(count)d overdue", overdue) % {"count": overdue}
        )
    return " · ".join(parts)


def _funding(participation: Participation) -> list[Fact]:
    total = add_up(gap_of_actions(participation).values())
    if not total.cost and not total.hours_needed:
        return []
    currency = participation.programme.currency
    text = _("%(cost)s needed, %(granted)s granted, %(missing)s missing") % {
        "cost": money(total.cost, currency),
        "granted": money(total.granted, currency),
        "missing": money(total.missing, currency),
    }
    found = [(_("Funding of the actions"), text)]
    if total.hours_needed:
        promised = _("%(promised)s of %(needed)s hours promised") % {
            "promised": hours(total.hours_promised),
            "needed": hours(total.hours_needed),
        }
        found.append((_("Volunteer hours"), promised))
    return found


def _support(participation: Participation) -> list[Fact]:
    # A draft promises nothing yet.
    support = (
        Grant.objects.filter(participation=participation, agreed_on__isnull=False)
        .annotate(paid=Sum("instalments__payment__amount"))
        .values_list("amount", "paid")
        .first()
    )
    if support is None:
        return []
    amount = support[0]
    paid = (support[1] or ZERO) + participation.paid_before
    currency = participation.programme.currency
    text = _("%(paid)s of %(amount)s paid, %(left)s left") % {
        "paid": money(paid, currency),
        "amount": money(amount, currency),
        "left": money(amount - paid, currency),
    }
    return [(_("Support from the region"), text)]
