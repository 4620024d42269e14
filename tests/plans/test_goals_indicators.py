"""Indicators and observations: what may be written, by whom, and whose it is to correct."""

import datetime as dt
from decimal import Decimal

import pytest

from core.refusals import Conflict, NotAllowed, Refusal
from plans.goals.services import (
    observe,
    remove_indicator,
    remove_observation,
    save_indicator,
    save_observation,
)
from plans.models import Indicator, Observation
from tests.plans.target_samples import READERS, day, goal, measure, planning, seen, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return planning()


def facts(**fields):
    return {
        "title": "Besökare på torgdagen", "unit": "besökare", "direction": "up",
        "baseline": Decimal(0), "baseline_on": day(-100), "target": Decimal(60),
        "target_on": day(400), "source": "Räknat",
    } | fields  # fmt: skip


# --- Indicators -------------------------------------------------------------------------


def test_add_indicator_stores_every_fact(made):
    one = measure(made, title=" Restid ", direction="down", baseline=Decimal("-1.25"),
                  target=Decimal("-7.5"))  # fmt: skip
    assert (one.title, one.unit, one.direction, one.baseline, one.baseline_on, one.target) == (
        "Restid", "besökare", "down", Decimal("-1.25"), day(-100), Decimal("-7.5"),
    )  # fmt: skip
    assert (one.target_on, one.source, verbs()[-1]) == (day(400), "Räknat", "indicator.added")


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("title_missing", {"title": " "}),
        ("title_too_long", {"title": "x" * 161}),
        ("unit_too_long", {"unit": "x" * 41}),
        ("source_too_long", {"source": "x" * 241}),
        ("unknown_direction", {"direction": "sideways"}),
        ("baseline_in_future", {"baseline_on": day(1)}),
        ("target_too_early", {"target_on": day(-100)}),
        ("target_too_far", {"target_on": dt.date(day(0).year + 60, 1, 1)}),
        ("not_a_value", {"baseline": Decimal("NaN")}),
        ("not_a_value", {"target": Decimal("1.005")}),
        ("not_a_value", {"target": Decimal("1e12")}),
        ("target_other_way", {"baseline": Decimal(61)}),
        ("target_other_way", {"direction": "down"}),
        ("target_other_way", {"direction": "keep"}),
    ],
)
def test_add_indicator_with_bad_input_is_refused(made, code, fields):
    with pytest.raises(Refusal) as caught:
        measure(made, **fields)
    assert (caught.value.code, Indicator.objects.count()) == (code, 0)


@pytest.mark.parametrize("direction", ["up", "down", "keep"])
def test_add_indicator_with_the_baseline_as_target_is_a_level_to_hold(made, direction):
    assert measure(made, direction=direction, baseline=Decimal(60)).pk


def test_save_indicator_over_a_newer_version_is_a_conflict_with_both(made):
    one = measure(made)
    save_indicator(indicator=one, by=made.leader, version=1, **facts(target=Decimal(70)))
    with pytest.raises(Conflict) as caught:
        save_indicator(indicator=one, by=made.member, version=1, **facts(target=Decimal(80)))
    assert (caught.value.theirs["target"], caught.value.yours["target"]) == (70, 80)


def test_save_indicator_with_a_baseline_after_a_value_is_refused(made):
    one = measure(made)
    seen(made, one, 10, days=-50)
    with pytest.raises(Refusal) as caught:
        save_indicator(indicator=one, by=made.leader, version=1, **facts(baseline_on=day(-50)))
    assert caught.value.code == "baseline_after_values"


def test_remove_indicator_takes_its_values_along(made):
    one = measure(made)
    seen(made, one, 10)
    remove_indicator(indicator=one, by=made.leader)
    assert (Indicator.objects.count(), Observation.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", [*READERS, "neighbour_leader", "outsider"])
def test_indicators_by_a_reader_are_not_allowed(made, name):
    one, by = measure(made), getattr(made, name)
    for verb in (
        lambda: observe(indicator=one, on=day(-1), value=Decimal(1), source="x", by=by),
        lambda: save_indicator(indicator=one, by=by, version=1, **facts(title="Nytt")),
        lambda: remove_indicator(indicator=one, by=by),
    ):
        with pytest.raises(NotAllowed):
            verb()


# --- Observations -----------------------------------------------------------------------


def test_observe_stores_the_value_with_its_source_and_who_wrote_it(made):
    one = seen(made, measure(made), "42.5", by=made.member)
    assert (one.on, one.value, one.source, one.by) == (
        day(-5), Decimal("42.5"), "Räknat på plats", made.member,
    )  # fmt: skip
    assert verbs()[-1] == "observation.added"


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("value_in_future", {"on": day(1)}),
        ("value_before_baseline", {"on": day(-100)}),
        ("source_missing", {"source": " "}),
        ("source_too_long", {"source": "x" * 241}),
        ("not_a_value", {"value": Decimal("Infinity")}),
        ("not_a_value", {"value": Decimal("0.001")}),
    ],
)
def test_observe_with_bad_input_is_refused(made, code, fields):
    usual = {"on": day(-1), "value": Decimal(1), "source": "Räknat"}
    with pytest.raises(Refusal) as caught:
        observe(indicator=measure(made), by=made.leader, **usual | fields)
    assert (caught.value.code, Observation.objects.count()) == (code, 0)


def test_observe_another_value_of_the_same_day_is_refused_and_names_it(made):
    one = measure(made)
    seen(made, one, "41.5")
    with pytest.raises(Refusal) as caught:
        seen(made, one, 42)
    assert (caught.value.code, "already: 41.5." in str(caught.value)) == ("already_measured", True)


def test_observe_the_same_twice_is_one_value(made):
    one = measure(made)
    assert seen(made, one, 42) == seen(made, one, 42)
    assert verbs().count("observation.added") == 1


def test_observe_before_the_gate_is_refused(made):
    one = measure(made)
    made.participation.gate_state = "closed"
    made.participation.save()
    with pytest.raises(Refusal) as caught:
        observe(indicator=Indicator.objects.get(), on=day(-1), value=Decimal(1), source="x",
                by=made.leader)  # fmt: skip
    assert (one.observations.count(), caught.value.code) == (0, "plan_locked")


@pytest.mark.parametrize("name", ["member", "manager", "admin"])
def test_save_observation_by_its_writer_or_the_programme_corrects_it(made, name):
    one = seen(made, measure(made), 42, by=made.member)
    by = getattr(made, name)
    save_observation(observation=one, on=day(-6), value=Decimal(24), source="Fel läst", by=by)
    one.refresh_from_db()
    assert (one.on, one.value, one.source, one.by) == (day(-6), 24, "Fel läst", made.member)
    assert verbs()[-1] == "observation.corrected"


@pytest.mark.parametrize("name", ["leader", "coach", "observer"])
def test_save_observation_of_somebody_else_is_not_allowed(made, name):
    one = seen(made, measure(made), 42, by=made.member)
    by = getattr(made, name)
    for verb in (
        lambda: save_observation(observation=one, on=day(-6), value=Decimal(1), source="x", by=by),
        lambda: remove_observation(observation=one, by=by),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert Observation.objects.get().value == 42


def test_save_observation_onto_another_values_day_is_refused(made):
    of = measure(made)
    seen(made, of, 40, days=-9)
    one = seen(made, of, 42)
    with pytest.raises(Refusal) as caught:
        save_observation(observation=one, on=day(-9), value=Decimal(42), source="x", by=made.leader)
    assert caught.value.code == "already_measured"


def test_remove_observation_of_ones_own_leaves_a_line(made):
    one = seen(made, measure(made, of=goal(made)), 42)
    remove_observation(observation=one, by=made.leader)
    assert (Observation.objects.count(), verbs()[-1]) == (0, "observation.removed")
