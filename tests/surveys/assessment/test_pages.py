"""Assessments: filling in together, the radar, then and now, and what goes to the plan."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core.refusals import Conflict, NotAllowed, Refusal
from plans.models import Action, ActionState
from surveys.assessment import pages, services
from surveys.assessment.themes import all_sets, set_of
from surveys.models import Assessment, AssessmentValue
from surveys.models import QuestionKind as Kind
from tests.factories import World, world
from tests.surveys.results.answers import asked

pytestmark = pytest.mark.django_db
YEAR = dt.timedelta(days=365)


@pytest.fixture
def w() -> World:
    return world()


def assess(w: World, values: dict[str, int], **fields) -> Assessment:
    made = services.add_assessment(
        **{
            "programme": w.programme,
            "participation": w.participation,
            "by": w.leader,
            "theme_set": "place",
            "on": timezone.localdate(),
        }
        | fields
    )
    for key, value in values.items():
        services.save_theme(
            assessment=made,
            by=w.leader,
            theme_key=key,
            version=0,
            value=value,
            better=f"More {key}",
        )
    return made


def radar(client, w, query: str = "") -> dict:
    answer = client.get(reverse("surveys:place_assessments", args=[w.participation.pk]) + query)
    assert answer.status_code == 200
    return answer.context


# --- The sets


@pytest.mark.parametrize("language", ["sv", "da", "en"])
def test_every_set_is_whole_in_every_language(language):
    with translation.override(language):
        for themes in all_sets().values():
            assert themes.name
            assert len(themes.keys) == len(themes.themes) >= 3
            assert all(theme.name and theme.question for theme in themes.themes)
            assert themes.steps[0][1]
            assert themes.steps[-1][1]


def test_the_sets_are_fourteen_themes_five_capitals_three_parties_and_an_organisation():
    place, capitals, capacity, organisation = all_sets().values()
    assert (len(organisation.themes), organisation.about) == (6, "organisation")
    assert (len(place.themes), place.low, place.high) == (14, 1, 7)
    assert (len(capitals.themes), capitals.lights) == (5, True)
    assert len({theme.party for theme in capacity.themes}) == 3
    assert set_of(frozenset({"nature", "play"})) is place
    assert set_of(frozenset({"nature", "human"})) is None


# --- Filling in


def test_two_hands_at_one_theme_lose_nothing(w):
    made = assess(w, {"nature": 5})
    services.save_theme(assessment=made, by=w.member, theme_key="nature", version=1, value=6)
    with pytest.raises(Conflict) as told:
        services.save_theme(assessment=made, by=w.leader, theme_key="nature", version=1, value=3)
    assert told.value.theirs["value"] == 6
    # Others at other themes never meet.
    services.save_theme(assessment=made, by=w.leader, theme_key="play", version=0, value=3)


@pytest.mark.parametrize(
    ("key", "value", "code"), [("nature", 8, "off_scale"), ("human", 2, "no_such_theme")]
)
def test_what_is_not_on_the_scale_is_refused(w, key, value, code):
    made = assess(w, {})
    with pytest.raises(Refusal) as told:
        services.save_theme(assessment=made, by=w.leader, theme_key=key, version=0, value=value)
    assert told.value.code == code


def test_others_see_a_places_assessment_only_where_they_see_the_place(client, w):
    made = assess(w, {"nature": 5})
    with pytest.raises(NotAllowed):
        services.save_theme(assessment=made, by=w.observer, theme_key="play", version=0, value=1)
    client.force_login(w.neighbour_leader)
    assert client.get(made.get_absolute_url()).status_code == 404


def test_a_phone_saves_and_the_screen_shows_it(client, w):
    made = assess(w, {})
    client.force_login(w.leader)
    sent = {"theme_key": "nature", "version": 0, "value": 6, "good": "The lake", "better": ""}
    answer = client.post(
        reverse("surveys:assessment_save", args=[made.pk]),
        sent,
        headers={"Accept": "application/json"},
    )
    assert answer.json() == {"version": 1, "value": 6}
    screen = client.get(reverse("surveys:assessment_screen", args=[made.pk])).content.decode()
    assert "1/14" in screen
    assert AssessmentValue.objects.get().good == "The lake"


# --- Then and now


def test_the_largest_change_is_told_in_a_sentence(client, w):
    assess(w, {"nature": 6, "play": 3, "moving": 4}, on=timezone.localdate() - YEAR)
    assess(w, {"nature": 6, "play": 5, "moving": 3})
    client.force_login(w.leader)
    shown = radar(client, w)["picture"]
    assert shown.lead.startswith("Play and leisure has risen most, 2.0 steps since")
    assert shown.rest == "Lowest is Moving around, 3.0."
    assert [row.change for row in shown.rows if row.theme.key == "moving"] == ["−1.0"]
    assert [row.theme.key for row in shown.rows if row.most] == ["play"]


def test_groups_of_one_evening_weigh_as_many_as_they_are(client, w):
    assess(w, {"nature": 7}, group="Adults", people=3)
    assess(w, {"nature": 3}, group="Young", people=1)
    client.force_login(w.leader)
    shown = radar(client, w)["picture"]
    nature = next(row for row in shown.rows if row.theme.key == "nature")
    assert nature.now == "6.0"
    assert nature.groups == [("7.0", False), ("3.0", True)]
    young = radar(client, w, "?group=Young")["picture"]
    assert next(row for row in young.rows if row.theme.key == "nature").now == "3.0"


def test_a_survey_by_the_same_themes_stands_beside_assessments(client, w):
    assess(w, {"nature": 4}, on=timezone.localdate() - YEAR)
    made = asked(w.programme, participation=w.participation, purpose="assessment")
    made.ask("Green", Kind.SCALE, theme_key="nature", scale=(1, 7))
    made.answer({(0, 0): 6}, Green=7)
    made.answer({(1, 0): 3}, Green=1)
    survey = made.close()
    survey.closes_on = timezone.localdate()
    survey.save()
    client.force_login(w.leader)
    shown = radar(client, w)["picture"]
    nature = next(row for row in shown.rows if row.theme.key == "nature")
    # Three councillors are too few: they are in no mean.
    assert (nature.then, nature.now) == ("4.0", "7.0")
    assert [one.name for one in shown.groups] == ["Local councils"]
    tab = client.get(reverse("surveys:survey_radar", args=[survey.pk]))
    assert tab.status_code == 200
    assert tab.context["picture"].now.whole.people == 6


@pytest.mark.parametrize("many", [1, 3])
def test_as_many_questions_for_one_assessment_as_for_three(
    client, w, many, django_assert_max_num_queries
):
    for at in range(many):
        assess(w, {"nature": 4}, on=timezone.localdate() - at * YEAR, group=f"Group {at}")
    client.force_login(w.leader)
    with django_assert_max_num_queries(12):
        radar(client, w)


def test_a_municipality_and_the_cooperation_are_assessed_alike(client, w):
    town = w.place.municipality
    client.force_login(w.manager)
    new = reverse("surveys:programme_assessment_new", args=[w.programme.pk])
    today = timezone.localdate().isoformat()
    sent = {"theme_set": "capacity", "group": "Staff", "people": 4, "on": today}
    for municipality in ("", town.pk):
        answer = client.post(new, sent | {"municipality": municipality})
        assert answer.status_code == 302, answer.context["form"].errors
    here = reverse("surveys:programme_assessments", args=[w.programme.pk])
    for query, count in (("", 1), (f"?town={town.pk}", 1)):
        assert len(client.get(here + query).context["assessments"]) == count


# --- On to the plan


def test_a_finding_becomes_an_idea_in_the_plan(client, w):
    assess(w, {"nature": 2})
    client.force_login(w.leader)
    sent = {"theme": "nature", "text": "A path around the lake"}
    answer = client.post(reverse("surveys:finding_to_plan", args=[w.participation.pk]), sent)
    assert answer.status_code == 302
    idea = Action.objects.get()
    assert (idea.title, idea.state) == ("A path around the lake", ActionState.IDEA)
    assert "Nature" in idea.description


def test_the_notice_board_has_radar_and_table(client, w):
    assess(w, dict.fromkeys(all_sets()["place"].keys, 4))
    found = list(pages.with_values(Assessment.objects.all()))
    (now,) = pages.rounds_of(found)
    drawn = pages.picture(all_sets()["place"], now, None, palette="paper")
    assert drawn.radar.svg.count("<text") >= 14
    assert 'class="rd' not in drawn.radar.svg
    assert len(drawn.radar.rows) == 14
