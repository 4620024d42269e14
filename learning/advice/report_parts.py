"""What advice gives to a report: how much was given, read and taken up."""

from __future__ import annotations

from collections import Counter

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.models import TAKEN_UP, Advice, AdviceState
from places.reporting import Block, Subject, contributes, figure, figures, table

MOST_ROWS = 40
_LEVELS = {
    AdviceState.PROPOSED: "off", AdviceState.UNDER_WAY: "now", AdviceState.DONE: "ok",
    AdviceState.HAD_IT: "ok", AdviceState.NOT_FOR_US: "off",
}  # fmt: skip


@contributes("coaching", order=40, title=gettext_lazy("Advice"))
def advice(subject: Subject) -> list[Block]:
    """Advice given in the period, and what became of it; of one place each. One statement."""
    rows = Advice.objects.filter(participation__in=subject.ids, given_at__range=subject.moments)
    found = list(rows.select_related("action").order_by("given_at", "pk"))
    if not found:
        return []
    states = Counter(one.state for one in found)
    taken = sum(states[state] for state in TAKEN_UP)
    head = figures(
        _("Advice"),
        figure("advice_given", _("pieces of advice given"), len(found)),
        figure("advice_read", _("of them read"), sum(1 for one in found if one.read_at)),
        figure("advice_taken_up", _("of them taken up"), taken),
        figure("advice_actions", _("became actions of the plan"), sum(
            1 for one in found if one.action_id
        )),
    )  # fmt: skip
    if not subject.single:
        return [head]
    columns = [
        (_("Advice"), "text"), (_("Given on"), "date"), (_("State"), "mark"),
        (_("Action of the plan"), "soft"),
    ]  # fmt: skip
    lines = [
        (
            str(one),
            timezone.localdate(one.given_at) if one.given_at else None,
            [_LEVELS[AdviceState(one.state)], str(one.get_state_display())],
            one.action.title if one.action else "",
        )
        for one in found[:MOST_ROWS]
    ]
    return [head, table("advice", _("Advice and what became of it"), columns, lines)]
