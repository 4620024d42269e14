"""The page of the fact sheet: what it shows, to whom, in how many statements; its verbs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.refusals import Conflict, NotAllowed, Refusal
from facts.models import FigureNote, Level, Measure, Topic
from facts.report_parts import fact_sheet
from facts.sheet.attributes import five_attributes
from facts.sheet.pages import compared_of, facts_of, with_place
from facts.sheet.reading import PLACE, known_of, subjects_of
from facts.sheet.services import (
    confirm_note,
    finish_note,
    make_action,
    save_note,
    show_notes,
    tick_note,
)
from places.gate.evidence import freeze
from places.models import Participation
from places.reporting import Subject
from plans.models import Action, Origin
from tests.factories import PopulationFactory, World, world
from tests.facts.sheet_samples import everything, figure, register
from tests.workshops.samples import meeting

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


@pytest.fixture
def w() -> World:
    return world()


def url(w: World, name: str = "facts:sheet", *args: object) -> str:
    return reverse(name, args=[w.participation.pk, *args])


def read(w: World) -> Participation:
    found: Participation = with_place(Participation.objects.all()).get(pk=w.participation.pk)
    return found


def written(
    w: World, topic: str = Topic.POPULATION, text: str = "The school decides"
) -> FigureNote:
    save_note(participation=w.participation, topic=topic, by=w.leader, version=0, text=text)
    return finish_note(participation=w.participation, topic=topic, by=w.leader)


def test_the_sheet_says_what_each_figure_says(client, w):
    everything(w)
    client.force_login(w.leader)
    html = client.get(url(w)).text
    for sentence in (
        "1,550 inhabitants in 2020.", "Fewer aged 20–29 than in the municipality.",
        "14 more aged 18–24 leave than come each year.", "In work: 77\xa0%.",
        "Largest: Farming, 31 of 43.", "Example figures", "Fetched",
        "Nobody has looked yet which services there are.",
        "are protected: so few people that they could be known.",
    ):  # fmt: skip
        assert sentence in html, sentence


def test_an_empty_topic_leads_who_may_to_where_figures_are_fetched_and_entered(client, w):
    client.force_login(w.admin)
    page = client.get(url(w)).text
    ways = [
        reverse("facts:region", args=[w.region.pk]), reverse("facts:file", args=[w.region.pk]),
        f"{reverse('facts:figure_add', args=[w.region.pk])}?place={w.place.pk}",
    ]  # fmt: skip
    assert all(f'href="{way}"' in page for way in ways)
    assert client.get(ways[2]).context["form"]["place"].value() == str(w.place.pk)
    client.force_login(w.leader)
    assert ways[0] not in client.get(url(w)).text


def test_what_is_known_of_the_municipality_alone_is_said_to_be_its_own(client, w):
    everything(w)
    client.force_login(w.observer)
    html = client.get(url(w)).text
    town = w.place.municipality.full_name
    assert f"Only for {town}" in html
    assert f"In {town}: Income: 268\xa0tkr." in html
    assert "There are no figures of Näsum alone." in html


def test_an_indicator_of_municipalities_is_never_read_as_the_village_s(w):
    own = register(w)
    figure(w.region, own, Measure.INCOME, 300, level=Level.MUNICIPALITY)
    known = known_of(w.place, subjects_of(w.place))
    assert not known.has(PLACE, Measure.INCOME)


def test_figures_of_another_region_are_not_read(w):
    register(w)
    figure(w.other_region, w.place.area, Measure.EMPLOYED, 99, unit="%")
    assert not known_of(w.place, subjects_of(w.place)).has(PLACE, Measure.EMPLOYED)


def test_what_was_entered_at_the_place_and_what_was_fetched_are_one_series(w):
    register(w)
    PopulationFactory(place=w.place, year=2005, inhabitants=1119)
    PopulationFactory(place=w.place, year=2020, inhabitants=1)
    figure(w.region, w.place, Measure.POPULATION, 1200, 2020)
    known = known_of(w.place, subjects_of(w.place))
    series = known.series(PLACE, Measure.POPULATION)
    assert [(one.year, one.value) for one in series] == [(2005, 1119), (2020, 1200)]


def test_what_was_corrected_is_not_read(w):
    register(w)
    old = figure(w.region, w.place, Measure.POPULATION, 1200, 2020)
    old.superseded_on = dt.date(2026, 1, 1)  # any day
    old.save()
    assert known_of(w.place, subjects_of(w.place)).people(PLACE).value == 1119


def test_the_page_asks_as_often_with_many_figures_as_with_few(client, w):
    register(w)
    client.force_login(w.leader)
    client.get(url(w))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url(w))
    everything_of = [(Measure.EMPLOYED, 70), (Measure.COMMUTING_OUT, 30)]
    for measure, value in everything_of:
        figure(w.region, w.place, measure, value, unit="%")
    for topic in Topic.values:
        written(w, topic)
    client.get(url(w))
    with CaptureQueriesContext(connection) as many:
        client.get(url(w))
    assert len(many) <= len(few) + 1  # the actions that came of notes
    assert len(many) <= MOST_QUERIES


def test_comparisons_are_chosen_in_the_address():
    assert compared_of({}) == {"municipality", "peers"}
    assert compared_of({"chosen": "1", "with": ["county"]}) == {"county"}
    assert compared_of({"chosen": "1"}) == frozenset()


def test_five_attributes_are_told_with_their_sources(w):
    everything(w)
    found = {one.key: one.text for one in five_attributes(read(w).place)}
    assert found["size"] == "1.5 km² of land"
    assert found["density"] == "751 inhabitants for each km²"
    assert found["population"] == "1,550 inhabitants, 2020"
    assert found["business"] == "Most workplaces: Farming (31), Trade (12)"
    assert "km to a town" in found["position"]


# --- Notes


def test_a_note_is_the_group_s_alone_until_it_is_finished(client, w):
    register(w)
    save_note(participation=w.participation, topic="age", by=w.member, version=0, text="Our young")
    client.force_login(w.observer)
    assert "Our young" not in client.get(url(w)).text
    client.force_login(w.coach)
    assert "Our young" in client.get(url(w)).text
    finish_note(participation=w.participation, topic="age", by=w.leader)
    client.force_login(w.observer)
    assert "Our young" in client.get(url(w)).text


def test_who_may_write(w):
    for user in (w.observer, w.contact, w.outsider):
        with pytest.raises(NotAllowed):
            save_note(participation=w.participation, topic="age", by=user, version=0, text="x")


def test_two_who_write_see_both_texts(w):
    given = {"participation": w.participation, "topic": "age"}
    first = save_note(**given, by=w.leader, version=0, text="Mine")
    with pytest.raises(Conflict) as refused:
        save_note(**given, by=w.member, version=0, text="Yours")
    assert refused.value.theirs == {"text": "Mine"}
    assert refused.value.version == first.version
    assert save_note(**given, by=w.member, version=0, text="Mine").version == first.version


def test_a_note_saves_itself_and_tells_its_version(client, w):
    client.force_login(w.leader)
    answer = client.post(
        url(w, "facts:note", "age"), {"text": "Our young", "version": 0},
        headers={"accept": "application/json"},
    )  # fmt: skip
    assert answer.json()["version"] == 1
    again = client.post(
        url(w, "facts:note", "age"), {"text": "Other", "version": 0},
        headers={"accept": "application/json"},
    )  # fmt: skip
    assert again.status_code == 409
    assert again.json()["theirs"] == {"text": "Our young"}


def test_an_emptied_note_is_shown_nowhere(w):
    workshop = meeting(w)
    note = written(w)
    show_notes(participation=w.participation, by=w.leader, workshop=workshop, topics=[note.topic])
    note.refresh_from_db()
    save_note(
        participation=w.participation, topic=note.topic, by=w.leader, version=note.version, text=" "
    )
    note.refresh_from_db()
    assert (note.finished, note.show_at) == (False, None)


def test_an_older_note_is_asked_about_and_confirmed(client, w):
    everything(w)
    note = written(w, "age")
    FigureNote.objects.update(written_on=dt.date(2026, 1, 4))  # any day
    figure(
        w.region, w.place, Measure.POPULATION, 7, 2024, dims={"age": "90+", "sex": "men"},
        retrieved_on=note.written_on,
    )  # fmt: skip
    client.force_login(w.leader)
    assert "Does it still hold?" in client.get(url(w)).text
    confirm_note(participation=w.participation, topic="age", by=w.member)
    assert "Does it still hold?" not in client.get(url(w)).text


def test_what_is_shown_at_a_coming_open_meeting(client, w):
    everything(w)
    workshop = meeting(w)
    with pytest.raises(Refusal) as refused:
        show_notes(participation=w.participation, by=w.leader, workshop=workshop, topics=["age"])
    assert refused.value.code == "not_finished"
    written(w, "age", "Our young leave")
    written(w, "population")
    tick = {"participation": w.participation, "by": w.leader, "workshop": workshop}
    tick_note(**tick, topic="age", shown=True)
    tick_note(**tick, topic="population", shown=True)
    tick_note(**tick, topic="population", shown=False)
    client.force_login(w.observer)
    html = client.get(url(w, "facts:screens", workshop.pk)).text
    assert "Our young leave" in html
    assert "The school decides" not in html


def test_a_meeting_that_is_over_or_another_place_s_shows_nothing(w):
    written(w)
    elsewhere = meeting(w, places=[w.neighbour])
    over = meeting(w, starts_at=meeting(w).starts_at - dt.timedelta(days=60), ends_at=None)
    for workshop in (elsewhere, over):
        with pytest.raises(Refusal) as refused:
            tick_note(
                participation=w.participation, topic="population", by=w.leader, workshop=workshop,
                shown=True,
            )  # fmt: skip
        assert refused.value.code == "wrong_meeting"


def test_an_action_says_that_it_comes_of_the_fact_sheet(w):
    written(w, "moves", "They want to rent first")
    given = {"participation": w.participation, "topic": "moves", "by": w.leader}
    action = make_action(**given, title="Build together")
    assert (action.origin, action.origin_text) == (Origin.ANALYSIS, "Fact sheet: Moves")
    assert make_action(**given, title="Build together") == action
    assert Action.objects.count() == 1
    assert list(FigureNote.objects.get().actions.all()) == [action]


# --- Files, reports, the gate


def test_figures_and_chart_are_files(client, w):
    everything(w)
    client.force_login(w.contact)
    csv = client.get(url(w, "facts:topic_csv", "moves")).content.decode("utf-8-sig")
    assert "Whose;Figure;Year" in csv
    assert "18-24;23" in csv
    svg = client.get(url(w, "facts:topic_svg", "age"))
    assert svg.headers["Content-Type"] == "image/svg+xml"
    assert svg.content.startswith(b"<svg")
    assert b"class=" not in svg.content.replace(b'class="fc"', b"")
    assert client.get(url(w, "facts:topic_svg", "services")).status_code == 404
    assert client.get(url(w, "facts:topic_csv", "weather")).status_code == 404


def test_the_report_tells_findings_and_finished_notes(w):
    everything(w)
    written(w, "age", "Our young leave")
    save_note(participation=w.participation, topic="moves", by=w.leader, version=0, text="Not yet")
    today = dt.date(2026, 11, 1)  # any day
    one = Subject(
        programme=w.programme, participation=w.participation, starts_on=today, ends_on=today,
        on=today, places=[w.participation],
    )  # fmt: skip
    [block] = fact_sheet(one)
    said = {row[0]: row for row in block["rows"]}
    assert said["Age"][2] == "Our young leave"
    assert said["Moves"][2] == ""
    assert said["Moves"][3].endswith("Example figures.")
    many = Subject(
        programme=w.programme, participation=None, starts_on=today, ends_on=today, on=today,
        places=[w.participation, w.neighbour],
    )  # fmt: skip
    [head, _table] = fact_sheet(many)
    assert head["figures"][0]["value"] == 1


def test_the_gate_keeps_what_the_figures_meant_then(w):
    everything(w)
    written(w, "age", "Our young leave")
    frozen = {one["key"]: one for one in freeze(w.participation)["facts"]}
    assert frozen["age"]["note"] == "Our young leave"
    assert frozen["population"]["note"] == ""


def test_a_protected_figure_is_drawn_as_a_gap_and_never_as_a_number(w):
    everything(w)
    topics = {one.key: one for one in facts_of(read(w)).topics}
    rows = {row[0]: row[1] for row in topics["business"].chart.rows}
    assert rows["Care"] == "protected: too few people"
