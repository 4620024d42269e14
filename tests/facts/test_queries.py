"""A query is saved, fetched, fetched again; what changes at the source is told."""

import datetime as dt

import pytest
from django.utils import timezone

from core.refusals import NotAllowed, Refusal
from facts.models import Observation, Origin, QueryState, RunState
from facts.sources import running, services
from facts.tasks import fetch_due
from notices.models import Notice
from people.models import ProgrammePost, ProgrammeRole
from tests.factories import UserFactory, world
from tests.facts.samples import MAPPING, VALUES, indicator, municipalities, observe, query
from tests.facts.server import value

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(office):
    """A region with an administrator, areas and an indicator."""
    w = world()
    w.areas = municipalities()
    w.indicator = indicator()
    w.query = query(office, w.region, w.admin)
    return w


def run(q, by=None):
    """Fetch, as the clock does."""
    return running.run(q, by=by, step=lambda *_told: None)


def held():
    """The figures that hold, by area and period."""
    rows = Observation.objects.filter(superseded_on=None).select_related("area")
    return {(row.area.name, row.period): row.value for row in rows}


def test_a_fetch_stores_figures_with_all_that_says_where_they_are_from(here):
    job = services.fetch(query=here.query, by=here.admin)
    assert job.state == "ready", job.reason
    here.query.refresh_from_db()
    assert here.query.state == QueryState.FINE
    assert held() == {
        ("Östra Göinge", "2023"): value("1256", "BE0101N1", "2023"),
        ("Östra Göinge", "2024"): value("1256", "BE0101N1", "2024"),
        ("Bromölla", "2023"): value("1272", "BE0101N1", "2023"),
        ("Bromölla", "2024"): value("1272", "BE0101N1", "2024"),
    }
    one = Observation.objects.first()
    assert (one.source, one.table, one.licence, one.origin) == ("SCB", "TAB638", "CC0", "fetched")
    assert (one.unit, one.year, one.query, one.retrieved_on) == (
        "antal",
        2023,
        here.query,
        timezone.localdate(),
    )


def test_fetched_again_nothing_changes_and_a_correction_keeps_the_old(here, office):
    run(here.query)
    again = run(here.query)
    assert (again.made, again.corrected, again.same) == (0, 0, 4)
    office.tables.corrected = 5
    clear()
    third = run(here.query)
    assert (third.made, third.corrected, third.same) == (0, 4, 0)
    new = Observation.objects.get(area=here.areas["1256"], period="2023", superseded_on=None)
    assert new.value == new.replaces.value + 5
    assert new.replaces.superseded_on == timezone.localdate()


def clear():
    """Forget kept answers."""
    from django.core.cache import caches  # noqa: PLC0415

    caches["default"].clear()


def test_a_next_year_comes_by_schedule(here, office):
    here.query.selection = {"values": VALUES | {"Tid": ["TOP(2)"]}, "lists": {}}
    here.query.refresh = "monthly"
    here.query.next_run = timezone.localdate()
    here.query.save()
    assert fetch_due() == 1
    assert fetch_due() == 0, "it is claimed"
    here.query.refresh_from_db()
    assert here.query.next_run == running.after("monthly", timezone.localdate())
    office.tables.years.append("2026")
    clear()
    here.query.next_run = timezone.localdate()  # the month is over
    here.query.save()
    assert fetch_due() == 1
    assert {period for _name, period in held()} == {"2024", "2025", "2026"}


@pytest.mark.parametrize(("day", "refresh", "then"), [
    (dt.date(2027, 1, 31), "monthly", dt.date(2027, 2, 28)),  # any day
    (dt.date(2027, 12, 31), "monthly", dt.date(2028, 1, 31)),  # any day
    (dt.date(2028, 2, 29), "yearly", dt.date(2029, 2, 28)),  # any day
    (dt.date(2027, 5, 1), "never", None),  # any day
])  # fmt: skip  # any day
def test_when_it_is_fetched_next(day, refresh, then):
    assert running.after(refresh, day) == then


def test_a_changed_unit_stops_the_query_and_mixes_nothing(here, office):
    run(here.query)
    before = held()
    office.tables.unit, office.tables.corrected = "tusental", 7
    clear()
    with pytest.raises(Refusal, match=r"antal.*tusental"):
        run(here.query)
    here.query.refresh_from_db()
    assert here.query.state == QueryState.CHANGED
    assert here.query.next_run is None
    assert held() == before
    services.accept_change(query=here.query, by=here.admin)
    assert run(here.query).corrected == 4


def test_a_code_that_is_gone_or_means_something_else_is_told(here, office):
    run(here.query)
    office.tables.regions["1272"] = "Nybromölla"
    clear()
    with pytest.raises(Refusal, match="Nybromölla"):
        run(here.query)
    del office.tables.regions["1272"]
    clear()
    with pytest.raises(Refusal, match="1272"):
        run(here.query)
    assert here.query.runs.first().state == RunState.FAILED


def test_a_new_code_under_a_star_is_noted(here, office):
    here.query.selection = {"values": VALUES | {"Region": ["12*"]}, "lists": {}}
    here.query.save()
    run(here.query)
    office.tables.regions["1299"] = "Nykommun"
    clear()
    again = run(here.query)
    assert any("1299" in note for note in again.notes)


def test_areas_of_another_level_and_unknown_ones_are_left_out_and_told(here):
    here.query.selection = {"values": VALUES | {"Region": ["12", "1256", "1438"]}, "lists": {}}
    here.query.mapping = MAPPING | {"geo": {"variable": "Region", "scheme": "scb_kommun"}}
    here.query.save()
    done = run(here.query)
    assert (done.made, done.left_out) == (2, 4)
    assert any("1438" in note for note in done.notes)


@pytest.mark.parametrize("fault", ["html", "half", "500", "403", "empty", "nonsense", "404"])
def test_when_it_does_not_work_nothing_is_stored_and_the_reason_is_kept(here, office, fault):
    office.always = fault
    job = services.fetch(query=here.query, by=here.admin)
    assert job.state == "failed"
    last = here.query.runs.first()
    assert last.state == RunState.FAILED
    assert "127.0.0.1" in last.reason
    assert job.reason == last.reason
    here.query.refresh_from_db()
    assert here.query.state == QueryState.FAILED
    assert not Observation.objects.exists()


def test_one_bad_part_stores_nothing_of_the_others(here, office):
    office.tables.max_cells = 2
    office.faults.extend(["", "", "", "500"])  # config, metadata, first part, second
    with pytest.raises(Refusal):
        run(here.query)
    assert not Observation.objects.exists()
    assert here.query.runs.first().parts_total == 2


def test_by_schedule_it_is_tried_tomorrow_and_the_one_who_saved_it_is_told(here, office):
    here.query.refresh, here.query.next_run = "yearly", timezone.localdate()
    here.query.save()
    office.always = "500"
    fetch_due()
    here.query.refresh_from_db()
    assert here.query.next_run == timezone.localdate() + dt.timedelta(days=1)
    assert Notice.objects.filter(person=here.admin, kind="facts_query_failed").count() == 1


def test_what_somebody_entered_is_not_overwritten(here):
    observe(here.region, here.indicator, 77, at=here.areas["1256"], origin=Origin.MANUAL)
    done = run(here.query)
    assert held()["Östra Göinge", "2023"] == 77
    assert (done.made, done.left_out) == (3, 1)
    assert "by hand" in done.notes[0]


def test_protected_and_missing_figures(here, office):
    office.tables.status = {0: ":", 1: ".."}
    run(here.query)
    rows = Observation.objects.filter(area=here.areas["1256"])
    assert [(row.period, row.value, row.status) for row in rows] == [("2023", None, "protected")]


def test_parts_are_told_as_they_come(here, office):
    office.tables.max_cells = 2
    told = []
    running.run(here.query, by=None, step=lambda *words: told.append(words))
    assert ("part 2 of 2", 1, 2) in told


def test_administrators_and_analysts_collect_and_nobody_else(here, office):
    analyst = UserFactory()
    ProgrammeRole.objects.create(
        user=analyst, programme=here.programme, role=ProgrammePost.ANALYST,
        starts_on=timezone.localdate(),
    )  # fmt: skip
    assert services.fetch(query=here.query, by=analyst).state == "ready"
    for stranger in (here.coach, UserFactory(), UserFactory(is_staff=True)):
        with pytest.raises(NotAllowed):
            services.fetch(query=here.query, by=stranger)
    with pytest.raises(NotAllowed):
        query(office, here.region, here.other_admin)


def test_removed_the_query_leaves_its_figures(here):
    run(here.query)
    services.remove_query(query=here.query, by=here.admin)
    assert Observation.objects.count() == 4


def test_kolada_and_statbank_become_figures_too(here, office):
    kolada = query(office, here.region, here.admin, client="kolada", table="N01951", values={
        "kpi": ["N01951"], "municipality": ["1256"], "gender": ["K", "T"], "year": ["2022"],
    }, mapping={
        "geo": {"variable": "municipality", "scheme": "scb_kommun"},
        "time": "year",
        "indicator": {"variable": "kpi", "codes": {"N01951": here.indicator.key}},
        "dims": {"sex": {"variable": "gender", "codes": {"T": "", "K": "women"}}},
    })  # fmt: skip
    run(kolada)
    found = {row.dims_key: row.value for row in Observation.objects.filter(query=kolada)}
    assert found == {
        "": value("N01951", "1256", "2022", "T"),
        "sex=women": value("N01951", "1256", "2022", "K"),
    }
