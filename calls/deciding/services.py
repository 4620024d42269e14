"""Deciding: one person proposes, another confirms, letters leave, places are taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls import forgetting
from calls.assessing.conflicts import refuse_conflict
from calls.checking import facts_of, our_place
from calls.deciding.letters import readers_of, write_decisions
from calls.models import (
    Application,
    ApplicationState,
    Call,
    CallState,
    ConfirmationState,
    Decision,
    Outcome,
)
from calls.writing.services import locked
from core import audit
from core.plain_text import plain_lines
from core.policy import require
from core.refusals import Conflict, Refusal, needed
from notices.services import tell
from outbox.campaigns.services import stop
from outbox.delivery.quota import may_send
from people.models import Organisation, ProgrammeRole, RegionRole, Role, User
from people.second_person import refuse_one_person
from places.models import Commitment, Participation, Place, PopulationObservation
from places.register.services import add_figure, enrol, make_place
from places.team.services import invite
from programmes.models import Programme

REASONS_LENGTH = 4000


def who_run(programme: Programme) -> list[User]:
    """Who manages the programme today, and its region's administrators."""
    managers = ProgrammeRole.objects.managers().filter(programme=programme)
    admins = RegionRole.objects.active().filter(region=programme.region_id)
    found = User.objects.filter(
        Q(pk__in=managers.values("user")) | Q(pk__in=admins.values("user")), is_active=True
    )
    return list(found.order_by("pk"))


@transaction.atomic
def propose(
    *,
    application: Application,
    outcome: str,
    reasons: str,
    feedback: str = "",
    version: int = 0,
    by: User,
) -> Decision:
    """Propose what is decided, with reasons that the applicants will read.

    Refusals: conflict, not_closed, not_handed_in, confirmed_already, reasons_missing,
    feedback_missing (who is not admitted hears what would help), Conflict.
    """
    require(by, "calls.decide", application)
    refuse_conflict(application, by)
    application.lock()
    application.call = locked(application.call)
    if application.state != ApplicationState.HANDED_IN:
        raise Refusal("not_handed_in", _("The application is not handed in."))
    if application.call.state != CallState.CLOSED:
        raise Refusal("not_closed", _("The call is still open. Decide when it has closed."))
    why = needed(
        plain_lines(reasons)[:REASONS_LENGTH], "reasons_missing",
        _("Write the reasons, as the applicants shall read them."), field="reasons",
    )  # fmt: skip
    helps = plain_lines(feedback).strip()[:REASONS_LENGTH]
    if outcome != Outcome.ADMIT and not helps:
        raise Refusal(
            "feedback_missing", _("Write what would help them next time."), field="feedback"
        )
    row = Decision.objects.select_for_update().filter(application=application).first()
    if row is not None and row.confirmed_at is not None:
        raise Refusal(
            "confirmed_already", _("The decision is confirmed. Take it back before you change it.")
        )
    told: dict[str, object] = {"outcome": outcome, "reasons": why, "feedback": helps}
    if row is not None and row.version != version:
        theirs = {name: getattr(row, name) for name in told}
        raise Conflict(
            _("Somebody else has proposed meanwhile."),
            theirs=theirs, yours=told, version=row.version,
        )  # fmt: skip
    row = row or Decision(application=application, proposed_by=by, version=0)
    for name, value in told.items():
        setattr(row, name, value)
    row.proposed_by, row.proposed_at = by, timezone.now()
    row.version += 1
    row.save()
    audit.record("application.proposed", application, by=by, outcome=str(outcome))
    address = f"{application.get_absolute_url()}decision/"
    tell("call-proposed", who_run(application.call.programme), application, address=address, by=by)
    return row


@transaction.atomic
def confirm(*, decision: Decision, version: int, by: User) -> Decision:
    """Confirm what another person has proposed, as it was read.

    Refusals: same_person, one_person, conflict, confirmed_already, changed_since, full.
    """
    application = decision.application
    require(by, "calls.decide", application)
    refuse_conflict(application, by)
    # The call's row is the lock: two who confirm at once do not admit one place too many.
    call = locked(application.call)
    row = Decision.objects.select_for_update().get(pk=decision.pk)
    if row.confirmed_at is not None:
        raise Refusal("confirmed_already", _("The decision is confirmed already."))
    if row.version != version:
        raise Refusal(
            "changed_since", _("The proposal has changed since you read it. Read it once more.")
        )
    if row.proposed_by_id == by.pk:
        raise Refusal("same_person", _("Somebody else than who proposed it confirms the decision."))
    refuse_one_person(by, row.proposed_by)
    admitted = Decision.objects.filter(
        application__call=call, outcome=Outcome.ADMIT, confirmed_at__isnull=False
    ).count()
    if row.outcome == Outcome.ADMIT and admitted >= call.admits:
        raise Refusal(
            "full",
            ngettext(
                "The call admits %(count)d place, and so many are confirmed. Propose the reserve "
                "list, or change the number in the call's text.",
                "The call admits %(count)d places, and so many are confirmed. Propose the reserve "
                "list, or change the number in the call's text.",
                call.admits,
            )
            % {"count": call.admits},
        )
    row.confirmed_by, row.confirmed_at = by, timezone.now()
    row.version += 1
    row.save()
    audit.record("application.decided", application, by=by, outcome=row.outcome)
    address = f"{application.get_absolute_url()}decision/"
    tell("call-decided", [row.proposed_by], application, address=address, by=by)
    return row


@transaction.atomic
def take_back(*, decision: Decision, by: User) -> Decision:
    """Make a confirmed decision a proposal again, while no letter waits or has left.

    Refusals: not_confirmed, told, taken_in.
    """
    application = decision.application
    require(by, "calls.decide", application)
    refuse_conflict(application, by)
    locked(application.call)
    row = Decision.objects.select_for_update().get(pk=decision.pk)
    if row.confirmed_at is None:
        raise Refusal("not_confirmed", _("The decision is not confirmed."))
    if row.told_at is not None:
        raise Refusal(
            "told",
            _("Letters have been written about it. Undo the letters first, while they wait."),
        )
    row.confirmed_by = row.confirmed_at = None
    row.version += 1
    row.save()
    audit.record("application.decision_taken_back", application, by=by)
    return row


def to_tell(call: Call) -> list[Decision]:
    """Confirmed decisions that nobody has been told of."""
    rows = Decision.objects.filter(
        application__call=call, confirmed_at__isnull=False, told_at__isnull=True
    )
    return list(
        rows.select_related("application__call__programme__region")
        .prefetch_related("application__co_applicants")
        .order_by("outcome", "application__place_name", "pk")
    )


@transaction.atomic
def send_letters(*, call: Call, numbers: Sequence[int], by: User) -> int:
    """Send the letters of these decisions, as they were read; they can be undone for five minutes.

    Refusals: nothing_to_tell, changed_since, quota_reached.
    """
    require(by, "calls.decide", call)
    call = locked(call)
    decisions = to_tell(call)
    if not decisions:
        raise Refusal("nothing_to_tell", _("There is no confirmed decision to tell of."))
    if sorted(one.pk for one in decisions) != sorted(numbers):
        raise Refusal(
            "changed_since", _("The decisions have changed since you read the letters. Read again.")
        )
    may_send(call.programme.region, sum(len(readers_of(one.application)) for one in decisions))
    count = write_decisions(call, decisions, by=by)
    audit.record("call.letters_sent", call, by=by, count=count)
    return count


@transaction.atomic
def undo_letters(*, call: Call, by: User) -> int:
    """Take back the letters of which nothing has left; returns how many sendings.

    Refusals: nothing_waits, letters_left.
    """
    require(by, "calls.decide", call)
    locked(call)
    waiting = Decision.objects.filter(application__call=call, told_at__gt=timezone.now())
    campaigns = {one.told_in_id: one.told_in for one in waiting.select_related("told_in")}
    found = [one for one in campaigns.values() if one is not None]
    if not found:
        raise Refusal("nothing_waits", _("No letters wait: they have left, or were undone."))
    for campaign in found:
        stop(campaign, by=by)
    audit.record("call.letters_undone", call, by=by)
    return len(found)


@transaction.atomic
def take_in(
    *, decision: Decision, started_on: dt.date, override_reason: str = "", by: User
) -> Participation:
    """Let an admitted place start: the place, its figure, its commitments, its process leader.

    The place is the region's own of this area or name, or a new one. Refusals: not_admitted,
    not_told, taken_in, no_municipality, those of `enrol`, `make_place` and `invite`.
    """
    require(by, "calls.decide", decision.application)
    row = Decision.objects.select_for_update().get(pk=decision.pk)
    application = decision.application
    if row.outcome != Outcome.ADMIT or row.confirmed_at is None:
        raise Refusal("not_admitted", _("Only an admitted place is taken in."))
    if not row.is_told:
        raise Refusal("not_told", _("Send the letter first: the place must know before it starts."))
    if row.participation_id is not None:
        raise Refusal("taken_in", _("The place is taken in already."))
    place = _place(application, by)
    participation = enrol(
        place=place,
        programme=application.call.programme,
        started_on=started_on,
        commitments=_commitments(application),
        override_reason=override_reason,
        by=by,
    )
    if application.leader_email:
        invite(
            participation=participation,
            email=application.leader_email,
            name=application.leader_name,
            role=Role.PROCESS_LEADER,
            starts_on=started_on,
            by=by,
        )
    row.participation = participation
    row.version += 1
    row.save()
    application.place = place
    application.save(update_fields=["place", "updated_at"])
    audit.record("application.taken_in", application, by=by, started_on=started_on.isoformat())
    return participation


def _place(application: Application, by: User) -> Place:
    place = our_place(application)
    area = application.area
    if place is None:
        if application.municipality is None:
            raise Refusal("no_municipality", _("The application names no municipality."))
        place = make_place(
            region=application.call.programme.region,
            name=application.place_name,
            municipality=application.municipality,
            kind=application.place_kind,
            latitude=area.latitude if area else None,
            longitude=area.longitude if area else None,
            source=area.source if area else "",
            by=by,
        )
    if area is not None and place.area_id is None:
        place.area = area
        place.save(update_fields=["area", "updated_at"])
    _add_figure(place, application, by)
    return place


def _add_figure(place: Place, application: Application, by: User) -> None:
    """The figure by which the rules were computed, where the place has none of that year."""
    facts = facts_of(application)
    if facts.population is None or facts.year is None:
        return
    there = PopulationObservation.objects.filter(place=place, year__gte=facts.year)
    if not there.exists():
        source = facts.source or _("The application")
        add_figure(place=place, year=facts.year, inhabitants=facts.population, source=source, by=by)


def _commitments(application: Application) -> list[Commitment]:
    region = application.call.programme.region
    rows = application.confirmations.filter(state=ConfirmationState.CONFIRMED)
    organisations = {
        one.name.casefold(): one for one in Organisation.objects.filter(
            region=region, name__in=[row.organisation for row in rows if row.organisation]
        )
    }  # fmt: skip
    return [
        Commitment(
            sector=row.sector,
            organisation=organisations.get(row.organisation.casefold()),
            person=row.person,
            given_on=timezone.localdate(row.answered_at),
            text=row.sentence,
        )
        for row in rows
    ]


@transaction.atomic
def erase(*, application: Application, by: User) -> Application:
    """Erase names and texts when somebody asks for it. Refusal: under_way."""
    require(by, "calls.decide", application)
    application.lock()
    decided = Decision.objects.filter(application=application)
    waits = application.state == ApplicationState.HANDED_IN and not any(
        one.is_told for one in decided
    )
    if waits:
        raise Refusal(
            "under_way",
            _("The application waits for its decision. Let the applicant withdraw it first."),
        )
    return forgetting.erase(application, by=by)
