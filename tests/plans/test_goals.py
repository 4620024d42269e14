"""Goals: adding, changing, their order, removing one that is used."""

import pytest

from core.refusals import Conflict, NotAllowed, Refusal
from plans.goals.services import add_goal, move_goal, remove_goal, save_goal
from plans.models import Action, Goal, Indicator
from tests.plans.target_samples import READERS, WRITERS, goal, measure, planning, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return planning()


def titles(made):
    return list(made.participation.goals.values_list("title", "order"))


@pytest.mark.parametrize("name", WRITERS)
def test_add_goal_by_those_who_write_the_plan_comes_last(made, name):
    goal(made, "Ett")
    two = add_goal(
        participation=made.participation, by=getattr(made, name), title=" Två ",
        description="Vad", findings="Så", global_goals=[11, 3, 11],
    )  # fmt: skip
    assert (two.title, two.order, two.description, two.findings, two.global_goals) == (
        "Två", 2, "Vad", "Så", [3, 11],
    )  # fmt: skip
    assert verbs() == ["goal.added", "goal.added"]


@pytest.mark.parametrize("name", [*READERS, "neighbour_leader", "outsider"])
def test_add_goal_by_a_reader_is_not_allowed(made, name):
    with pytest.raises(NotAllowed):
        add_goal(participation=made.participation, by=getattr(made, name), title="Mål")


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("title_missing", {"title": "  "}),
        ("title_too_long", {"title": "x" * 161}),
        ("description_too_long", {"title": "x", "description": "x" * 2001}),
        ("findings_too_long", {"title": "x", "findings": "x" * 2001}),
        ("unknown_global_goal", {"title": "x", "global_goals": [0]}),
        ("unknown_global_goal", {"title": "x", "global_goals": [3, 18]}),
    ],
)
def test_add_goal_with_bad_input_is_refused(made, code, fields):
    with pytest.raises(Refusal) as caught:
        add_goal(participation=made.participation, by=made.leader, **fields)
    assert (caught.value.code, Goal.objects.count()) == (code, 0)


def test_add_goal_beyond_forty_is_refused(made):
    Goal.objects.bulk_create(
        Goal(participation=made.participation, title=f"{n}", order=n) for n in range(1, 41)
    )
    with pytest.raises(Refusal) as caught:
        goal(made)
    assert caught.value.code == "too_many_goals"


def test_every_verb_of_goals_before_the_gate_is_refused(made):
    one, two = goal(made, "Ett"), goal(made, "Två")
    made.participation.gate_state = "waiting"
    made.participation.save()
    codes = []
    for verb in (
        lambda: goal(made, "Tre"),
        lambda: save_goal(goal=one, by=made.leader, version=1, title="Nytt"),
        lambda: move_goal(goal=two, by=made.leader, up=True),
        lambda: remove_goal(goal=one, by=made.leader),
    ):
        with pytest.raises(Refusal) as caught:
            verb()
        codes.append(caught.value.code)
    assert (codes, titles(made)) == (["plan_locked"] * 4, [("Ett", 1), ("Två", 2)])


def test_save_goal_over_a_newer_version_is_a_conflict_with_both(made):
    one = goal(made)
    save_goal(goal=one, by=made.leader, version=1, title="Hennes")
    with pytest.raises(Conflict) as caught:
        save_goal(goal=one, by=made.member, version=1, title="Hans")
    said = caught.value.theirs["title"], caught.value.yours["title"], caught.value.version
    assert said == ("Hennes", "Hans", 2)


def test_save_goal_with_what_is_stored_changes_nothing(made):
    one = goal(made, description="Vad")
    same = save_goal(goal=one, by=made.leader, version=0, title=one.title, description="Vad")
    assert (same.version, verbs()) == (1, ["goal.added"])


def test_move_goal_changes_places_with_its_neighbour_and_numbers_all(made):
    goal(made, "Ett"), goal(made, "Två")
    three = goal(made, "Tre")
    Goal.objects.update(order=7)
    assert move_goal(goal=three, by=made.leader, up=True) is True
    assert titles(made) == [("Ett", 1), ("Tre", 2), ("Två", 3)]
    assert move_goal(goal=three, by=made.leader, up=False) is True
    assert titles(made) == [("Ett", 1), ("Två", 2), ("Tre", 3)]


@pytest.mark.parametrize("up", [True, False])
def test_move_goal_at_the_end_of_the_list_does_nothing(made, up):
    only = goal(made)
    assert (move_goal(goal=only, by=made.leader, up=up), verbs()) == (False, ["goal.added"])


def test_remove_goal_takes_its_indicators_along(made):
    one = measure(made).goal
    remove_goal(goal=one, by=made.leader)
    assert (Goal.objects.count(), Indicator.objects.count()) == (0, 0)
    assert verbs()[-1] == "goal.removed"


def test_remove_goal_that_actions_belong_to_is_refused_and_names_them(made):
    one = goal(made)
    for n in range(1, 8):
        Action.objects.create(
            participation=made.participation, goal=one, title=f"Åtgärd {n}", order=n
        )
    with pytest.raises(Refusal) as caught:
        remove_goal(goal=one, by=made.leader)
    assert (caught.value.code, str(caught.value), caught.value.details) == (
        "goal_in_use",
        "7 actions belong to this. Give them another goal or remove them first.",
        [*(f"“Åtgärd {n}”" for n in range(1, 6)), "and 2 more"],
    )
    assert Goal.objects.count() == 1
