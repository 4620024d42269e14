"""What the places give to a periodic report: steps, gates, coaching, the list of places."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.dates import local_day
from places.models import (
    CoachingEntry,
    CoachingKind,
    Decision,
    GateReview,
    ItemState,
    Participation,
    ParticipationStatus,
    ReviewState,
    StepItem,
)
from places.reporting import Block, Subject, contributes, figure, figures, table

MINUTES_AN_HOUR = 60
_GATE_LEVELS = {
    Decision.CONTINUE: "ok",
    Decision.CONDITIONS: "ok",
    Decision.RETURN: "warn",
    Decision.STOP: "stop",
}


@dataclass(slots=True)
class _StepCount:
    """The lines of one step at one place, as they were on the period's last day."""

    title: str
    all: int = 0
    settled: int = 0
    here: int = 0
    needed: int = 0
    needed_settled: int = 0
    last_on: dt.date | None = None

    @property
    def done(self) -> bool:
        """Whether every required line is settled (all lines, when none is required)."""
        if self.needed:
            return self.needed == self.needed_settled
        return bool(self.all) and self.all == self.settled


def step_counts(subject: Subject) -> dict[int, dict[int, _StepCount]]:
    """By participation and the step's order. One query."""
    found: dict[int, dict[int, _StepCount]] = defaultdict(dict)
    rows = (
        StepItem.objects.filter(participation__in=subject.ids)
        .order_by("step__order", "order", "pk")
        .values_list(
            "participation_id", "step__order", "step__title", "required", "state", "settled_on"
        )
    )
    for pk, order, title, required, state, settled_on in rows:
        step = found[pk].setdefault(order, _StepCount(title))
        settled = state != ItemState.OPEN and (settled_on is None or settled_on <= subject.ends_on)
        step.all += 1
        step.needed += required
        step.settled += settled
        step.needed_settled += required and settled
        if settled and settled_on is not None:
            step.last_on = max(settled_on, step.last_on or settled_on)
            step.here += subject.covers(settled_on)
    return found


@contributes("happened", order=10, title=gettext_lazy("The steps"))
def steps(subject: Subject) -> list[Block]:
    """Where each step is; for a programme, how many places are at it and have done it."""
    counts = step_counts(subject)
    if not counts:
        return []
    settled = sum(step.here for of_place in counts.values() for step in of_place.values())
    head = figures(
        "",
        figure("lines_settled", _("items settled in the period"), settled),
    )
    if subject.single:
        assert subject.participation is not None  # noqa: S101 - it is single
        return [_steps_of_place(subject.participation, counts[subject.participation.pk]), head]
    return [_steps_of_places(subject, counts), head]


def _steps_of_place(one: Participation, counts: dict[int, _StepCount]) -> Block:
    rows = []
    for order, step in counts.items():
        letter = one.progress[order - 1 : order]
        if step.done:
            mark = ["ok", _("done")]
        elif letter == "n" or step.settled:
            mark = ["now", _("under way")]
        else:
            mark = ["ahead", _("ahead")]
        of = _("%(settled)d of %(all)d") % {"settled": step.settled, "all": step.all}
        rows.append((mark, f"{order} {step.title}", of, step.last_on if step.done else None))
    return table(
        "steps",
        _("The steps"),
        [(_("State"), "mark"), (_("Step"), "text"), (_("Items settled"), "soft"),
         (_("Done"), "date")],
        rows,
    )  # fmt: skip


def _steps_of_places(subject: Subject, counts: dict[int, dict[int, _StepCount]]) -> Block:
    here = Counter(
        one.current_step for one in subject.places if one.status == ParticipationStatus.ACTIVE
    )
    titles: dict[int, str] = {}
    done: Counter[int] = Counter()
    for of_place in counts.values():
        for order, step in of_place.items():
            titles.setdefault(order, step.title)
            done[order] += step.done
    rows = [(f"{order} {titles[order]}", here[order], done[order]) for order in sorted(titles)]
    return table(
        "steps_of_places",
        _("Where the places are"),
        [(_("Step"), "text"), (_("Places here now"), "number"),
         (_("Places that have done it"), "number")],
        rows,
    )  # fmt: skip


@contributes("happened", order=30, title=gettext_lazy("Decisions at the gate"))
def gates(subject: Subject) -> list[Block]:
    """What was decided at the gate in the period. Two queries."""
    rows = list(
        GateReview.objects.filter(
            participation__in=subject.ids,
            state=ReviewState.DECIDED,
            decided_at__range=subject.moments,
        )
        .order_by("decided_at", "pk")
        .values_list("decided_at", "decision", "reason", "participation__place__name")
    )
    if not rows:
        return []
    passed = subject.figures.value("gates_passed")
    found = figures("", figure("gates_passed", _("gates passed"), passed, cover=7))
    columns = [(_("Date"), "date"), (_("Reasons"), "text"), (_("Decision"), "mark")]
    marked = [
        (
            local_day(at),
            reason if subject.single else f"{place}. {reason}",
            [_GATE_LEVELS[Decision(decision)], str(Decision(decision).label)],
        )
        for at, decision, reason, place in rows
        if at is not None
    ]
    told = table("gates", _("Decisions at the gate"), columns, marked, of_places=not subject.single)
    return [told] if subject.single else [found, told]


@contributes("coaching", order=10, title=gettext_lazy("Contacts with the coach"))
def coaching(subject: Subject) -> list[Block]:
    """Contacts and hours by kind. Two queries."""
    rows = list(
        CoachingEntry.objects.filter(
            participation__in=subject.ids, on__range=(subject.starts_on, subject.ends_on)
        )
        .order_by("kind")
        .values_list("kind")
        .annotate(contacts=Count("pk"), minutes=Sum("minutes", default=0))
    )
    if not rows:
        return []
    labels = dict(CoachingKind.choices)
    contacts, spent = (subject.figures.value(f"coaching_{of}") for of in ("contacts", "hours"))
    return [
        figures(
            "",
            figure("coaching_contacts", _("contacts with the coach"), contacts),
            figure("coaching_hours", _("hours of coaching"), spent, "hours", cover=8),
        ),
        table(
            "coaching",
            _("How the coach met the place") if subject.single else _("How the coaches met them"),
            [(_("Kind"), "text"), (_("Contacts"), "number"), (_("Hours"), "hours")],
            [(str(labels[kind]), number, _hours(minutes)) for kind, number, minutes in rows],
        ),
    ]  # fmt: skip


def _hours(minutes: int) -> float:
    return round(minutes / MINUTES_AN_HOUR, 1)


@contributes("annexes", order=10, title=gettext_lazy("The places"))
def places(subject: Subject) -> list[Block]:
    """Every place of the programme, finished and stopped ones too. Asks nothing."""
    if subject.single or not subject.places:
        return []
    return [
        table(
            "places",
            _("The places"),
            [(_("Place"), "text"), (_("Municipality"), "soft"), (_("Steps"), "strip"),
             (_("State"), "text"), (_("Support until"), "date")],
            [
                (
                    one.place.name,
                    one.place.municipality.name,
                    [one.progress, one.gate_state, one.gate_after],
                    str(one.get_status_display()),
                    one.ended_on or one.support_ends_on,
                )
                for one in subject.places
            ],
            of_places=True,
        )
    ]  # fmt: skip


@contributes("happened", order=0, title=gettext_lazy("Places that took part"))
def took_part(subject: Subject) -> list[Block]:
    """How many places took part in the period. Asks nothing."""
    if subject.single or not subject.places:
        return []
    counted = Counter(one.status for one in subject.places)
    ended, stopped = counted[ParticipationStatus.ENDED], counted[ParticipationStatus.STOPPED]
    note = [
        ngettext("%(count)d has finished", "%(count)d have finished", ended) % {"count": ended}
        if ended else "",
        ngettext("%(count)d has stopped", "%(count)d have stopped", stopped) % {"count": stopped}
        if stopped else "",
    ]  # fmt: skip
    number = len(subject.places)
    label = ngettext("place took part", "places took part", number)
    return [
        figures(
            "",
            figure("places", label, number, note=", ".join(one for one in note if one), cover=1),
        )
    ]


@contributes("next", order=10, title=gettext_lazy("When the support ends"))
def support_ends(subject: Subject) -> list[Block]:
    """When the place's support ends. Asks nothing."""
    one = subject.participation
    if one is None or one.status != ParticipationStatus.ACTIVE:
        return []
    rows = [(one.support_ends_on, _("The support ends"))]
    if one.next_on and one.next_on > subject.ends_on and one.next_text:
        rows.insert(0, (one.next_on, one.next_text))
    return [table("dates", "", [(_("Date"), "date"), (_("What"), "text")], sorted(rows))]
