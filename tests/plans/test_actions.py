"""The verbs of an action: noted, changed, moved on, put elsewhere, taken away."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from core.models import AuditEvent
from core.refusals import Conflict, NotAllowed, Refusal
from people.models import Sector
from places.models import Participation
from plans.actions.services import add_action, move_action, remove_action, save_action, set_state
from plans.actions.values import FIELDS, values_of
from plans.models import Action, ActionState, Dependency
from tests.factories import OrganisationFactory
from tests.plans.action_samples import action, goal, open_world
from tests.plans.money_samples import line, source

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]
TODAY = dt.date(2026, 9, 1)


@pytest.fixture
def made():
    with time_machine.travel(dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC), tick=False):
        yield open_world()


def close_gate(made):
    Participation.objects.filter(pk=made.participation.pk).update(gate_state="closed")
    made.participation.refresh_from_db()


def stored(one):
    return Action.objects.get(pk=one.pk)


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def refused(code, call):
    before = list(Action.objects.order_by("pk").values())
    with pytest.raises(Refusal) as caught:
        call()
    assert (caught.value.code, list(Action.objects.order_by("pk").values())) == (code, before)
    return str(caught.value)


# --- Adding -----------------------------------------------------------------------------


def test_add_action_stores_every_field(made):
    here = made.participation
    shop = OrganisationFactory(region=made.region, sector=Sector.BUSINESS)
    friends = [OrganisationFactory(region=made.region) for _n in range(2)]
    written = {
        "goal": goal(here), "description": "Repair\nand paint", "first_step": "Ask the owner",
        "state": "planned", "state_reason": "", "responsible": "Asta", "responsible_user": None,
        "responsible_email": "asta@example.org", "organisation": shop, "sector": "business",
        "theme": "service", "priority": "quick", "doer": "locals", "cost": Decimal("1500.50"),
        "volunteer_hours": Decimal(40), "starts_on": TODAY, "ends_on": TODAY,
        "origin": "meeting", "origin_text": "Village meeting in May",
    }  # fmt: skip
    added = add_action(
        participation=here, by=made.member, title="  Open \n the shop ", partners=friends, **written
    )
    one = stored(added)
    assert values_of(one) == written | {"title": "Open the shop"}
    assert set(one.partners.all()) == set(friends)
    assert (one.version, one.order, one.done_on, verbs()) == (1, 1, None, ["action.added"])
    assert set(FIELDS) == set(written) | {"title"}


def test_add_action_without_a_goal_is_an_idea_and_with_one_is_planned(made):
    here, aim = made.participation, goal(made.participation)
    added = [
        add_action(participation=here, by=made.leader, title="A"),
        add_action(participation=here, by=made.leader, title="B", goal=aim),
        add_action(participation=here, by=made.leader, title="C", goal=aim),
    ]
    assert [(one.state, one.order) for one in added] == [
        ("idea", 1),
        ("planned", 1),
        ("planned", 2),
    ]


def test_an_idea_is_noted_before_the_gate_and_all_else_waits(made):
    aim = goal(made.participation)
    close_gate(made)
    add = {"participation": made.participation, "by": made.leader}
    idea = add_action(**add, title="Sauna")
    save_action(action=idea, by=made.leader, version=1, title="Bathhouse")
    said = refused("plan_locked", lambda: add_action(**add, title="Shop", goal=aim))
    assert said == "The plan opens when the gate is passed. Until then ideas can be noted."
    refused(
        "plan_locked",
        lambda: save_action(action=idea, by=made.leader, version=2, goal=aim, state="planned"),
    )
    refused("plan_locked", lambda: set_state(
        action=idea, state="dropped", reason="No", by=made.leader, version=2
    ))  # fmt: skip
    remove_action(action=idea, by=made.leader)
    assert not Action.objects.exists()


@pytest.mark.parametrize("status", ["candidate", "stopped", "declined"])
def test_no_idea_is_noted_at_a_place_that_is_not_under_way(made, status):
    Participation.objects.filter(pk=made.participation.pk).update(status=status)
    refused("plan_locked", lambda: add_action(
        participation=made.participation, by=made.leader, title="Sauna"
    ))  # fmt: skip


def test_a_place_whose_support_has_ended_goes_on_with_its_plan(made):
    Participation.objects.filter(pk=made.participation.pk).update(status="ended")
    assert add_action(
        participation=made.participation,
        by=made.leader,
        title="Shop",
        goal=goal(made.participation),
    ).pk


@pytest.mark.parametrize("who", ["contact", "observer", "neighbour_leader", "outsider", "operator"])
def test_every_verb_is_for_those_who_work_here(made, who):
    one, by = action(made.participation), getattr(made, who)
    for call in (
        lambda: add_action(participation=made.participation, by=by, title="Sauna"),
        lambda: save_action(action=one, by=by, version=1, title="Sauna"),
        lambda: set_state(action=one, state="done", by=by, version=1),
        lambda: move_action(action=one, by=by, up=True),
        lambda: remove_action(action=one, by=by),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert (values_of(stored(one)), verbs()) == (values_of(one), [])


# --- Rules of the values ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("title_missing", {"title": "  \n "}),
        ("too_long", {"title": "x" * 161}),
        ("too_long", {"description": "x" * 4001}),
        ("too_long", {"first_step": "x" * 241}),
        ("unknown_choice", {"state": "sleeping"}),
        ("unknown_choice", {"state": ""}),
        ("unknown_choice", {"theme": "pigeons"}),
        ("unknown_choice", {"doer": "nobody"}),
        ("reason_missing", {"state": "paused"}),
        ("reason_missing", {"state": "dropped", "state_reason": "  "}),
        ("end_before_start", {"starts_on": TODAY, "ends_on": TODAY - dt.timedelta(days=1)}),
        ("date_far_off", {"starts_on": dt.date(202, 9, 1)}),
        ("date_far_off", {"ends_on": dt.date(2057, 1, 1)}),
        ("wrong_sum", {"cost": Decimal("-0.01")}),
        ("wrong_sum", {"volunteer_hours": Decimal(-1)}),
        ("wrong_sum", {"cost": Decimal(10) ** 12}),
        ("goal_missing", {"goal": None}),
    ],
)
def test_save_action_with_bad_input_is_refused(made, code, fields):
    one = action(made.participation, goal=goal(made.participation))
    refused(code, lambda: save_action(action=one, by=made.leader, version=1, **fields))


def test_an_action_that_ends_before_it_starts_says_what_to_do(made):
    one = action(made.participation, starts_on=TODAY)
    said = refused("end_before_start", lambda: save_action(
        action=one, by=made.leader, version=1, ends_on=TODAY - dt.timedelta(days=1)
    ))  # fmt: skip
    assert said == ("The action ends before it starts. Choose a later end or an earlier start.")


def test_save_action_with_a_field_it_does_not_have_is_a_mistake_of_the_caller(made):
    with pytest.raises(KeyError):
        save_action(action=action(made.participation), by=made.leader, version=1, done_on=TODAY)


def test_things_of_others_are_refused(made):
    one = action(made.participation)
    theirs = OrganisationFactory(region=made.other_region)
    for code, fields in (
        ("other_place", {"goal": goal(made.neighbour)}),
        ("other_region", {"organisation": theirs}),
        ("other_region", {"partners": [theirs]}),
        ("not_of_place", {"responsible_user": made.neighbour_leader}),
    ):
        refused(code, lambda fields=fields: save_action(
            action=one, by=made.leader, version=1, **fields
        ))  # fmt: skip
    assert not one.partners.exists()


def test_an_action_that_stands_without_a_goal_can_still_be_ticked_off(made):
    one = action(made.participation)
    assert set_state(action=one, state="done", by=made.leader, version=1).state == "done"


def test_an_idea_wants_a_goal_to_be_planned(made):
    one = action(made.participation, state="idea")
    refused("goal_missing", lambda: set_state(
        action=one, state="planned", by=made.leader, version=1
    ))  # fmt: skip
    aim = goal(made.participation)
    saved = save_action(action=one, by=made.leader, version=1, state="planned", goal=aim)
    assert (saved.state, saved.goal) == ("planned", aim)


# --- Who is responsible -----------------------------------------------------------------


def responsible(one):
    one = stored(one)
    return one.responsible, one.responsible_user, one.responsible_email


def test_choosing_one_of_the_places_people_fills_in_name_and_account(made):
    one = action(made.participation, responsible="Asta", responsible_email="asta@example.org")
    save_action(action=one, by=made.leader, version=1, responsible_user=made.member)
    assert responsible(one) == ("Member", made.member, "")


def test_writing_the_name_of_one_of_the_places_people_chooses_the_account(made):
    one = action(made.participation)
    save_action(action=one, by=made.leader, version=1, responsible=" Member ")
    assert responsible(one) == ("Member", made.member, "")


def test_a_name_that_two_people_bear_chooses_neither(made):
    made.contact.name = "Member"
    made.contact.save()
    one = action(made.participation)
    save_action(action=one, by=made.leader, version=1, responsible="Member")
    assert responsible(one) == ("Member", None, "")


def test_another_name_keeps_neither_account_nor_address_of_the_one_before(made):
    one = action(made.participation, responsible="Member", responsible_user=made.member)
    save_action(action=one, by=made.leader, version=1, responsible="Asta")
    assert responsible(one) == ("Asta", None, "")
    save_action(action=one, by=made.leader, version=2, responsible_email="asta@example.org")
    assert responsible(one) == ("Asta", None, "asta@example.org")
    save_action(action=one, by=made.leader, version=3, responsible="Birger")
    assert responsible(one) == ("Birger", None, "")


def test_the_form_sends_account_and_name_together_and_the_changed_one_counts(made):
    one = action(made.participation, responsible="Member", responsible_user=made.member)
    both = {"responsible": "Asta", "responsible_user": made.member, "responsible_email": ""}
    save_action(action=one, by=made.leader, version=1, **both)
    assert responsible(one) == ("Asta", None, "")


# --- Saving -----------------------------------------------------------------------------


def test_save_action_changes_what_is_sent_and_leaves_the_rest(made):
    one = action(made.participation, first_step="Ask", cost=Decimal(100))
    saved = save_action(action=one, by=made.leader, version=1, cost=Decimal("250.5"))
    assert (saved.cost, saved.first_step, saved.version) == (Decimal("250.50"), "Ask", 2)
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_id, event.facts) == (
        "action.changed",
        made.participation.pk,
        {"action": one.pk, "title": "Open the shop", "changed": ["cost"]},
    )


def test_saving_what_is_stored_changes_nothing_even_with_an_old_version(made):
    one = action(made.participation, cost=Decimal(100), version=5)
    saved = save_action(action=one, by=made.leader, version=3, cost=Decimal(100), title=one.title)
    assert (saved.version, verbs()) == (5, [])


def test_two_who_save_get_both_values_and_nothing_is_lost(made):
    one = action(made.participation, cost=Decimal(100))
    save_action(action=one, by=made.member, version=1, cost=Decimal(200))
    with pytest.raises(Conflict) as caught:
        save_action(action=one, by=made.leader, version=1, cost=Decimal(300))
    conflict = caught.value
    assert (conflict.theirs["cost"], conflict.yours["cost"], conflict.version) == (
        Decimal(200), Decimal(300), 2,
    )  # fmt: skip
    assert stored(one).cost == Decimal(200)
    save_action(action=one, by=made.leader, version=conflict.version, cost=Decimal(300))
    assert stored(one).cost == Decimal(300)


def test_a_rule_broken_by_what_another_wrote_is_shown_as_a_conflict(made):
    one = action(made.participation)
    save_action(action=one, by=made.member, version=1, starts_on=TODAY + dt.timedelta(days=9))
    with pytest.raises(Conflict):
        save_action(action=one, by=made.leader, version=1, ends_on=TODAY)


def test_partners_are_set_together_and_a_conflict_names_both(made):
    one = action(made.participation)
    first, second, third = (OrganisationFactory(region=made.region) for _n in range(3))
    save_action(action=one, by=made.leader, version=1, partners=[first, second])
    save_action(action=one, by=made.leader, version=2, partners=[second, third])
    assert (set(one.partners.all()), stored(one).version) == ({second, third}, 3)
    with pytest.raises(Conflict) as caught:
        save_action(action=one, by=made.member, version=2, partners=[first])
    assert caught.value.theirs["partners"] == [second, third]
    assert caught.value.yours["partners"] == [first]
    save_action(action=one, by=made.leader, version=3, title="Still with partners")
    assert set(one.partners.all()) == {second, third}


# --- States -----------------------------------------------------------------------------


def test_done_writes_the_day_and_reopening_clears_it(made):
    one = action(made.participation)
    set_state(action=one, state="done", by=made.leader, version=1)
    assert stored(one).done_on == TODAY
    save_action(action=one, by=made.leader, version=2, title="Shop")
    assert stored(one).done_on == TODAY
    set_state(action=one, state="under_way", by=made.leader, version=3)
    assert (stored(one).done_on, verbs()) == (
        None, ["action.done", "action.changed", "action.under_way"],
    )  # fmt: skip


def test_dropping_keeps_its_reason_until_it_is_taken_up_again(made):
    one = action(made.participation, goal=goal(made.participation))
    set_state(action=one, state="dropped", reason="No money", by=made.leader, version=1)
    assert (stored(one).state, stored(one).state_reason) == ("dropped", "No money")
    set_state(action=one, state="planned", by=made.leader, version=2)
    assert (stored(one).state, stored(one).state_reason) == ("planned", "")


def test_every_state_has_its_sentence_in_the_trail(made):
    one = action(made.participation, goal=goal(made.participation), state="idea")
    for version, state in enumerate(
        ["planned", "under_way", "paused", "done", "dropped", "idea"], start=1
    ):
        set_state(action=one, state=state, reason="Because", by=made.leader, version=version)
    assert verbs() == [
        f"action.{state}" for state in ("planned", "under_way", "paused", "done", "dropped", "idea")
    ]
    assert {verb.removeprefix("action.") for verb in verbs()} == set(ActionState.values)


# --- Order ------------------------------------------------------------------------------


def order_of(aim):
    return list(
        Action.objects.filter(goal=aim).order_by("order", "pk").values_list("title", flat=True)
    )


def test_move_action_changes_places_within_its_goal_and_stays_at_the_ends(made):
    here, aim = made.participation, goal(made.participation)
    a, _b, c = (add_action(participation=here, by=made.leader, title=t, goal=aim) for t in "ABC")
    other = add_action(participation=here, by=made.leader, title="X", goal=goal(here, "Other"))
    move_action(action=c, by=made.leader, up=True)
    assert order_of(aim) == ["A", "C", "B"]
    move_action(action=a, by=made.leader, up=True)
    move_action(action=a, by=made.leader, up=False)
    assert (order_of(aim), order_of(other.goal)) == (["C", "A", "B"], ["X"])


def test_an_action_that_changes_its_goal_stands_last_there(made):
    here, aim, other = made.participation, goal(made.participation), goal(made.participation, "B")
    one = add_action(participation=here, by=made.leader, title="A", goal=aim)
    for title in "XY":
        add_action(participation=here, by=made.leader, title=title, goal=other)
    save_action(action=one, by=made.leader, version=1, goal=other)
    assert (order_of(aim), order_of(other)) == ([], ["X", "Y", "A"])


# --- Removing ---------------------------------------------------------------------------


def test_remove_action_takes_it_away_and_says_so(made):
    one = action(made.participation)
    other = action(made.participation, "Other")
    Dependency.objects.create(action=one, needs=other)
    remove_action(action=one, by=made.leader)
    assert (list(Action.objects.all()), verbs()) == ([other], ["action.removed"])


def test_remove_action_with_money_is_refused_and_names_the_source(made):
    one = action(made.participation)
    line(one, source(made.region, "Leader Skåne"))
    said = refused("has_funding", lambda: remove_action(action=one, by=made.leader))
    assert said == (
        "Money is applied for or promised for this action: “Leader Skåne”. Drop it instead."
    )


def test_remove_action_that_another_waits_for_is_refused_and_names_it(made):
    one, other = action(made.participation), action(made.participation, "Hire a manager")
    Dependency.objects.create(action=other, needs=one)
    said = refused("is_needed", lambda: remove_action(action=one, by=made.leader))
    assert said == "Other actions wait for this one: “Hire a manager”. Change them first."
