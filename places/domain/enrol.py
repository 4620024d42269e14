"""Taking a place into a programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import Organisation, User
from places.domain import clock, eligibility, summary
from places.domain.eligibility import RuleResult
from places.models import Commitment, Participation, ParticipationStatus, Place, StepItem
from programmes.models import ChecklistItem, Programme
from programmes.models.programme import ProgrammeStatus

#: States in which a place takes part; see the constraint `one_open_participation_a_programme`.
OPEN = (ParticipationStatus.CANDIDATE, ParticipationStatus.ACTIVE)

#: A start farther ahead than this is a mistyped year.
FARTHEST_START_DAYS = 2 * 366


@dataclass(frozen=True, slots=True)
class Promise:
    """A sector's commitment given before the place is in: it becomes a `Commitment` row.

    `hours` are whole working hours, `amount` is in the programme's currency.
    """

    sector: str
    person: str
    given_on: date
    text: str
    organisation: Organisation | None = None
    hours: int | None = None
    amount: Decimal | None = None


@transaction.atomic
def enrol(
    *,
    place: Place,
    programme: Programme,
    started_on: date,
    by: User,
    override_reason: str = "",
    commitments: Sequence[Promise] = (),
) -> Participation:
    """Let a place start in a programme, on the programme's method, with its checklist.

    Each checklist line is due on the last day of its step's last month, counted from
    `started_on`. A condition of the programme that is not met wants `override_reason`, which
    is kept on the participation and in the trail. `commitments` are recorded with the place
    and count for the rule on three sectors.

    Refusals: other_region, programme_closed, method_not_published, before_programme,
    too_far, after_programme, already_in, not_eligible.
    """
    require(by, "places.enrol", programme)
    # The programme's row is the lock: two people who enrol the same place wait for each other.
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    _refuse_wrong_pair(place, programme)
    _refuse_wrong_date(programme, started_on)
    broken = _broken_rules(place, programme, commitments)
    reason = override_reason.strip()
    if broken and not reason:
        raise Refusal(
            "not_eligible",
            _("The place does not meet all conditions. Give a reason to take it in anyway."),
            details=[f"{rule.title}: {rule.text}" for rule in broken],
            field="override_reason",
        )
    participation = _participation(place, programme, started_on, reason if broken else "")
    Commitment.objects.bulk_create(_commitment(participation, promise) for promise in commitments)
    _make_checklist(participation)
    audit.record(
        "place.overridden" if broken else "place.enrolled",
        participation,
        by=by,
        programme=programme.name,
        started_on=started_on.isoformat(),
        rules=[rule.key for rule in broken],
        reason=participation.override_reason,
    )
    summary.refresh(participation)
    return participation


def _refuse_wrong_pair(place: Place, programme: Programme) -> None:
    if place.region_id != programme.region_id:
        raise Refusal("other_region", _("The place and the programme belong to different regions."))
    if programme.status == ProgrammeStatus.CLOSED:
        raise Refusal("programme_closed", _("The programme is closed and takes no more places."))
    if programme.method_version.is_draft:
        raise Refusal(
            "method_not_published",
            _("The programme's method is still a draft. Publish it before places start with it."),
        )
    if Participation.objects.filter(place=place, programme=programme, status__in=OPEN).exists():
        raise Refusal("already_in", _("The place already takes part in this programme."))


def _refuse_wrong_date(programme: Programme, started_on: date) -> None:
    if started_on < programme.starts_on:
        raise Refusal(
            "before_programme",
            _("The programme starts on %(date)s. Choose that day or a later one.")
            % {"date": date_format(programme.starts_on, "SHORT_DATE_FORMAT")},
            field="started_on",
        )
    if started_on > timezone.localdate() + timedelta(days=FARTHEST_START_DAYS):
        raise Refusal(
            "too_far",
            _("The start lies more than two years ahead. Check the year."),
            field="started_on",
        )
    if programme.ends_on and started_on > programme.ends_on:
        raise Refusal(
            "after_programme",
            _("The programme ends on %(date)s. Choose an earlier day.")
            % {"date": date_format(programme.ends_on, "SHORT_DATE_FORMAT")},
            field="started_on",
        )


def _broken_rules(
    place: Place, programme: Programme, commitments: Sequence[Promise]
) -> list[RuleResult]:
    results = eligibility.check(place, programme, commitments or None)
    return [rule for rule in results if not rule.passed]


def _participation(
    place: Place, programme: Programme, started_on: date, reason: str
) -> Participation:
    participation = Participation(
        place=place,
        programme=programme,
        method_version=programme.method_version,
        started_on=started_on,
        support_months=programme.support_months,
        override_reason=reason,
        # A column that may not be empty; `summary.refresh` sets it in this transaction.
        attention_on=started_on,
    )
    participation.support_ends_on = clock.support_end(participation, [])
    participation.clock_months = programme.support_months
    participation.save()
    return participation


def _commitment(participation: Participation, promise: Promise) -> Commitment:
    return Commitment(
        participation=participation,
        sector=promise.sector,
        person=promise.person,
        given_on=promise.given_on,
        text=promise.text,
        organisation=promise.organisation,
        hours=promise.hours,
        amount=promise.amount,
    )


def _make_checklist(participation: Participation) -> None:
    items = ChecklistItem.objects.filter(
        step__version=participation.method_version_id
    ).select_related("step")
    StepItem.objects.bulk_create(
        StepItem(
            participation=participation,
            step=item.step,
            item=item,
            order=item.order,
            required=item.required,
            evidence_wanted=item.evidence_wanted,
            due_on=clock.month_end(participation.started_on, item.step.month_to),
        )
        for item in items
    )
