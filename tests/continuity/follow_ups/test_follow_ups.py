"""Follow-ups: made when due, sent once, reminded of once, answered by link or by phone."""

import datetime as dt

import pytest
import time_machine
from django.core.signing import Signer
from django.utils import timezone

from continuity.follow_ups import services as follow_ups
from continuity.follow_ups.links import LinkOverError, NoSuchLinkError, closes_on, opened, token_of
from continuity.follow_ups.services import Answer, answer, enter_answer
from continuity.models import FollowUp
from continuity.tasks import follow_up as tick
from core.models import AuditEvent
from core.refusals import NotAllowed, Refusal
from outbox.models import Letter
from places.models import Participation
from places.team.support import end_support, extend
from plans.models import Action
from tests.continuity.samples import ends_in, save
from tests.continuity.samples import opened as opened_world
from tests.factories import world

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]
NOON = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)


@pytest.fixture
def w():
    """A place whose support ended on 30 April 2026."""
    with time_machine.travel(NOON, tick=False):
        made = world()
        ends_in(made.participation, -46)
        ends_in(made.neighbour, 300)
    assert made.participation.support_ends_on == dt.date(2026, 4, 30)
    return made


def on(day):
    return time_machine.travel(dt.datetime.combine(day, dt.time(12), dt.UTC), tick=False)


def due(w, months=6):
    """The follow-up of the place, made by the clock on its day."""
    with on(follow_ups.due_on(w.participation, months)):
        tick()
    made = FollowUp.objects.get(months=months)
    made.participation = w.participation
    return made


def code_of(action):
    with pytest.raises(Refusal) as caught:
        action()
    return caught.value.code


def test_follow_up_comes_on_its_day_and_three_ticks_are_one_letter(w):
    with on(dt.date(2026, 10, 29)):
        assert tick() == 0
    with on(dt.date(2026, 10, 30)):
        assert [tick(), tick(), tick()] == [1, 0, 0]

    made = FollowUp.objects.get()
    assert (made.months, made.due_on, made.name, made.email) == (
        6, dt.date(2026, 10, 30), "Leader", "leader@example.org",
    )  # fmt: skip
    assert Letter.objects.filter(key__startswith="follow-up").count() == 1
    assert token_of(made) in Letter.objects.get(key=f"follow-up:{made.pk}").text


def test_follow_up_goes_to_whoever_calls_the_group_together():
    w = opened_world()
    save(w, "rhythm", convener="Kim Back", convener_email="kim@example.org")
    ends_in(w.participation, -200)
    tick()
    assert FollowUp.objects.get().email == "kim@example.org"
    assert Letter.objects.filter(key__startswith="follow-up").get().to_address == "kim@example.org"


def test_follow_up_without_anybody_is_made_and_not_sent(w):
    w.participation.assignments.all().delete()
    made = due(w)
    assert (made.email, made.sent_at) == ("", None)
    assert not Letter.objects.filter(key__startswith="follow-up").exists()


@pytest.mark.parametrize(("status", "made"), [("ended", 1), ("stopped", 0), ("candidate", 0)])
def test_follow_up_is_for_places_whose_support_has_ended(w, status, made):
    Participation.objects.filter(pk=w.participation.pk).update(status=status)
    with on(dt.date(2026, 10, 30)):
        assert tick() == made


def test_follow_up_of_old_places_is_only_the_one_that_is_due_now(w):
    with on(dt.date(2027, 6, 1)):
        tick()
    assert [one.months for one in FollowUp.objects.all()] == [12]
    with on(dt.date(2030, 6, 1)):
        assert tick() == 0


def test_follow_up_of_a_support_that_was_extended_after_all_is_forgotten(w):
    made = due(w)
    with on(dt.date(2026, 11, 2)):
        extend(participation=w.participation, months=12, reason="More", by=w.manager)
        tick()
        assert not FollowUp.objects.filter(pk=made.pk).exists()
        with pytest.raises(NoSuchLinkError):
            opened(token_of(made), timezone.localdate())


def test_follow_up_comes_again_so_long_after_an_end_that_was_moved_but_has_passed(w):
    made = due(w)
    with on(dt.date(2026, 11, 2)):
        extend(participation=w.participation, months=3, reason="More", by=w.manager)
        tick()
        assert not FollowUp.objects.filter(pk=made.pk).exists()
        w.participation.refresh_from_db()
    assert due(w).due_on == follow_ups.due_on(w.participation, 6) == dt.date(2027, 1, 31)


def test_link_opens_until_the_next_is_due(w):
    made = due(w)
    assert closes_on(made) == dt.date(2027, 4, 30)
    token = token_of(made)
    assert opened(token, dt.date(2027, 4, 29)).pk == made.pk
    with pytest.raises(LinkOverError):
        opened(token, dt.date(2027, 4, 30))


def test_link_of_another_purpose_or_guessed_opens_nothing(w):
    made = due(w)
    other = Signer(salt="continuity.other").sign_object([made.pk, "x"])
    for token in (other, "", "x", "a:b", token_of(made)[:-1], token_of(made) + "x"):
        with pytest.raises(NoSuchLinkError):
            opened(token, made.due_on)


def test_answer_is_kept_and_can_be_corrected(w):
    made = due(w)
    done = Action.objects.create(participation=w.participation, title="Signs", state="done")
    with on(made.due_on):
        first = Answer(
            alive="partly",
            lives_on=" Meetings \r\n go on ",
            meetings=3,
            actions=[done.pk],
            wish="Help",
        )
        answer(follow_up=made, given=first)
        answer(follow_up=made, given=Answer(alive="yes", meetings=4, actions=[done.pk]))
    made.refresh_from_db()
    assert (made.alive, made.lives_on, made.meetings, made.wish, made.answered_by) == (
        "yes", "", 4, "", "Leader",
    )  # fmt: skip
    assert made.actions_done == [{"id": done.pk, "title": "Signs"}]
    verbs = AuditEvent.objects.filter(verb__startswith="follow_up").order_by("pk")
    assert [one.verb for one in verbs] == [
        "follow_up.sent", "follow_up.answered", "follow_up.corrected",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"alive": ""}, "alive_missing"),
        ({"alive": "maybe"}, "alive_missing"),
        ({"alive": "yes", "meetings": -1}, "meetings_out_of_range"),
        ({"alive": "yes", "meetings": 201}, "meetings_out_of_range"),
        ({"alive": "yes", "lives_on": "x" * 2001}, "too_long"),
        ({"alive": "yes", "wish": "x" * 2001}, "too_long"),
    ],
)
def test_answer_refuses_what_cannot_be(w, given, code):
    made = due(w)
    with on(made.due_on):
        assert code_of(lambda: answer(follow_up=made, given=Answer(**given))) == code
    made.refresh_from_db()
    assert made.answered_at is None


def test_answer_refuses_actions_of_another_place_ideas_and_dropped_ones(w):
    made = due(w)
    theirs = Action.objects.create(participation=w.neighbour, title="Theirs", state="done")
    idea = Action.objects.create(participation=w.participation, title="Idea", state="idea")
    with on(made.due_on):
        for one in (theirs, idea):
            given = Answer(alive="yes", actions=[one.pk])
            assert code_of(lambda given=given: answer(follow_up=made, given=given)) == (
                "unknown_action"
            )


def test_answer_after_the_next_is_due_is_refused_but_may_come_by_phone(w):
    made = due(w)
    with on(dt.date(2027, 4, 30)):
        given = Answer(alive="no")
        assert code_of(lambda: answer(follow_up=made, given=given)) == "follow_up_over"
        enter_answer(follow_up=made, by=w.coach, answered_by="Kim", given=given)
    made.refresh_from_db()
    assert (made.alive, made.answered_by, made.entered_by) == ("no", "Kim", w.coach)


@pytest.mark.parametrize("name", ["leader", "member", "contact", "observer", "outsider"])
def test_what_a_coach_does_about_follow_ups_is_not_for_the_place(w, name):
    made, by = due(w), getattr(w, name)
    for verb in (
        lambda: enter_answer(follow_up=made, by=by, answered_by="K", given=Answer(alive="yes")),
        lambda: follow_ups.resend(follow_up=made, by=by),
        lambda: follow_ups.change_contact(follow_up=made, by=by, name="K", email="k@example.org"),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_resend_writes_one_letter_a_day(w):
    made = due(w)
    with on(made.due_on + dt.timedelta(days=3)):
        follow_ups.resend(follow_up=made, by=w.coach)
        follow_ups.resend(follow_up=made, by=w.coach)
    assert Letter.objects.filter(key__startswith=f"follow-up:{made.pk}").count() == 2


def test_change_contact_ends_the_earlier_link_and_sends_a_new_one(w):
    made = due(w)
    before = token_of(made)
    day = made.due_on + dt.timedelta(days=3)
    with on(day):
        changed = follow_ups.change_contact(
            follow_up=made, by=w.manager, name="Kim", email="kim@example.org"
        )
    with pytest.raises(LinkOverError):
        opened(before, day)
    assert opened(token_of(changed), day).name == "Kim"
    letter = Letter.objects.get(to_address="kim@example.org")
    assert token_of(changed) in letter.text


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": " ", "email": "kim@example.org"}, "name_missing"),
        ({"name": "Kim", "email": "kim"}, "bad_address"),
    ],
)
def test_change_contact_refuses_nobody(w, values, code):
    made = due(w)
    with on(made.due_on):
        assert (
            code_of(lambda: follow_ups.change_contact(follow_up=made, by=w.coach, **values)) == code
        )


def test_an_answered_follow_up_is_not_sent_again(w):
    made = due(w)
    with on(made.due_on):
        answer(follow_up=made, given=Answer(alive="yes"))
        assert code_of(lambda: follow_ups.resend(follow_up=made, by=w.coach)) == "already_answered"


def test_follow_ups_of_a_support_that_was_ended_early_count_from_its_last_day(w):
    with on(dt.date(2026, 6, 1)):
        end_support(
            participation=w.neighbour, by=w.manager, on=dt.date(2026, 5, 20), reason="Moved"
        )
    assert follow_ups.due_on(w.neighbour, 6) == dt.date(2026, 11, 20)
