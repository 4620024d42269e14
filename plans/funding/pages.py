"""What the pages of money show: the gap with its bar and words, sources that fit, one line."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.dates import ago, short_date
from core.money import ZERO, hours, money
from core.policy import allowed
from people.models import User
from places.models import Participation
from plans.blockers import lock_reason
from plans.funding.forms import AskedForm, GrantedForm, PaymentForm, RefusedForm, ReportedForm
from plans.funding.gap import Gap, add_up, cents_sum, exact, gap_of_action, gap_of_actions
from plans.funding.match import fits, limit_warnings, sources_for
from plans.funding.payments import advance_limit
from plans.funding.services import OWN
from plans.models import Action, ActionState, FundingLine, Goal, LineState, PaymentKind, SourceKind
from plans.words import words_of
from programmes.models import Programme

#: How a line's state looks.
LEVELS = {
    LineState.PLANNED: "off",
    LineState.ASKED: "info",
    LineState.GRANTED: "ok",
    LineState.REFUSED: "stop",
}
#: A deadline within this many days is marked.
SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class LineRow:
    """A funding line as a reader sees it. `paid` is what has come in of it."""

    line: FundingLine
    level: str
    state: str
    paid: Decimal
    warnings: list[str]

    @property
    def in_hours(self) -> bool:
        """Whether the line is of volunteer hours."""
        return self.line.source.kind == SourceKind.HOURS

    @property
    def sum(self) -> Decimal:
        """What was granted, else what is or will be applied for."""
        return self.line.granted if self.line.granted is not None else self.line.asked


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action with its gap and its lines."""

    action: Action
    gap: Gap
    flag: tuple[str, str]
    hours: str
    lines: list[LineRow]


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal with its gap; `goal` is None for actions without one."""

    goal: Goal | None
    gap: Gap
    flag: tuple[str, str]
    actions: list[ActionRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NextDay:
    """A last day to apply that somebody must keep."""

    line: FundingLine
    on: dt.date
    level: str
    words: str


def money_context(participation: Participation, user: User) -> dict[str, Any]:
    """The money page. A fixed number of queries."""
    currency = participation.programme.currency
    gaps = gap_of_actions(participation)
    total = add_up(gaps.values())
    rows = _action_rows(participation, gaps)
    lines = [row.line for action in rows for row in action.lines if action.gap.counts]
    reason = lock_reason(participation)
    return {
        "words": words_of(participation.programme),
        "currency": currency,
        "total": total,
        "sentence": plan_sentence(total, gaps.values(), participation.programme),
        "bar": bar(total),
        "hours": hours_sentence(total),
        "hours_value": hours_value_sentence(total, currency),
        "valued": participation.programme.volunteer_rate is not None,
        "goals": _goal_rows(rows, currency),
        "next_action": _next_action(rows),
        "deadlines": next_days(lines),
        "people": _people(lines),
        "may_fund": not reason and allowed(user, "plans.fund", participation),
        "lock_reason": reason,
    }


def match_context(action: Action, user: User) -> dict[str, Any]:
    """The page on which money is found for an action: the sources that fit, and the others."""
    programme = action.participation.programme
    gap = gap_of_action(action)
    matches = fits(action, sources_for(user), gap=gap)
    reason = lock_reason(action.participation)
    if action.state == ActionState.DROPPED:
        reason = _("The action is dropped and needs no money.")
    return {
        "words": words_of(programme),
        "action": action,
        "gap": gap,
        "bar": bar(gap),
        "flag": gap_flag(gap, programme.currency),
        "hours": hours_sentence(gap),
        "currency": programme.currency,
        "fitting": [match for match in matches if match.fits],
        "others": [match for match in matches if not match.fits],
        "lock_reason": reason,
        "may_keep_sources": allowed(user, "plans.manage_sources"),
    }


def line_rows(lines: Iterable[FundingLine]) -> list[LineRow]:
    """Lines that came with `paid_cents` (see `with_paid`), as rows."""
    return [line_row(line, exact(line.paid_cents)) for line in lines]  # type: ignore[attr-defined]


def line_row(line: FundingLine, paid: Decimal) -> LineRow:
    """One line; its action must be in hand."""
    open_ = line.state in {LineState.PLANNED, LineState.ASKED}
    outside = (
        limit_warnings(line.source, line.asked, line.action.cost)
        if open_ and line.source.kind != SourceKind.HOURS
        else []
    )
    return LineRow(line, LEVELS[LineState(line.state)], line.get_state_display(), paid, outside)


def with_paid(lines: QuerySet[FundingLine]) -> QuerySet[FundingLine]:
    """The lines with their source and what has come in."""
    return lines.select_related("source").annotate(paid_cents=cents_sum("payments__amount"))


def next_days(lines: Iterable[FundingLine]) -> list[NextDay]:
    """The last days of what is still to be applied for, the first one first."""
    today = timezone.localdate()
    found = []
    for line in lines:
        if line.state != LineState.PLANNED or line.deadline is None:
            continue
        days = (line.deadline - today).days
        level = "stop" if days < 0 else "warn" if days <= SOON_DAYS else "info"
        found.append(
            NextDay(
                line, line.deadline, level, f"{short_date(line.deadline)}, {ago(line.deadline)}"
            )
        )
    return sorted(found, key=lambda day: (day.on, day.line.pk))


def _action_rows(participation: Participation, gaps: dict[int, Gap]) -> list[ActionRow]:
    currency = participation.programme.currency
    actions = list(
        participation.actions.select_related("goal").order_by("goal__order", "order", "pk")
    )
    by_id = {action.pk: action for action in actions}
    lines: dict[int, list[FundingLine]] = defaultdict(list)
    for line in with_paid(FundingLine.objects.filter(action__participation=participation)):
        line.action = by_id[line.action_id]
        lines[line.action_id].append(line)
    shown = [action for action in actions if gaps[action.pk].counts or lines[action.pk]]
    return [
        ActionRow(
            action,
            gaps[action.pk],
            gap_flag(gaps[action.pk], currency),
            hours_sentence(gaps[action.pk]),
            line_rows(lines[action.pk]),
        )
        for action in shown
    ]


def _goal_rows(rows: list[ActionRow], currency: str) -> list[GoalRow]:
    by_goal: dict[int | None, list[ActionRow]] = defaultdict(list)
    for row in rows:
        by_goal[row.action.goal_id].append(row)
    found = []
    # Actions without a goal come last: their goal's order is unknown.
    for actions in sorted(by_goal.values(), key=lambda of: of[0].action.goal_id is None):
        gap = add_up(row.gap for row in actions)
        found.append(GoalRow(actions[0].action.goal, gap, gap_flag(gap, currency), actions))
    return found


def _next_action(rows: list[ActionRow]) -> Action | None:
    """The action for which most money is missing and not applied for yet."""
    looked_for = [(row.gap.missing - row.gap.asked, row) for row in rows if row.gap.counts]
    short = [(left, row) for left, row in looked_for if left > 0]
    return max(short, key=lambda one: one[0])[1].action if short else None


def _people(lines: Iterable[FundingLine]) -> list[tuple[str, int]]:
    """Who sees to how many applications that are not decided yet; "" for nobody, last."""
    counts: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.state in {LineState.PLANNED, LineState.ASKED}:
            counts[line.responsible] += 1
    return sorted(counts.items(), key=lambda one: (not one[0], one[0].casefold()))


#: The forms of the page, by the step that each takes.
FORMS: dict[str, Callable[..., forms.Form]] = {
    "asked": AskedForm,
    "granted": GrantedForm,
    "refused": RefusedForm,
    "reported": ReportedForm,
    "payment": PaymentForm,
}


def line_context(
    participation: Participation, line: FundingLine, user: User, **bound: forms.Form
) -> dict[str, Any]:
    """The page; `bound` are forms that were sent and come back: asked, granted, and so on."""
    payments = list(line.payments.all())
    paid = sum((payment.amount for payment in payments), ZERO)
    reason = lock_reason(participation)
    may = allowed(user, "plans.fund", participation)
    final = any(payment.kind == PaymentKind.FINAL for payment in payments)
    left = (line.granted or ZERO) - paid
    return {
        "words": words_of(participation.programme),
        "line": line,
        "row": line_row(line, paid),
        "currency": line.source.currency,
        "in_hours": line.source.kind == SourceKind.HOURS,
        "payments": payments,
        "paid": paid,
        "left": left,
        "final": final,
        "advance_limit": advance_limit(line) if line.state == LineState.GRANTED else None,
        "may_fund": may and not reason,
        "may_pay": may and line.state == LineState.GRANTED and not final,
        "lock_reason": reason,
        "forms": {
            name: bound.get(name) or FORMS[name](row=line, prefix=name) for name in _steps(line)
        },
        "errors": list(bound.values()),
        "may_step_back": line.state != LineState.PLANNED and not payments,
        "may_remove": line.state != LineState.GRANTED and not payments,
    }


def _steps(line: FundingLine) -> list[str]:
    """Which forms the line's page has today."""
    is_own = line.source.kind in OWN
    if line.state == LineState.PLANNED and not is_own:
        return ["asked"]
    if line.state in {LineState.PLANNED, LineState.ASKED}:
        return ["granted", "refused"]
    if line.state != LineState.GRANTED or line.source.kind == SourceKind.HOURS:
        return []
    wants_report = line.source.final_report and line.reported_on is None
    return ["reported", "payment"] if wants_report else ["payment"]


def plan_sentence(total: Gap, gaps: Iterable[Gap], programme: Programme) -> str:
    """The plan's gap: "412 000 SEK of 1 040 000 SEK is missing, in 3 actions"."""
    currency, words = programme.currency, words_of(programme)
    short = sum(1 for gap in gaps if gap.counts and gap.missing > ZERO)
    if total.cost <= ZERO:
        return _("%(parts)s: none has a cost yet.") % {"parts": words.actions}
    if not short:
        return _("All money is found: %(cost)s.") % {"cost": money(total.cost, currency)}
    return _("%(missing)s of %(cost)s is missing, in %(count)d %(part)s.") % {
        "part": (words.action if short == 1 else words.actions).lower(),
        "missing": money(total.missing, currency),
        "cost": money(total.cost, currency),
        "count": short,
    }


def gap_flag(gap: Gap, currency: str) -> tuple[str, str]:
    """A flag's level and words for the gap of one action or goal."""
    if gap.over > ZERO and gap.missing <= ZERO:
        return "info", _("Over-financed by %(over)s") % {"over": money(gap.over, currency)}
    if gap.cost <= ZERO:
        return "off", _("No cost yet")
    if gap.missing <= ZERO:
        return "ok", _("All %(cost)s found") % {"cost": money(gap.cost, currency)}
    return "warn", _("%(missing)s of %(cost)s missing") % {
        "missing": money(gap.missing, currency),
        "cost": money(gap.cost, currency),
    }


def hours_sentence(gap: Gap) -> str:
    """The hours' gap; empty when none are needed or promised."""
    facts = {
        "missing": hours(gap.hours_missing),
        "needed": hours(gap.hours_needed),
        "promised": hours(gap.hours_promised),
    }
    if gap.hours_needed <= ZERO and gap.hours_promised <= ZERO:
        return ""
    if gap.hours_missing <= ZERO:
        text = _("%(promised)s volunteer hours are promised; %(needed)s are needed.")
    else:
        text = _("%(missing)s of %(needed)s volunteer hours are not promised yet.")
    return text % facts


def hours_value_sentence(gap: Gap, currency: str) -> str:
    """What the hours are worth by the programme's rate; empty without one."""
    if gap.hours_value <= ZERO:
        return ""
    return _("All that are needed are worth %(value)s, those promised %(promised)s.") % {
        "value": money(gap.hours_value, currency),
        "promised": money(gap.promised_value, currency),
    }


#: Units of the drawing's width. The parts are drawn in them, so that they always fill the bar.
WIDTH = 1000
HEIGHT = 12


def parts(gap: Gap) -> tuple[Decimal, Decimal, Decimal]:
    """Granted within the cost, applied for within what is missing, and the rest."""
    granted = gap.cost - gap.missing
    asked = min(gap.asked, gap.missing)
    return granted, asked, gap.missing - asked


def bar(gap: Gap) -> SafeString:
    """The bar as SVG, empty without a cost. Hidden from screen readers: the words are beside it."""
    if gap.cost <= ZERO:
        return SafeString("")
    granted, asked, _missing = parts(gap)
    first = int(granted * WIDTH / gap.cost)
    second = int(asked * WIDTH / gap.cost)
    return format_html(
        '<svg class="money-bar" viewBox="0 0 {w} {h}" preserveAspectRatio="none" '
        'aria-hidden="true"><rect class="mb-m" width="{w}" height="{h}"/>'
        '<rect class="mb-g" width="{a}" height="{h}"/>'
        '<rect class="mb-a" x="{a}" width="{b}" height="{h}"/></svg>',
        w=WIDTH,
        h=HEIGHT,
        a=first,
        b=second,
    )
