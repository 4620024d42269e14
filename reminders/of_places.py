"""What is reminded of at every place: the gate, conditions, lines, silence."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from core.dates import short_date
from places import attention
from places.attention import FACT_COLUMNS, Facts, reasons
from places.models import GateState, ItemOrigin, ItemState, ParticipationStatus, StepItem
from places.models.participation import PHASE_TWO_OPEN
from reminders.kinds import AT, At, Cause, Kind, Search, To, at_columns, register

#: A line that was due longer ago is no news in a letter; a coach may still chase it.
NEWS_DAYS = 60

#: Kinds that the portfolio names as reasons too: the kind of reminder, and where one acts.
_OF_ATTENTION = {
    attention.Kind.GATE: ("gate_waiting", "places:gate"),
    attention.Kind.RETURNED: ("gate_returned", "places:gate"),
    attention.Kind.CONDITION: ("condition_due", "places:participation"),
    attention.Kind.QUIET: ("place_quiet", "places:coaching"),
    attention.Kind.NEXT: ("date_passed", "places:coaching"),
}


def _of_attention(search: Search) -> Iterator[Cause]:
    """The portfolio's reasons, read off the summary. One question."""
    last = max(search.last(kind) for kind, _page in _OF_ATTENTION.values())
    rows = search.places.filter(status=ParticipationStatus.ACTIVE, attention_on__lte=last)
    for row in rows.order_by().values_list(*AT, *FACT_COLUMNS):
        at, facts = At._make(row[: len(AT)]), Facts._make(row[len(AT) :])
        for flag in reasons(facts, last):
            kind, page = _OF_ATTENTION.get(flag.kind, ("", ""))  # type: ignore[call-overload]
            if kind and flag.since:
                yield Cause(
                    kind=kind,
                    at=at,
                    thing=_thing(flag.kind, facts),
                    day=flag.since,
                    words=partial(_said, flag.kind, facts),
                    path=reverse(page, args=[at.participation]),
                )


def _thing(kind: str, facts: Facts) -> str:
    """A silence is one thing however often it is broken; the others have a day of their own."""
    day = {
        attention.Kind.CONDITION: facts.condition_due_on,
        attention.Kind.NEXT: facts.next_on,
        attention.Kind.QUIET: None,
    }.get(attention.Kind(kind), facts.gate_since)
    return day.isoformat() if day else ""


def _said(kind: str, facts: Facts, day: dt.date) -> str:
    return next((flag.text for flag in reasons(facts, day) if flag.kind == kind), "")


def _late_lines(search: Search) -> Iterator[Cause]:
    """Required lines after their day, those of a step and a day together. One question."""
    after_gate = Q(participation__gate_after__gt=0) & Q(
        step__order__gt=F("participation__gate_after")
    )
    rows = (
        StepItem.objects.filter(
            Q(after_gate, participation__gate_state__in=PHASE_TWO_OPEN)
            | ~Q(after_gate) & ~Q(participation__gate_state=GateState.WAITING),
            participation__in=search.places,
            participation__status=ParticipationStatus.ACTIVE,
            state=ItemState.OPEN,
            required=True,
            due_on__lte=search.last("line_late"),
        )
        .exclude(origin=ItemOrigin.CONDITION)
        .order_by("participation", "due_on", "step__order", "order", "pk")
        .values_list(
            *at_columns("participation"), "step__order", "due_on", "own_text", "item__text"
        )
    )
    groups: dict[tuple[At, int, dt.date], list[str]] = defaultdict(list)
    for *columns, order, due_on, own, of_method in rows.iterator():
        groups[At._make(columns), order, due_on].append(own or of_method)
    for (at, order, due_on), texts in groups.items():
        yield Cause(
            kind="line_late",
            at=at,
            thing=f"{order}:{due_on.isoformat()}",
            day=due_on,
            until=due_on + dt.timedelta(days=NEWS_DAYS),
            words=partial(_lines, order, due_on, texts),
            path=reverse("places:step", args=[at.participation, order]),
        )


def _lines(order: int, due_on: dt.date, texts: list[str], _day: dt.date) -> str:
    facts = {"step": order, "day": short_date(due_on), "line": texts[0], "count": len(texts)}
    said = ngettext(
        "Step %(step)d: “%(line)s” was to be done by %(day)s",
        "Step %(step)d: %(count)d lines were to be done by %(day)s, the first is “%(line)s”",
        len(texts),
    )
    return said % facts


register(
    Kind(
        "gate_waiting",
        gettext_lazy("The gate waits for a decision"),
        after=7,
        to=(To.DECIDERS,),
        ends=gettext_lazy("it is decided"),
    ),
    Kind(
        "gate_returned",
        gettext_lazy("The gate was returned"),
        after=7,
        to=(To.LEADERS,),
        ends=gettext_lazy("the place hands in again"),
        chased=9,
    ),
    Kind(
        "condition_due",
        gettext_lazy("A condition from the gate is due"),
        after=0,
        to=(To.LEADERS,),
        ends=gettext_lazy("it is fulfilled"),
        chased=9,
    ),
    Kind(
        "place_quiet",
        gettext_lazy("A place is quiet"),
        after=0,
        to=(To.COACHES,),
        ends=gettext_lazy("a contact is logged or a date agreed"),
        chased=0,
    ),
    Kind(
        "date_passed",
        gettext_lazy("An agreed date has passed"),
        after=1,
        to=(To.COACHES,),
        ends=gettext_lazy("it is marked as done or moved"),
        chased=0,
    ),
    find=_of_attention,
)
register(
    Kind(
        "line_late",
        gettext_lazy("Lines of the checklist are late"),
        after=1,
        to=(To.LEADERS,),
        ends=gettext_lazy("they are ticked or get a new day"),
        chased=9,
    ),
    find=_late_lines,
)
