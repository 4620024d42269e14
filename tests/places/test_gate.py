"""The gate's verbs: hand in, take back, assess, decide."""

import datetime as dt

import pytest
from django.utils import timezone

from core.models import AuditEvent
from core.refusals import Conflict, NotAllowed, Refusal
from outbox.models import Letter
from people.models import ProgrammeRole, Sector
from places.gate import letters as gate_letter
from places.gate.decision import assessment_stamp, decide_gate
from places.gate.services import assess, submit_gate, withdraw_gate
from places.models import (
    Assessment,
    Commitment,
    Decision,
    GateAssessment,
    GateCondition,
    GateReview,
    GroupMember,
    ItemOrigin,
    Participation,
    ReviewState,
    StepItem,
)
from tests.factories import assign, settle_steps, world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_pdf(monkeypatch):
    """Making the PDF takes longer than all the rest; test_gate_letter.py makes real ones."""
    monkeypatch.setattr(gate_letter, "html_to_pdf", lambda html: b"%PDF-1.7 " + html.encode())


@pytest.fixture
def ready():
    """A world whose place has done everything before the gate."""
    made = world()
    for name, sector in [
        ("A", Sector.MUNICIPALITY),
        ("B", Sector.BUSINESS),
        ("C", Sector.ASSOCIATION),
    ]:
        GroupMember.objects.create(participation=made.participation, name=name, sector=sector)
    settle_steps(made.participation, 1, 2, 3)
    return made


@pytest.fixture
def handed_in(ready):
    """The same, handed in by the process leader: (world, round)."""
    return ready, submit_gate(
        participation=ready.participation, by=ready.leader, message="Vi är klara."
    )


@pytest.fixture
def assessed(handed_in):
    """The same, with every criterion assessed as met."""
    made, review = handed_in
    for criterion in criteria(made):
        assess(review=review, criterion=criterion, verdict="met", by=made.coach)
    return handed_in


def criteria(made):
    return list(made.participation.method_version.gate.criteria.all())


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


def gate_state(made):
    return Participation.objects.get(pk=made.participation.pk).gate_state


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def refused(code, call, **arguments):
    """The call is refused with this code, and nothing is written. Returns the refusal."""
    before = [
        list(model.objects.order_by("pk").values())
        for model in (GateReview, GateAssessment, StepItem)
    ]
    with pytest.raises(Refusal) as caught:
        call(**arguments)
    after = [
        list(model.objects.order_by("pk").values())
        for model in (GateReview, GateAssessment, StepItem)
    ]
    assert (caught.value.code, after) == (code, before)
    return caught.value


# --- Handing in -------------------------------------------------------------------------


def test_submit_gate_with_everything_in_place_makes_round_one(ready):
    review = submit_gate(
        participation=ready.participation, by=ready.leader, message="  Vi är klara. "
    )
    stored = GateReview.objects.get()
    assert (stored, stored.round, stored.state, stored.message) == (
        review,
        1,
        "submitted",
        "Vi är klara.",
    )
    assert (gate_state(ready), verbs()) == ("waiting", ["gate.submitted"])


def test_submit_gate_with_parts_missing_is_refused_with_each_part(ready):
    GroupMember.objects.filter(sector=Sector.BUSINESS).delete()
    ready.participation.items.filter(step__order=3, order=1).update(state="open")
    refusal = refused("not_ready", submit_gate, participation=ready.participation, by=ready.leader)
    assert [line.partition(":")[0] for line in refusal.details] == [
        "Working group with three sectors",
        "Nulägesanalys",
    ]


def test_submit_gate_with_an_open_voluntary_line_is_allowed(ready):
    ready.participation.items.filter(step__order=2, required=False).update(state="open")
    assert submit_gate(participation=ready.participation, by=ready.leader).round == 1


def test_submit_gate_twice_by_the_same_person_is_one_round(handed_in):
    made, review = handed_in
    assert submit_gate(participation=made.participation, by=made.leader, message="again") == review
    assert (GateReview.objects.count(), verbs()) == (1, ["gate.submitted"])


def test_submit_gate_while_another_persons_round_waits_is_refused(handed_in):
    made, _review = handed_in
    refusal = refused(
        "already_submitted", submit_gate, participation=made.participation, by=made.coach
    )
    assert "Leader" in str(refusal)


def test_submit_gate_after_the_gate_is_passed_is_refused(assessed):
    made, review = assessed
    decide_gate(review=review, decision="continue", by=made.manager)
    refused("gate_passed", submit_gate, participation=made.participation, by=made.leader)


def test_submit_gate_of_a_method_without_gate_is_refused():
    made = world(gate_after=None)
    refused("no_gate", submit_gate, participation=made.participation, by=made.leader)


def test_submit_gate_of_an_ended_place_is_refused(ready):
    Participation.objects.filter(pk=ready.participation.pk).update(status="ended")
    refused("not_active", submit_gate, participation=ready.participation, by=ready.leader)


@pytest.mark.parametrize("name", ["leader", "coach", "manager", "admin"])
def test_submit_gate_by_those_who_may_hands_in(ready, name):
    assert submit_gate(participation=ready.participation, by=getattr(ready, name)).round == 1


@pytest.mark.parametrize(
    "name",
    ["member", "contact", "observer", "outsider", "neighbour_leader", "other_admin", "other_coach"],
)
def test_submit_gate_by_others_is_not_allowed(ready, name):
    with pytest.raises(NotAllowed):
        submit_gate(participation=ready.participation, by=getattr(ready, name))
    assert not GateReview.objects.exists()


@pytest.mark.day(dt.date(2026, 11, 16))
def test_submit_gate_freezes_evidence_that_later_edits_do_not_change(ready):
    Commitment.objects.create(
        participation=ready.participation, sector=Sector.MUNICIPALITY, person="Kommunens kontakt",
        given_on=dt.date(2026, 3, 12), text="Ten hours a week", hours=10,
    )  # fmt: skip
    ready.participation.items.filter(step__order=1, order=1).update(note="Karta på anslagstavlan")
    review = submit_gate(participation=ready.participation, by=ready.leader)
    ready.participation.items.update(note="changed", state="open")
    GroupMember.objects.all().delete()
    frozen = GateReview.objects.get(pk=review.pk).evidence
    first = frozen["steps"][0]
    assert [step["title"] for step in frozen["steps"]] == [
        "Förankring",
        "Kartläggning",
        "Nulägesanalys",
    ]
    assert (first["items"][0]["note"], first["items"][0]["state"]) == (
        "Karta på anslagstavlan",
        "done",
    )
    assert frozen["group"] == [
        {"sector": "municipality", "members": 1},
        {"sector": "business", "members": 1},
        {"sector": "association", "members": 1},
    ]
    assert frozen["commitments"] == [
        {
            "sector": "municipality", "organisation": "", "person": "Kommunens kontakt",
            "given_on": "2026-03-12", "text": "Ten hours a week", "hours": 10, "amount": None,
        }
    ]  # fmt: skip
    assert frozen["coaching"] == {"contacts": 0, "last_on": None}
    assert [part["done"] for part in frozen["parts"]] == [True, True, True, True]


# --- Taking back ------------------------------------------------------------------------


def test_withdraw_gate_by_the_one_who_handed_in_keeps_the_round(handed_in):
    made, review = handed_in
    withdraw_gate(review=review, by=made.leader)
    withdraw_gate(review=review, by=made.leader)
    assert GateReview.objects.get().state == ReviewState.WITHDRAWN
    assert (gate_state(made), verbs()) == ("closed", ["gate.submitted", "gate.withdrawn"])


def test_withdraw_gate_by_another_is_refused(handed_in):
    made, review = handed_in
    refused("not_yours", withdraw_gate, review=review, by=made.coach)


def test_withdraw_gate_after_the_decision_is_refused(assessed):
    made, review = assessed
    decide_gate(review=review, decision="continue", by=made.manager)
    refused("already_decided", withdraw_gate, review=review, by=made.leader)


def test_submit_gate_after_taking_back_makes_the_next_round(handed_in):
    made, review = handed_in
    withdraw_gate(review=review, by=made.leader)
    again = submit_gate(participation=made.participation, by=made.coach)
    assert (again.round, GateReview.objects.count()) == (2, 2)


# --- Assessing --------------------------------------------------------------------------


def test_assess_saves_verdict_comment_and_counts_versions(handed_in):
    made, review = handed_in
    criterion = criteria(made)[0]
    assess(review=review, criterion=criterion, verdict="met", by=made.coach)
    assess(
        review=review,
        criterion=criterion,
        verdict="partly",
        comment=" Unga saknas ",
        by=made.manager,
        version=1,
    )
    stored = GateAssessment.objects.get()
    assert (stored.verdict, stored.comment, stored.by, stored.version) == (
        "partly", "Unga saknas", made.manager, 2,
    )  # fmt: skip
    assert verbs() == ["gate.submitted", "gate.assessed_met", "gate.assessed_partly"]


def test_assess_with_an_older_version_is_a_conflict_with_both_values(handed_in):
    made, review = handed_in
    criterion = criteria(made)[0]
    assess(review=review, criterion=criterion, verdict="met", by=made.coach)
    with pytest.raises(Conflict) as caught:
        assess(
            review=review,
            criterion=criterion,
            verdict="not_met",
            comment="Nej",
            by=made.manager,
            version=0,
        )
    assert (caught.value.theirs, caught.value.yours, caught.value.version) == (
        {"verdict": "met", "comment": "", "by": "Coach"},
        {"verdict": "not_met", "comment": "Nej"},
        1,
    )
    assert GateAssessment.objects.get().verdict == "met"


def test_assess_the_same_again_changes_nothing(handed_in):
    made, review = handed_in
    criterion = criteria(made)[0]
    for _click in range(2):
        assess(review=review, criterion=criterion, verdict="met", by=made.coach, version=0)
    assert (GateAssessment.objects.get().version, verbs()) == (
        1,
        ["gate.submitted", "gate.assessed_met"],
    )


@pytest.mark.parametrize("verdict", [Assessment.PARTLY, Assessment.NOT_MET])
def test_assess_less_than_met_without_comment_is_refused(handed_in, verdict):
    made, review = handed_in
    refused(
        "comment_needed", assess,
        review=review, criterion=criteria(made)[0], verdict=verdict, comment="  ", by=made.coach,
    )  # fmt: skip


def test_assess_with_an_unknown_verdict_is_refused(handed_in):
    made, review = handed_in
    refused(
        "unknown_verdict",
        assess,
        review=review,
        criterion=criteria(made)[0],
        verdict="x",
        by=made.coach,
    )


def test_assess_a_criterion_of_another_method_is_refused(handed_in):
    made, review = handed_in
    other = made.other_programme.method_version.gate.criteria.first()
    refused("wrong_criterion", assess, review=review, criterion=other, verdict="met", by=made.coach)


def test_assess_a_round_taken_back_is_refused(handed_in):
    made, review = handed_in
    withdraw_gate(review=review, by=made.leader)
    refused(
        "not_open", assess, review=review, criterion=criteria(made)[0], verdict="met", by=made.coach
    )


@pytest.mark.parametrize(
    "name", ["leader", "member", "contact", "observer", "outsider", "other_coach"]
)
def test_assess_by_others_is_not_allowed(handed_in, name):
    made, review = handed_in
    with pytest.raises(NotAllowed):
        assess(review=review, criterion=criteria(made)[0], verdict="met", by=getattr(made, name))
    assert not GateAssessment.objects.exists()


# --- Deciding ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "state", "status", "verb"),
    [
        (Decision.CONTINUE, "passed", "active", "gate.decided_continue"),
        (Decision.RETURN, "returned", "active", "gate.decided_return"),
        (Decision.STOP, "stopped", "stopped", "gate.decided_stop"),
    ],
)
def test_decide_gate_sets_the_gate_and_the_status(assessed, decision, state, status, verb):
    made, review = assessed
    decide_gate(review=review, decision=decision, reason="Grunden är god.", by=made.manager)
    stored = GateReview.objects.get()
    place = Participation.objects.get(pk=made.participation.pk)
    assert (stored.state, stored.decision, stored.reason, stored.decided_by) == (
        "decided", decision, "Grunden är god.", made.manager,
    )  # fmt: skip
    assert (place.gate_state, place.status, verbs()[-1]) == (state, status, verb)


def test_decide_gate_with_conditions_makes_required_lines_in_the_first_step_after(assessed):
    made, review = assessed
    wanted = [
        (" Öppet möte om analysen hållet ", in_days(20)),
        ("Ungdomar tillfrågade", in_days(40)),
    ]
    decide_gate(review=review, decision="conditions", conditions=wanted, by=made.manager)
    lines = StepItem.objects.filter(origin=ItemOrigin.CONDITION).order_by("order")
    assert [
        (line.step.order, line.order, line.own_text, line.required, line.due_on) for line in lines
    ] == [
        (4, 4, "Öppet möte om analysen hållet", True, in_days(20)),
        (4, 5, "Ungdomar tillfrågade", True, in_days(40)),
    ]
    assert [condition.item for condition in GateCondition.objects.all()] == list(lines)
    place = Participation.objects.get(pk=made.participation.pk)
    assert (place.gate_state, place.progress, place.next_text) == (
        "conditions", "dddnaa", "Öppet möte om analysen hållet",
    )  # fmt: skip


def test_decide_gate_completes_the_frozen_evidence_with_the_assessments(assessed):
    made, review = assessed
    decide_gate(review=review, decision="continue", by=made.manager)
    frozen = GateReview.objects.get().evidence
    assert frozen["assessments"] == [
        {"key": "group", "title": "Working group", "verdict": "met", "comment": "", "by": "Coach"},
        {"key": "mapping", "title": "Mapping done", "verdict": "met", "comment": "", "by": "Coach"},
    ]
    assert set(frozen) >= {"parts", "steps", "group", "commitments", "coaching", "frozen_at"}


@pytest.mark.parametrize("name", ["manager", "admin"])
def test_decide_gate_by_the_one_who_handed_in_is_refused(ready, name):
    person = getattr(ready, name)
    review = submit_gate(participation=ready.participation, by=person)
    for criterion in criteria(ready):
        assess(review=review, criterion=criterion, verdict="met", by=ready.coach)
    refused("same_person", decide_gate, review=review, decision="continue", by=person)


def test_decide_gate_by_the_same_mailbox_is_refused(assessed):
    made, review = assessed
    made.manager.email = made.leader.email.replace("@", "+manager@")
    made.manager.save()
    refused("one_person", decide_gate, review=review, decision="continue", by=made.manager)


@pytest.mark.parametrize(
    "name", ["leader", "coach", "member", "contact", "observer", "outsider", "other_manager"]
)
def test_decide_gate_by_others_is_not_allowed(assessed, name):
    made, review = assessed
    with pytest.raises(NotAllowed):
        decide_gate(review=review, decision="continue", by=getattr(made, name))
    assert GateReview.objects.get().state == ReviewState.SUBMITTED


def test_decide_gate_before_every_criterion_is_assessed_names_them(handed_in):
    made, review = handed_in
    assess(review=review, criterion=criteria(made)[0], verdict="met", by=made.coach)
    refusal = refused(
        "not_assessed", decide_gate, review=review, decision="continue", by=made.manager
    )
    assert refusal.details == ["Mapping done"]


def test_decide_gate_twice_is_refused_with_who_decided(assessed):
    made, review = assessed
    decide_gate(review=review, decision="continue", by=made.manager)
    refusal = refused(
        "already_decided", decide_gate, review=review, decision="stop", reason="x", by=made.admin
    )
    assert "Manager" in str(refusal)


def test_decide_gate_on_a_round_taken_back_is_refused(assessed):
    made, review = assessed
    withdraw_gate(review=review, by=made.leader)
    refused("withdrawn", decide_gate, review=review, decision="continue", by=made.manager)


def test_decide_gate_on_an_assessment_changed_since_is_refused(assessed):
    made, review = assessed
    seen = assessment_stamp(review)
    assess(
        review=review,
        criterion=criteria(made)[0],
        verdict="not_met",
        comment="Nej",
        by=made.coach,
        version=1,
    )
    refused(
        "assessed_meanwhile",
        decide_gate,
        review=review,
        decision="continue",
        by=made.manager,
        seen=seen,
    )


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("unknown_decision", {"decision": "maybe"}),
        ("reason_needed", {"decision": "return", "reason": "  "}),
        ("reason_needed", {"decision": "stop"}),
        ("conditions_needed", {"decision": "conditions"}),
        ("conditions_not_wanted", {"decision": "continue", "conditions": [("A", in_days(3))]}),
        ("condition_empty", {"decision": "conditions", "conditions": [("  ", in_days(3))]}),
        ("condition_too_long", {"decision": "conditions", "conditions": [("x" * 241, in_days(3))]}),
        ("condition_too_early", {"decision": "conditions", "conditions": [("A", in_days(-1))]}),
        ("condition_too_late", {"decision": "conditions", "conditions": [("A", in_days(3000))]}),
    ],
)
def test_decide_gate_with_bad_input_is_refused(assessed, code, arguments):
    made, review = assessed
    refused(code, decide_gate, review=review, by=made.manager, **arguments)


def test_decide_gate_with_conditions_due_today_and_at_the_end_of_support_is_allowed(assessed):
    made, review = assessed
    last = Participation.objects.get(pk=made.participation.pk).support_ends_on
    decide_gate(
        review=review,
        decision="conditions",
        conditions=[("A", in_days(0)), ("B", last)],
        by=made.manager,
    )
    assert GateCondition.objects.count() == 2


def test_submit_gate_after_return_makes_round_two_and_keeps_round_one(assessed):
    made, review = assessed
    decide_gate(review=review, decision="return", reason="Fler möten", by=made.manager)
    again = submit_gate(participation=made.participation, by=made.leader)
    first = GateReview.objects.get(round=1)
    assert (again.round, gate_state(made)) == (2, "waiting")
    assert (first.decision, first.reason, first.assessments.count(), again.assessments.count()) == (
        "return", "Fler möten", 2, 0,
    )  # fmt: skip


def test_gate_of_one_place_leaves_the_neighbour_alone(assessed):
    made, review = assessed
    decide_gate(review=review, decision="continue", by=made.manager)
    neighbour = Participation.objects.get(pk=made.neighbour.pk)
    assert (neighbour.gate_state, neighbour.progress) == ("closed", "naaaaa")


def test_decide_gate_counts_coaches_by_their_period(ready):
    """A coach whose assignment has ended may no longer assess."""
    old = assign(ready.outsider, ready.participation, "coach", ends_on=in_days(-1))
    review = submit_gate(participation=ready.participation, by=ready.leader)
    with pytest.raises(NotAllowed):
        assess(review=review, criterion=criteria(ready)[0], verdict="met", by=old.user)


def test_handing_in_tells_coach_and_manager_by_letter_once(ready):
    review = submit_gate(participation=ready.participation, by=ready.leader, message="Vi är klara.")
    submit_gate(participation=ready.participation, by=ready.leader)  # a double click
    letters = Letter.objects.filter(key__startswith=f"gate-handed-in:{review.pk}:")
    assert sorted(letters.values_list("to_address", flat=True)) == [
        "coach@example.org", "manager@example.org",
    ]  # fmt: skip
    letter = letters.get(to_address="coach@example.org")
    assert letter.about_id == ready.participation.pk
    assert "Vi är klara." in letter.text
    assert f"/places/{ready.participation.pk}/gate/" in letter.text


def test_handing_in_where_nobody_manages_tells_the_regions_administrators(ready):
    ProgrammeRole.objects.all().delete()
    submit_gate(participation=ready.participation, by=ready.leader)
    letters = Letter.objects.filter(key__startswith="gate-handed-in:")
    assert "admin@example.org" in letters.values_list("to_address", flat=True)
