"""What actions wait for: set together, never in a circle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.models import AuditEvent
from core.refusals import Conflict, NotAllowed, Refusal
from plans.actions import services as dependencies
from plans.actions.services import find_circle, save_action, set_needs
from plans.models import Action, Dependency
from tests.plans.action_samples import action, open_world

SIZE = 4


def edges():
    return set(Dependency.objects.values_list("action_id", "needs_id"))


def has_circle(pairs):
    """By taking away what waits for nothing, until nothing or a circle is left.

    Another way than the code's own walk, so that both cannot be wrong together.
    """
    left = set(pairs)
    while left:
        waiting = {pair for pair in left if any(pair[1] == other[0] for other in left)}
        if waiting == left:
            return True
        left = waiting
    return False


@pytest.fixture
def made(db):
    return open_world()


def refused(code, call):
    before = edges()
    with pytest.raises(Refusal) as caught:
        call()
    assert (caught.value.code, edges()) == (code, before)
    return str(caught.value)


def test_set_needs_takes_the_place_of_what_was_there(made):
    a, b, c, d = (action(made.participation, title) for title in "ABCD")
    assert set_needs(action=a, needs=[b, c], by=made.leader).version == 2
    set_needs(action=a, needs=[c, d], by=made.leader)
    assert edges() == {(a.pk, c.pk), (a.pk, d.pk)}
    assert [event.facts["title"] for event in AuditEvent.objects.all()] == ["A", "A"]


def test_setting_what_is_there_changes_nothing(made):
    a, b = (action(made.participation, title) for title in "AB")
    set_needs(action=a, needs=[b], by=made.leader)
    set_needs(action=a, needs=[b], by=made.leader)
    assert (Action.objects.get(pk=a.pk).version, AuditEvent.objects.count()) == (2, 1)


def test_a_circle_is_refused_and_named_in_words(made):
    a, b, c = (action(made.participation, title) for title in ("Shop", "Road", "Grant"))
    set_needs(action=a, needs=[b], by=made.leader)
    set_needs(action=b, needs=[c], by=made.leader)
    said = refused("circle", lambda: set_needs(action=c, needs=[a], by=made.leader))
    assert said == (
        "That would be a circle, and nothing in it could start: “Grant” waits for “Shop”; "
        "“Shop” waits for “Road”; “Road” waits for “Grant”."
    )


def test_two_that_wait_for_each_other_are_a_circle(made):
    a, b = (action(made.participation, title) for title in "AB")
    set_needs(action=a, needs=[b], by=made.leader)
    refused("circle", lambda: set_needs(action=b, needs=[a], by=made.leader))


def test_an_action_does_not_wait_for_itself(made):
    a = action(made.participation)
    refused("needs_itself", lambda: set_needs(action=a, needs=[a], by=made.leader))


def test_an_action_of_another_place_is_refused(made):
    a, other = action(made.participation), action(made.neighbour)
    refused("other_place", lambda: set_needs(action=a, needs=[other], by=made.leader))


def test_before_the_gate_only_ideas_wait_for_others(made):
    planned, idea = action(made.participation), action(made.participation, state="idea")
    made.participation.gate_state = "closed"
    made.participation.save()
    refused("plan_locked", lambda: set_needs(action=planned, needs=[idea], by=made.leader))
    set_needs(action=idea, needs=[planned], by=made.leader)
    assert edges() == {(idea.pk, planned.pk)}


def test_only_those_who_work_here_say_what_waits(made):
    a, b = (action(made.participation, title) for title in "AB")
    with pytest.raises(NotAllowed):
        set_needs(action=a, needs=[b], by=made.observer)
    assert edges() == set()


def test_two_who_change_it_get_both_values(made):
    a, b, c = (action(made.participation, title) for title in "ABC")
    save_action(action=a, by=made.member, version=1, title="A2")
    with pytest.raises(Conflict) as caught:
        save_action(action=a, needs=[c], by=made.leader, version=1)
    both = (caught.value.theirs["needs"], caught.value.yours["needs"])
    assert (both, caught.value.version, edges()) == (([], [c]), 2, set())
    assert b.pk


def test_find_circle_walks_a_long_chain_without_running_out_of_stack():
    chain = {n: [n + 1] for n in range(50_000)}
    assert find_circle(chain, 0) == []
    assert find_circle(chain | {50_000: [0]}, 0)[:2] == [0, 1]


class NeverACircle(TestCase):
    """Whatever is tried in whatever order, what is stored has no circle."""

    @classmethod
    def setUpTestData(cls):
        made = open_world()
        cls.by = made.leader
        cls.actions = [action(made.participation, f"A{n}") for n in range(SIZE)]

    # Enough tries at few actions that most examples come upon a circle.
    @given(
        st.lists(
            st.tuples(
                st.integers(0, SIZE - 1), st.sets(st.integers(0, SIZE - 1), min_size=1, max_size=2)
            ),
            min_size=6,
            max_size=12,
        )
    )
    def test_whatever_is_tried_nothing_waits_in_a_circle(self, tries):
        for at, wanted in tries:
            one, needs = self.actions[at], [self.actions[n] for n in sorted(wanted)]
            kept = {pair for pair in edges() if pair[0] != one.pk}
            asked = kept | {(one.pk, other.pk) for other in needs}
            if has_circle(asked):
                with pytest.raises(Refusal) as caught:
                    set_needs(action=one, needs=needs, by=self.by)
                assert caught.value.code in {"circle", "needs_itself"}
            else:
                set_needs(action=one, needs=needs, by=self.by)
                assert edges() == asked
            assert not has_circle(edges())


def test_the_guard_is_what_keeps_circles_out(made, monkeypatch):
    """Without it a circle is stored: so the tests above can fail."""
    monkeypatch.setattr(dependencies, "find_circle", lambda *_: [])
    a, b = (action(made.participation, title) for title in "AB")
    set_needs(action=a, needs=[b], by=made.leader)
    set_needs(action=b, needs=[a], by=made.leader)
    assert has_circle(edges())
