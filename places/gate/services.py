"""The gate's verbs before the decision: hand in, take back, assess.

A round is one row (`GateReview`); `places.gate.decision` decides it. Each verb locks the
participation or the round first, so that a double click and two people at once find what the
other did.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.dates import short_date
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import User
from places import summary
from places.checklist import ticks
from places.gate import evidence, letters
from places.models import (
    Assessment,
    Decision,
    GateAssessment,
    GateReview,
    Participation,
    ParticipationStatus,
    ReviewState,
)
from places.notices import tell_handed_in
from places.readiness import Part, readiness
from programmes.models import Gate, GateCriterion

#: Verdicts that want a comment: the place must be able to read what is lacking.
COMMENT_WANTED = (Assessment.PARTLY, Assessment.NOT_MET)
#: Decisions after which the gate is behind the place for good.
FINAL = (Decision.CONTINUE, Decision.CONDITIONS, Decision.STOP)


def gate_of(participation: Participation) -> Gate | None:
    """The gate of the participation's method, or None where the method has none."""
    return Gate.objects.filter(version=participation.method_version_id).first()


def missing_parts(participation: Participation) -> list[Part]:
    """What still stands between the place and handing in; empty when it is ready."""
    return [part for part in readiness(participation) if not part.done]


@transaction.atomic
def submit_gate(*, participation: Participation, by: User, message: str = "") -> GateReview:
    """Hand in the next round, with the evidence frozen as it is now; coaches and deciders hear.

    The same person asking again while the round waits gets that round: a double click is one
    round. Refusals: no_gate, not_active, gate_passed, already_submitted, not_ready (its
    details name every missing part).
    """
    require(by, "places.submit_gate", participation)
    participation = _locked(participation)
    waiting = participation.reviews.filter(state=ReviewState.SUBMITTED).first()
    if waiting is not None and waiting.submitted_by_id == by.pk:
        return waiting
    _refuse_unless_it_may_be_handed_in(participation, waiting)
    _refuse_unless_ready(participation)
    review = GateReview.objects.create(
        participation=participation,
        round=participation.reviews.count() + 1,
        submitted_by=by,
        submitted_at=timezone.now(),
        message=message.strip(),
        evidence=evidence.freeze(participation),
    )
    audit.record("gate.submitted", participation, by=by, round=review.round)
    summary.refresh(participation)
    letters.tell_handed_in(review)
    tell_handed_in(review)
    return review


@transaction.atomic
def withdraw_gate(*, review: GateReview, by: User) -> GateReview:
    """Take back a round before it is decided; only by the one who handed it in.

    The round stays in the record, assessments included. Taking back twice changes nothing.
    Refusals: not_yours, already_decided.
    """
    require(by, "places.submit_gate", review.participation)
    participation = _locked(review.participation)
    review = GateReview.objects.select_for_update().get(pk=review.pk)
    if review.submitted_by_id != by.pk:
        raise Refusal("not_yours", _("Only the person who handed in can take it back."))
    if review.state == ReviewState.WITHDRAWN:
        return review
    if review.state == ReviewState.DECIDED:
        raise Refusal("already_decided", _("The round is decided and cannot be taken back."))
    review.state = ReviewState.WITHDRAWN
    review.save(update_fields=["state", "updated_at"])
    audit.record("gate.withdrawn", participation, by=by, round=review.round)
    summary.refresh(participation)
    ticks.sync(participation, by=by)  # what was recorded while the checklist rested
    return review


@transaction.atomic
def assess(
    *,
    review: GateReview,
    criterion: GateCriterion,
    verdict: str,
    comment: str = "",
    by: User,
    version: int = 0,
) -> GateAssessment:
    """Save one criterion's assessment in an open round.

    `version` is the one the user read, 0 where nobody had assessed yet. Saving what is stored
    already changes nothing, whoever asks. Refusals: not_open, wrong_criterion,
    unknown_verdict, comment_needed. Conflict: somebody assessed it in between; both values
    come with it.
    """
    require(by, "places.assess_gate", review.participation)
    comment = comment.strip()
    review = GateReview.objects.select_for_update().get(pk=review.pk)
    _refuse_wrong_assessment(review, criterion, verdict, comment)
    stored = (
        GateAssessment.objects.filter(review=review, criterion=criterion)
        .select_related("by")
        .first()
    )
    if stored is not None and (stored.verdict, stored.comment) == (verdict, comment):
        return stored
    if (stored.version if stored else 0) != version:
        raise _conflict(stored, verdict, comment)
    if stored is None:
        stored = GateAssessment(review=review, criterion=criterion, version=0)
    stored.verdict, stored.comment, stored.by = verdict, comment, by
    stored.version += 1
    stored.save()
    audit.record(
        f"gate.assessed_{verdict}",
        review.participation,
        by=by,
        round=review.round,
        criterion=criterion.title,
    )
    return stored


def _locked(participation: Participation) -> Participation:
    """The participation read anew under a lock, until the end of the transaction."""
    return Participation.objects.select_for_update().get(pk=participation.pk)


def _refuse_unless_it_may_be_handed_in(
    participation: Participation, waiting: GateReview | None
) -> None:
    if gate_of(participation) is None:
        raise Refusal("no_gate", _("The method that the place works by has no gate."))
    if waiting is not None:
        raise Refusal(
            "already_submitted",
            _("%(who)s handed in on %(date)s. The round is waiting for a decision.")
            % {"who": waiting.submitted_by, "date": short_date(waiting.submitted_at)},
        )
    if participation.reviews.filter(decision__in=FINAL).exists():
        raise Refusal("gate_passed", _("The gate is decided already. There is nothing to hand in."))
    if participation.status != ParticipationStatus.ACTIVE:
        raise Refusal("not_active", _("The place is not under way, so nothing can be handed in."))


def _refuse_unless_ready(participation: Participation) -> None:
    missing = missing_parts(participation)
    if missing:
        raise Refusal(
            "not_ready",
            _("Not everything is in place yet. Nothing was handed in."),
            details=[f"{part.title}: {part.text}" for part in missing],
        )


def _refuse_wrong_assessment(
    review: GateReview, criterion: GateCriterion, verdict: str, comment: str
) -> None:
    if review.state != ReviewState.SUBMITTED:
        raise Refusal("not_open", _("The round is no longer open, so it cannot be assessed."))
    if criterion.gate.version_id != review.participation.method_version_id:
        raise Refusal("wrong_criterion", _("The criterion does not belong to this gate."))
    if verdict not in Assessment.values:
        raise Refusal("unknown_verdict", _("Choose met, partly or not met."))
    if verdict in COMMENT_WANTED and not comment:
        raise Refusal(
            "comment_needed",
            _("Write what is missing, so that the place knows what to do."),
            field="comment",
        )


def _conflict(stored: GateAssessment | None, verdict: str, comment: str) -> Conflict:
    theirs: dict[str, object] = {"verdict": "", "comment": "", "by": ""}
    if stored is not None:
        theirs = {"verdict": stored.verdict, "comment": stored.comment, "by": str(stored.by)}
    return Conflict(
        _("Somebody else assessed this at the same time. Choose which assessment to keep."),
        theirs=theirs,
        yours={"verdict": verdict, "comment": comment},
        version=stored.version if stored else 0,
    )
