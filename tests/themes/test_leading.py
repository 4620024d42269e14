"""Where a theme leads, through the verbs of the rooms below, and the way back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import NotAllowed, Refusal
from people.models import ProgrammePost, ProgrammeRole
from places.models import Participation
from plans.models import Action, Goal
from tests.factories import UserFactory, World, world
from tests.themes.samples import theme, voice
from tests.workshops.samples import meeting
from themes.leading.forms import meetings_for, open_kinds
from themes.leading.services import to_agenda, to_course, to_goal, to_idea, to_meeting
from workshops.models import AgendaItem, Series, SeriesKind, Workshop
from workshops.planning.contents import remove_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def soon(days: int = 20) -> dt.datetime:
    return timezone.now().replace(microsecond=0) + dt.timedelta(days=days)


def test_a_theme_becomes_an_agenda_item_once(w: World) -> None:
    one, held = theme(w, summary="Nobody knows whom to call"), meeting(w)
    done = to_agenda(theme=one, by=w.manager, workshop=held, title="Who to call?", minutes=40)
    assert to_agenda(theme=one, by=w.manager, workshop=held, title="Who to call?") == done
    item = AgendaItem.objects.get(workshop=held)
    assert (item.title, item.minutes, done.agenda_item) == ("Who to call?", 40, item)


def test_each_way_asks_for_the_right_of_the_room_that_it_leads_to(w: World) -> None:
    elsewhere = meeting(w, places=[w.neighbour])
    one = theme(w, participation=w.participation)
    with pytest.raises(NotAllowed):
        to_agenda(theme=one, by=w.leader, workshop=elsewhere, title="Roads")
    with pytest.raises(NotAllowed):
        to_meeting(theme=one, by=w.observer, kind="other", title="Roads", starts_at=soon())
    with pytest.raises(Refusal) as refused:
        to_idea(theme=one, by=w.manager, participation=w.neighbour, title="Roads")
    assert refused.value.code == "wrong_place"
    assert not AgendaItem.objects.exists()


def test_an_analyst_is_offered_no_meeting_that_is_not_hers(w: World, client) -> None:
    one, others = theme(w), meeting(w, places=[])
    analyst = UserFactory()
    ProgrammeRole.objects.create(
        user=analyst, programme=w.programme, role=ProgrammePost.ANALYST,
        starts_on=dt.date(2025, 1, 1),
    )  # fmt: skip
    assert list(meetings_for(one, analyst)) == []
    assert open_kinds(one, analyst) == []
    assert others in meetings_for(one, w.manager)
    assert "agenda" in dict(open_kinds(one, w.manager))
    client.force_login(analyst)
    page = client.get(reverse("themes:ways", args=[one.pk])).content.decode()
    assert "Tell whoever runs the programme about this theme." in page
    assert "/lead/agenda/" not in client.get(one.get_absolute_url()).content.decode()


def test_a_theme_becomes_a_meeting_at_its_place(w: World) -> None:
    one = theme(w, participation=w.participation)
    done = to_meeting(theme=one, by=w.leader, kind="open_meeting", title="Roads", starts_at=soon())
    assert list(done.workshop.participations.all()) == [w.participation]
    assert done.workshop.state == "draft"


def test_a_theme_becomes_the_next_part_of_a_course(w: World) -> None:
    course = Series.objects.create(programme=w.programme, name="Kurs", kind=SeriesKind.COURSE)
    meeting(w, series=course, part=2, kind="course_part")
    done = to_course(
        theme=theme(w), by=w.manager, series=course, title="Who does what", starts_at=soon()
    )
    assert (done.workshop.series, done.workshop.part) == (course, 3)


def test_a_theme_becomes_an_idea_and_a_goal_that_say_where_they_are_from(w: World, client) -> None:
    one = theme(w, participation=w.participation)
    voice(w, "A", one)
    to_idea(theme=one, by=w.leader, participation=w.participation, title="A list of names")
    idea = Action.objects.get()
    assert (idea.state, idea.origin, idea.origin_text) == ("idea", "theme", "The way in")
    with pytest.raises(Refusal) as refused:
        to_goal(theme=one, by=w.leader, participation=w.participation, title="One way in")
    assert refused.value.code == "plan_locked"  # the gate comes first
    Participation.objects.filter(pk=w.participation.pk).update(gate_state="passed")
    w.participation.refresh_from_db()
    to_goal(theme=one, by=w.leader, participation=w.participation, title="One way in")
    goal = Goal.objects.get()
    assert "1 voice: The way in." in goal.description
    client.force_login(w.observer)
    for name, thing in (("action", idea), ("goal", goal)):
        page = client.get(reverse(f"plans:{name}", args=[w.participation.pk, thing.pk]))
        assert one.get_absolute_url() in page.content.decode()


def test_the_way_is_shown_from_both_ends(w: World, client) -> None:
    one, held = theme(w), meeting(w)
    to_agenda(theme=one, by=w.manager, workshop=held, title="Who to call?")
    client.force_login(w.manager)
    page = client.get(held.get_absolute_url()).content.decode()
    assert "Comes from what people said" in page
    assert one.get_absolute_url() in page
    theirs = client.get(one.get_absolute_url()).content.decode()
    assert held.get_absolute_url() in theirs
    AgendaItem.objects.update(outcome="One name a road")
    assert "Discussed" in client.get(one.get_absolute_url()).content.decode()
    # Who may not read the programme's themes does not hear of them.
    client.force_login(w.leader)
    assert "Comes from what people said" not in client.get(held.get_absolute_url()).content.decode()


def test_what_was_taken_away_is_still_told(w: World, client) -> None:
    one, held = theme(w), meeting(w)
    done = to_agenda(theme=one, by=w.manager, workshop=held, title="Who to call?")
    remove_item(item=done.agenda_item, by=w.manager)
    client.force_login(w.manager)
    page = client.get(one.get_absolute_url()).content.decode()
    assert "Taken away since" in page
    assert "Who to call?" in page


def test_the_form_makes_a_moment_of_the_halls_clock(w: World, client) -> None:
    one = theme(w)
    client.force_login(w.manager)
    url = reverse("themes:take_up", args=[one.pk, "meeting"])
    day = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    sent = {"title": "Roads", "kind": "network", "day": day, "time": "18:00"}
    assert client.post(url, sent).url == one.get_absolute_url()
    made = Workshop.objects.get(title="Roads")
    assert f"{made.local_start:%H:%M}" == "18:00"
    late = client.post(url, sent | {"day": "2020-01-01"})
    assert late.status_code == 409
    assert client.get(reverse("themes:take_up", args=[one.pk, "nothing"])).status_code == 404
