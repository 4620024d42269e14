"""The money of one action, for its page."""

from __future__ import annotations

from typing import Any

from django import template

from core.policy import allowed
from plans.blockers import lock_reason
from plans.funding.gap import gap_of_action
from plans.funding.pages import bar, gap_flag, hours_sentence, line_rows, with_paid
from plans.models import Action, ActionState

register = template.Library()


@register.simple_tag(takes_context=True)
def action_money(context: template.Context, action: Action) -> dict[str, Any]:
    """The action's gap, bar and lines. Two queries; the action's participation is in hand."""
    participation = action.participation
    gap = gap_of_action(action)
    lines = list(with_paid(action.funding.order_by("pk")))
    for line in lines:
        line.action = action
    open_ = action.state != ActionState.DROPPED and not lock_reason(participation)
    return {
        "gap": gap,
        "bar": bar(gap),
        "flag": gap_flag(gap, participation.programme.currency),
        "hours": hours_sentence(gap),
        "lines": line_rows(lines),
        "currency": participation.programme.currency,
        "may_fund": open_ and allowed(context["request"].user, "plans.fund", participation),
    }
