"""What the place's report says of plan, money and what comes after, as pairs of term and text."""

from __future__ import annotations

import datetime as dt
from functools import cache

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from core.money import ZERO, hours, money
from core.prepared import Prepared, Slot
from grants.models import Grant
from places.models import Participation
from plans.funding.gap import add_up, gap_of_actions
from plans.models import RUNNING, Action, ActionState, Goal, PlanVersion
from plans.words import words_of

Fact = tuple[str, str]


@cache
def _questions() -> dict[str, Prepared]:
    """What is asked of every place, written once."""
    here = {"participation": Slot("participation")}
    late = Q(state__in=RUNNING, ends_on__lt=Slot("on"))
    return {
        "adopted": Prepared(
            PlanVersion.objects.filter(**here)
            .order_by("-number")
            .values("adopted_on", "meeting")[:1]
        ),
        "goals": Prepared(
            Goal.objects.filter(**here)
            .order_by()
            .values("participation")
            .annotate(count=Count("pk"))
        ),
        "actions": Prepared(
            Action.objects.filter(**here)
            .order_by()
            .values("state")
            .annotate(count=Count("pk"), late=Count("pk", filter=late))
        ),
        "support": Prepared(
            Grant.objects.filter(**here, agreed_on__isnull=False)
            .order_by()
            .values("amount")
            .annotate(paid=Sum("instalments__payment__amount"))
        ),
    }


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
    for adopted in _questions()["adopted"](participation=participation.pk):
        text = _("Adopted %(day)s at: %(meeting)s") % {
            "day": short_date(adopted["adopted_on"]),
            "meeting": adopted["meeting"],
        }
        found.append((words.plan, text))
    goals = _questions()["goals"](participation=participation.pk)
    found.extend((words.goals, str(row["count"])) for row in goals)
    actions = _actions(participation, on)
    return [*found, (words.actions, actions)] if actions else found


def _actions(participation: Participation, on: dt.date) -> str:
    rows = _questions()["actions"](participation=participation.pk, on=on)
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
    found = _questions()["support"](participation=participation.pk)
    if not found:
        return []
    amount, paid = found[0]["amount"], found[0]["paid"] or ZERO
    paid += participation.paid_before
    currency = participation.programme.currency
    text = _("%(paid)s of %(amount)s paid, %(left)s left") % {
        "paid": money(paid, currency),
        "amount": money(amount, currency),
        "left": money(amount - paid, currency),
    }
    return [(_("Support from the region"), text)]
