"""A place that is only a test stands in no count, list, report, file or open page."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from core.refusals import NotAllowed
from places.figures import Extent, Of
from places.models import Participation
from places.portfolio.pages import places_of
from places.team.support import set_test
from published.models import PlacePage
from published.open.programme import figures as open_figures
from reports.periodic.collect import took_part
from reports.programme.report import collect, extent_of
from reports.programme.table import csv
from tests.factories import world
from workshops.models import Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    """Näsum is a test, Glimåkra counts."""
    w = world()
    set_test(participation=w.participation, by=w.users["manager"], is_test=True)
    w.participation.refresh_from_db()
    return w


def test_only_who_runs_the_programme_says_so(w):
    with pytest.raises(NotAllowed):
        set_test(participation=w.neighbour, by=w.users["coach"], is_test=True)
    set_test(participation=w.participation, by=w.users["admin"], is_test=True)
    assert AuditEvent.objects.filter(verb="place.test").count() == 1
    set_test(participation=w.participation, by=w.users["admin"], is_test=False)
    assert w.participation in places_of(w.users["manager"])


def test_the_portfolio_and_its_lists_leave_it_out_and_the_programme_names_it(w, client):
    runs = w.users["manager"]
    assert w.participation not in places_of(runs)
    client.force_login(runs)
    page = client.get(reverse("programmes:programme", args=[w.programme.pk])).text
    assert page.count("Test: does not count") == 1
    for name in ("places:portfolio", "places:map", "places:table"):
        assert w.participation.place.name not in client.get(reverse(name)).text, name


def test_its_own_people_still_work_there_and_see_what_it_is(w, client):
    client.force_login(w.users["leader"])
    text = client.get(reverse("places:participation", args=[w.participation.pk])).text
    assert "Test: does not count" in text


def extent(w, **more):
    today = timezone.localdate()
    programme = w.programme
    return Extent(
        programmes={programme.pk: Of.of(programme)}, on=today, starts_on=programme.starts_on,
        ends_on=today, wholly=frozenset({programme.pk}), **more,
    )  # fmt: skip


@pytest.mark.parametrize("single", [False, True])
def test_figures_leave_it_out_for_those_who_run_and_those_who_coach(w, single):
    here = extent(w)
    if single:
        both = frozenset({w.participation.pk, w.neighbour.pk})
        here = Extent(
            programmes=here.programmes, on=here.on, starts_on=here.starts_on,
            ends_on=here.ends_on, participations=both,
        )  # fmt: skip
    assert list(here.places) == [w.neighbour]
    assert "NOT p.is_test" in here.here_sql


def test_a_single_place_still_reads_its_own_figures(w):
    assert set(extent(w, with_tests=True).places) >= {w.participation}


def test_reports_and_files_leave_it_out(w):
    today, runs = timezone.localdate(), w.users["manager"]
    assert w.participation not in took_part(w.programme, w.programme.starts_on, today)
    rows = Participation.objects.visible_to(runs).counted()
    name = w.participation.place.name
    assert name not in csv(rows, on=today).decode("utf-8-sig")
    found = collect(w.programme, rows, on=today, by=runs)
    assert name not in [line.place for line in found.lines]
    assert list(extent_of(w.programme, today).places) == [w.neighbour]


@pytest.mark.parametrize("name", ["programme_csv", "portfolio_csv"])
def test_the_csv_that_is_downloaded(w, client, name):
    client.force_login(w.users["manager"])
    args = [w.programme.pk] if name == "programme_csv" else []
    text = client.get(reverse(f"reports:{name}", args=args), follow=True).content.decode()
    assert w.participation.place.name not in text


def test_open_pages_and_their_numbers_leave_it_out(w):
    for one, slug in ((w.participation, "a"), (w.neighbour, "b")):
        PlacePage.objects.create(participation=one, slug=slug, published_at=timezone.now())
    assert [one.slug for one in PlacePage.objects.published()] == ["b"]
    assert open_figures(w.programme)[0].number == 1


def test_a_meeting_of_tests_alone_is_not_counted(w):
    def meeting(*places):
        one = Workshop.objects.create(
            programme=w.programme, title="Meeting", starts_at=timezone.now(), state="announced",
            kind="open_meeting",
        )  # fmt: skip
        one.participations.set(places)
        return one

    alone, shared = meeting(w.participation), meeting(w.participation, w.neighbour)
    none = meeting()
    counted = Workshop.objects.counted()
    assert alone not in counted
    assert {shared, none} <= set(counted)
