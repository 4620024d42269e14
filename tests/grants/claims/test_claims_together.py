"""Two people at the same instalment at the same moment. Real threads on PostgreSQL.

The verbs take a lock, and the database has a constraint. So three things are shown for claims
and for payments: with both it is once; without the lock the constraint alone still makes it
once; and without lock and constraint it is twice, which proves that the other two can fail.
"""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, connections

from core.refusals import Refusal
from grants.claims import services as claims
from grants.claims.services import approve_claim, claim, pay
from grants.models import Claim, Grant, Instalment, Payment
from outbox.models import Letter
from people.models import ProgrammeRole, User
from tests.factories import world
from tests.grants.agreement_samples import claimed, day, first_of, signed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

STANDING = "one_standing_claim_an_instalment"


@pytest.fixture
def made():
    assert connection.vendor == "postgresql"
    return world()


def at_once(*calls):
    """Run the calls in threads that start together. Answers: a value or a refusal's code."""
    start, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        try:
            start.wait(timeout=10)
            answers[number] = call()
        except Refusal as refusal:
            answers[number] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return answers


def as_now(person):
    """The account read anew, without what a request has kept on it."""
    return User.objects.get(pk=person.pk)


@pytest.fixture
def unlocked(monkeypatch):
    """The verbs without their locks, both past every check before either writes.

    What a later reader of the code might do; the constraint is what is left then.
    """
    past_checks = threading.Barrier(2)
    grants = Grant.objects.select_related("participation__programme__region", "payee")
    monkeypatch.setattr(claims, "lock_grant", lambda grant: grants.get(pk=grant.pk))

    def instalment_unlocked(instalment, grant):
        found = Instalment.objects.get(pk=instalment.pk)
        found.grant = grant
        return found

    def claim_unlocked(one):
        grant = grants.get(pk=one.instalment.grant_id)
        found = Claim.objects.select_related("instalment", "claimed_by").get(pk=one.pk)
        found.instalment.grant = grant
        return grant, found

    def after(check):
        def checked(*args):
            check(*args)
            if threading.current_thread() is not threading.main_thread():
                past_checks.wait(timeout=10)

        return checked

    monkeypatch.setattr(claims, "_locked_instalment", instalment_unlocked)
    monkeypatch.setattr(claims, "_locked", claim_unlocked)
    monkeypatch.setattr(claims, "_refuse_text", after(claims._refuse_text))
    monkeypatch.setattr(claims, "_refuse_payment", after(claims._refuse_payment))


@contextmanager
def without_standing_claim_constraint():
    constraint = next(one for one in Claim._meta.constraints if one.name == STANDING)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Claim, constraint)
    try:
        yield
    finally:
        Claim.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Claim, constraint)


@contextmanager
def without_one_payment_constraints():
    """Take the uniqueness of a payment's instalment and claim away, and put it back."""
    columns = ("instalment_id", "claim_id")
    table = Payment._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u'",
            [table],
        )
        names = [row[0] for row in cursor.fetchall()]
        assert len(names) == len(columns)
        for name in names:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    try:
        yield
    finally:
        Payment.objects.all().delete()
        with connection.cursor() as cursor:
            for name, column in zip(names, columns, strict=True):
                cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" UNIQUE ("{column}")')


def two_claims(made):
    """The leader and the manager claim the first instalment at once; answers are names."""
    instalment = first_of(signed(made))
    leader, manager = as_now(made.leader), as_now(made.manager)
    return at_once(
        lambda: claim(instalment=instalment, by=leader, status_text="L").claimed_by.name,
        lambda: claim(instalment=instalment, by=manager, status_text="M").claimed_by.name,
    )


def two_payments(made):
    """Manager and administrator enter the same payment at once; answers are references."""
    third = User.objects.create_user("third@example.org", name="Third")
    ProgrammeRole.objects.create(user=third, programme=made.programme, starts_on=day())
    found = approve_claim(claim=claimed(made), by=third)
    admin, manager = as_now(made.admin), as_now(made.manager)
    return at_once(
        lambda: pay(claim=found, paid_on=day(), reference="A", by=admin).reference,
        lambda: pay(claim=found, paid_on=day(), reference="M", by=manager).reference,
    )


def test_claim_by_two_at_once_is_one_claim_and_a_refusal(made):
    answers = two_claims(made)
    stored = Claim.objects.get()
    assert sorted(answers) == sorted([stored.claimed_by.name, "already_claimed"])
    handed_in = Letter.objects.filter(key__startswith="claim-handed-in:")
    assert {letter.key.split(":")[1] for letter in handed_in} == {str(stored.pk)}


@pytest.mark.usefixtures("unlocked")
def test_claim_by_two_at_once_without_a_lock_is_one_by_the_constraint(made):
    answers = two_claims(made)
    assert sorted(answers) == sorted([Claim.objects.get().claimed_by.name, "already_claimed"])


@pytest.mark.usefixtures("unlocked")
def test_claim_by_two_at_once_without_lock_and_constraint_goes_through_twice(made, monkeypatch):
    # The claim's number is unique as well; here each takes its own.
    own = iter((1, 2))
    monkeypatch.setattr(claims, "_next_number", lambda _instalment: next(own))
    with without_standing_claim_constraint():
        assert sorted(two_claims(made)) == ["Leader", "Manager"]
        assert Claim.objects.filter(state="open").count() == 2


def test_pay_by_two_at_once_is_one_payment_and_a_refusal(made):
    answers = two_payments(made)
    assert sorted(answers) == sorted([Payment.objects.get().reference, "already_paid"])
    assert Letter.objects.filter(key__startswith="claim-paid:").count() == 1


@pytest.mark.usefixtures("unlocked")
def test_pay_by_two_at_once_without_a_lock_is_one_by_the_constraint(made):
    answers = two_payments(made)
    assert sorted(answers) == sorted([Payment.objects.get().reference, "already_paid"])


@pytest.mark.usefixtures("unlocked")
def test_pay_by_two_at_once_without_lock_and_constraint_goes_through_twice(made):
    with without_one_payment_constraints():
        assert sorted(two_payments(made)) == ["A", "M"]
        assert Payment.objects.count() == 2


def test_approve_and_return_at_once_is_one_decision(made):
    found = claimed(made)
    admin, manager = as_now(made.admin), as_now(made.manager)
    answers = at_once(
        lambda: approve_claim(claim=found, by=manager).state,
        lambda: claims.return_claim(claim=found, reason="R", by=admin).state,
    )
    assert sorted(answers) == sorted([Claim.objects.get().state, "already_decided"])


def test_withdraw_and_approve_at_once_is_one_of_both(made):
    found = claimed(made)
    leader, manager = as_now(made.leader), as_now(made.manager)
    answers = at_once(
        lambda: claims.withdraw_claim(claim=found, by=leader).state,
        lambda: approve_claim(claim=found, by=manager).state,
    )
    expected = {
        "withdrawn": ["withdrawn", "withdrawn"],
        "approved": ["already_decided", "approved"],
    }
    assert answers == expected[Claim.objects.get().state]
