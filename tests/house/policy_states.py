"""The state that a request of the policy table needs, so that it is not refused for another reason.

`policy_world` builds one world for all rows; a verb that wants another state of it finds that
state here, brought about in the request's own savepoint. What no state lets through stands as
`refused` in policy.yaml.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from calls.models import Decision
from continuity.models import ContinuityPlan
from grants.models import Claim, MonthSheet
from jobs.models import Job, JobState
from learning.models import CompanyImport, Concept, DirectoryImport
from learning.models import Decision as Verdict
from outbox.models import Campaign, Letter
from people.models import User
from people.scope import forget_scope
from places.models import (
    CoachingEntry,
    GateReview,
    GroupMember,
    HalfWayImport,
    Participation,
    PlaceImport,
)
from plans.models import Action, FundingLine, FundingPayment, PlanImport
from programmes.models import MethodVersion
from reports.models import Report
from reports.periodic.collect import checksum, collect
from surveys.models import Recipient, Survey
from tests.continuity.samples import full
from tests.house.policy_table import ALLOWED, Cell
from tests.house.policy_world import Corner, Furnished
from themes.models import Analysis, AnalysisPoint
from workshops.models import FocusGroup, FocusNote, Invitation, Workshop

#: What a form sends where nothing at all would be refused and not only called unfinished.
SENT: dict[str, dict[str, Any]] = {
    "grants:sheet_confirm": {"version": "1"},
    "plans:line_back": {"version": "1"},
    "plans:payment_remove": {"reason": "By mistake"},
    "workshops:answer_by_phone": {"answer": "yes"},
    "workshops:send_to_new": {"key": "00000000-0000-4000-8000-000000000001"},
    "surveys:answer": {"act": "begin"},
    "surveys:list": {"text": "new@example.org"},
    "surveys:question_save": {"kind": "one", "version": "1"},
    "surveys:section_add": {"title": "Section"},
    "surveys:section_save": {"title-en": "Section"},
    "workshops:letter_text_preview": {"subject": "Welcome", "body": "{offered_until} {link}"},
}

#: Rooms that open when the gate is passed.
BEHIND_THE_GATE = ("plans:", "continuity:")

#: Takes the objects of a relation, and who asks.
Bring = Callable[[Corner, User], object]


def ready_for_the_gate(corner: Corner, _by: User) -> None:
    """Nothing is handed in, and nothing is missing."""
    GateReview.objects.filter(participation=corner.participation).update(state="withdrawn")
    for sector in ("municipality", "business", "association"):
        GroupMember.objects.create(
            participation=corner.participation, name=sector.capitalize(), sector=sector
        )


def _ticked_for_the_programme(corner: Corner, _by: User) -> None:
    """The method's lines are ticked once for the whole programme."""
    versions = MethodVersion.objects.filter(pk=corner.programme.method_version_id)
    versions.update(for_programme=True)


def _report_in(state: str) -> Bring:
    """The report is handed in, or approved too, by people who appear in no table."""

    def bring(corner: Corner, _by: User) -> None:
        report = Report.objects.get(pk=corner.things["report"])
        report.content = collect(report)
        report.content_sha256 = checksum(report.content)
        report.state = state
        report.handed_in_by = User.objects.get(email="submitter@example.org")
        report.handed_in_at = timezone.now()
        if state == "approved":
            report.decided_by = User.objects.create_user("decider@example.org", name="Decider")
            report.decided_at = timezone.now()
        report.save()

    return bring


def _handed_in_by_oneself(corner: Corner, by: User) -> None:
    GateReview.objects.filter(participation=corner.participation).update(submitted_by=by)


def _contact_of_ones_own(corner: Corner, by: User) -> None:
    CoachingEntry.objects.filter(pk=corner.things["entry_id"]).update(by=by)


def _claimed_by_oneself(corner: Corner, by: User) -> None:
    Claim.objects.filter(pk=corner.things["claim_id"]).update(claimed_by=by)


def _sheet_open(corner: Corner, _by: User) -> None:
    MonthSheet.objects.filter(pk=corner.things["sheet_id"]).update(state="open")


def _sheet_of_ones_own(corner: Corner, by: User) -> None:
    MonthSheet.objects.filter(pk=corner.things["sheet_id"]).update(user=by)


def _sheet_of_somebody_else(corner: Corner, _by: User) -> None:
    other = User.objects.get(email="submitter@example.org")
    MonthSheet.objects.filter(pk=corner.things["sheet_id"]).update(user=other)


def _letter(state: str) -> Bring:
    return lambda corner, _by: Letter.objects.filter(pk=corner.letter.pk).update(state=state)


def _sending_approved(state: str) -> Bring:
    def bring(corner: Corner, _by: User) -> None:
        sending = Campaign.objects.filter(pk=corner.things["campaign"])
        sending.update(needs_approval=False)
        Letter.objects.filter(campaign__in=sending).update(state=state)

    return bring


def _half_way_import_done(corner: Corner, _by: User) -> None:
    HalfWayImport.objects.filter(pk=corner.things["half_way_import"]).update(state="done")


def _place_import_done(corner: Corner, _by: User) -> None:
    PlaceImport.objects.filter(pk=corner.place_import.pk).update(state="done")


def _plan_import_done(corner: Corner, _by: User) -> None:
    PlanImport.objects.filter(pk=corner.things["import_id"]).update(state="done")


def _call_decided(corner: Corner, by: User) -> None:
    Decision.objects.filter(application=corner.things["application"]).update(
        confirmed_by=by, confirmed_at=timezone.now()
    )


def _call_told(corner: Corner, by: User) -> None:
    _call_decided(corner, by)
    Decision.objects.filter(application=corner.things["application"]).update(
        told_at=timezone.now() - dt.timedelta(minutes=1)
    )


def _survey_open(corner: Corner, _by: User) -> None:
    Survey.objects.filter(pk=corner.things["survey"]).update(state="open")


def _nobody_asked(corner: Corner, _by: User) -> None:
    Recipient.objects.filter(survey=corner.things["survey"]).delete()


def _no_money_yet(corner: Corner, by: User) -> None:
    FundingPayment.objects.filter(pk=corner.things["payment_id"]).delete()
    FundingLine.objects.filter(pk=corner.things["line_id"]).update(state="asked", granted=None)


def _no_money_asked_for(corner: Corner, by: User) -> None:
    _no_money_yet(corner, by)
    FundingLine.objects.filter(pk=corner.things["line_id"]).delete()


def _goal_without_actions(corner: Corner, by: User) -> None:
    Action.objects.filter(goal=corner.things["goal_id"]).update(goal=None)


def _all_parts_answered(corner: Corner, by: User) -> None:
    answers = {name: value for section in full().values() for name, value in section.items()}
    ContinuityPlan.objects.create(participation=corner.participation, **answers)


def _summarised(corner: Corner, by: User) -> None:
    _held_and_attended(corner, by)
    meeting = Workshop.objects.get(pk=corner.things["workshop"])
    Workshop.objects.filter(pk=meeting.pk).update(kind="focus_group")
    FocusGroup.objects.create(workshop=meeting, consent_text="Yes", summary="In short")


def _analysed(corner: Corner, _by: User) -> None:
    analysis = Analysis.objects.get(participation=corner.participation)
    for kind in ("problem", "possibility", "question", "question", "question"):
        AnalysisPoint.objects.create(analysis=analysis, kind=kind, text=kind, facts="Seen")


def _meeting(**values: Any) -> Bring:
    return lambda corner, _by: Workshop.objects.filter(pk=corner.things["workshop"]).update(
        **values
    )


def _nothing_in_the_series(corner: Corner, by: User) -> None:
    FocusNote.objects.filter(question__series=corner.things["series"]).delete()
    _meeting(series=None, part=None)(corner, by)


def _to_be_handed_over(corner: Corner, by: User) -> None:
    _held_and_attended(corner, by)
    MonthSheet.objects.filter(pk=corner.things["sheet_id"]).delete()


def _held_and_attended(corner: Corner, _by: User) -> None:
    start = timezone.now() - dt.timedelta(hours=3)
    _meeting(starts_at=start, ends_at=start + dt.timedelta(hours=2))(corner, _by)
    Invitation.objects.filter(pk=corner.things["invitation_id"]).update(
        attended_at=start, attended_persons=1, volunteer_hours=2
    )


def _has_said_yes(corner: Corner, _by: User) -> None:
    guest = Invitation.objects.filter(pk=corner.things["invitation_id"])
    guest.update(answer="yes", seat="taken")


def _not_written_to(corner: Corner, _by: User) -> None:
    Invitation.objects.filter(pk=corner.things["invitation_id"]).update(invited_at=None)


def _follows_another(corner: Corner, _by: User) -> None:
    meeting = Workshop.objects.get(pk=corner.things["workshop"])
    meeting.pk, meeting.follows_id = None, None
    meeting.save()
    _meeting(follows=meeting)(corner, _by)


#: By route, or by method and route; the first whose beginning fits.
def _job_waits(corner: Corner, _by: User) -> None:
    Job.objects.filter(pk=corner.things["job"]).update(state=JobState.WAITING)


def _as_made(_corner: Corner, _by: User) -> None:
    """As the world has it."""


def _verdict_confirmed(corner: Corner, by: User) -> None:
    Verdict.objects.filter(pk=corner.things["verdict"]).update(
        confirmed_by=by, confirmed_at=timezone.now()
    )


def _company_import_done(corner: Corner, _by: User) -> None:
    CompanyImport.objects.filter(pk=corner.things["company_import"]).update(state="done")


def _directory_import_done(corner: Corner, _by: User) -> None:
    DirectoryImport.objects.filter(pk=corner.things["directory_import"]).update(state="done")


def _written_card(corner: Corner, person: User) -> None:
    """A card that waits for nothing but to be handed in."""
    Concept.objects.filter(pk=corner.things["learning.concept"]).update(
        state="draft",
        what="A table",
        for_whom="All",
        evidence="Four sat",
        how_to_start="Ask",
        did_not_work="A supper",
    )


def _as_researcher(corner: Corner, person: User) -> None:
    """For the crawl: nobody of the world holds the post, which the table says."""
    last = timezone.localdate() + dt.timedelta(days=30)
    corner.programme.roles.create(user=person, role="researcher", ends_on=last)
    forget_scope(person)


STATES: dict[str, Bring] = {
    "learning:research_": _as_researcher,
    "learning:concept_hand_in": _written_card,
    "learning:concept_photo_leave": _written_card,
    "learning:company_import_confirm": _company_import_done,
    "learning:directory_import_confirm": _directory_import_done,
    "learning:decision_edit": _as_made,
    "learning:decision_confirm": _as_made,
    "learning:decision_remove": _as_made,
    "learning:decision": _verdict_confirmed,
    "reports:report_return": _report_in("handed_in"),
    "reports:report_approve": _report_in("handed_in"),
    "reports:report_correct": _report_in("approved"),
    "jobs:cancel": _job_waits,
    "POST places:gate_submit": ready_for_the_gate,
    "places:gate_withdraw": _handed_in_by_oneself,
    "places:coaching_edit": _contact_of_ones_own,
    "places:half_way_import_confirm": _half_way_import_done,
    "places:place_import_confirm": _place_import_done,
    "outbox:release": _letter("held"),
    "outbox:send_again": _letter("failed"),
    "outbox:campaign_hold": _sending_approved("ready"),
    "outbox:campaign_release": _sending_approved("held"),
    "outbox:campaign_send_again": _sending_approved("failed"),
    "programmes:tick": _ticked_for_the_programme,
    "plans:import_confirm": _plan_import_done,
    "plans:source_remove": _no_money_asked_for,
    "plans:action_remove": _no_money_asked_for,
    "plans:line_back": _no_money_yet,
    "plans:line_remove": _no_money_yet,
    "plans:goal_remove": _goal_without_actions,
    "continuity:settle": _all_parts_answered,
    "grants:claim_withdraw": _claimed_by_oneself,
    "grants:entry_": _sheet_open,
    "POST grants:sheet_confirm": _sheet_of_somebody_else,
    "POST grants:sheet_submit": _sheet_of_ones_own,
    "POST grants:sheet_reopen": _sheet_of_ones_own,
    "workshops:focus_summary_send": _summarised,
    "workshops:focus": _meeting(kind="focus_group"),
    "workshops:sessions": _meeting(kind="conference"),
    "themes:analysis_presented": _analysed,
    "workshops:tell_change": _meeting(untold=["time"]),
    "workshops:newcomers": _follows_another,
    "workshops:series_remove": _nothing_in_the_series,
    "workshops:certificate": _held_and_attended,
    "workshops:guest_certificate": _held_and_attended,
    "workshops:enrolment_certificate": _held_and_attended,
    "workshops:enrolment_ics": _has_said_yes,
    "workshops:guest_sessions": _has_said_yes,
    "workshops:minutes_send": _held_and_attended,
    "workshops:attendance_hand_over": _to_be_handed_over,
    "workshops:feedback_ask": _held_and_attended,
    "workshops:send_to_new": _not_written_to,
    "calls:decide_back": _call_decided,
    "calls:erase_application": _call_told,
    "surveys:answer": _survey_open,
    "surveys:begin": _survey_open,
    "surveys:seat": _survey_open,
    "surveys:back_to_draft": _survey_open,
    "surveys:group_remove": _nobody_asked,
}


def bring_about(cell: Cell, world: Furnished) -> None:
    """Bring the objects of the cell's relation into the state in which one gets through."""
    corner = world.corners[cell.relation]
    if cell.route.startswith(BEHIND_THE_GATE):
        Participation.objects.filter(pk=corner.participation.pk).update(gate_state="passed")
    if cell.expected != ALLOWED:
        return
    # Who opens a public page may be nobody; those states ask nobody.
    by = world.people.get(cell.person) or next(iter(world.people.values()))
    for start, bring in STATES.items():
        if cell.route.startswith(start) or f"{cell.method} {cell.route}".startswith(start):
            bring(corner, by)
            return


def settled(corner: Corner, by: User) -> None:
    """The gate is passed, the meeting was held."""
    Participation.objects.filter(pk=corner.participation.pk).update(gate_state="passed")
    GateReview.objects.filter(participation=corner.participation).update(state="submitted")
    _held_and_attended(corner, by)
    _sheet_open(corner, by)
