"""The bench: scale data true to the summary, honest floors, verdicts that can fail."""

import json
from dataclasses import asdict
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from demo.bench import floor, pages
from demo.bench.measure import Line, Site, in_turn, queries
from demo.bench.scale import scale
from demo.management.commands import bench
from people.models import Region
from places import summary
from places.models import Evidence, GroupMember, Participation

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    return scale(60)


def test_scale_data_have_the_summary_that_their_rows_give(small):
    for one in small.participations:
        facts = asdict(summary.compute(one))
        assert {name: getattr(one, name) for name in facts} == facts


def test_scale_data_are_in_every_state(small):
    states = set(small.participations.values_list("gate_state", flat=True))
    assert states >= {"closed", "passed", "waiting"}
    assert set(small.participations.values_list("current_step", flat=True)) == {1, 2, 3, 4, 5, 6}


def test_scale_data_crowd_the_first_place(small):
    first, second = small.participations[:2]
    members = [GroupMember.objects.filter(participation=one).count() for one in (first, second)]
    files = Evidence.objects.filter(item__participation=first, item__step__order=first.current_step)
    assert members == [30, 4]
    assert files.count() >= 30


def test_seed_scale_run_twice_changes_nothing(capsys):
    call_command("seed_scale", places=3)
    call_command("seed_scale", places=3)
    assert (Region.objects.filter(slug="scale-3").count(), Participation.objects.count()) == (1, 3)


@pytest.mark.parametrize("places", [0, -1, 100_001])
def test_seed_scale_refuses_a_strange_number(places):
    with pytest.raises(CommandError, match="between 1 and"):
        call_command("seed_scale", places=places)


def test_seed_scale_refuses_production_without_consent(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="This is production"):
        call_command("seed_scale", places=3)
    call_command("seed_scale", places=3, yes=True, verbosity=0)
    assert Participation.objects.count() == 3


def test_floor_renders_the_rows_that_the_portfolio_shows(small):
    ours = Site(small.admin).get("/places/").content.decode()
    bare = Site(small.admin, floor.middleware(bare=True))
    theirs = bare.get(f"/portfolio/{small.region.pk}/").content.decode()
    rows = small.participations.order_by("attention_on", "pk")[:50]
    for one in rows.select_related("place"):
        assert one.place.name in ours
        assert one.place.name in theirs
    assert theirs.count("<tr>") == 50


def test_floor_asks_for_session_user_and_rows_only(small):
    bare = Site(small.admin, floor.middleware(bare=True))
    assert queries(lambda: bare.get(f"/portfolio/{small.region.pk}/"))[0] == 3


def test_floor_leaves_the_sites_addresses_alone(small):
    Site(small.admin, floor.middleware(bare=True)).get(f"/portfolio/{small.region.pk}/")
    assert pages.reverse("places:portfolio") == "/places/"


def test_floor_of_a_page_has_its_bytes_to_a_row(small):
    bare = Site(small.admin, floor.middleware(bare=False))
    one = small.participations[1]
    for size in (2000, 13_000):
        _count, path = pages.same_bytes(bare, "lines", one.pk, size)
        assert abs(len(bare.get(path).content) - size) < 150


def test_in_turn_measures_each_work_as_often():
    calls = []
    medians = in_turn([lambda: calls.append("ours"), lambda: calls.append("floor")], pairs=6)
    assert (calls.count("ours"), calls.count("floor"), len(medians)) == (11, 11, 2)
    assert calls[-4:] != ["ours", "floor", "ours", "floor"]


def test_queries_names_what_is_sent_twice(small):
    assert queries(lambda: [Region.objects.count(), Region.objects.count()])[0] == 2
    assert len(queries(lambda: [Region.objects.count(), Region.objects.count()])[1]) == 1


def test_bench_wants_postgresql():
    with (
        patch.object(bench.connection, "vendor", "sqlite"),
        pytest.raises(CommandError, match="make bench"),
    ):
        call_command("bench")


@pytest.mark.parametrize(("ratio", "missed"), [(1.5, False), (2.5, True)])
def test_bench_writes_its_lines_and_fails_when_one_misses(
    ratio, missed, tmp_path, monkeypatch, capsys
):
    line = Line("place_page", "ratio ≤ 2.0", ratio * 10, 10.0, ratio, 9, 50, facts={"bytes": 13000})
    line.require(ratio <= 2.0, f"ratio {ratio:.2f}")
    monkeypatch.setattr(bench, "TARGET", tmp_path / "build" / "bench.json")
    monkeypatch.setattr(bench.Command, "_measure", lambda _self, _only: [line])
    with patch.object(bench.connection, "vendor", "postgresql"):
        if missed:
            with pytest.raises(CommandError, match="Missed: place_page"):
                call_command("bench")
        else:
            call_command("bench")
    written = json.loads((tmp_path / "build" / "bench.json").read_text())
    assert written == [
        {
            "name": "place_page", "limit": "ratio ≤ 2.0", "ours": ratio * 10, "floor": 10.0,
            "ratio": ratio, "queries": 9, "rows": 50, "unit": "ms",
            "misses": ["ratio 2.50"] if missed else [], "notes": [], "passed": not missed,
            "bytes": 13000,
        }
    ]  # fmt: skip
