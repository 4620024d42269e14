"""The gate's analysis: made of themes, presented, ticked, frozen, in the report."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from places.gate.evidence import freeze
from places.models import GateReview, ItemState, StepItem
from places.readiness import Facts, _answer
from places.reporting import Subject, sections
from programmes import parts, ticks
from programmes.models import ChecklistItem
from tests.factories import World, world
from tests.themes.samples import theme, voice
from tests.workshops.samples import meeting
from themes.analysis.services import (
    PRESENTED,
    add_point,
    analysis_of,
    missing,
    move_point,
    present,
    remove_point,
    save_point,
    save_summary,
)
from themes.models import Analysis, AnalysisPoint
from themes.report_parts import themes as reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def point(w: World, kind: str, text: str, **more: object) -> AnalysisPoint:
    return add_point(participation=w.participation, by=w.leader, kind=kind, text=text, **more)


def complete(w: World) -> None:
    """All that must stand there before it can be presented."""
    point(w, "strength", "The school")
    point(w, "problem", "The dark road")
    point(w, "possibility", "The mill")
    for number in range(3):
        point(w, "question", f"Question {number}?", facts="900 inhabitants, SCB")


def presented(w: World, **more: object) -> Analysis:
    values = {"version": analysis_of(w.participation).version} | more
    return present(participation=w.participation, by=w.leader, **values)


def test_an_analysis_says_what_it_lacks(w: World) -> None:
    assert len(missing(analysis_of(w.participation))) == 4
    complete(w)
    assert missing(analysis_of(w.participation)) == []
    last = AnalysisPoint.objects.filter(kind="question").last()
    save_point(point=last, by=w.leader, version=1, text=last.text, facts="")
    assert missing(analysis_of(w.participation)) == [
        "“Question 2?” rests on nothing yet: write the facts or choose a theme."
    ]
    own = theme(w, participation=w.participation)
    save_point(point=last, by=w.leader, version=2, text=last.text, themes=[own])
    assert missing(analysis_of(w.participation)) == []


def test_there_are_at_most_six_questions(w: World) -> None:
    for number in range(6):
        point(w, "question", f"Question {number}?")
    with pytest.raises(Refusal) as refused:
        point(w, "question", "A seventh?")
    assert refused.value.code == "too_many"


def test_points_stand_in_the_order_that_somebody_chose(w: World) -> None:
    first, second = point(w, "question", "First?"), point(w, "question", "Second?")
    move_point(point=second, by=w.leader, up=True)
    rows = analysis_of(w.participation).points.filter(kind="question")
    assert list(rows) == [second, first]
    remove_point(point=second, by=w.leader)
    assert list(rows.all()) == [first]


def test_two_who_write_see_both(w: World) -> None:
    save_summary(participation=w.participation, by=w.leader, version=0, summary="One")
    with pytest.raises(Conflict) as conflict:
        save_summary(participation=w.participation, by=w.coach, version=0, summary="Two")
    assert (conflict.value.theirs, conflict.value.yours) == ({"summary": "One"}, {"summary": "Two"})
    one = point(w, "strength", "The school")
    save_point(point=one, by=w.coach, version=1, text="The old school")
    with pytest.raises(Conflict):
        save_point(point=one, by=w.leader, version=1, text="The new school")


def test_themes_of_another_place_do_not_carry_it(w: World) -> None:
    other = theme(w, participation=w.neighbour)
    with pytest.raises(Refusal) as refused:
        point(w, "strength", "The school", themes=[other])
    assert refused.value.code == "other_room"
    with pytest.raises(NotAllowed):
        add_point(participation=w.participation, by=w.observer, kind="strength", text="X")


def test_it_is_presented_at_a_held_meeting_of_the_place(w: World) -> None:
    with pytest.raises(Refusal) as refused:
        presented(w, presented_on=timezone.localdate())
    assert refused.value.code == "not_complete"
    assert refused.value.details
    complete(w)
    for problem, values in (
        ("no_day", {}),
        ("date_in_future", {"presented_on": timezone.localdate() + dt.timedelta(days=1)}),
        ("not_held_yet", {"presented_at": meeting(w)}),
        ("wrong_meeting", {"presented_at": meeting(w, places=[w.neighbour])}),
    ):
        with pytest.raises(Refusal) as refused:
            presented(w, **values)
        assert refused.value.code == problem
    start = timezone.now() - dt.timedelta(days=2)
    held = meeting(w, starts_at=start, ends_at=start + dt.timedelta(hours=2))
    done = presented(w, presented_at=held, corrections="The mill is sold.")
    assert done.presented_on == held.local_start.date()
    with pytest.raises(NotAllowed):
        present(participation=w.participation, by=w.member, version=1)


def test_presenting_ticks_the_line_and_answers_the_gate(w: World) -> None:
    line = StepItem.objects.filter(participation=w.participation, step__order=1).first()
    ChecklistItem.objects.filter(pk=line.item_id).update(ticked_by=PRESENTED)
    assert parts.is_known(PRESENTED)
    assert PRESENTED in ticks.titles() if hasattr(ticks, "titles") else True
    facts = Facts(w.participation)
    assert not _answer(facts, PRESENTED).done
    complete(w)
    presented(w, presented_on=timezone.localdate())
    line.refresh_from_db()
    assert line.state == ItemState.DONE
    assert line.source_url == reverse("themes:analysis", args=[w.participation.pk])
    found = _answer(facts, PRESENTED)
    assert (found.done, found.url) == (True, line.source_url)
    assert found.text.startswith("3 questions, presented on")


def test_what_is_handed_in_is_frozen_with_the_round(w: World, client) -> None:
    own = theme(w, participation=w.participation)
    voice(w, "Dark", own, participation=w.participation)
    voice(w, "Holes", own, participation=w.participation)
    asked = point(w, "question", "How do we light the road?", themes=[own], facts="Two accidents")
    kept = freeze(w.participation)["analysis"]
    assert kept["points"] == [
        {
            "kind": "question",
            "text": "How do we light the road?",
            "facts": "Two accidents",
            "themes": ["The way in"],
            "voices": 2,
        }
    ]
    GateReview.objects.create(
        participation=w.participation, round=1, submitted_by=w.leader,
        submitted_at=timezone.now(), evidence=freeze(w.participation),
    )  # fmt: skip
    save_point(point=asked, by=w.leader, version=1, text="Another question?", themes=[own])
    client.force_login(w.manager)
    page = client.get(reverse("places:gate_round", args=[w.participation.pk, 1])).content.decode()
    assert "How do we light the road?" in page
    assert "Another question?" not in page


def test_the_page_asks_the_same_number_of_questions_for_many_points(
    w: World, client, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    own = theme(w, participation=w.participation)
    point(w, "strength", "One", themes=[own])
    client.force_login(w.leader)
    url = reverse("themes:analysis", args=[w.participation.pk])
    client.get(url)
    with django_assert_max_num_queries(14) as asked:
        client.get(url)
    point(w, "strength", "Two", themes=[own])
    point(w, "question", "Three?", themes=[own])
    with django_assert_num_queries(len(asked.captured_queries)):
        client.get(url)


def test_themes_are_a_part_of_the_report(w: World, django_assert_max_num_queries) -> None:
    one = theme(w)
    voice(w, "A", one)
    voice(w, "B", one, group="Staff", mark="triangle")
    theme(w, "Of a place", participation=w.participation)
    assert "themes.themes" in {one.key for one in sections()}
    today = timezone.localdate()
    subject = Subject(w.programme, None, today, today, today)
    with django_assert_max_num_queries(3):
        head, listed = reported(subject)
    assert [one["value"] for one in head["figures"]] == [1, 2]
    assert listed["rows"] == [["The way in", 2, 1, 1, 0]]
    assert reported(Subject(w.other_programme, None, today, today, today)) == []
