"""Claims: handed in once, decided by a second person, returned with a reason, paid once."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import AuditEvent
from core.refusals import NotAllowed, Refusal
from grants.claims.services import approve_claim, claim, pay, return_claim, withdraw_claim
from grants.models import Claim, Cost, Instalment, MonthSheet, Payment, WorkEntry
from outbox.models import Letter
from people.models import Assignment, Role, User
from programmes.regions.services import appoint_manager
from tests.factories import assign, world
from tests.grants.agreement_samples import HALF, claimed, day, first_of, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return world()


def cost_on(grant, **fields):
    usual = {
        "line": grant.budget.get(kind="meetings"), "paid_on": day(-3),
        "amount": Decimal("1250.50"), "payee": "Bygdegården", "what": "Lokalhyra",
    }  # fmt: skip
    return Cost.objects.create(grant=grant, **usual | fields)


def refused(verb, **arguments):
    with pytest.raises(Refusal) as told:
        verb(**arguments)
    return told.value.code


def letters(prefix):
    found = Letter.objects.filter(key__startswith=prefix).order_by("to_address")
    return [letter.to_address for letter in found]


def state_of(found):
    return Instalment.objects.get(pk=found.instalment_id).state


# --- Handing in -------------------------------------------------------------------------


def test_claim_freezes_costs_budget_and_confirmed_hours(made):
    grant = signed(made)
    grant.leader_rate = Decimal(250)
    grant.save()
    chosen, other = cost_on(grant), cost_on(grant, amount=Decimal(100), what="Kaffe")
    for number, (state, hours) in enumerate((("confirmed", "8.50"), ("open", "99")), start=1):
        sheet = MonthSheet.objects.create(
            grant=grant, user=made.leader, month=day().replace(day=1, month=number), state=state
        )
        WorkEntry.objects.create(
            sheet=sheet, kind="leader", on=sheet.month, quantity=Decimal(hours), what="W",
            rate=Decimal(250),
        )  # fmt: skip
    found = claim(
        instalment=first_of(grant), by=made.leader, status_text=" Startat ", costs=[chosen]
    )
    meetings = grant.budget.get(kind="meetings").pk
    facts = Claim.objects.get().facts
    assert facts["costs"] == [{
        "number": 1, "id": chosen.pk, "line": meetings, "paid_on": day(-3).isoformat(),
        "amount": "1250.50", "payee": "Bygdegården", "what": "Lokalhyra", "receipt": "",
        "sha256": "",
    }]  # fmt: skip
    names = ("kind", "budget", "spent", "claimed")
    assert [tuple(row[name] for name in names) for row in facts["lines"]] == [
        ("leader", "120000.00", "0.00", "0.00"),
        ("meetings", "20000.00", "1350.50", "1250.50"),
        ("other", "10000.00", "0.00", "0.00"),
    ]  # fmt: skip
    assert (facts["work"]["leader_hours"], facts["work"]["leader_value"]) == ("8.50", "2125.00")
    assert (facts["amount"], facts["currency"], facts["receiver"]) == (
        "75000.00", "SEK", "Byalaget",
    )  # fmt: skip
    assert (found.status_text, state_of(found)) == ("Startat", "claimed")
    other.refresh_from_db()
    assert other.claim_id is None


def test_claim_tells_those_who_decide_but_not_the_claimer(made):
    claimed(made, by=made.manager)
    assert letters("claim-handed-in:") == ["admin@example.org"]


def test_claim_by_the_leader_tells_manager_and_administrator(made):
    claimed(made, status_text="Vi har börjat")
    assert letters("claim-handed-in:") == ["admin@example.org", "manager@example.org"]
    assert "Vi har börjat" in Letter.objects.filter(key__startswith="claim-handed-in:")[0].text


def test_claim_by_a_double_click_is_one_claim(made):
    grant = signed(made)
    arguments = {"instalment": first_of(grant), "by": made.leader, "status_text": "S"}
    assert claim(**arguments).pk == claim(**arguments).pk
    assert (Claim.objects.count(), AuditEvent.objects.filter(verb="grant.claimed").count()) == (
        1,
        1,
    )


@pytest.mark.parametrize("name", ["leader", "manager"])
def test_claim_of_what_is_claimed_is_refused(made, name):
    found = claimed(made)
    by = getattr(made, name)
    assert refused(claim, instalment=found.instalment, by=by, status_text="Igen") == (
        "already_claimed"
    )
    assert Claim.objects.count() == 1


def test_claim_of_an_instalment_that_waits_for_the_gate_is_refused(made):
    second = signed(made).instalments.get(number=2)
    assert refused(claim, instalment=second, by=made.leader, status_text="S") == "not_open"


@pytest.mark.parametrize(("text", "code"), [("  ", "status_needed"), ("x" * 4001, "too_long")])
def test_claim_without_a_usable_status_is_refused(made, text, code):
    instalment = first_of(signed(made))
    assert refused(claim, instalment=instalment, by=made.leader, status_text=text) == code
    assert (Claim.objects.count(), Letter.objects.count()) == (0, 0)


def test_claim_with_a_cost_that_is_claimed_or_strange_is_refused(made):
    grant = signed(made)
    cost = cost_on(grant)
    claim(instalment=first_of(grant), by=made.leader, status_text="S", costs=[cost])
    second = grant.instalments.get(number=2)
    second.trigger, second.due_on = "date", day(-1)
    second.save()
    arguments = {"instalment": second, "by": made.leader, "status_text": "S"}
    assert refused(claim, **arguments, costs=[cost]) == "cost_claimed"
    assert refused(claim, **arguments, costs=[Cost(pk=987654)]) == "wrong_cost"


@pytest.mark.parametrize("name", ["coach", "member", "contact", "observer", "neighbour_leader"])
def test_claim_is_for_process_leaders_and_those_who_run(made, name):
    instalment = first_of(signed(made))
    with pytest.raises(NotAllowed):
        claim(instalment=instalment, by=getattr(made, name), status_text="S")


# --- Taking back ------------------------------------------------------------------------


def test_withdraw_claim_lets_the_costs_go_and_the_instalment_can_be_claimed_again(made):
    grant = signed(made)
    cost = cost_on(grant)
    arguments = {"instalment": first_of(grant), "by": made.leader, "costs": [cost]}
    first = claim(status_text="S", **arguments)
    assert withdraw_claim(claim=first, by=made.leader).state == "withdrawn"
    assert withdraw_claim(claim=first, by=made.leader).state == "withdrawn"
    cost.refresh_from_db()
    assert (cost.claim_id, state_of(first)) == (None, "planned")
    assert claim(status_text="S", **arguments).number == 2


def test_withdraw_claim_of_somebody_else_or_decided_is_refused(made):
    found = claimed(made)
    assert refused(withdraw_claim, claim=found, by=made.manager) == "not_yours"
    approve_claim(claim=found, by=made.manager)
    assert refused(withdraw_claim, claim=found, by=made.leader) == "already_decided"


# --- Deciding ---------------------------------------------------------------------------


def test_approve_claim_by_a_second_person_tells_the_claimer(made):
    found = approve_claim(claim=claimed(made), by=made.manager)
    assert (found.state, found.decided_by, state_of(found)) == (
        "approved", made.manager, "approved",
    )  # fmt: skip
    assert letters("claim-approved:") == ["leader@example.org"]


@pytest.mark.parametrize("verb", [approve_claim, return_claim])
def test_decision_on_ones_own_claim_is_refused(made, verb):
    found = claimed(made, by=made.manager)
    more = {"reason": "R"} if verb is return_claim else {}
    assert refused(verb, claim=found, by=made.manager, **more) == "same_person"
    assert Claim.objects.get().state == "open"


def test_decision_on_ones_own_claim_is_refused_by_the_database_too(made):
    found = claimed(made)
    with (
        pytest.raises(IntegrityError, match="claim_decided_by_a_second_person"),
        transaction.atomic(),
    ):
        Claim.objects.filter(pk=found.pk).update(state="approved", decided_by=made.leader)


@pytest.mark.parametrize(
    "name", ["leader", "coach", "member", "contact", "observer", "other_admin"]
)
def test_decision_and_payment_are_for_those_who_run(made, name):
    found, by = claimed(made), getattr(made, name)
    for verb, more in (
        (approve_claim, {}),
        (return_claim, {"reason": "R"}),
        (pay, {"paid_on": day(), "reference": "1"}),
    ):
        with pytest.raises(NotAllowed):
            verb(claim=found, by=by, **more)


def test_a_leader_who_is_manager_too_cannot_approve_the_own_claim(made):
    assign(made.manager, made.participation, "process_leader")
    assert refused(approve_claim, claim=claimed(made, by=made.manager), by=made.manager) == (
        "same_person"
    )


def test_return_claim_lets_the_costs_go_and_tells_the_reason(made):
    grant = signed(made)
    cost = cost_on(grant)
    arguments = {"instalment": first_of(grant), "by": made.leader, "costs": [cost]}
    found = claim(status_text="S", **arguments)
    return_claim(claim=found, reason=" Kvitto saknas ", by=made.manager)
    cost.refresh_from_db()
    assert (cost.claim_id, state_of(found)) == (None, "returned")
    letter = Letter.objects.get(key__startswith="claim-returned:")
    assert (letter.to_address, "Kvitto saknas" in letter.text) == ("leader@example.org", True)
    assert AuditEvent.objects.get(verb="grant.claim_returned").facts == {"number": 1}
    again = claim(status_text="Nu med kvitto", **arguments)
    assert (again.number, [row.pk for row in again.costs.all()]) == (2, [cost.pk])


@pytest.mark.parametrize(("reason", "code"), [(" ", "reason_needed"), ("x" * 2001, "too_long")])
def test_return_claim_without_a_usable_reason_is_refused(made, reason, code):
    assert refused(return_claim, claim=claimed(made), by=made.manager, reason=reason) == code


def test_decision_on_a_claim_that_is_taken_back_or_decided_is_refused(made):
    found = claimed(made)
    withdraw_claim(claim=found, by=made.leader)
    assert refused(approve_claim, claim=found, by=made.manager) == "withdrawn"
    again = claim(instalment=found.instalment, by=made.leader, status_text="S")
    approve_claim(claim=again, by=made.manager)
    assert refused(approve_claim, claim=again, by=made.admin) == "already_decided"
    assert refused(return_claim, claim=again, by=made.admin, reason="R") == "already_decided"


# --- Paying -----------------------------------------------------------------------------


def test_pay_enters_the_instalments_sum_and_tells_the_claimer(made):
    found = approve_claim(claim=claimed(made), by=made.manager)
    payment = pay(claim=found, paid_on=day(), reference="  V  17 ", by=made.admin)
    assert (payment.amount, payment.reference, state_of(found)) == (HALF, "V 17", "paid")
    letter = Letter.objects.get(key__startswith="claim-paid:")
    assert (letter.to_address, "75,000 SEK is paid" in letter.subject, "V 17" in letter.text) == (
        "leader@example.org", True, True,
    )  # fmt: skip


def test_pay_of_what_is_not_approved_is_refused(made):
    found = claimed(made)
    arguments = {"claim": found, "paid_on": day(), "reference": "1", "by": made.manager}
    assert refused(pay, **arguments) == "not_approved"
    return_claim(claim=found, reason="R", by=made.manager)
    assert (refused(pay, **arguments), Payment.objects.count()) == ("not_approved", 0)


def test_pay_twice_is_refused_with_the_day_and_the_reference(made):
    found = approve_claim(claim=claimed(made), by=made.manager)
    pay(claim=found, paid_on=day(), reference="V17", by=made.admin)
    with pytest.raises(Refusal) as told:
        pay(claim=found, paid_on=day(), reference="V18", by=made.admin)
    assert (told.value.code, "V17" in str(told.value)) == ("already_paid", True)
    assert (Payment.objects.count(), letters("claim-paid:")) == (1, ["leader@example.org"])


@pytest.mark.parametrize(
    ("offset", "reference", "code"),
    [(1, "1", "paid_in_future"), (-1, "1", "paid_before_approved"), (0, "  ", "reference_needed"),
     (0, "x" * 81, "reference_too_long")],
)  # fmt: skip
def test_pay_with_a_wrong_day_or_reference_is_refused(made, offset, reference, code):
    found = approve_claim(claim=claimed(made), by=made.manager)
    told = refused(pay, claim=found, paid_on=day(offset), reference=reference, by=made.admin)
    assert (told, Payment.objects.count()) == (code, 0)


def test_claimer_who_left_gets_no_letter_about_money_and_todays_leaders_do(made):
    found = claimed(made)
    Assignment.objects.filter(user=made.leader).update(ends_on=day(-1))
    assign(made.outsider, made.participation, Role.PROCESS_LEADER)
    found = approve_claim(claim=found, by=made.manager)
    pay(claim=found, paid_on=day(), reference="V 1", by=made.admin)
    assert letters("claim-approved:") == letters("claim-paid:") == ["outsider@example.org"]


def test_letters_are_written_in_the_readers_language(made):
    type(made.leader).objects.filter(pk=made.leader.pk).update(language="sv")
    found = claimed(made)
    approve_claim(claim=found, by=made.manager)
    assert Letter.objects.get(key__startswith="claim-approved:").language == "sv"


def test_pay_is_for_another_person_than_who_approved(made):
    found = approve_claim(claim=claimed(made), by=made.manager)
    arguments = {"claim": found, "paid_on": day(), "reference": "1"}
    assert refused(pay, **arguments, by=made.manager) == "same_person"
    User.objects.filter(pk=made.admin.pk).update(email="Man.ager+two@example.org")
    made.admin.refresh_from_db()
    assert refused(pay, **arguments, by=made.admin) == "one_person"
    assert not Payment.objects.exists()


def test_claim_is_decided_by_nobody_whom_the_claimer_has_just_appointed(made):
    found = claimed(made)
    appoint_manager(made.programme, by=made.admin, email=made.leader.email)
    assert refused(approve_claim, claim=found, by=made.admin) == "one_person"
    AuditEvent.objects.update(at=timezone.now() - dt.timedelta(days=8))
    assert approve_claim(claim=found, by=made.admin).decided_by == made.admin
