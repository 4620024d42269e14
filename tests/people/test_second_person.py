"""Whether two accounts count as two people."""

import datetime as dt

import pytest
from django.utils import timezone

from core.models import AuditEvent
from core.refusals import Refusal
from outbox.campaigns.services import free
from people.models import Role
from people.second_person import are_two, mailbox
from places.team.services import invite
from tests.factories import world
from tests.outbox.sendings import sending

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "same"),
    [("Anna.Ek+2@Example.org", True), ("annaek@example.org", True), ("annaek@example.com", False),
     ("anna-ek@example.org", False)],
)  # fmt: skip
def test_mailbox_is_the_same_but_for_tag_dots_and_case(address, same):
    assert (mailbox(address) == mailbox("anna.ek@example.org")) is same


def test_whoever_gave_the_other_a_role_is_no_second_person_for_seven_days(time_machine):
    made = world()
    given = invite(
        participation=made.participation, email="new@example.org", role=Role.COACH, by=made.admin
    )
    assert not are_two(made.admin, given.user)
    assert not are_two(given.user, made.admin)
    assert are_two(made.manager, given.user)
    AuditEvent.objects.update(at=timezone.now() - dt.timedelta(days=7, minutes=1))
    assert are_two(made.admin, given.user)


def test_sending_is_approved_by_a_second_mailbox():
    made = world()
    made.coach.email = "lea.der+coach@example.org"
    made.coach.save()
    made.leader.email = "leader@example.org"
    made.leader.save()
    campaign = sending(made, needs_approval=True, by=made.leader)
    with pytest.raises(Refusal) as refused:
        free(campaign, by=made.coach)
    assert refused.value.code == "one_person"
    assert free(campaign, by=made.manager).approved_by == made.manager
