"""The gate's decision: by a second person, once, with its letter.

The letter's PDF takes some tenths of a second to make. It is made before the transaction, from
facts that are read again under the lock: when an assessment changed in between, the decision
is refused and nothing is written. So no lock is held while the PDF is made, and the letter
never says anything else than the record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.dates import short_date
from core.policy import require
from core.refusals import Refusal
from people.models import User
from people.second_person import refuse_one_person
from places import summary
from places.checklist import ticks
from places.gate import events, evidence, letters
from places.models import (
    Decision,
    GateCondition,
    GateReview,
    ItemOrigin,
    Participation,
    ParticipationStatus,
    ReviewState,
    StepItem,
)
from programmes.models import GateCriterion, Step

CONDITION_LENGTH = 240
REASON_WANTED = (Decision.RETURN, Decision.STOP)


class Condition(NamedTuple):
    """A condition of a decision: what must be done, and by which day at the latest."""

    text: str
    due_on: dt.date


def decide_gate(
    *,
    review: GateReview,
    decision: str,
    reason: str = "",
    conditions: Sequence[Condition | tuple[str, dt.date]] = (),
    by: User,
    seen: str = "",
) -> GateReview:
    """Decide an open round and write the letters.

    Conditions become required lines of the first step after the gate. `seen` is the
    `assessment_stamp` of what the decider read, empty when unknown. "Stop" stops the place.

    Refusals: same_person, one_person, already_decided, withdrawn, assessed_meanwhile,
    not_assessed (its details name the criteria), unknown_decision, reason_needed,
    conditions_needed, conditions_not_wanted, condition_empty, condition_too_long,
    condition_too_early, condition_too_late, and those of `core.pdf.html_to_pdf`.
    """
    require(by, "places.decide_gate", review.participation)
    wanted = [Condition(text.strip(), due_on) for text, due_on in conditions]
    review = GateReview.objects.select_related("participation").get(pk=review.pk)
    _refuse_wrong_round(review, by)
    _refuse_wrong_decision(review, decision, reason.strip(), wanted)
    stamp = assessment_stamp(review)
    _refuse_unless_seen(seen or stamp, stamp)
    review.decision, review.reason = decision, reason.strip()
    review.decided_by, review.decided_at = by, timezone.now()
    pdf = letters.render_pdf(review, wanted)
    with _letter_file(review, pdf), transaction.atomic():
        _store(review, wanted, stamp, by)
        letters.send(review, wanted, pdf)
    return review


def assessment_stamp(review: GateReview) -> str:
    """A short text that changes with every assessment of the round: "12.1 13.2"."""
    rows = review.assessments.order_by("criterion_id").values_list("criterion_id", "version")
    return " ".join(f"{criterion}.{version}" for criterion, version in rows)


def first_step_after_gate(participation: Participation) -> Step:
    """The step that opens when the gate is passed; the last step where none follows."""
    steps = Step.objects.filter(version=participation.method_version_id)
    after = steps.filter(order__gt=participation.gate_after).order_by("order").first()
    return after or steps.latest("order")


def _store(review: GateReview, wanted: list[Condition], stamp: str, by: User) -> None:
    """Write the decision, if the round is still what the letter says."""
    participation = Participation.objects.select_for_update().get(pk=review.participation_id)
    now = GateReview.objects.select_for_update().get(pk=review.pk)
    _refuse_wrong_round(now, by)
    _refuse_unless_seen(stamp, assessment_stamp(now))
    review.participation = participation
    review.state = ReviewState.DECIDED
    review.evidence = evidence.with_assessments(now)
    review.save()
    for condition in wanted:
        _add_condition(review, condition)
    if review.decision == Decision.STOP:
        participation.status = ParticipationStatus.STOPPED
        participation.save(update_fields=["status", "updated_at"])
    audit.record(
        f"gate.decided_{review.decision}",
        participation,
        by=by,
        round=review.round,
        conditions=len(wanted),
    )
    summary.refresh(participation)
    ticks.sync(participation, by=by)  # what was recorded while the checklist rested
    events.tell_decided(review, by)


def _add_condition(review: GateReview, condition: Condition) -> None:
    step = first_step_after_gate(review.participation)
    lines = StepItem.objects.filter(participation=review.participation, step=step)
    item = StepItem.objects.create(
        participation=review.participation,
        step=step,
        origin=ItemOrigin.CONDITION,
        order=(lines.aggregate(last=Max("order"))["last"] or 0) + 1,
        own_text=condition.text,
        required=True,
        due_on=condition.due_on,
    )
    GateCondition.objects.create(
        review=review, text=condition.text, due_on=condition.due_on, item=item
    )


@contextmanager
def _letter_file(review: GateReview, pdf: bytes) -> Iterator[None]:
    """Store the letter, and take it away again when the decision is not written."""
    review.letter.save(f"gate-{review.pk}.pdf", ContentFile(pdf), save=False)
    try:
        yield
    except BaseException:
        review.letter.delete(save=False)
        raise


def _refuse_wrong_round(review: GateReview, by: User) -> None:
    if review.state == ReviewState.DECIDED:
        raise Refusal(
            "already_decided",
            _("%(who)s decided this round on %(date)s.")
            % {"who": review.decider, "date": short_date(review.decided_at)},
        )
    if review.state == ReviewState.WITHDRAWN:
        raise Refusal(
            "withdrawn", _("The place has taken this round back. There is nothing to decide.")
        )
    if review.submitted_by_id == by.pk:
        raise Refusal(
            "same_person", _("You handed in this round, so somebody else must decide it.")
        )
    refuse_one_person(by, review.submitted_by)


def _refuse_unless_seen(seen: str, now: str) -> None:
    if seen != now:
        raise Refusal(
            "assessed_meanwhile",
            _("An assessment was changed while you decided. Read it before you decide."),
        )


def _refuse_wrong_decision(
    review: GateReview, decision: str, reason: str, wanted: list[Condition]
) -> None:
    missing = unassessed(review)
    if missing:
        raise Refusal(
            "not_assessed",
            _("Every criterion must be assessed before the decision."),
            details=[criterion.title for criterion in missing],
        )
    if decision not in Decision.values:
        raise Refusal("unknown_decision", _("Choose one of the four decisions."), field="decision")
    if decision in REASON_WANTED and not reason:
        raise Refusal(
            "reason_needed",
            _("Give the reasons: the place must know what to do, or why it ends."),
            field="reason",
        )
    if decision == Decision.CONDITIONS and not wanted:
        raise Refusal(
            "conditions_needed",
            _("Write at least one condition with its last day."),
            field="conditions",
        )
    if decision != Decision.CONDITIONS and wanted:
        raise Refusal(
            "conditions_not_wanted",
            _(
                "There are conditions, but the decision is another one. "
                "Choose “Continue with conditions” or clear them."
            ),
        )
    for condition in wanted:
        check_condition(condition, review.participation)


def unassessed(review: GateReview) -> list[GateCriterion]:
    """The criteria that nobody has assessed in this round, in order."""
    criteria = GateCriterion.objects.filter(gate__version=review.participation.method_version_id)
    return list(criteria.exclude(pk__in=review.assessments.values("criterion_id")))


def check_condition(condition: Condition, participation: Participation) -> None:
    """Refuse a condition that a decision may not carry; the codes are those of `decide_gate`."""
    last = participation.support_ends_on
    if not condition.text:
        raise Refusal("condition_empty", _("Write what the condition is."), field="text")
    if len(condition.text) > CONDITION_LENGTH:
        raise Refusal(
            "condition_too_long",
            _("Keep a condition within %(limit)d characters; the reasons have room for more.")
            % {"limit": CONDITION_LENGTH},
            field="text",
        )
    if condition.due_on < timezone.localdate():
        raise Refusal(
            "condition_too_early", _("A condition cannot be due in the past."), field="due_on"
        )
    if condition.due_on > last:
        raise Refusal(
            "condition_too_late",
            _("The support ends on %(date)s; a condition must be due by then.")
            % {"date": short_date(last)},
            field="due_on",
        )
