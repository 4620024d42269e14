"""Questions: asked, like others before, assigned, answered, followed; the caseload of coaches."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pytest
from django.urls import reverse
from django.utils import timezone

from core import spots
from core.refusals import NotAllowed, Refusal
from core.search.finding import found, read
from learning.advice.services import write_advice
from learning.models import Question, QuestionState
from learning.questions.caseload import caseload
from learning.questions.handing import follow
from learning.questions.services import (
    MOST_ASKED,
    add_line,
    answer,
    ask,
    assign,
    close,
    log_call,
    reopen,
)
from learning.questions.similar import similar
from learning.questions.team import answerers, seats
from notices.models import Notice
from people.models import Assignment, ProgrammeRole, Sector, User
from people.scope import forget_scope
from places.models import CoachingEntry
from places.team.handover import hand_over
from reminders.chase.pages import chase_list
from tests.factories import World, world

pytestmark = pytest.mark.django_db

SHOP = "Who helps us to keep the grocery shop open?"


@pytest.fixture
def w() -> World:
    return world()


def team(w: World, name: str, sector: str, **period) -> User:
    """Somebody in the programme's cross-sector team."""
    user = w.users.get(name) or User.objects.create_user(f"{name}@example.org", name=name)
    since = timezone.localdate() - dt.timedelta(days=10)
    ProgrammeRole.objects.create(
        user=user, programme=w.programme, role="team", sector=sector,
        **{"starts_on": since} | period,
    )  # fmt: skip
    forget_scope(user)
    return user


def asked(w: World, text: str = SHOP, sector: str = "", **more) -> Question:
    return ask(participation=w.participation, by=w.leader, text=text, sector=sector, **more)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__email", flat=True))


def aged(question: Question, days: int) -> None:
    Question.objects.filter(pk=question.pk).update(
        waiting_since=timezone.now() - dt.timedelta(days=days)
    )


def opened(client, user, question: Question):
    client.force_login(user)
    return client.get(reverse("learning:question", args=[question.pk]))


def test_who_holds_the_sector_hears_of_it_and_where_nobody_does_the_coach(w: World) -> None:
    holder = team(w, "facilitator", Sector.BUSINESS)
    team(w, "later", Sector.EDUCATION, starts_on=timezone.localdate() + dt.timedelta(days=1))
    asked(w, sector=Sector.BUSINESS)
    assert told("question_asked") == {holder.email}
    Notice.objects.all().delete()
    asked(w, "May the pupils take part in our evenings?", sector=Sector.EDUCATION)
    assert told("question_asked") == {w.coach.email}


def test_a_question_is_assigned_answered_and_the_place_hears_of_each(w: World) -> None:
    holder = team(w, "facilitator", Sector.BUSINESS)
    made = asked(w, sector=Sector.BUSINESS)
    assert answerers(w.participation, Sector.BUSINESS)[0].user == holder
    assign(question=made, by=w.coach, to=holder)
    assert told("question_assigned") == {holder.email}
    kept = answer(question=made, by=holder, text="The county board does.", kind="doing", minutes=30)
    assert (kept.state, kept.answered_by, kept.minutes) == ("answered", holder, 30)
    assert told("question_answered") == {w.leader.email}
    with pytest.raises(Refusal) as refused:
        answer(question=made, by=w.coach, text="Another", kind="advice")
    assert refused.value.code == "not_open"


def test_only_people_of_the_programme_are_given_a_question(w: World) -> None:
    for stranger in (w.outsider, w.leader, w.other_coach):
        with pytest.raises(Refusal) as refused:
            assign(question=asked(w, anyway=True), by=w.coach, to=stranger)
        assert refused.value.code == "not_of_the_programme"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"text": " ", "kind": "advice"}, "text_missing"),
        ({"text": "x" * 3001, "kind": "advice"}, "too_long"),
        ({"text": "x", "kind": "talk"}, "unknown_kind"),
        ({"text": "x", "kind": "advice", "minutes": 4801}, "wrong_minutes"),
    ],
)
def test_an_answer_is_checked(w: World, facts, code) -> None:
    with pytest.raises(Refusal) as refused:
        answer(question=asked(w), by=w.coach, **facts)
    assert refused.value.code == code


def test_an_observer_and_strangers_read_nothing(w: World, client) -> None:
    made = asked(w)
    for who in (w.observer, w.neighbour_leader, w.outsider, w.other_coach, w.operator):
        assert opened(client, who, made).status_code == 404
    for who in (w.leader, w.member, w.contact, w.coach, w.manager, w.admin):
        assert opened(client, who, made).status_code == 200
    client.force_login(w.observer)
    place = reverse("learning:place_questions", args=[w.participation.pk])
    assert client.get(place).status_code == 403
    with pytest.raises(NotAllowed):
        ask(participation=w.participation, by=w.observer, text="May I?")


def test_a_team_member_reads_and_answers_while_the_post_lasts(w: World, client) -> None:
    made = asked(w)
    assert opened(client, w.facilitator, made).status_code == 404
    holder = team(w, "facilitator", Sector.BUSINESS)
    assert "Answer the place" in opened(client, holder, made).text
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    ProgrammeRole.objects.filter(user=holder).update(ends_on=yesterday)
    forget_scope(holder)
    assert opened(client, holder, made).status_code == 404


def test_the_place_does_not_answer_itself(w: World) -> None:
    with pytest.raises(NotAllowed):
        answer(question=asked(w), by=w.leader, text="Yes", kind="advice")


def test_what_was_asked_before_is_shown_and_kept_with_one_more_press(w: World, client) -> None:
    before = asked(w)
    client.force_login(w.leader)
    url = reverse("learning:ask", args=[w.participation.pk])
    again = {"text": "Can somebody help with keeping our grocery shops open?", "sector": ""}
    page = client.post(url, again)
    assert page.status_code == Refusal.status
    assert "Somebody asked this before" in page.text
    assert str(before) in page.text.replace("&#x27;", "'")
    assert Question.objects.count() == 1
    assert client.post(url, again | {"anyway": "1"}).status_code == 302
    assert Question.objects.count() == 2


def test_a_warning_gives_away_nothing_that_the_asker_may_not_read(w: World) -> None:
    asked(w)
    assert similar(SHOP, w.participation, w.member)
    assert not similar(SHOP, w.neighbour, w.neighbour_leader)
    assert ask(participation=w.neighbour, by=w.neighbour_leader, text=SHOP).pk
    assert not similar("Where is the bus timetable printed?", w.participation, w.member)


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("Kan någon hjälpa oss behålla vår butik?", True),
        ("Hvem hjælper med at beholde butikken?", False),
        ("Vem hjälper oss att få bredband?", False),
    ],
)
def test_endings_of_words_do_not_matter(w: World, text: str, like: bool) -> None:  # noqa: FBT001
    asked(w, "Vem hjälper oss att behålla byns butik?")
    assert bool(similar(text, w.participation, w.member)) is like


def test_a_call_is_written_down_with_who_asked(w: World) -> None:
    made = log_call(participation=w.participation, by=w.coach, caller="Berit Olsson", text=SHOP)
    assert made.asker == "Berit Olsson"
    with pytest.raises(NotAllowed):
        log_call(participation=w.participation, by=w.leader, caller="Berit", text=SHOP)
    with pytest.raises(Refusal) as refused:
        log_call(participation=w.participation, by=w.coach, caller=" ", text=SHOP)
    assert refused.value.code == "caller_missing"


def test_nobody_floods_the_region(w: World) -> None:
    for number in range(MOST_ASKED):
        asked(w, f"Question {number}", anyway=True)
    with pytest.raises(Refusal) as refused:
        asked(w, "One more", anyway=True)
    assert refused.value.code == "too_often"


def test_words_follow_and_the_other_side_hears_of_them(w: World) -> None:
    made = asked(w)
    add_line(question=made, by=w.leader, text="It is the Coop.")
    assert told("question_followed") == {w.coach.email}
    add_line(question=made, by=w.coach, text="Since when?")
    assert told("question_followed") == {w.coach.email, w.leader.email}
    close(question=made, by=w.leader)
    with pytest.raises(Refusal) as refused:
        add_line(question=made, by=w.leader, text="More")
    assert refused.value.code == "closed"


def test_opened_again_it_waits_anew_and_keeps_its_answer(w: World) -> None:
    made = asked(w)
    answer(question=made, by=w.coach, text="Ask the bank", kind="advice")
    again = reopen(question=made, by=w.leader)
    assert (again.state, again.answer) == (QuestionState.ASKED, "Ask the bank")
    with pytest.raises(Refusal) as refused:
        reopen(question=made, by=w.leader)
    assert refused.value.code == "is_open"


def test_after_a_week_it_is_on_the_list_to_chase_until_it_is_answered(w: World) -> None:
    def chased() -> bool:
        rows = chase_list(w.coach).rows
        return any(str(made) in reason for row in rows for reason in row.reasons)

    made = asked(w)
    aged(made, 6)
    assert not chased()
    aged(made, 7)
    assert chased()
    answer(question=made, by=w.coach, text="Ask the bank", kind="advice")
    assert not chased()


def test_the_regions_list_is_filtered_and_the_oldest_stands_first(w: World, client) -> None:
    new, old = asked(w, "Who pays for lamps?", sector="funder"), asked(w, "Where is the map?")
    aged(old, 3)
    closed = close(question=asked(w, "Never mind"), by=w.leader)
    ask(participation=w.neighbour, by=w.neighbour_leader, text="A road sign?")
    client.force_login(team(w, "facilitator", Sector.FUNDER))

    def shown(**query) -> list[int]:
        page = client.get(reverse("learning:questions"), query)
        return [row.question.pk for row in page.context["rows"]]

    assert shown()[:2] == [old.pk, new.pk]
    assert closed.pk not in shown()
    assert shown(sector="funder") == [new.pk]
    assert shown(state="closed") == [closed.pk]
    assert len(shown(place=w.neighbour.place_id)) == 1


def test_the_search_finds_words_of_the_answer_for_those_who_may_read_it(w: World) -> None:
    answer(question=asked(w), by=w.coach, text="Riksbyggden knows", kind="advice")
    assert found(w.leader, read("riksbyggden"), most=3).groups
    assert not found(w.neighbour_leader, read("riksbyggden"), most=3).groups


def test_an_answered_question_leaves_room_for_what_is_above(w: World, client, monkeypatch) -> None:
    monkeypatch.setattr(spots, "_links", defaultdict(list))
    spots.register_link("learning.question_answer", "Keep the answer", "learning:question")
    made = asked(w)
    assert "Keep the answer" not in opened(client, w.coach, made).text
    answer(question=made, by=w.coach, text="Ask the bank", kind="advice")
    assert "Keep the answer" in opened(client, w.coach, made).text


def test_the_team_says_who_holds_which_sector_and_what_nobody_does(w: World, client) -> None:
    today = timezone.localdate()
    team(w, "facilitator", Sector.BUSINESS, ends_on=today)
    team(w, "Next", Sector.BUSINESS, starts_on=today + dt.timedelta(days=1))
    seat = {one.sector: one for one in seats(w.programme)}[Sector.BUSINESS]
    assert [post.user for post in seat.now] == [w.facilitator]
    assert [post.user.name for post in seat.later] == ["Next"]
    client.force_login(w.leader)
    page = client.get(reverse("learning:region_team", args=[w.programme.pk])).text
    assert "Nobody stands for: Municipality" in page


def test_the_caseload_counts_what_a_coach_has_on_the_table(w: World, client) -> None:
    today = timezone.localdate()
    asked(w)
    write_advice(participation=w.participation, by=w.coach, text="Ask", give=True)
    CoachingEntry.objects.create(
        participation=w.participation, kind="call", on=today, minutes=90, by=w.coach
    )
    type(w.participation).objects.filter(pk=w.participation.pk).update(
        last_contact_on=today - dt.timedelta(days=4), next_on=today + dt.timedelta(days=2),
        next_text="Call about the shop",
    )  # fmt: skip
    (row,) = caseload(w.programme)
    assert (row.coach, len(row.places), row.questions, row.unread) == (w.coach, 1, 1, 1)
    assert (row.days, row.hours) == (4, 1.5)
    assert row.next == w.participation
    url = reverse("learning:caseload", args=[w.programme.pk])
    client.force_login(w.coach)
    assert client.get(url).status_code == 403
    client.force_login(w.manager)
    assert "Call about the shop" in client.get(url).text


def test_open_questions_go_along_when_the_places_are_handed_over(w: World) -> None:
    mine, settled = asked(w), asked(w, "Where is the map?")
    for one in (mine, settled):
        assign(question=one, by=w.coach, to=w.coach)
    answer(question=settled, by=w.coach, text="In the office", kind="advice")
    today = timezone.localdate()
    hand_over(region=w.region, coach=w.coach, by=w.admin, email="ny@example.org", starts_on=today)
    mine.refresh_from_db()
    settled.refresh_from_db()
    assert mine.assigned_to.email == "ny@example.org"
    assert settled.assigned_to == w.coach
    assert told("coach_changed") == {w.leader.email}


def test_a_stand_in_has_the_questions_for_the_days_and_then_they_go_back(w: World) -> None:
    made = asked(w)
    assign(question=made, by=w.coach, to=w.coach)
    first = timezone.localdate() + dt.timedelta(days=3)
    last = first + dt.timedelta(days=4)
    hand_over(
        region=w.region, coach=w.coach, by=w.admin, email="ny@example.org", starts_on=first,
        until=last,
    )  # fmt: skip
    given = Assignment.objects.get(user__email="ny@example.org")
    assert (given.stand_in, given.starts_on, given.ends_on) == (True, first, last)
    assert Assignment.objects.get(user=w.coach).ends_on is None

    def holder(day: dt.date) -> str:
        follow(day)
        made.refresh_from_db()
        return made.assigned_to.email

    assert holder(first - dt.timedelta(days=1)) == w.coach.email
    assert holder(first) == "ny@example.org"
    assert holder(last) == "ny@example.org"
    assert holder(last + dt.timedelta(days=1)) == w.coach.email


def test_the_last_day_of_a_stand_in_is_not_before_the_first(w: World, client) -> None:
    client.force_login(w.admin)
    url = reverse("places:hand_over", args=[w.region.pk, w.coach.pk])
    today = timezone.localdate()
    sent = {
        "email": "ny@example.org", "starts_on": today.isoformat(),
        "until": (today - dt.timedelta(days=1)).isoformat(),
    }  # fmt: skip
    page = client.post(url, sent)
    assert page.status_code == Refusal.status
    assert page.context["form"].errors["until"]


@pytest.mark.parametrize("name", ["place_questions", "questions", "question", "team", "caseload"])
def test_pages_ask_a_constant_number_of_questions(
    w: World, client, django_assert_max_num_queries, name
) -> None:
    made = asked(w)
    arguments = {
        "place_questions": [w.participation.pk], "questions": [], "question": [made.pk],
        "team": [w.programme.pk], "caseload": [w.programme.pk],
    }  # fmt: skip
    url = reverse(f"learning:{name}", args=arguments[name])
    client.force_login(w.manager)
    client.get(url)
    for number in range(12):
        asked(w, f"Question {number}", anyway=True)
        add_line(question=made, by=w.coach, text="More")
    with django_assert_max_num_queries(12):
        client.get(url)
