"""Whoever put a guest up hears when the guest declines, and can ask another."""

from __future__ import annotations

from typing import Any

import pytest

from notices.models import Notice
from people.models import Duty, Task
from tests.factories import world
from tests.workshops.samples import guest, meeting
from workshops.answers.services import answer
from workshops.models import GuestList
from workshops.series.services import add_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> Any:
    return world()


def told() -> list[tuple[str, str]]:
    return [(one.person.name, one.kind) for one in Notice.objects.select_related("person")]


def test_owner_of_the_list_hears_once_of_a_refusal(w: Any) -> None:
    workshop = meeting(w)
    own = GuestList.objects.create(workshop=workshop, name="Næstved", owner=w.facilitator)
    row = guest(workshop, 1, guest_list=own)
    answer(invitation=row, answer="no")
    answer(invitation=row, answer="no")
    assert told() == [(w.facilitator.name, "guest_declined")]


def test_organiser_hears_when_somebody_of_a_group_declines(w: Any) -> None:
    workshop = meeting(w)
    group = add_group(workshop=workshop, by=w.manager, name="Staff", wanted=2, nominator="Næstved")
    Duty.objects.create(workshop=workshop, task=Task.ORGANISES, user=w.facilitator)
    Duty.objects.create(workshop=workshop, task=Task.TECHNIQUE, user=w.coach)
    answer(invitation=guest(workshop, 1, party=group), answer="no")
    answer(invitation=guest(workshop, 2, party=group), answer="maybe")
    answer(invitation=guest(workshop, 3), answer="no")
    assert told() == [(w.facilitator.name, "guest_declined")]
    assert Notice.objects.get().facts == {"group": "Staff"}
