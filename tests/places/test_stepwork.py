import datetime as dt

import pytest
from django.utils import timezone

from core import audit
from core.refusals import Conflict, NotAllowed, Refusal
from places import summary
from places.checklist import services as stepwork
from places.checklist.services import LineValues, add_own_item, save_item, save_line, tick
from places.models import GateState, ItemOrigin, ItemState, Participation, StepItem
from tests.factories import settle_steps, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return world()


def line_of(place, step, order=1) -> StepItem:
    return place.participation.items.get(step__order=step, order=order)


def values(**changes) -> LineValues:
    base = {"state": "open", "note": "", "responsible": "", "due_on": None}
    return LineValues(**base | changes)


def save(place, line, *, by=None, version=None, **changes):
    return save_line(
        participation=Participation.objects.get(pk=place.participation.pk),
        line_id=line.pk,
        by=by or place.leader,
        version=line.version if version is None else version,
        values=values(**{"due_on": line.due_on} | changes),
    )


def stored(line) -> dict:
    line = StepItem.objects.get(pk=line.pk)
    return {
        "state": line.state,
        "note": line.note,
        "responsible": line.responsible,
        "due_on": line.due_on,
        "version": line.version,
    }


def refused(call) -> str:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.code


def test_save_line_by_the_leader_stores_all_values_and_counts_the_version(place):
    line = line_of(place, 1)
    day = timezone.localdate() + dt.timedelta(days=10)
    save(
        place,
        line,
        state="done",
        note="Butiken har paketombud.",
        responsible="Arbetsgruppen",
        due_on=day,
    )
    assert stored(line) == {
        "state": "done",
        "note": "Butiken har paketombud.",
        "responsible": "Arbetsgruppen",
        "due_on": day,
        "version": 2,
    }


def test_save_line_done_and_open_again_sets_and_clears_who_settled_it(place):
    line = line_of(place, 1)
    done = tick(item=line, by=place.leader)
    assert (done.settled_on, done.settled_by_id) == (timezone.localdate(), place.leader.pk)
    again = tick(item=StepItem.objects.get(pk=line.pk), by=place.member, done=False)
    assert (again.settled_on, again.settled_by_id) == (None, None)


def test_save_line_with_an_older_version_raises_conflict_with_both_values(place):
    line = line_of(place, 1)
    save(place, line, note="Theirs")
    with pytest.raises(Conflict) as caught:
        save(place, line, by=place.member, note="Mine")
    conflict = caught.value
    assert (conflict.theirs["note"], conflict.yours["note"], conflict.version) == (
        "Theirs",
        "Mine",
        2,
    )
    assert stored(line)["note"] == "Theirs"


def test_save_line_with_a_version_from_the_future_raises_conflict(place):
    line = line_of(place, 1)
    with pytest.raises(Conflict):
        save(place, line, version=99, note="Mine")


def test_save_line_sent_twice_is_saved_once(place):
    line = line_of(place, 1)
    first = save(place, line, note="Once")
    second = save(place, line, version=1, note="Once")
    assert (first.changed, second.changed) == (True, False)
    assert stored(line)["version"] == 2
    assert audit.history(place.participation).count() == 1


def test_save_line_on_another_line_never_conflicts(place):
    one, other = line_of(place, 1, 1), line_of(place, 1, 2)
    save(place, one, note="One")
    save(place, other, by=place.member, note="Other")
    assert (stored(one)["note"], stored(other)["note"]) == ("One", "Other")


def test_save_line_changed_between_read_and_write_raises_conflict(place, monkeypatch):
    line = line_of(place, 1)

    def somebody_faster(*args):
        StepItem.objects.filter(pk=line.pk).update(note="Faster", version=7)

    monkeypatch.setattr(stepwork, "_check_values", somebody_faster)
    with pytest.raises(Conflict) as caught:
        save(place, line, note="Slower")
    assert (caught.value.theirs["note"], caught.value.version) == ("Faster", 7)
    assert StepItem.objects.get(pk=line.pk).note == ""  # the whole transaction is undone


def test_save_line_after_a_closed_gate_is_refused(place):
    line = line_of(place, 4)
    assert refused(lambda: save(place, line, state="done")) == "gate_not_passed"
    assert stored(line)["state"] == "open"


@pytest.mark.parametrize("state", [GateState.PASSED, GateState.CONDITIONS])
def test_save_line_after_an_open_gate_is_saved(place, state):
    Participation.objects.filter(pk=place.participation.pk).update(gate_state=state)
    assert save(place, line_of(place, 4), state="done").line.state == "done"


def test_save_line_while_the_gate_is_handed_in_is_refused_before_it(place):
    Participation.objects.filter(pk=place.participation.pk).update(gate_state=GateState.WAITING)
    assert refused(lambda: save(place, line_of(place, 1), note="Late thought")) == "handed_in"
    assert refused(lambda: save(place, line_of(place, 4), note="Early")) == "gate_not_passed"


def test_save_line_of_a_returned_gate_is_saved(place):
    Participation.objects.filter(pk=place.participation.pk).update(gate_state=GateState.RETURNED)
    assert save(place, line_of(place, 1), state="done").changed


@pytest.mark.parametrize("status", ["candidate", "ended", "stopped", "declined"])
def test_save_line_of_a_place_not_under_way_is_refused(place, status):
    Participation.objects.filter(pk=place.participation.pk).update(status=status)
    assert refused(lambda: save(place, line_of(place, 1), note="x")) == "not_active"


def test_save_line_reads_the_gate_anew_when_the_caller_holds_an_old_participation(place):
    old = Participation.objects.get(pk=place.participation.pk)
    Participation.objects.filter(pk=old.pk).update(gate_state=GateState.WAITING)
    line = line_of(place, 1)
    code = refused(
        lambda: save_line(
            participation=old, line_id=line.pk, by=place.leader, version=1, values=values(note="x")
        )
    )
    assert code == "handed_in"


@pytest.mark.parametrize(
    ("note", "code"),
    [("", "comment_needed"), ("too short", "comment_needed"), ("   padded   ", "comment_needed")],
)
def test_save_line_required_not_relevant_without_a_reason_is_refused(place, note, code):
    line = line_of(place, 1)
    assert refused(lambda: save(place, line, state="not_relevant", note=note)) == code
    assert stored(line)["version"] == 1


def test_save_line_required_not_relevant_with_a_reason_is_saved(place):
    saved = save(place, line_of(place, 1), state="not_relevant", note="The place has no shop.")
    assert saved.line.state == "not_relevant"


def test_save_line_voluntary_not_relevant_needs_no_reason(place):
    assert save(place, line_of(place, 1, 3), state="not_relevant").line.state == "not_relevant"


def test_save_line_due_before_the_start_is_refused(place):
    day = place.participation.started_on - dt.timedelta(days=1)
    assert refused(lambda: save(place, line_of(place, 1), due_on=day)) == "due_before_start"


def test_save_line_due_on_the_start_day_is_saved(place):
    assert save(place, line_of(place, 1), due_on=place.participation.started_on).changed


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize("day", [dt.date(9999, 12, 31), dt.date(2099, 1, 1)])
def test_save_line_due_far_ahead_is_refused(place, day):
    assert refused(lambda: save(place, line_of(place, 1), due_on=day)) == "due_too_far"


def test_save_line_unknown_state_is_refused(place):
    assert refused(lambda: save(place, line_of(place, 1), state="finished")) == "unknown_state"


def test_save_line_date_of_a_condition_is_refused(place):
    line = line_of(place, 1)
    StepItem.objects.filter(pk=line.pk).update(origin=ItemOrigin.CONDITION)
    day = timezone.localdate() + dt.timedelta(days=90)
    assert refused(lambda: save(place, line, due_on=day)) == "condition_date_fixed"


def test_save_line_of_a_condition_moves_the_next_date(place):
    line = line_of(place, 1)
    StepItem.objects.filter(pk=line.pk).update(
        origin=ItemOrigin.CONDITION, own_text="Hold the open meeting"
    )
    summary.refresh(place.participation)
    assert place.participation.next_text == "Hold the open meeting"
    save(place, line, state="done")
    assert Participation.objects.get(pk=place.participation.pk).next_text == ""


@pytest.mark.parametrize(
    "person", ["contact", "observer", "neighbour_leader", "outsider", "other_admin", "other_coach"]
)
def test_save_line_without_the_right_is_not_allowed(place, person):
    with pytest.raises(NotAllowed):
        save(place, line_of(place, 1), by=getattr(place, person), note="x")


@pytest.mark.parametrize("person", ["admin", "manager", "coach", "leader", "member"])
def test_save_line_with_the_right_is_saved(place, person):
    assert save(place, line_of(place, 1), by=getattr(place, person), note="x").changed


def test_save_line_of_another_participation_does_not_exist(place):
    line = place.neighbour.items.first()
    with pytest.raises(StepItem.DoesNotExist):
        save(place, line, note="x")


def test_tick_of_the_last_required_line_moves_the_strip(place):
    settle_steps(place.participation, 1)
    for order in (1, 2):
        tick(item=line_of(place, 2, order), by=place.leader)
    made = Participation.objects.get(pk=place.participation.pk)
    assert (made.progress, made.current_step) == ("ddnaaa", 3)


def test_trail_of_a_tick_says_state_before_and_after_but_no_note(place):
    line = line_of(place, 1)
    save(place, line, state="done", note="Anna said so", responsible="Anna")
    event = audit.history(place.participation).get()
    assert (event.verb, event.actor) == ("item.done", place.leader)
    assert event.facts == {
        "step": 1,
        "item": "Item 1.1",
        "line": line.pk,
        "fields": ["note", "responsible"],
        "state": ["open", "done"],
    }


def test_trail_of_many_saves_while_writing_is_one_line_a_person(place):
    line = line_of(place, 1)
    for version, note in enumerate(("B", "Bu", "But"), start=1):
        save(place, line, version=version, note=note)
    assert audit.history(place.participation).count() == 1
    save(place, line, version=4, by=place.member, note="Butik")
    assert audit.history(place.participation).count() == 2


def test_trail_of_writing_later_is_a_new_line(place, time_machine):
    line = line_of(place, 1)
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    save(place, line, note="B")
    time_machine.move_to(now + dt.timedelta(minutes=11), tick=False)
    save(place, line, version=2, note="Bu")
    assert audit.history(place.participation).count() == 2


def test_save_item_of_a_held_line_saves(place):
    line = save_item(
        item=line_of(place, 1), by=place.leader, version=1, state=ItemState.DONE, note="Yes"
    )
    assert (line.state, line.note, line.due_on, line.version) == ("done", "Yes", None, 2)


def test_own_item_is_added_below_the_others_and_holds_nothing_back(place):
    step = line_of(place, 1).step
    line = add_own_item(
        participation=place.participation, step=step, text="  Ask  the choir ", by=place.leader
    )
    assert (line.text, line.order, line.required, line.origin) == ("Ask the choir", 4, False, "own")
    assert audit.history(place.participation).get().verb == "item.added"


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_own_item_without_text_is_refused(place, text):
    step = line_of(place, 1).step
    code = refused(
        lambda: add_own_item(
            participation=place.participation, step=step, text=text, by=place.leader
        )
    )
    assert code == "text_missing"


def test_own_item_in_a_locked_step_is_refused(place):
    step = line_of(place, 4).step
    code = refused(
        lambda: add_own_item(
            participation=place.participation, step=step, text="x", by=place.leader
        )
    )
    assert code == "gate_not_passed"


def test_own_item_in_a_step_of_another_method_is_refused(place):
    step = place.other_participation.items.first().step
    code = refused(
        lambda: add_own_item(
            participation=place.participation, step=step, text="x", by=place.leader
        )
    )
    assert code == "other_method"


def test_own_item_added_while_a_save_waits_is_in_the_later_summary(place):
    old = Participation.objects.get(pk=place.participation.pk)
    line = line_of(place, 1)
    add_own_item(participation=place.participation, step=line.step, text="New", by=place.member)
    saved = save_line(
        participation=old, line_id=line.pk, by=place.leader, version=1, values=values(state="done")
    )
    assert [one.text for one in saved.lines if one.step.order == 1] == [
        "Item 1.1",
        "Item 1.2",
        "Item 1.3",
        "New",
    ]
