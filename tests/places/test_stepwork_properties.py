"""Any sequence of saves: nothing lost without a word, and the summary always tells the facts."""

import datetime as dt
from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.refusals import Conflict, Refusal
from places import summary
from places.checklist.forms import LineForm
from places.checklist.services import LineValues, save_line
from places.lines import read_lines
from places.models import GateState, ItemOrigin, ItemState, Participation, StepItem
from tests.factories import world

pytestmark = pytest.mark.django_db

TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40
)
SAVES = st.lists(
    st.tuples(
        st.integers(0, 17),  # which of the 18 lines
        st.sampled_from(ItemState.values),
        TEXT,
        st.one_of(st.none(), st.integers(-30, 400)),  # due, days from the start
        st.booleans(),  # read before the last save
        st.sampled_from(
            [GateState.CLOSED, GateState.WAITING, GateState.PASSED, GateState.RETURNED]
        ),
    ),
    max_size=12,
)


@pytest.fixture
def place():
    made = world()
    StepItem.objects.filter(pk=made.participation.items.first().pk).update(
        origin=ItemOrigin.CONDITION, own_text="Hold the open meeting"
    )
    summary.refresh(made.participation)
    return made


def facts(participation: Participation) -> dict:
    """The stored summary without the gate, which this test sets by hand."""
    names = [name for name in asdict(summary.compute(participation)) if not name.startswith("gate")]
    return {name: getattr(participation, name) for name in names}


def computed(participation: Participation) -> dict:
    """The facts as they are, for the gate as it was set."""
    found = asdict(summary.compute(participation))
    steps = range(1, 7)
    items = read_lines(participation)
    progress = summary.step_progress(
        steps, items, participation.gate_after, participation.gate_state
    )
    found |= {
        "progress": progress,
        "current_step": summary.current_step(progress, participation.gate_after),
    }
    return {name: value for name, value in found.items() if not name.startswith("gate")}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saves=SAVES)
def test_saves_in_any_order_lose_nothing_and_keep_the_summary_true(place, saves):
    start = place.participation.started_on
    ids = list(place.participation.items.values_list("pk", flat=True))
    for number, state, note, due, stale, gate in saves:
        # Only the gate's own verbs change it; here it is set, with the summary made anew.
        participation = Participation.objects.get(pk=place.participation.pk)
        Participation.objects.filter(pk=participation.pk).update(gate_state=gate)
        participation.gate_state = gate
        items = read_lines(participation)
        summary.refresh_steps(participation, items)
        line = StepItem.objects.get(pk=ids[number])
        before = LineValues.of(line)
        values = LineValues(
            state, note, "", start + dt.timedelta(days=due) if due is not None else None
        )
        version = line.version - 1 if stale else line.version
        refused = None
        try:
            saved = save_line(
                participation=participation,
                line_id=line.pk,
                by=place.leader,
                version=version,
                values=values,
            )
        except Refusal as refusal:
            refused = refusal
        line.refresh_from_db()
        if refused is not None:
            assert LineValues.of(line) == before
            assert not isinstance(refused, Conflict) or refused.theirs == asdict(before)
            continue
        assert not stale or values == before
        assert LineValues.of(line) == values == LineValues.of(saved.line)
        assert (line.settled_on is None) == (values.state == ItemState.OPEN)
        if saved.line.origin != ItemOrigin.CONDITION:
            stored = Participation.objects.get(pk=participation.pk)
            assert facts(stored) == computed(stored)


@given(
    data=st.dictionaries(
        st.sampled_from(["version", "tick", "state", "note", "responsible", "due_on", "other"]),
        st.one_of(st.text(max_size=30), st.integers().map(str), st.dates().map(str)),
    )
)
def test_line_form_of_any_input_answers_values_or_errors(data):
    form = LineForm(data)
    if form.is_valid():
        values = form.values()
        assert values.state in ItemState.values
        assert "\r" not in values.note
    else:
        assert form.errors
