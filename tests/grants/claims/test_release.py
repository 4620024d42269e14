"""Whether an instalment may be claimed, and what a decided gate or a report sets off."""

from decimal import Decimal

import pytest
from django.utils import translation

from core.models import AuditEvent
from core.refusals import NotAllowed, Refusal
from grants.agreement.services import Part, agree, make_grant, save_grant
from grants.claims.release import claimable, receive_report
from grants.models import Grant
from outbox.models import Letter
from people.models import Sector
from places.gate import letters as gate_letter
from places.gate.decision import decide_gate
from places.gate.services import assess, submit_gate
from places.models import GroupMember, Participation, ParticipationStatus
from tests.factories import settle_steps, world
from tests.grants.agreement_samples import (
    WHOLE,
    complete,
    day,
    first_of,
    lines,
    parties,
    pass_gate,
    signed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_pdf(monkeypatch):
    monkeypatch.setattr(gate_letter, "html_to_pdf", lambda _html: b"%PDF-1.7")


@pytest.fixture
def made():
    return world()


def hanging_on(made, **part):
    """The answer for an instalment of the whole support that hangs on this."""
    grant = signed(made)
    instalment = first_of(grant)
    for name, value in ({"due_on": None} | part).items():
        setattr(instalment, name, value)
    return claimable(instalment, made.participation)


def decide(made, decision, **fields):
    """Hand in and decide a round."""
    if not GroupMember.objects.exists():
        for sector in (Sector.MUNICIPALITY, Sector.BUSINESS, Sector.ASSOCIATION):
            GroupMember.objects.create(participation=made.participation, name="N", sector=sector)
        settle_steps(made.participation, 1, 2, 3)
    review = submit_gate(participation=made.participation, by=made.leader)
    for criterion in made.participation.method_version.gate.criteria.all():
        assess(review=review, criterion=criterion, verdict="met", by=made.coach)
    return decide_gate(review=review, decision=decision, by=made.manager, **fields)


def released_letters():
    return list(
        Letter.objects.filter(key__startswith="instalment-released:").values_list(
            "to_address", flat=True
        )
    )


# --- What an instalment hangs on --------------------------------------------------------


@pytest.mark.parametrize(("offset", "may"), [(-1, True), (0, True), (1, False)])
def test_claimable_by_date_opens_on_the_day(made, offset, may):
    answer = hanging_on(made, trigger="date", due_on=day(offset))
    assert (answer.may, answer.why.startswith("Can be claimed since" if may else "Opens on")) == (
        may,
        True,
    )


def test_claimable_by_step_opens_when_the_step_is_done(made):
    step = made.programme.method_version.steps.get(order=2)
    closed = hanging_on(made, trigger="step", step=step)
    settle_steps(made.participation, 1, 2)
    made.participation.refresh_from_db()
    instalment = first_of(Grant.objects.get())
    instalment.trigger, instalment.step = "step", step
    opened = claimable(instalment, made.participation)
    assert closed == (False, "Opens when step 2, Kartläggning, is done.")
    assert opened == (True, "Can be claimed: step 2, Kartläggning, is done.")


@pytest.mark.parametrize(
    ("state", "may"),
    [("passed", True), ("conditions", True), ("closed", False), ("waiting", False),
     ("returned", False), ("stopped", False), ("", False)],
)  # fmt: skip
def test_claimable_by_gate_opens_when_it_is_passed_with_or_without_conditions(made, state, may):
    grant = signed(made)
    pass_gate(made.participation, state)
    second = grant.instalments.get(number=2)
    answer = claimable(second, made.participation)
    assert (answer.may, answer.why == "Opens when the gate is passed.") == (may, not may)


def test_claimable_by_report_opens_when_it_is_received(made):
    closed = hanging_on(made, trigger="report", report="Slutrapport")
    assert closed == (False, "Opens when the report is received: Slutrapport.")
    instalment = first_of(Grant.objects.get())
    instalment.trigger, instalment.report_received_on = "report", day(-1)
    assert claimable(instalment, made.participation).may


def test_claimable_of_a_draft_waits_for_the_signing(made):
    answer = claimable(first_of(complete(made)), made.participation)
    assert answer == (False, "Opens when the agreement is signed.")


@pytest.mark.parametrize(
    ("status", "may"),
    [(ParticipationStatus.ENDED, True), (ParticipationStatus.STOPPED, False),
     (ParticipationStatus.DECLINED, False)],
)  # fmt: skip
def test_claimable_ends_with_a_stopped_place_but_not_with_an_ended_support(made, status, may):
    instalment = first_of(signed(made))
    made.participation.status = status
    assert claimable(instalment, made.participation).may is may


@pytest.mark.parametrize("state", ["claimed", "approved", "paid"])
def test_claimable_says_no_to_what_is_claimed_already(made, state):
    instalment = first_of(signed(made))
    instalment.state = state
    assert not claimable(instalment, made.participation).may


def test_claimable_asks_nothing_of_the_database(made, django_assert_num_queries):
    instalment = first_of(signed(made))
    with django_assert_num_queries(0):
        claimable(instalment, made.participation)


def test_claimable_speaks_the_readers_language(made):
    instalment = first_of(signed(made))
    with translation.override("en"):
        assert claimable(instalment, made.participation).why.startswith("Can be claimed since ")


# --- The gate ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "fields"),
    [("continue", {}), ("conditions", {"conditions": [("Styrelse", day(30))]})],
)
def test_gate_decision_releases_the_instalment_that_hangs_on_it(made, decision, fields):
    grant = signed(made)
    decide(made, decision, **fields)
    assert list(grant.instalments.values_list("number", "released_on")) == [(1, None), (2, day())]
    assert released_letters() == ["leader@example.org"]
    letter = Letter.objects.get(key__startswith="instalment-released:")
    assert "Instalment 2 may be claimed: 75,000\xa0SEK." in letter.text
    line = AuditEvent.objects.get(verb="grant.released")
    assert line.facts == {"number": 2, "amount": "75,000\xa0SEK"}
    participation = Participation.objects.get(pk=made.participation.pk)
    assert claimable(grant.instalments.get(number=2), participation).may


@pytest.mark.parametrize("decision", ["return", "stop"])
def test_gate_decision_that_does_not_open_releases_nothing(made, decision):
    grant = signed(made)
    decide(made, decision, reason="Skäl")
    assert list(grant.instalments.values_list("released_on", flat=True)) == [None, None]
    assert released_letters() == []


def test_gate_decision_without_an_agreement_is_decided_all_the_same(made):
    assert decide(made, "continue").decision == "continue"
    assert released_letters() == []


def test_agree_after_the_gate_releases_what_hangs_on_it_once(made):
    grant = complete(made)
    decide(made, "continue")
    assert released_letters() == []
    agree(grant=grant, by=made.manager, version=grant.version, agreed_on=day())
    agree(grant=grant, by=made.manager, version=grant.version, agreed_on=day())
    assert released_letters() == ["leader@example.org"]


# --- Reports ----------------------------------------------------------------------------


def with_report(made):
    grant = make_grant(
        participation=made.participation, by=made.manager, amount=WHOLE, payee_name="Anna"
    )
    part = Part(amount=WHOLE, trigger="report", report="Slutrapport")
    grant = save_grant(grant=grant, by=made.manager, version=1, instalments=[part])
    grant.budget.create(kind="leader", amount=lines(150000)[0].amount)
    party = parties(made)[0]
    grant.parties.create(organisation=party.organisation, person="A", signed_on=day(-20))
    return agree(grant=grant, by=made.manager, version=grant.version, agreed_on=day(-10))


def test_receive_report_opens_the_last_instalment_and_tells_the_leader_once(made):
    instalment = first_of(with_report(made))
    receive_report(instalment=instalment, on=day(-2), by=made.manager)
    corrected = receive_report(instalment=instalment, on=day(-1), by=made.manager)
    assert claimable(corrected, made.participation).may
    assert (corrected.report_received_on, released_letters()) == (
        day(-1),
        ["leader@example.org"],
    )


@pytest.mark.parametrize(
    ("offset", "code"), [(1, "received_in_future"), (-4000, "received_before_start")]
)
def test_receive_report_on_a_wrong_day_is_refused(made, offset, code):
    with pytest.raises(Refusal) as told:
        receive_report(instalment=first_of(with_report(made)), on=day(offset), by=made.manager)
    assert told.value.code == code


def test_receive_report_for_an_instalment_without_one_is_refused(made):
    with pytest.raises(Refusal) as told:
        receive_report(instalment=first_of(signed(made)), on=day(), by=made.manager)
    assert told.value.code == "no_report"


def test_receive_report_by_the_leader_is_not_allowed(made):
    with pytest.raises(NotAllowed):
        receive_report(instalment=first_of(with_report(made)), on=day(), by=made.leader)


def test_part_keeps_only_what_its_trigger_needs(made):
    grant = make_grant(
        participation=made.participation, by=made.manager, amount=Decimal(10), payee_name="A"
    )
    part = Part(amount=Decimal(10), trigger="gate", due_on=day(), report="R")
    save_grant(grant=grant, by=made.manager, version=1, instalments=[part])
    stored = grant.instalments.get()
    assert (stored.due_on, stored.step, stored.report) == (None, None, "")
