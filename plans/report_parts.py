"""What the plan gives to a periodic report: goals with indicators, actions, funding found."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.dates import whole_date
from core.money import ZERO
from places.models import ParticipationStatus
from places.reporting import Block, Subject, bars, contributes, figure, figures, line, table
from plans.funding.gap import Gap, add_up, gaps_with
from plans.models import RUNNING, Action, ActionState, FundingLine, Goal, LineState, SourceKind
from plans.words import Words, words_of

_LEVELS = {
    ActionState.DONE: "ok",
    ActionState.UNDER_WAY: "now",
    ActionState.PLANNED: "ahead",
    ActionState.PAUSED: "warn",
    ActionState.IDEA: "idea",
    ActionState.DROPPED: "off",
}
#: The order in which actions stand in a report.
_ORDER = {
    state: number
    for number, state in enumerate(
        ("late", ActionState.UNDER_WAY, ActionState.DONE, ActionState.PLANNED, ActionState.PAUSED,
         ActionState.IDEA, ActionState.DROPPED)
    )
}  # fmt: skip
#: Indicators of one place that are drawn.
DRAWN = 6


@contributes("plan", order=10, title=gettext_lazy("Goals and indicators"))
def goals(subject: Subject) -> list[Block]:
    """Goals and what was measured until the period's end. One query."""
    rows = (
        Goal.objects.filter(participation__in=subject.ids)
        .order_by("participation", "order", "pk", "indicators__pk", "indicators__observations__on")
        .values_list(
            "pk", "title", "indicators__pk", "indicators__title", "indicators__unit",
            "indicators__baseline", "indicators__baseline_on", "indicators__target",
            "indicators__target_on", "indicators__source", "indicators__observations__on",
            "indicators__observations__value",
        )
    )  # fmt: skip
    titles: dict[int, str] = {}
    lines: dict[int, Block] = {}
    for pk, title, number, name, unit, base, base_on, target, target_on, source, on, value in rows:
        titles[pk] = title
        if number is None:
            continue
        drawn = lines.setdefault(
            number,
            line(
                f"indicator-{number}", name, goal=title, unit=unit, source=source,
                points=[(base_on, float(base))], target=(target_on, float(target)),
            ),
        )  # fmt: skip
        if on is not None and on <= subject.ends_on:
            drawn["points"].append([on, float(value)])
    if not titles:
        return []
    words = words_of(subject.programme)
    measured = [one for one in lines.values() if len(one["points"]) > 1]
    head = figures(
        "",
        figure("goals", words.goals.lower(), len(titles)),
        figure("indicators", _("indicators"), len(lines)),
        figure(
            "indicators_nearer",
            _("indicators nearer to the target than at the start"),
            sum(_is_nearer(one) for one in measured),
            note=_("of %(count)d that were measured again") % {"count": len(measured)},
        ),
    )
    if not subject.single:
        return [head]
    drawn_goals = {one["goal"] for one in lines.values()}
    bare = [title for title in titles.values() if title not in drawn_goals]
    unmeasured = table(
        "unmeasured", "", [(words.goal, "text"), ("", "soft")],
        [(title, _("Not measured yet")) for title in bare],
    )  # fmt: skip
    return [head, *list(lines.values())[:DRAWN], *([unmeasured] if bare else [])]


def _is_nearer(one: Block) -> bool:
    target = one["target"][1]
    first, last = one["points"][0][1], one["points"][-1][1]
    return abs(target - last) < abs(target - first)


def _state(row: dict[str, Any], ends_on: dt.date) -> str:
    """The action's state on the period's last day, as far as the row tells."""
    state: str = row["state"]
    if state == ActionState.DONE and row["done_on"] and row["done_on"] > ends_on:
        return ActionState.UNDER_WAY
    if state in RUNNING and row["ends_on"] and row["ends_on"] < ends_on:
        return "late"
    return state


def read_actions(subject: Subject) -> list[tuple[dict[str, Any], Gap]]:
    """Each action with its gap and its `shown` state. One query."""
    found = gaps_with(
        Action.objects.filter(participation__in=subject.ids),
        "title", "done_on", "ends_on", "responsible", "organisation__name", "participation_id",
        rate=subject.programme.volunteer_rate,
    )  # fmt: skip
    for row, _gap in found:
        row["shown"] = _state(row, subject.ends_on)
    return found


def _mark(state: str) -> list[str]:
    if state == "late":
        return ["late", _("Late")]
    return [_LEVELS[ActionState(state)], str(ActionState(state).label)]


@contributes("plan", order=20, title=gettext_lazy("Actions and their funding"))
def actions(subject: Subject) -> list[Block]:
    """The actions by state, what they cost and what is missing; then the funding of them all."""
    found = read_actions(subject)
    if not found:
        return []
    words = words_of(subject.programme)
    counts = Counter(row["shown"] for row, _gap in found)
    done = sum(
        row["shown"] == ActionState.DONE and subject.covers(row["done_on"]) for row, _gap in found
    )
    late = counts["late"]
    all_done = counts[ActionState.DONE]
    head = figures(
        "",
        figure("actions", words.actions.lower(), len(found) - counts[ActionState.DROPPED]),
        figure(
            "actions_done", _("done in the period"), done,
            note=_("%(count)d in all") % {"count": all_done},
        ),
        *([figure("actions_late", ngettext("late", "late", late), late, level="warn")]
          if late else []),
    )  # fmt: skip
    listed = _listed(found, words) if subject.single else _by_state(counts, words)
    return [head, listed, *_funding(subject, found)]


def _listed(found: list[tuple[dict[str, Any], Gap]], words: Words) -> Block:
    rows = []
    found.sort(key=lambda one: (_ORDER[one[0]["shown"]], str(one[0]["ends_on"])))
    for row, gap in found:
        who = row["organisation__name"] or row["responsible"] or _("nobody responsible yet")
        until = _("until %(day)s") % {"day": whole_date(row["ends_on"])} if row["ends_on"] else ""
        detail = ", ".join(part for part in (who, until) if part)
        rows.append(
            (_mark(row["shown"]), row["title"], detail,
             gap.cost if gap.cost and gap.counts else None,
             gap.missing if gap.cost and gap.counts else None)
        )  # fmt: skip
    columns = [
        (_("State"), "mark"), (words.action, "text"), (_("Responsible and end"), "soft"),
        (_("Cost"), "money"), (_("Missing"), "money"),
    ]  # fmt: skip
    return table("actions", words.actions, columns, rows)


def _by_state(counts: Counter[str], words: Words) -> Block:
    rows = [(_mark(state), counts[state]) for state in _ORDER if counts[state]]
    return table("actions", words.actions, [(_("State"), "mark"), (_("Number"), "number")], rows)


def _funding(subject: Subject, found_actions: list[tuple[dict[str, Any], Gap]]) -> list[Block]:
    """What the actions cost, what is found for them and what is missing.

    Among many places a stopped one needs nothing more for its plan; its own report shows it all.
    """
    stopped = {
        one.pk
        for one in subject.places
        if one.status == ParticipationStatus.STOPPED and not subject.single
    }
    counted = [
        (row["participation_id"], gap)
        for row, gap in found_actions
        if row["participation_id"] not in stopped
    ]
    total = add_up(gap for _place, gap in counted)
    behind = len({place for place, gap in counted if gap.cost or gap.hours_needed})
    if not total.cost and not total.hours_needed:
        return []
    day = whole_date(subject.on)
    cost, granted, missing = total.cost, total.granted, total.missing
    if not subject.single:
        keys = ("actions_cost", "funding_granted", "funding_missing")
        cost, granted, missing = (subject.sum_of(key) for key in keys)
    found = [
        figures(
            "",
            figure("actions_cost", _("cost of what is planned"), cost, "money"),
            figure("funding_granted", _("granted by others than the region"), granted,
                   "money", note=_("as of %(day)s") % {"day": day}, cover=4),
            figure("funding_missing", _("missing for the actions"), missing, "money",
                   level="stop" if missing else "", cover=5,
                   note=_("as of %(day)s") % {"day": day}),
            behind=behind,
        ),
        bars(
            "funding",
            _("Funding of the actions"),
            [_("granted"), _("missing")],
            [("", _("What is planned"), [granted - total.over, missing])],
            "money",
            last="missing",
            behind=behind,
        ),
    ]  # fmt: skip
    if total.hours_needed:
        found.append(
            figures(
                _("Volunteer hours in the plan"),
                figure("hours_needed", _("hours needed"), total.hours_needed, "hours"),
                figure("hours_promised", _("hours promised"), total.hours_promised, "hours"),
                figure("hours_value", _("value of the hours promised"), total.promised_value,
                       "money"),
                behind=behind,
            )
        )  # fmt: skip
    return found


@contributes("money", order=30, title=gettext_lazy("Funding found in the period"))
def funding_found(subject: Subject) -> list[Block]:
    """What was granted for actions in the period. One query."""
    rows = list(
        FundingLine.objects.filter(
            ~Q(source__kind=SourceKind.HOURS),
            action__participation__in=subject.ids,
            state=LineState.GRANTED,
            decided_on__range=(subject.starts_on, subject.ends_on),
        )
        .order_by("decided_on", "pk")
        .values_list(
            "decided_on", "source__name", "action__title", "asked", "granted",
            "action__participation",
        )
    )  # fmt: skip
    if not rows:
        return []
    total: Decimal = sum((row[4] or ZERO for row in rows), ZERO)
    columns = [
        (_("Decided"), "date"), (_("Source"), "text"), (_("For"), "soft"),
        (_("Applied for"), "money"), (_("Granted"), "money"),
    ]  # fmt: skip
    return [
        figures(
            "", figure("funding_found", _("found for actions in the period"), total, "money",
                       cover=3),
            behind=len({row[5] for row in rows}),
        ),
        table("funding_found", _("Funding found in the period"), columns,
              [row[:5] for row in rows], of_places=not subject.single),
    ]  # fmt: skip
