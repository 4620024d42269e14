"""A place that comes half-way: steps done, a gate passed and money paid before it was entered.

What was done elsewhere stands here as such: who entered it and when, never as if it had been done
here. Nobody gets a letter about it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import audit, uploads
from core.dates import short_date
from core.money import ZERO
from core.policy import require
from core.refusals import Refusal, needed
from people.models import User
from places import summary
from places.checklist import ticks
from places.gate import events
from places.models import (
    Decision,
    GateReview,
    ItemState,
    Participation,
    ParticipationStatus,
    ReviewState,
    StepItem,
)
from programmes.models import Gate, Step

PDF = "application/pdf"
MOST_LETTER_BYTES = 5 * 1024 * 1024
#: Decisions that can be entered afterwards. A place that was stopped is not entered.
DECISIONS = (Decision.CONTINUE, Decision.CONDITIONS, Decision.RETURN)
#: While rounds are numbered anew they stand above all numbers in use.
_ASIDE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierDecision:
    """What was decided at a gate before the place was entered here."""

    decided_on: dt.date
    decided_by: str
    decision: str = Decision.CONTINUE.value
    reason: str = ""
    letter: UploadedFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfWay:
    """Where a place is when it is entered. `at_step` counts from 1; `paid` is in its currency."""

    at_step: int = 1
    gate: EarlierDecision | None = None
    paid: Decimal = ZERO

    @property
    def says_something(self) -> bool:
        """Whether the place has come further than to its start."""
        return self.at_step > 1 or self.gate is not None or bool(self.paid)


def refuse_wrong_way(*, way: HalfWay, steps: int, gate_after: int, started_on: dt.date) -> None:
    """Refuse what cannot be of a place that started on this day.

    `steps` is how many the method has, `gate_after` its gate's step, 0 without one. Refusals:
    step_unknown, starts_later, gate_needed, no_gate, gate_too_late, paid_negative, and those of
    the decision: decided_in_future, decided_before_start, decider_missing.
    """
    if not 1 <= way.at_step <= steps:
        raise Refusal(
            "step_unknown", _("The method has %(steps)d steps.") % {"steps": steps}, field="at_step"
        )
    if way.paid < 0:
        raise Refusal("paid_negative", _("Write a sum of money."), field="paid")
    if way.says_something and started_on > timezone.localdate():
        raise Refusal(
            "starts_later",
            _("A place that starts later has done nothing yet. Check the start."),
            field="started_on",
        )
    beyond = bool(gate_after) and way.at_step > gate_after
    passed = way.gate is not None and way.gate.decision != Decision.RETURN
    if beyond and not passed:
        raise Refusal(
            "gate_needed",
            _("This step lies after the gate. Say when it was passed, and who decided."),
            field="decided_on",
        )
    if way.gate is not None:
        if not gate_after:
            raise Refusal("no_gate", _("The method has no gate."), field="decided_on")
        if passed and not beyond:
            raise Refusal(
                "step_before_gate",
                _("The gate is passed, so the place is at step %(step)d or later.")
                % {"step": gate_after + 1},
                field="at_step",
            )
        _refuse_wrong_decision(way.gate, started_on)


def _refuse_wrong_decision(gate: EarlierDecision, started_on: dt.date) -> None:
    if gate.decision not in DECISIONS:
        raise Refusal("unknown_decision", _("Choose what was decided."), field="decision")
    if gate.decided_on > timezone.localdate():
        raise Refusal("decided_in_future", _("Choose today or an earlier day."), field="decided_on")
    if gate.decided_on < started_on:
        raise Refusal(
            "decided_before_start",
            _("The place started on %(day)s; the gate cannot lie before that.")
            % {"day": short_date(started_on)},
            field="decided_on",
        )
    needed(gate.decided_by, "decider_missing", _("Write who decided."), field="decided_by")


def take_up(*, participation: Participation, way: HalfWay, by: User) -> None:
    """Write how far the place has come, in the transaction that takes it in.

    Refusals: those of `refuse_wrong_way` and of the letter (`core.uploads.check`, letter_pdf).
    """
    version = participation.method_version_id
    gate_after = Gate.objects.filter(version=version).values_list("after_step", flat=True).first()
    refuse_wrong_way(
        way=way,
        steps=Step.objects.filter(version=version).count(),
        gate_after=gate_after or 0,
        started_on=participation.started_on,
    )
    lines = mark_done_before(participation, way.at_step, by)
    if way.paid:
        participation.paid_before = way.paid
        participation.save(update_fields=["paid_before", "updated_at"])
    if way.gate is not None:
        _store_round(participation, way.gate, by)
    if way.says_something:
        audit.record(
            "place.taken_half_way", participation, by=by, step=way.at_step, lines=lines,
            paid=str(way.paid),
        )  # fmt: skip


def mark_done_before(participation: Participation, at_step: int, by: User) -> int:
    """Mark the lines of the steps before this one as done before the enrolment; how many."""
    with translation.override(participation.programme.language):
        note = _("Done before the place was entered here.")
    lines = StepItem.objects.filter(
        participation=participation, step__order__lt=at_step, state=ItemState.OPEN
    )
    return lines.update(
        state=ItemState.DONE, note=note, settled_on=timezone.localdate(), settled_by=by,
        version=F("version") + 1, updated_at=timezone.now(),
    )  # fmt: skip


@transaction.atomic
def enter_round(*, participation: Participation, by: User, gate: EarlierDecision) -> GateReview:
    """Enter a round at the gate that was decided before the place was entered here.

    Rounds decided elsewhere come before those held here, in the order of their days. Refusals:
    no_gate, not_active, after_first_round, those of an earlier decision, of the letter.
    """
    require(by, "places.decide_gate", participation)
    participation.lock()
    if not Gate.objects.filter(version=participation.method_version_id).exists():
        raise Refusal("no_gate", _("The method that the place works by has no gate."))
    if participation.status != ParticipationStatus.ACTIVE:
        raise Refusal("not_active", _("The place is not under way, so nothing can be handed in."))
    _refuse_wrong_decision(gate, participation.started_on)
    own = participation.reviews.filter(taken_before=False).order_by("round").first()
    if own is not None and gate.decided_on > timezone.localdate(own.submitted_at):
        raise Refusal(
            "after_first_round",
            _("The place handed in here on %(day)s; an earlier round lies before that.")
            % {"day": short_date(own.submitted_at)},
            field="decided_on",
        )
    review = _store_round(participation, gate, by)
    summary.refresh(participation)
    ticks.sync(participation, by=by)
    events.tell_decided(review, by)  # what hangs on the gate opens as if it were decided here
    return review


def _store_round(participation: Participation, gate: EarlierDecision, by: User) -> GateReview:
    checked = None
    if gate.letter is not None:
        checked = uploads.check(gate.letter, max_bytes=MOST_LETTER_BYTES)
        if checked.content_type != PDF:
            raise Refusal("letter_pdf", _("Add the letter as a PDF."), field="letter")
    # Noon: on the same day in every time zone of ours.
    moment = timezone.make_aware(dt.datetime.combine(gate.decided_on, dt.time(12)))
    review = GateReview(
        participation=participation, round=_ASIDE, state=ReviewState.DECIDED, submitted_by=by,
        submitted_at=moment, decided_at=moment, decided_by_name=gate.decided_by.strip(),
        decision=gate.decision, reason=gate.reason.strip(), taken_before=True,
    )  # fmt: skip
    if checked is not None:
        review.letter.save(f"gate-before-{participation.pk}.pdf", checked.file, save=False)
    try:
        with transaction.atomic():
            review.save()
            _number_rounds(participation)
            audit.record(
                "gate.entered", participation, by=by,
                on=gate.decided_on.isoformat(), decision=gate.decision,
            )  # fmt: skip
    except BaseException:
        if checked is not None:
            review.letter.delete(save=False)
        raise
    review.refresh_from_db()
    return review


def _number_rounds(participation: Participation) -> None:
    """First those decided elsewhere by their day, then those held here as they were."""
    rounds = participation.reviews.order_by("-taken_before", "submitted_at", "round", "pk")
    ids = list(rounds.values_list("pk", flat=True))
    participation.reviews.filter(round__lt=_ASIDE).update(round=F("round") + _ASIDE)
    for number, pk in enumerate(ids, start=1):
        GateReview.objects.filter(pk=pk).update(round=number)
