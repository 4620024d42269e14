"""The local economic analysis: warned of, state by its dates, group, meetings, pack."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from mapping.economy.services import (
    DELIVERED,
    State,
    add_figure,
    add_member,
    analysis_at,
    attach,
    plan_meetings,
    remove_document,
    remove_figure,
    remove_member,
    save_analysis,
    state_of,
    warnings,
)
from mapping.models import LocalAnalysis, LocalDocument
from mapping.report_parts import local_analysis as reported
from places.models import ItemState
from places.reporting import Subject
from tests.factories import World, world
from tests.mapping.samples import person
from tests.mapping.test_services import line
from workshops.models import Series, Workshop

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def w() -> World:
    return world()


def saved(w: World, **facts: object) -> LocalAnalysis:
    version = analysis_at(w.participation).version
    return save_analysis(participation=w.participation, by=w.leader, version=version, **facts)


@pytest.mark.parametrize(("households", "warned"), [(199, 1), (200, 0), (3000, 0), (3001, 1)])
def test_an_area_that_does_not_fit_is_warned_of_and_kept(
    w: World, households: int, warned: int
) -> None:
    assert len(warnings(saved(w, households=households))) == warned
    assert analysis_at(w.participation).households == households


def test_its_state_follows_its_dates() -> None:
    today = TODAY()
    before, after = today - dt.timedelta(days=1), today + dt.timedelta(days=1)
    for dates, state in (
        ({}, State.THOUGHT),
        ({"ordered_on": before}, State.ORDERED),
        ({"ordered_on": before, "starts_on": after}, State.ORDERED),
        ({"starts_on": before}, State.UNDER_WAY),
        ({"starts_on": before, "delivered_on": after}, State.UNDER_WAY),
        ({"starts_on": before, "delivered_on": today}, State.DELIVERED),
    ):
        assert state_of(LocalAnalysis(**dates), today) == state


def test_what_cannot_be_is_refused(w: World) -> None:
    today = TODAY()
    for problem, facts in (
        ("households_wrong", {"households": 0}),
        ("wrong_cost", {"cost": Decimal(-1)}),
        ("date_in_future", {"ordered_on": today + dt.timedelta(days=1)}),
        ("date_in_future", {"delivered_on": today + dt.timedelta(days=1)}),
        ("ends_before_start", {"starts_on": today, "delivered_on": today - dt.timedelta(days=1)}),
        ("too_long", {"area": "x" * 241}),
    ):
        with pytest.raises(Refusal) as refused:
            saved(w, **facts)
        assert refused.value.code == problem
    assert not LocalAnalysis.objects.exists()


def test_two_who_write_see_both(w: World) -> None:
    save_analysis(participation=w.participation, by=w.leader, version=0, area="289")
    with pytest.raises(Conflict) as conflict:
        save_analysis(participation=w.participation, by=w.coach, version=0, area="280")
    assert conflict.value.theirs["area"] == "289"
    with pytest.raises(NotAllowed):
        save_analysis(participation=w.participation, by=w.observer, version=1, area="x")


def test_the_line_is_ticked_when_it_was_handed_over(w: World) -> None:
    item = line(w, DELIVERED)
    saved(w, delivered_on=TODAY())
    item.refresh_from_db()
    assert item.state == ItemState.DONE
    saved(w)
    item.refresh_from_db()
    assert item.state == ItemState.OPEN


def test_the_group_is_people_of_the_register(w: World, client) -> None:
    known = person(w)
    add_member(participation=w.participation, by=w.leader, contact=known)
    add_member(participation=w.participation, by=w.leader, contact=known)
    new = add_member(participation=w.participation, by=w.leader, person="Per Ek")
    analysis = analysis_at(w.participation)
    assert set(analysis.group.all()) == {known, new}
    client.force_login(w.observer)
    page = client.get(reverse("mapping:economy", args=[w.participation.pk])).content.decode()
    assert "Per Ek" not in page
    remove_member(participation=w.participation, by=w.leader, contact_id=known.pk)
    assert list(analysis.group.all()) == [new]
    with pytest.raises(Refusal) as refused:
        add_member(participation=w.participation, by=w.leader)
    assert refused.value.code == "nobody"


def test_its_meetings_are_planned_as_drafts_and_for_who_runs_the_programme_as_a_series(
    w: World,
) -> None:
    first = TODAY() + dt.timedelta(days=20)
    made = plan_meetings(participation=w.participation, by=w.leader, first_on=first)
    assert len(made) == 5
    assert [one.local_start.date() for one in made] == [
        first + dt.timedelta(weeks=5 * number) for number in range(5)
    ]
    assert {one.state for one in made} == {"draft"}
    assert not Series.objects.exists()
    assert analysis_at(w.participation).starts_on == first
    with pytest.raises(Refusal) as refused:
        plan_meetings(participation=w.participation, by=w.leader, first_on=first)
    assert refused.value.code == "there_already"
    assert Workshop.objects.count() == 5


def test_who_runs_the_programme_gets_a_series(w: World) -> None:
    first = TODAY() + dt.timedelta(days=20)
    made = plan_meetings(participation=w.participation, by=w.manager, first_on=first, count=4)
    series = Series.objects.get()
    assert [(one.series, one.part) for one in made] == [(series, n) for n in (1, 2, 3, 4)]
    for problem, facts in (
        ("in_past", {"first_on": TODAY()}),
        ("wrong_count", {"first_on": first, "count": 11}),
    ):
        with pytest.raises(Refusal) as refused:
            plan_meetings(participation=w.neighbour, by=w.manager, **facts)
        assert refused.value.code == problem


def upload(text: bytes = b"table", name: str = "tables.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text, "text/plain")


def test_the_pack_keeps_a_file_once_and_lets_it_go_with_its_row(
    w: World, client, django_capture_on_commit_callbacks
) -> None:
    one = attach(participation=w.participation, by=w.leader, upload=upload())
    assert attach(participation=w.participation, by=w.leader, upload=upload()) == one
    client.force_login(w.observer)
    url = reverse("mapping:document", args=[w.participation.pk, one.pk])
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == b"table"
    assert "attachment" in answer["Content-Disposition"]
    assert client.get(reverse("mapping:document", args=[w.neighbour.pk, one.pk])).status_code == 404
    storage, name = one.file.storage, one.file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=one, by=w.leader)
        remove_document(document=one, by=w.leader)
    assert not storage.exists(name)
    assert not LocalDocument.objects.exists()
    with pytest.raises(Refusal) as refused:
        attach(participation=w.participation, by=w.leader, upload=None)
    assert refused.value.code == "no_file"


def test_a_figure_has_its_year_and_source_and_stands_in_the_report(w: World) -> None:
    facts = {
        "topic": "work", "label": "Workplaces", "value": Decimal(40), "year": 2020,
        "source": "SCB",
    }  # fmt: skip
    for problem, wrong in (
        ("no_source", {"source": " "}),
        ("wrong_year", {"year": TODAY().year + 1}),
        ("no_label", {"label": ""}),
        ("unknown_choice", {"topic": "love"}),
    ):
        with pytest.raises(Refusal) as refused:
            add_figure(participation=w.participation, by=w.leader, **facts | wrong)
        assert refused.value.code == problem
    made = add_figure(participation=w.participation, by=w.leader, **facts)
    today = TODAY()
    subject = Subject(w.programme, w.participation, today, today, today, places=[w.participation])
    [table] = reported(subject)
    assert table["rows"][0][1:] == ["Workplaces", Decimal(40), "", "2020", "SCB"]
    remove_figure(participation=w.participation, by=w.leader, figure_id=made.pk)
    assert reported(subject) == []
