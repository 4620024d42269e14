"""Fifty times the same form at the same moment. Real threads on PostgreSQL, which has row locks."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection

from outbox.models import Campaign, Letter
from tests.factories import world
from tests.places.test_gate_together import as_now, at_once
from tests.workshops.inviting import send
from tests.workshops.samples import guest, meeting
from workshops.letters import services as campaigns
from workshops.models import Audience, MeetingCampaign

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
MANY = 50


@pytest.fixture
def ready():
    assert connection.vendor == "postgresql"
    made = world()
    workshop = meeting(made)
    for number in range(3):
        guest(workshop, number)
    return made, workshop


def test_fifty_sends_of_one_form_are_one_sending(ready):
    w, workshop = ready
    key = uuid.uuid4()
    calls = [
        lambda: send(workshop, as_now(w.leader), key=key, audience=Audience.ALL).pk
        for _number in range(MANY)
    ]
    answers = at_once(*calls)
    assert answers == [MeetingCampaign.objects.get().pk] * MANY
    assert (Campaign.objects.count(), Letter.objects.count()) == (1, 3)


def test_without_the_one_key_fifty_forms_are_more_than_one_sending(ready, monkeypatch):
    # What the test above would show if the form's key were not asked: its guard is the key.
    w, workshop = ready
    monkeypatch.setattr(campaigns, "weekly_full", lambda _workshop: frozenset())
    calls = [
        lambda: send(workshop, as_now(w.leader), key=uuid.uuid4(), audience=Audience.ALL).pk
        for _number in range(5)
    ]
    assert len(set(at_once(*calls))) == 5
    assert Letter.objects.count() == 15


def test_two_forms_invite_nobody_twice(ready):
    w, workshop = ready
    workshop.invitations.update(invited_at=None)
    answers = at_once(*[lambda: send(workshop, as_now(w.leader)).pk for _number in range(8)])
    assert answers.count("nobody") == 7
    assert Letter.objects.count() == 3
