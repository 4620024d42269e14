"""Coding: bringing in, two analysts at once, a theme merged meanwhile, voices alike."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from people.models import ProgrammePost, ProgrammeRole
from programmes.models import Partner
from surveys.models import AnswerValue, Question, RespondentGroup, Response, Survey
from surveys.results.services import decide_text, mark_of
from tests.factories import MunicipalityFactory, OrganisationFactory, World, world
from tests.themes.samples import place_room, room, tagged, theme, voice
from tests.workshops.samples import guest, meeting
from themes.coding.services import State, bring_in, code, pending, state_of
from themes.models import Tagging, Theme, Voice
from themes.rooms import Room
from themes.shaping.services import merge
from workshops.answers.questions import ask
from workshops.focus.services import add_note, add_question, keep_consent, remove_note, save_note
from workshops.minutes.services import add_outcome
from workshops.models import RequiredGroup, WorkshopKind
from workshops.series.needs import record_need, save_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def post(w: World, name: str, role: str) -> None:
    """Give somebody a post in the programme."""
    today = timezone.localdate()
    ProgrammeRole.objects.create(
        user=getattr(w, name), programme=w.programme, role=role,
        starts_on=today - dt.timedelta(days=1), ends_on=today + dt.timedelta(days=9),
    )  # fmt: skip


# --- bringing in


def test_what_was_said_in_the_rooms_below_is_brought_in_once(w: World) -> None:
    held = meeting(w)
    add_outcome(workshop=held, by=w.manager, kind="idea", text="One name a road", votes=11)
    add_outcome(workshop=held, by=w.manager, kind="decision", text="We meet again")
    ask(workshop=held, by=w.manager, text="Who answers the phone?")
    study = save_study(programme=w.programme, by=w.manager, question="What?", wanted=3)
    company = OrganisationFactory(region=w.region, sector="business")
    record_need(
        study=study, by=w.manager, organisation=company, theme="Wood", text="Carpenters",
        level=5,
    )  # fmt: skip
    assert pending(w.programme) == 3
    assert bring_in(room=room(w), by=w.manager) == 3
    assert bring_in(room=room(w), by=w.manager) == 0
    assert pending(w.programme) == 0
    idea = Voice.objects.get(source="idea")
    assert (idea.text, idea.votes, idea.about) == ("One name a road", 11, held.pk)
    assert idea.participation == w.participation
    assert idea.municipality == w.place.municipality
    need = Voice.objects.get(source="need")
    assert (need.text, need.group) == ("Carpenters", "Business")
    with pytest.raises(NotAllowed):
        bring_in(room=room(w), by=w.observer)


def test_a_meeting_with_a_partner_is_in_the_partners_municipality(w: World) -> None:
    host = OrganisationFactory(region=w.region, sector="municipality")
    where = MunicipalityFactory()
    Partner.objects.create(
        programme=w.programme, organisation=host, kind="partner", municipality=where
    )
    held = meeting(w, places=[], host=host)
    add_outcome(workshop=held, by=w.manager, kind="idea", text="One name a road")
    bring_in(room=room(w), by=w.manager)
    assert Voice.objects.get().municipality == where


def test_a_focus_group_gives_its_groups_and_never_its_speakers(w: World) -> None:
    session = meeting(w, kind=WorkshopKind.FOCUS_GROUP)
    council = RequiredGroup.objects.create(workshop=session, name="Village council")
    anna = guest(session, name="Anna Berg", party=council)
    keep_consent(invitation=anna, given=True)
    asked = add_question(workshop=session, by=w.manager, text="Why?")
    note = add_note(workshop=session, question=asked, by=w.manager, text="We call", speaker=anna)
    bring_in(room=room(w), by=w.manager)
    told = Voice.objects.get(source="focus")
    assert (told.text, told.group, told.mark) == ("We call", "Village council", "circle")
    assert "Anna" not in str(vars(told))
    save_note(note=note, by=w.manager, version=1, text="We call the mayor")
    told.refresh_from_db()
    assert told.text == "We call the mayor"  # a note that is corrected is corrected here
    remove_note(note=note, by=w.manager)
    assert not Voice.objects.filter(source="focus").exists()


def test_groups_keep_one_mark_through_all_sources(w: World) -> None:
    session = meeting(w, kind=WorkshopKind.FOCUS_GROUP)
    for name in ("Staff", "Village council"):
        RequiredGroup.objects.create(workshop=session, name=name)
    asked = add_question(workshop=session, by=w.manager, text="Why?")
    for party in session.required_groups.order_by("-name"):
        add_note(workshop=session, question=asked, by=w.manager, text=party.name, party=party)
    voice(w, group="Staff", mark="triangle")
    bring_in(room=room(w), by=w.manager)
    assert set(Voice.objects.filter(group="Staff").values_list("mark", flat=True)) == {"triangle"}
    council = Voice.objects.get(source="focus", group="Village council")
    assert council.mark == "circle"


def survey(w: World) -> Survey:
    return Survey.objects.create(programme=w.programme, name="Needs", language="sv", state="closed")


def answers(made: Survey, group: RespondentGroup, where: object, number: int) -> list[AnswerValue]:
    question, _new = Question.objects.get_or_create(survey=made, kind="text", order=6)
    values = []
    for at in range(number):
        response = Response.objects.create(
            survey=made, group=group, municipality=where, language="sv", batch=1
        )
        values.append(
            AnswerValue.objects.create(
                response=response, question=question, text=f"{where} {at}", release="shown"
            )
        )
    return values


def test_free_texts_come_when_they_are_released_and_go_when_they_are_held_back(w: World) -> None:
    made = survey(w)
    group = RespondentGroup.objects.create(survey=made, order=1, name="Staff", mark="square")
    some = answers(made, group, MunicipalityFactory(), 6)
    AnswerValue.objects.filter(pk=some[0].pk).update(release="waiting")
    assert bring_in(room=room(w), by=w.manager) == 5
    told = Voice.objects.filter(source="survey")
    assert {one.number for one in told} == {6}
    assert {(one.group, one.mark) for one in told} == {("Staff", "square")}
    AnswerValue.objects.filter(pk=some[1].pk).update(release="hidden")
    bring_in(room=room(w), by=w.manager)
    assert told.all().count() == 4
    some[2].release = "hidden"
    some[2].save()
    assert told.all().count() == 3  # at once where the room below saves it


def test_no_municipality_is_told_where_too_few_answered(w: World) -> None:
    made = survey(w)
    group = RespondentGroup.objects.create(survey=made, order=1, name="Councillors", mark="square")
    large, middle, small = (MunicipalityFactory() for _one in range(3))
    for where, number in ((large, 9), (middle, 6), (small, 4)):
        answers(made, group, where, number)
    tiny = RespondentGroup.objects.create(survey=made, order=2, name="Clerks", mark="circle")
    answers(made, tiny, large, 3)
    bring_in(room=room(w), by=w.manager)
    named = set(Voice.objects.filter(group="Councillors").values_list("municipality", flat=True))
    # The one that is too small is hidden, and the next with it: else one could tell which it is.
    assert named == {large.pk, None}
    assert not Voice.objects.filter(group="Clerks").exists()


# --- two analysts, and a merge meanwhile


def test_a_voice_may_be_about_several_themes(w: World) -> None:
    one, two, said = theme(w), theme(w, "Answers"), voice(w)
    code(room=room(w), voice=said, by=w.manager, seen="", themes=[one.pk, two.pk])
    assert state_of(room(w), said) == State(frozenset({one.pk, two.pk}))
    assert not room(w).uncoded.exists()
    code(room=room(w), voice=said, by=w.manager, seen=f"{one.pk},{two.pk}", themes=[two.pk])
    assert state_of(room(w), said) == State(frozenset({two.pk}))


def test_two_analysts_see_both_codings_and_nothing_is_lost(w: World) -> None:
    one, two, said = theme(w), theme(w, "Answers"), voice(w)
    code(room=room(w), voice=said, by=w.manager, seen="", themes=[one.pk])
    with pytest.raises(Conflict) as conflict:
        code(room=room(w), voice=said, by=w.admin, seen="", themes=[two.pk])
    assert conflict.value.theirs["themes"] == [one.pk]
    assert conflict.value.yours["themes"] == [two.pk]
    assert tagged(one) == {said.pk}
    # The same coding by both is no conflict.
    code(room=room(w), voice=said, by=w.admin, seen="", themes=[one.pk])


def test_the_page_shows_both_codings_and_keeps_what_is_sent_again(w: World, client) -> None:
    one, two, said = theme(w, "Roads"), theme(w, "Answers"), voice(w)
    client.force_login(w.manager)
    url = room(w).url("voice", said.pk)
    code(room=room(w), voice=said, by=w.admin, seen="", themes=[one.pk])
    late = client.post(url, {"themes": [two.pk], "seen": ""})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Roads" in page.split('class="differences"')[1].split("</dl>")[0]
    assert f'name="seen" value="{one.pk}"' in page
    client.post(url, {"themes": [one.pk, two.pk], "seen": str(one.pk)})
    assert tagged(one) == tagged(two) == {said.pk}


def test_a_voice_lands_in_the_theme_into_which_its_own_was_merged(w: World, client) -> None:
    old, new, said = theme(w, "Who to call"), theme(w, "The way in"), voice(w)
    client.force_login(w.manager)
    url = room(w).url("voice", said.pk)
    client.get(url)
    merge(theme=old, into=new, by=w.admin)
    answer = client.post(url, {"themes": [old.pk], "seen": ""}, follow=True)
    assert "“Who to call” was merged into “The way in” meanwhile" in answer.content.decode()
    assert tagged(new) == {said.pk}
    assert not tagged(old)


def test_a_merge_of_what_was_ticked_already_is_no_conflict(w: World) -> None:
    old, new, third = theme(w, "Who to call"), theme(w), theme(w, "Answers")
    said = voice(w, "Whom", old)
    merge(theme=old, into=new, by=w.admin)
    done = code(room=room(w), voice=said, by=w.manager, seen=str(old.pk), themes=[old.pk, third.pk])
    assert done.themes == sorted([new.pk, third.pk])
    assert done.landed == [("Who to call", "The way in")]


def test_a_new_theme_is_made_once_whatever_its_letters(w: World) -> None:
    said, other = voice(w), voice(w, "Another")
    code(room=room(w), voice=said, by=w.manager, seen="", new_theme="The way in")
    code(room=room(w), voice=other, by=w.manager, seen="", new_theme="the WAY in ")
    assert tagged(Theme.objects.get()) == {said.pk, other.pk}


def test_voices_alike_get_the_same_themes_and_keep_what_they_have_got_meanwhile(w: World) -> None:
    one, two = theme(w), theme(w, "Answers")
    said, like, coded = voice(w), voice(w, "Like it"), voice(w, "Coded", two)
    done = code(
        room=room(w), voice=said, by=w.manager, seen="", themes=[one.pk],
        alike=[like.pk, coded.pk],
    )  # fmt: skip
    assert done.others == 1
    assert tagged(one) == {said.pk, like.pk}
    assert tagged(two) == {coded.pk}


def test_a_voice_can_be_about_nothing(w: World) -> None:
    one, said = theme(w), voice(w)
    code(room=room(w), voice=said, by=w.manager, seen="", aside=True)
    assert not room(w).uncoded.exists()
    with pytest.raises(Refusal) as refused:
        code(room=room(w), voice=said, by=w.manager, seen="aside", aside=True, themes=[one.pk])
    assert refused.value.code == "theme_or_none"
    code(room=room(w), voice=said, by=w.manager, seen="aside", themes=[one.pk])
    assert state_of(room(w), said) == State(frozenset({one.pk}))


def test_a_place_codes_its_own_voices_with_its_own_themes(w: World) -> None:
    mine = voice(w, participation=w.participation)
    elsewhere = voice(w, "Elsewhere", participation=w.neighbour)
    here = place_room(w)
    own = theme(w, participation=w.participation)
    code(room=here, voice=mine, by=w.leader, seen="", themes=[own.pk])
    assert not here.uncoded.exists()
    assert set(room(w).uncoded) == {mine, elsewhere}
    with pytest.raises(Voice.DoesNotExist):
        code(room=here, voice=elsewhere, by=w.leader, seen="", themes=[own.pk])
    with pytest.raises(Refusal) as refused:  # nor with the programme's themes
        code(room=here, voice=mine, by=w.leader, seen=str(own.pk), themes=[theme(w, "P").pk])
    assert refused.value.code == "no_such_theme"
    assert Tagging.objects.count() == 1


def test_posts_open_the_programmes_themes(w: World) -> None:
    said, one = voice(w), theme(w)
    post(w, "outsider", ProgrammePost.RESEARCHER)
    post(w, "facilitator", ProgrammePost.ANALYST)
    assert Theme.objects.visible_to(w.outsider).get() == one
    with pytest.raises(NotAllowed):
        code(room=room(w), voice=said, by=w.outsider, seen="", themes=[one.pk])
    code(room=room(w), voice=said, by=w.facilitator, seen="", themes=[one.pk])
    assert not Theme.objects.visible_to(w.leader).exists()
    assert not Theme.objects.visible_to(w.other_manager).exists()


# --- the page


def test_the_page_asks_the_same_number_of_questions_for_many_voices(
    w: World, client, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    client.force_login(w.manager)
    one = theme(w)
    said = voice(w, "The road to the school is dark")
    voice(w, "The road to the hall is dark", one)
    url = room(w).url("voice", said.pk)
    client.get(url)
    with django_assert_max_num_queries(14) as asked:
        client.get(url)
    for number in range(3):
        voice(w, f"The road to the school is dark {number}")
        voice(w, f"Nobody answers {number}", theme(w, f"Theme {number}"))
    with django_assert_num_queries(len(asked.captured_queries)):
        page = client.get(url).content.decode()
    assert "likely" in page
    assert "The road to the school is dark 1" in page


def test_coding_goes_from_one_voice_to_the_next(w: World, client) -> None:
    one = theme(w)
    first, second = voice(w, "First"), voice(w, "Second")
    client.force_login(w.manager)
    begun = client.post(reverse("themes:programme_code", args=[w.programme.pk]))
    assert begun.url == room(w).url("voice", first.pk)
    on = client.post(begun.url, {"themes": [one.pk], "seen": ""})
    assert on.url == room(w).url("voice", second.pk)
    done = client.post(on.url, {"aside": "on", "seen": ""})
    assert done.url == room(w).url()


def test_another_programme_is_another_room(w: World) -> None:
    assert Room(w.other_programme).voices.count() == 0
    with pytest.raises(NotAllowed):
        bring_in(room=Room(w.other_programme), by=w.manager)


def test_a_text_that_the_analyst_holds_back_is_no_voice_at_once(w: World, client) -> None:
    made = survey(w)
    group = RespondentGroup.objects.create(survey=made, order=1, name="Staff", mark="square")
    some = answers(made, group, MunicipalityFactory(), 6)
    bring_in(room=room(w), by=w.manager)
    one = theme(w)
    for said in Voice.objects.filter(source="survey"):
        code(room=room(w), voice=said, by=w.manager, seen="", themes=[one.pk])
    client.force_login(w.manager)
    page = client.get(reverse("surveys:results", args=[made.pk])).content.decode()
    assert "Free text by theme" in page
    assert one.get_absolute_url() in page
    decide_text(
        survey=made, by=w.manager, question=some[0].question_id,
        text=mark_of(made, some[0].text), was="shown", release="hidden",
    )  # fmt: skip
    assert Voice.objects.filter(source="survey").count() == 5
    assert len(tagged(one)) == 5


def test_texts_of_one_person_do_not_stand_side_by_side(w: World) -> None:
    made = survey(w)
    group = RespondentGroup.objects.create(survey=made, order=1, name="Staff", mark="square")
    first, second = (
        Question.objects.create(survey=made, kind="text", order=order) for order in (1, 2)
    )
    for at in range(6):
        response = Response.objects.create(survey=made, group=group, language="sv", batch=1)
        for question in (first, second):
            AnswerValue.objects.create(
                response=response, question=question, text=f"{at * 7 % 6} {question.order}",
                release="shown",
            )  # fmt: skip
    bring_in(room=room(w), by=w.manager)
    texts = list(Voice.objects.order_by("pk").values_list("text", flat=True))
    assert texts == sorted(texts, key=lambda text: (text[-1], text))
