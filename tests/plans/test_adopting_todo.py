"""The place's page says that a written plan can be adopted."""

import pytest
from django.utils import timezone

from plans.models import Action, TargetPicture
from plans.todos import ready_to_adopt
from plans.versions.frozen import collect
from plans.versions.services import adopt, stamp
from tests.plans.action_samples import action, goal, open_world

pytestmark = pytest.mark.django_db
ASKED = ["The plan is written and can be adopted"]


@pytest.fixture
def made():
    return open_world()


def asked(made, user):
    return [todo.title for todo in ready_to_adopt(made.participation, user)]


def test_a_written_plan_can_be_adopted_until_one_is(made):
    TargetPicture.objects.create(participation=made.participation, text="We meet here.")
    meet = goal(made.participation, "Places to meet")
    assert asked(made, made.leader) == []
    action(made.participation, "Signs", goal=meet)
    assert asked(made, made.leader) == ASKED
    assert asked(made, made.member) == []

    Action.objects.update(state="dropped", state_reason="No")
    assert asked(made, made.leader) == []
    Action.objects.update(state="planned")
    TargetPicture.objects.update(text="")
    assert asked(made, made.leader) == []
    TargetPicture.objects.update(text="We meet here.")
    assert asked(made, made.leader) == ASKED
    adopt(
        participation=made.participation, by=made.leader, seen=stamp(collect(made.participation)),
        adopted_on=timezone.localdate(), meeting="Stormöte",
    )  # fmt: skip
    assert asked(made, made.leader) == []
