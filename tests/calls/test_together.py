"""Two at the same application at the same moment. Real threads on PostgreSQL."""

import pytest
from django.db import connection

from calls.applying import services
from calls.deciding import services as deciding
from calls.models import Application, Decision
from outbox.models import Letter
from people.models import User
from tests.calls.samples import begun, call, closed, confirmed, filled, handed_in, reread
from tests.factories import world
from tests.grants.claims.test_claims_together import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def w():
    assert connection.vendor == "postgresql"
    return world()


def test_handed_in_twice_at_the_last_second_is_one_application_with_one_receipt(w):
    one = filled(w, call(w))
    confirmed(one)

    def hand_in():
        return services.hand_in(application=reread(one)).state

    assert at_once(hand_in, hand_in) == ["handed_in", "handed_in"]
    assert reread(one).version == one.version + 1
    assert Letter.objects.filter(key__startswith="call-receipt").count() == 1


def test_begun_twice_at_once_is_one_application(w):
    made = call(w)
    numbers = at_once(lambda: begun(made).pk, lambda: begun(made).pk)
    assert len(set(numbers)) == 1
    assert Application.objects.count() == 1


def test_two_who_confirm_at_once_admit_no_place_too_many(w):
    made = call(w)
    rows = []
    for number in range(2):
        one = handed_in(w, made, f"a{number}@example.org", place_name=f"Ort {number}")
        rows.append(one)
    closed(made)
    decided = [
        deciding.propose(
            application=reread(one), outcome="admit", reasons="Bra.", by=w.users["manager"]
        )
        for one in rows
    ]

    def confirm(row):
        found = Decision.objects.select_related("application__call__programme__region")
        admin = User.objects.get(pk=w.users["admin"].pk)
        deciding.confirm(decision=found.get(pk=row.pk), version=row.version, by=admin)
        return "done"

    answers = at_once(lambda: confirm(decided[0]), lambda: confirm(decided[1]))
    assert sorted(answers) == ["done", "full"]
